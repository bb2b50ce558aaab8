"""Who may do what: one map from actions to predicates. Pure; imports nothing of the application."""
