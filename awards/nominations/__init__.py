"""One alliance puts one nominee forward in one season."""
