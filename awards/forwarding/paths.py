"""Addresses that stand in messages: a message is also written by a command, where no request tells the address."""

from __future__ import annotations

from awards.nominations.models import DossierRevision, Nomination
from awards.seasons.models import Season


def sign_off_page(nomination: Nomination) -> str:
    return f"/ho-so/{nomination.public_id}/duyet"


def history_page(nomination: Nomination) -> str:
    return f"/ho-so/{nomination.public_id}/dien-bien"


def receipt_page(nomination: Nomination, revision: DossierRevision) -> str:
    return f"/ho-so/{nomination.public_id}/bien-nhan/{revision.number}"


def province_page(season: Season) -> str:
    return f"/ho-so/cua-tinh/{season.public_id}"
