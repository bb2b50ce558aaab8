"""Text typed for the old fonts TCVN3 (.VnTime) and VNI: Latin letters that only such a font shows as Vietnamese."""

from __future__ import annotations

import re

_VIETNAMESE = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")
_PRINT_SIGNS = frozenset("«»°²³±×·")
_FOREIGN = frozenset(map(chr, range(0xA1, 0x100))) - _VIETNAMESE - _PRINT_SIGNS
_MARK_AFTER_LETTER = re.compile(r"[aeoâêôăAEOÂÊÔĂ][ùõÙÕ]|[A-Za-z]·")  # VNI's "xaõ", TCVN3's "x·"


def looks_garbled(text: str) -> bool:
    """Whether the text would need an old font to be read. ``Hîp t¸c x·`` and ``Hôïp taùc xaõ`` do."""
    return not _FOREIGN.isdisjoint(text) or _MARK_AFTER_LETTER.search(text) is not None
