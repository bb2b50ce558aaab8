"""Who may vote on what, fixed when a ballot is opened: who is there, who is not, who is out of an entry. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Electorate:
    """Members (row ids) who are there and who are not, and who is out of which entry (nomination's row id).

    ``entries`` in the order of the agenda; none for a procedural motion. ``presiding``: who chairs this item.
    """

    entries: tuple[int, ...] = ()
    present: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()
    out: Mapping[int, frozenset[int]] | None = None
    presiding: int | None = None

    def is_out(self, member_id: int, nomination_id: int) -> bool:
        return member_id in (self.out or {}).get(nomination_id, frozenset())

    def entries_of(self, member_id: int) -> tuple[int, ...]:
        """The entries this member may vote on."""
        return tuple(one for one in self.entries if not self.is_out(member_id, one))

    @property
    def voters(self) -> frozenset[int]:
        """Members who are there and not out of everything that is voted on."""
        return frozenset(one for one in self.present if not self.entries or self.entries_of(one))

    @property
    def writers(self) -> frozenset[int]:
        """Absent members who might send an opinion in writing."""
        return frozenset(one for one in self.absent if not self.entries or self.entries_of(one))

    def write(self) -> str:
        """Canonical JSON."""
        out = {str(entry): sorted(members) for entry, members in sorted((self.out or {}).items()) if members}
        found = {
            "entries": list(self.entries),
            "present": sorted(self.present),
            "absent": sorted(self.absent),
            "out": out,
            "presiding": self.presiding,
        }
        return json.dumps(found, sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Electorate:
        """What :meth:`write` wrote; nobody before a ballot was opened ("")."""
        if not text:
            return cls()
        found = json.loads(text)
        return cls(
            entries=tuple(found["entries"]),
            present=frozenset(found["present"]),
            absent=frozenset(found["absent"]),
            out={int(entry): frozenset(members) for entry, members in found["out"].items()},
            presiding=found["presiding"],
        )
