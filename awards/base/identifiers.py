"""Identifiers that people see: random, never sequential, never derived from a person or a rank."""

from __future__ import annotations

import secrets

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # without I, L, O, U, 0, 1: read aloud and typed by hand


def new_public_id() -> str:
    """128 random bits for an address, 22 characters."""
    return secrets.token_urlsafe(16)


def new_code(length: int) -> str:
    """A random code to be printed and typed, ``length`` characters of about 4.9 bits each."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def grouped(code: str, size: int = 4) -> str:
    """The same code in groups for reading: ``ABCD-EFGH``."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def typed_code(text: str) -> str:
    """A code as somebody typed it, without spaces and dashes, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())
