"""What a passphrase must be: long, not guessable from who and where its owner is, and nothing else."""

from __future__ import annotations

import re
from typing import Any

from flask_security.password_util import PasswordUtil

from awards.base.normalise import fold

LEAST, MOST = 15, 200
"""Characters after NFKC; the upper limit keeps a stranger from having megabytes hashed."""

REFUSED = (
    "lienminhhtx",
    "lienminhhoptacxa",
    "hoptacxavietnam",
    "ngoisaohoptacxa",
    "giaithuongmaiantiem",
    "coopstar",
    "coopgold",
)
"""No passphrase may hold these: they stand on every page of the award."""

WORN = (
    "matkhaucuatoi", "matkhau", "password", "passphrase", "passw0rd", "welcome", "letmein", "iloveyou",
    "anhyeuem", "emyeuanh", "toiyeuban",
    "vietnam", "hoptacxa", "lienminh", "nongnghiep", "giaithuong", "admin", "administrator", "quantri", "taikhoan",
    "dangnhap", "khongbiet", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwerty", "asdf", "zxcv", "qazwsx", "1qaz2wsx",
    "1q2w3e4r5t", "1q2w3e4r", "1q2w3e", "abcdefghijklmnopqrstuvwxyz", "abcdef", "abc123", "abcd", "abc",
    "01234567890", "1234567890", "123456789", "12345678", "1234567", "123456", "12345", "1234", "123",
    "0987654321", "987654321", "87654321", "654321", "54321", "4321", "321", "112233", "131313", "htx",
)  # fmt: skip
"""Common pieces: they count for nothing, whatever else is there must carry the passphrase alone."""

_NOT_WORDS = re.compile(r"[\W_]+")
_YEARS = re.compile(r"(?:19|20)\d\d")
_REPEATED = re.compile(r"(.)\1{2,}")
_LEAST_LEFT, _LEAST_DIFFERENT, _LEAST_PIECE = 8, 6, 12

TOO_SHORT = f"Mật khẩu phải có ít nhất {LEAST} ký tự. Có thể dùng một câu dễ nhớ, kể cả dấu cách."
TOO_LONG = f"Mật khẩu dài quá {MOST} ký tự. Hãy chọn một câu ngắn hơn."
ABOUT_US = "Mật khẩu này chứa tên của Liên minh hoặc của giải thưởng nên dễ đoán. Hãy chọn một câu khác."
ABOUT_YOU = "Mật khẩu này chứa tên hoặc thư điện tử của anh/chị nên dễ đoán. Hãy chọn một câu khác."
TOO_SIMPLE = "Mật khẩu này gồm những từ hay dãy phím quá quen thuộc nên dễ đoán. Hãy chọn một câu khác."


class PassphraseRules(PasswordUtil):
    """Flask-Security's rules replaced by ours; it hashes what :meth:`validate` gives back (NFKC)."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        normal = self.normalize(password)
        user = kwargs.get("user")
        fault = fault_of(normal, user.full_name if user else "", user.email if user else "")
        return ([fault] if fault else None), normal


def fault_of(passphrase: str, full_name: str = "", email: str = "") -> str | None:
    """The sentence that refuses this passphrase (already NFKC), or nothing."""
    if len(passphrase) < LEAST:
        return TOO_SHORT
    if len(passphrase) > MOST:
        return TOO_LONG
    bare = _bare(passphrase)
    if any(word in bare for word in REFUSED):
        return ABOUT_US
    if any(word in bare for word in _own_words(full_name, email)):
        return ABOUT_YOU
    left = _without_worn(bare)
    if len(left) < _LEAST_LEFT or len(set(left)) < _LEAST_DIFFERENT or _is_one_piece_again(bare):
        return TOO_SIMPLE
    return None


def _bare(text: str) -> str:
    """Letters and digits alone, without case and marks: ``Mật khẩu!`` and ``MATKHAU`` are one."""
    return _NOT_WORDS.sub("", fold(text))


def _own_words(full_name: str, email: str) -> list[str]:
    local = email.partition("@")[0]
    words = (_bare(full_name), _bare(local), *(_bare(part) for part in re.split(r"[.\-_+]", local)))
    return [word for word in words if len(word) >= 5]


def _without_worn(bare: str) -> str:
    left = _YEARS.sub("", bare)
    for piece in sorted(WORN, key=len, reverse=True):
        left = left.replace(piece, "")
    return _REPEATED.sub(r"\1", left)


def _is_one_piece_again(bare: str) -> bool:
    """``abcxyzabcxyzabcxyz``: the whole is found inside its own doubling after one short piece."""
    return bool(bare) and (bare + bare).find(bare, 1) < min(len(bare), _LEAST_PIECE)
