"""Provinces and their alliances, dated: 63 until 30/6/2025, 34 after."""
