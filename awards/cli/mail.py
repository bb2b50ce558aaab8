"""``awards mail``: sends what waits in the outbox; run every minute by a timer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from awards.base.transaction import transaction
from awards.cli.installation import Refusal, home_option, inside, open_installation
from awards.config import Settings
from awards.notices import queries, services
from awards.notices.delivery import CutOff, Deliver, NotDelivered, into_folder, letter, mail_server
from awards.notices.models import OutgoingMail
from awards.notices.states import MailState
from awards.policy.actor import OPERATOR

OUTBOX = "outbox"
NO_SENDER = "khong-tra-loi@localhost"
MOST_AT_ONCE = 500
STATE_WORDS = {
    MailState.WAITING: "đang chờ",
    MailState.SENDING: "không rõ đã đi chưa",
    MailState.SENT: "đã gửi",
    MailState.FAILED: "không gửi được",
}


@click.group("mail")
def mail() -> None:
    """Thư gửi đi."""


@mail.command("send")
@home_option
def send(home: Path) -> None:
    """Gửi các thư đang chờ: qua máy chủ thư, hoặc thành tệp .eml trong thư mục outbox khi chưa có máy chủ."""
    with inside(open_installation(home)) as app:
        try:
            sent, troubled = send_waiting(app.extensions["settings"])
        except NotDelivered as error:
            raise Refusal(error.sentence) from error
    click.echo(f"Đã gửi {sent} thư; {troubled} thư chưa gửi được.")


@mail.command("list")
@home_option
def list_troubled(home: Path) -> None:
    """Đếm thư theo tình trạng và nêu các thư cần người xem."""
    with inside(open_installation(home)):
        outbox = queries.outbox_visible_to(OPERATOR)
        for state, words in STATE_WORDS.items():
            click.echo(f"{words}: {outbox.counts.get(state, 0)}")
        for one in outbox.troubled:
            click.echo(f"{one.public_id}  {one.recipient}  {STATE_WORDS[MailState(one.state)]}  {one.trouble}")


@mail.command("retry")
@home_option
@click.argument("public_id")
def retry(home: Path, public_id: str) -> None:
    """Gửi lại một thư không gửi được hoặc không rõ đã đi chưa (xem awards mail list)."""
    with inside(open_installation(home)), transaction():
        found = next((one for one in queries.outbox_visible_to(OPERATOR).troubled if one.public_id == public_id), None)
        if found is None:
            raise Refusal(f"Không có thư nào mang mã {public_id} đang cần gửi lại.")
        services.try_again(OPERATOR, found)
    click.echo("Thư sẽ đi trong lần gửi tới.")


def send_waiting(settings: Settings) -> tuple[int, int]:
    """Send every mail that is due; gives back how many went out and how many did not.

    Each mail is claimed and stored so before it is handed over, and settled in a transaction of its own.
    A server that cannot be reached costs no mail an attempt: :class:`NotDelivered`, and nothing is claimed.
    """
    if not queries.anything_due():
        return 0, 0
    sent = troubled = 0
    with _way_out(settings) as deliver:
        while sent + troubled < MOST_AT_ONCE:
            with transaction():
                claimed = services.claim_next()
            if claimed is None:
                break
            went = _hand_over(settings, deliver, claimed)
            sent, troubled = sent + went, troubled + (not went)
    return sent, troubled


@contextmanager
def _way_out(settings: Settings) -> Iterator[Deliver]:
    if settings.mail.server:
        with mail_server(settings.mail) as deliver:
            yield deliver
    else:
        yield into_folder(settings.home / OUTBOX)


def _hand_over(settings: Settings, deliver: Deliver, claimed: OutgoingMail) -> bool:
    try:
        deliver(letter(claimed, settings.mail.sender or NO_SENDER, settings.issuer, settings.base_url))
    except NotDelivered as error:
        with transaction():
            services.was_refused(claimed, error.sentence, for_good=error.for_good)
        return False
    except CutOff as error:
        with transaction():
            services.was_cut_off(claimed, error.sentence)
        return False
    with transaction():
        services.was_sent(claimed)
    return True
