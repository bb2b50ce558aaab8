"""Plans of who marks what, drawn, adjusted and accepted."""
