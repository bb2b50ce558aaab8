"""The log: append-only, chained, written in the same transaction as the act it tells of."""
