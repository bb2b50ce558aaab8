"""Counting a closed round, and the record an outsider recounts."""
