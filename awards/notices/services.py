"""Telling people: an inbox notice each, and a mail for the outbox, in the caller's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from flask import current_app
from sqlalchemy import Update, select, update

from awards.accounts.models import User
from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import ConflictError
from awards.base.normalise import clean_line
from awards.notices.inputs import Message
from awards.notices.models import Notice, OutgoingMail
from awards.notices.states import MailState
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require

RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long to wait after each failure; after the last one the mail has failed."""
LONGEST_TROUBLE = 300
GATHERED_FOR = timedelta(minutes=30)
"""How long a mail with receipts waits for more of them: somebody who casts sheet by sheet gets no mail for each."""


def tell(recipients: Iterable[User], message: Message) -> None:
    """Tell each of them once. What is told about an act was allowed with the act."""
    if not message.path.startswith("/") or message.path.startswith("//"):
        raise ValueError(f"not an address of ours: {message.path}")
    now = clock.now()
    base_url = current_app.config["AWARDS_BASE_URL"]
    title = clean_line(message.title)
    for user in {user.id: user for user in recipients}.values():
        db.session.add(
            Notice(user=user, kind=message.kind, title=title, body=message.body, path=message.path, told_at=now)
        )
        db.session.add(
            OutgoingMail(
                recipient=user.email,
                subject=title,
                body=f"{message.body}\n\n{base_url}{message.path}\n",
                kind=message.kind,
                written_at=now,
                due_at=now,
            )
        )


def file_receipts(user: User, message: Message, lines: Sequence[str]) -> None:
    """Receipts of the person's own acts: nothing that asks for attention, nothing that may be lost.

    All with the same title lie in one notice, which is in the inbox as read and grows line by line; the first waits
    ``GATHERED_FOR`` for the others and they go out in one mail. Added by the database itself, so that two windows at
    once lose no line.
    """
    now, title = clock.now(), clean_line(message.title)
    added = "".join(f"\n{one}" for one in lines)
    letter = f"{message.body}\n\n{current_app.config['AWARDS_BASE_URL']}{message.path}\n"
    filed = update(Notice).where(Notice.user_id == user.id, Notice.kind == message.kind, Notice.title == title)
    if not _grew(filed.values(body=Notice.body + added, told_at=now, read_at=now)):
        notice = Notice(user=user, kind=message.kind, title=title, body=message.body + added, path=message.path)
        notice.told_at = notice.read_at = now
        db.session.add(notice)
    gathered = update(OutgoingMail).where(
        OutgoingMail.state == MailState.WAITING.value,
        OutgoingMail.kind == message.kind,
        OutgoingMail.recipient == user.email,
        OutgoingMail.subject == title,
    )
    if not _grew(gathered.values(body=OutgoingMail.body + added)):
        mail = OutgoingMail(recipient=user.email, subject=title, body=letter + added, kind=message.kind)
        mail.written_at, mail.due_at = now, now + GATHERED_FOR
        db.session.add(mail)


def mark_read(actor: Actor, notice: Notice) -> None:
    """The person has read it; the first time counts."""
    require(actor, Action.NOTICE_READ, notice)
    notice.read_at = notice.read_at or clock.now()


def mark_all_read(actor: Actor) -> None:
    """Everything that lies in the person's own inbox."""
    require(actor, Action.NOTICE_LIST)
    unread = update(Notice).where(Notice.user_id == actor.user_id, Notice.read_at.is_(None))
    db.session.execute(unread.values(read_at=clock.now()))


def claim_next() -> OutgoingMail | None:
    """The oldest mail that is due, claimed for whoever commits; ``None`` when there is none.

    The claim itself says whether it was still to be had, so two senders never take the same mail.
    """
    now = clock.now()
    due = select(OutgoingMail.id).where(OutgoingMail.state == MailState.WAITING.value, OutgoingMail.due_at <= now)
    for mail_id in db.session.scalars(due.order_by(OutgoingMail.due_at, OutgoingMail.id).limit(20)).all():
        claim = update(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.state == MailState.WAITING.value)
        values = {"state": MailState.SENDING.value, "claimed_at": now, "attempts": OutgoingMail.attempts + 1}
        if db.session.execute(claim.values(**values)).rowcount == 1:  # type: ignore[attr-defined]
            return db.session.get_one(OutgoingMail, mail_id, populate_existing=True)
    return None


def was_sent(mail: OutgoingMail) -> None:
    """The mail server (or the file outbox) has taken it."""
    mail.state, mail.sent_at, mail.trouble = MailState.SENT.value, clock.now(), ""


def was_refused(mail: OutgoingMail, trouble: str, *, for_good: bool) -> None:
    """It was not taken: wait and try again, or give up where trying again cannot help."""
    mail.trouble = trouble[:LONGEST_TROUBLE]
    if for_good or mail.attempts > len(RETRY_AFTER):
        mail.state = MailState.FAILED.value
        return
    mail.state, mail.due_at = MailState.WAITING.value, clock.now() + RETRY_AFTER[mail.attempts - 1]


def was_cut_off(mail: OutgoingMail, trouble: str) -> None:
    """It stays claimed: whether it arrived is unknown, so it goes out again only when a person says so."""
    mail.trouble = trouble[:LONGEST_TROUBLE]


def try_again(actor: Actor, mail: OutgoingMail) -> None:
    """Somebody decided that a failed or cut-off mail shall be sent after all."""
    require(actor, Action.MAIL_RETRY, mail)
    if mail.state not in (MailState.FAILED, MailState.SENDING):
        raise ConflictError("Thư này không cần gửi lại.")
    mail.state, mail.due_at, mail.attempts = MailState.WAITING.value, clock.now(), 0
    audit.record(actor, Action.MAIL_RETRY, f"mail:{mail.public_id}")


def _grew(addition: Update) -> bool:
    """Whether there was something to add to."""
    done = db.session.execute(addition.execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]
