"""Cooperatives, and their figures year by year."""
