"""The chain of the log, as pure arithmetic: every entry's hash covers the entry before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

START = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True)
class Entry:
    """One act: who (public id), what, to which thing, and the digest of its details. No personal data."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    digest: str


def sealed_digest_of(details: object, key: bytes) -> str:
    """HMAC-SHA-256 of the details as canonical JSON; of no details there is nothing to seal.

    A vote has three values: whoever sees hashes of the log could try them all if the digest had no key.
    """
    if details is None:
        return digest_of(None)
    return hmac.new(key, _canonical(details), hashlib.sha256).hexdigest()


def digest_of(details: object) -> str:
    """SHA-256 of the details as canonical JSON."""
    return hashlib.sha256(_canonical(details)).hexdigest()


def _canonical(details: object) -> bytes:
    text = json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return text.encode("utf-8")


def link(previous_hash: str, entry: Entry) -> str:
    """The hash of an entry that follows ``previous_hash``."""
    body = {**vars(entry), "at": entry.at.isoformat(timespec="microseconds"), "previous": previous_hash}
    return digest_of(body)


@dataclass(frozen=True)
class Fault:
    """Where the chain breaks and why."""

    number: int
    sentence: str


def verify(entries: Iterable[tuple[Entry, str]], head_number: int, head_hash: str) -> Fault | None:
    """Walk the chain; the first entry that does not follow is the fault. ``None`` when unbroken."""
    previous, expected = START, 1
    for entry, stored_hash in entries:
        if entry.number != expected:
            return Fault(expected, f"Thiếu dòng nhật ký số {expected}.")
        if link(previous, entry) != stored_hash:
            return Fault(entry.number, f"Dòng nhật ký số {entry.number} đã bị thay đổi.")
        previous, expected = stored_hash, expected + 1
    if (expected - 1, previous) != (head_number, head_hash):
        return Fault(expected, f"Nhật ký kết thúc ở dòng {expected - 1}, sổ ghi dòng cuối là {head_number}.")
    return None
