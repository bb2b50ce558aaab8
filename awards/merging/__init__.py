"""Two rows of one organisation become one, by a person with a reason."""
