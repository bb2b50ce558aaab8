"""Nominations from a workbook: read, previewed, stored only when a person says so."""
