"""The centre's desk: accept, return with reasons, hold, refuse."""
