"""What happened to an account, told to its owner (and the award office): the inbox lies further up the street.

`awards/app.py` connects the signal with the notices; it is sent inside the transaction of the act.
"""

from __future__ import annotations

from dataclasses import dataclass

from blinker import Namespace
from flask import current_app

from awards.accounts.models import User

account_changed = Namespace().signal("account-changed")
OWN_PAGE = "/tai-khoan/cua-toi/"


@dataclass(frozen=True)
class AccountNews:
    """What the owner reads; ``for_office`` is what the award office reads, empty when it need not know."""

    user: User
    title: str
    body: str
    for_office: str = ""


def tell_owner(user: User, title: str, body: str) -> None:
    """Tell the owner alone."""
    account_changed.send(current_app._get_current_object(), news=AccountNews(user, title, _signed(body)))  # type: ignore[attr-defined]


def tell_owner_and_office(user: User, title: str, body: str) -> None:
    """Tell the owner, and the office who it was."""
    told = f"Tài khoản {user.full_name} ({user.email}): {body}"
    account_changed.send(
        current_app._get_current_object(),  # type: ignore[attr-defined]
        news=AccountNews(user, title, _signed(body), told),
    )


def _signed(body: str) -> str:
    return f"{body} Nếu không phải anh/chị làm việc này, hãy báo ngay cho Thường trực giải thưởng."
