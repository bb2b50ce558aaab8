"""Loading the dated provinces and the alliances that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select

from awards.base.collation import sort_key
from awards.base.database import db
from awards.base.normalise import clean_line, fold
from awards.units.models import Alliance, Province


def load_units(rows: Iterable[Mapping[str, str]]) -> int:
    """Store the rows of ``provinces.csv`` once; gives back how many units there are.

    Every unit is tied to the alliance of the unit in force that it has become (``successor_code`` is
    the code in force on the day after ``valid_to``). Raises :class:`ValueError` on a broken chain.
    """
    if db.session.scalar(select(Province.id).limit(1)) is not None:
        return 0
    records = list(rows)
    alliances = {row["code"]: _alliance(row) for row in records if not row["valid_to"]}
    db.session.add_all(alliances.values())
    for row in records:
        db.session.add(_province(row, alliances[_code_today(row, records)]))
    db.session.flush()
    return len(records)


def _code_today(row: Mapping[str, str], records: list[Mapping[str, str]]) -> str:
    seen = 0
    while row["valid_to"]:
        seen += 1
        end, successor = date.fromisoformat(row["valid_to"]), row["successor_code"]
        following = [
            other
            for other in records
            if other["code"] == successor and (date.fromisoformat(other["valid_from"]) - end).days == 1
        ]
        if len(following) != 1 or seen > len(records):
            raise ValueError(f"no single successor {successor} after {row['name_vi']} ({end})")
        row = following[0]
    return row["code"]


def _alliance(row: Mapping[str, str]) -> Alliance:
    name = clean_line(row["name_vi"])
    kind = "thành phố" if row["kind"].startswith("thành phố") else "tỉnh"
    return Alliance(
        name=f"Liên minh Hợp tác xã {kind} {name}",
        province_name=name,
        province_code=row["code"],
        name_sort=sort_key(name),
    )


def _province(row: Mapping[str, str], alliance: Alliance) -> Province:
    name = clean_line(row["name_vi"])
    return Province(
        code=row["code"],
        name=name,
        name_en=row["name_en"],
        name_fold=fold(name),
        name_sort=sort_key(name),
        kind=row["kind"],
        region=row["region_vi"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        successor_code=row["successor_code"] or None,
        alliance=alliance,
    )
