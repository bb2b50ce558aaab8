"""How people write the names of provinces: folded prefixes and aliases."""

from __future__ import annotations

PREFIXES = ("thanh pho ", "tinh ", "tp. ", "tp ", "tp.", "t. ")

ALIASES: dict[str, str] = {
    "hcm": "ho chi minh",
    "tphcm": "ho chi minh",
    "sai gon": "ho chi minh",
    "thua thien - hue": "thua thien hue",
    "thua thien-hue": "thua thien hue",
    "tt-hue": "thua thien hue",
    "tt hue": "thua thien hue",
    "ba ria-vung tau": "ba ria - vung tau",
    "ba ria – vung tau": "ba ria - vung tau",
    "ba ria–vung tau": "ba ria - vung tau",
    "ba ria vung tau": "ba ria - vung tau",
    "br-vt": "ba ria - vung tau",
    "brvt": "ba ria - vung tau",
    "dac lac": "dak lak",
    "dac lak": "dak lak",
    "dac nong": "dak nong",
    "bac can": "bac kan",
    "kontum": "kon tum",
}
