"""The cooperative fills in its own part by a link, without an account; the officer reads it and takes it over."""
