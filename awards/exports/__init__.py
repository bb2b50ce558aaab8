"""Workbooks and certificates."""
