"""From a decision's rows to the frozen values documents are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from awards.base.identifiers import grouped
from awards.decisions.models import Decision
from awards.decisions.queries import NamedEntry, named_in
from awards.exports.rows import (
    CertificateBatch,
    CertificateLayout,
    CertificateRow,
    DecisionHeading,
    WinnerRow,
    WinnersSheet,
)
from awards.nominees.wording import SECTOR_GROUPS, sector_label
from awards.results import queries as results
from awards.seasons.states import AwardKey
from awards.seasons.wording import AWARD_TITLES

CHECK_PATH = "/xac-minh/"
"""Where the public site checks a certificate's code."""


def winners_sheet(decision: Decision, *, issuer: str, today: date) -> WinnersSheet:
    """The list attached to a decision, as judged: three queries whatever its length."""
    season, named = decision.season, named_in(decision)
    places = results.places_of(decision.result_id)
    return WinnersSheet(
        issuer=issuer,
        award_title=AWARD_TITLES[AwardKey(season.award)],
        season_title=season.title,
        basis_year=season.basis_year,
        decision=_heading(decision),
        is_sample=season.is_sample,
        generated_on=today,
        rows=tuple(_winner(one, *places[one.entry.nomination_id]) for one in named),
    )


def certificate_batch(decision: Decision, *, issuer: str, base_url: str) -> CertificateBatch:
    """The certificates of a decision; ``base_url`` is the public site's address, without a slash at its end."""
    season = decision.season
    return CertificateBatch(
        award_title=AWARD_TITLES[AwardKey(season.award)],
        season_title=season.title,
        decision=_heading(decision),
        is_sample=season.is_sample,
        rows=tuple(_certificate(one, base_url) for one in named_in(decision)),
        layout=CertificateLayout(conferring_line=issuer.upper()),
    )


def _heading(decision: Decision) -> DecisionHeading:
    return DecisionHeading(decision.number, decision.signed_on, decision.signer, decision.signing_capacity)


def _winner(named: NamedEntry, rank: int, total: str) -> WinnerRow:
    organisation, series = named.dossier.organisation, named.dossier.series
    return WinnerRow(
        order=named.entry.position,
        name=named.dossier.title,
        tax_code=organisation.tax_code,
        address=organisation.address,
        province=organisation.province,
        sector_group=SECTOR_GROUPS[organisation.sector_group],
        sector=sector_label(organisation.sector),
        revenue=_whole(series, "revenue"),
        member_count=_whole(series, "member_count"),
        total=total,
        rank=rank,
        golden_book_number=named.entry.golden_book_number,
        certificate_code=named.entry.certificate_code,
    )


def _whole(series: Mapping[str, Mapping[int, str]], figure: str) -> int | None:
    """A figure of the basis year; ``None`` where the rulebook does not ask for it."""
    text = series.get(figure, {}).get(0)
    return None if text is None else round(Fraction(text))


def _certificate(named: NamedEntry, base_url: str) -> CertificateRow:
    organisation, code = named.dossier.organisation, named.entry.certificate_code
    return CertificateRow(
        name=named.dossier.title,
        province=organisation.province,
        golden_book_number=named.entry.golden_book_number,
        code=code,
        check_address=f"{base_url.rstrip('/')}{CHECK_PATH}{grouped(code)}",
    )
