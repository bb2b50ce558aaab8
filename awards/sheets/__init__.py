"""One judge's marks for one entry, in append-only versions."""
