"""Letters about accounts, sent after the answer: how long a page takes tells nobody whether it wrote a letter.

Links that open an account are secrets, so these letters go straight to the mail server and are never stored.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask, current_app
from flask_mail import Message
from flask_security.mail_util import MailUtil

_POST = "account_post"


def init_post(app: Flask, *, has_server: bool) -> None:
    app.extensions[_POST] = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post") if has_server else None


def can_send() -> bool:
    """Whether this installation has a mail server."""
    return current_app.extensions[_POST] is not None


def send(subject: str, recipient: str, body: str) -> None:
    """Hand a letter to the post; without a mail server nothing is sent."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    post: ThreadPoolExecutor | None = app.extensions[_POST]
    if post is not None:
        post.submit(_deliver, app, Message(subject=subject, recipients=[recipient], body=body))


def wait_for_post(app: Flask) -> None:
    """Return when every letter handed over so far is gone (for tests and for a server that stops)."""
    post: ThreadPoolExecutor | None = app.extensions[_POST]
    if post is not None:
        post.submit(lambda: None).result()


def _deliver(app: Flask, message: Message) -> None:
    with app.app_context():
        message.sender = app.config["SECURITY_EMAIL_SENDER"]
        try:
            app.extensions["mail"].send(message)
        except Exception:
            app.logger.exception("a letter about an account was not sent")  # the page has been answered already


class LaterMail(MailUtil):
    """Flask-Security's letters by our post."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        send(str(subject), str(recipient), body or "")
