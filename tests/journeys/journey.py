"""What the steps of a journey share: who acts, what the clock says, and what was seen on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.builders import sample_tax_code
from tests.journeys.conftest import Acting, Installation, Person

NAME = "Hợp tác xã Nông nghiệp Mẫu Suối Ngọc"
SECOND_NAME = "Hợp tác xã Rau an toàn Mẫu Đồi Chè"
TAX_CODE, SECOND_TAX_CODE = sample_tax_code(71_001), sample_tax_code(71_002)
SEASON = "Ngôi sao Hợp tác xã mẫu"


@dataclass
class Journey:
    """What one step leaves for the next: addresses and codes, as a person would have them before their eyes."""

    acting: Acting
    place: Installation
    paths: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def here(self, person: Person) -> str:
        return person.page.url.removeprefix(self.place.base_url)
