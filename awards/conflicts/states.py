"""Kinds of relations, and where a member stands towards one entry."""

from __future__ import annotations

from enum import StrEnum


class RelationKind(StrEnum):
    """What ties a member to an organisation or an alliance. ``SIGNATURE`` is found in the record, never typed."""

    EMPLOYER = "employer"
    FAMILY = "family"
    ADVISER = "adviser"
    LENDER = "lender"
    SIGNATURE = "signature"
    PROVINCE = "province"
    OTHER = "other"


TYPED = tuple(kind for kind in RelationKind if kind is not RelationKind.SIGNATURE)
"""Kinds somebody can write into the register."""


class Stand(StrEnum):
    """Towards one entry: not told yet, free to judge it, or out."""

    NOT_DECLARED = "not_declared"
    FREE = "free"
    OUT = "out"
