"""An award's year: its frozen rulebook, its calendar, its extensions."""
