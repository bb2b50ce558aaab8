"""People who sign in, and how a person becomes an Actor."""
