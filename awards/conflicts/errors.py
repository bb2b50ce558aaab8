"""Refusals a page answers differently: go and declare, or stay out."""

from __future__ import annotations

from awards.base.errors import DomainError


class NotDeclared(DomainError):
    """The judge has not yet said whether there is a tie to this dossier."""


class MustStayOut(DomainError):
    """The judge has a tie to this dossier, by rule, by the register, or by somebody's word."""
