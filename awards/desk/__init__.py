"""After sign-in: what waits for me today."""
