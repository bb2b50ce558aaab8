"""Councils, their members, who judges what, and who is recused."""
