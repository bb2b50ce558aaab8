"""What a public page shows of an honour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for

from awards.publicity.models import PublicHonour


@dataclass(frozen=True)
class ShownHonour:
    """One honour; ``source_url`` is where it was made known, ``source`` the same when it is
    neither a web address nor the decision itself."""

    name: str
    maker: str
    province: str
    year: int
    award_title: str
    sector: str
    url: str
    source_url: str | None
    source: str | None
    decision_number: str | None
    decided_on: date | None


def shown(honour: PublicHonour) -> ShownHonour:
    """The honour with its addresses. Only a web address becomes a link: a source is somebody's typing."""
    on_the_web = honour.source.startswith(("https://", "http://"))
    is_the_decision = honour.decision_number is not None and honour.decision_number in honour.source
    return ShownHonour(
        name=honour.name,
        maker=honour.product_of,
        province=honour.province_name,
        year=honour.year,
        award_title=honour.award_title,
        sector=honour.sector,
        url=url_for("public_site.nominee", public_id=honour.nominee.public_id),
        source_url=honour.source if on_the_web else None,
        source=None if on_the_web or is_the_decision else honour.source or None,
        decision_number=honour.decision_number,
        decided_on=honour.decided_on,
    )
