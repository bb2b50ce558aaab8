"""How people write the names of provinces: prefixes and other names, folded."""

from __future__ import annotations

PREFIXES = ("thanh pho ", "tinh ", "tp. ", "tp ", "tp.", "t. ", "t.", "t ")
"""As :func:`awards.base.normalise.fold` leaves them."""

GLUED_PREFIX = "tp"
"""Written without a space: TPHCM."""

ALIASES: dict[str, str] = {
    "hcm": "hochiminh",
    "hcmc": "hochiminh",
    "saigon": "hochiminh",
    "tthue": "thuathienhue",
    "thuathien": "thuathienhue",
    "brvt": "bariavungtau",
    "bariavt": "bariavungtau",
    "vungtau": "bariavungtau",
    "daclac": "daklak",
    "daclak": "daklak",
    "daklac": "daklak",
    "darlac": "daklak",
    "dacnong": "daknong",
    "baccan": "backan",
}
"""Other spelling -> name, both as :func:`awards.units.queries.key_of` makes them: letters alone."""
