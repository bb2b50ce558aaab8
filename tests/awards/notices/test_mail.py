"""Mails: written with the act, sent once, tried again, and read back by a real parser of mail."""

from __future__ import annotations

import email
import email.policy
import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from awards.accounts.models import User
from awards.base import clock
from awards.base.clock import VIETNAM
from awards.base.database import db
from awards.base.errors import ConflictError
from awards.base.transaction import transaction
from awards.cli.mail import send_waiting
from awards.cli.main import main
from awards.config import MailSettings, Settings
from awards.notices import queries, services, wording
from awards.notices.delivery import NotDelivered, letter
from awards.notices.inputs import Message
from awards.notices.models import Notice, OutgoingMail
from awards.notices.states import MailState
from awards.policy.actor import OPERATOR, Actor
from awards.policy.permission_map import Forbidden
from tests.awards.notices.outbox import MailSink, running_sink
from tests.cast import Cast, email_of

PATH = "/ho-so/AAAAAAAAAAAAAAAAAAAAAA"
HARMLESS = wording.returned("HS2026-ABCDEF", "Ngôi sao Hợp tác xã Việt Nam – mùa mẫu", None, PATH)


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with running_sink() as running:
        yield running


def through(app: Flask, sink: MailSink | None) -> Settings:
    """The settings of the app with this mail server (none: the file outbox)."""
    settings: Settings = app.extensions["settings"]
    server = {"server": "127.0.0.1", "port": sink.port, "use_tls": False} if sink else {}
    return settings.model_copy(update={"mail": MailSettings(**server, sender="giai@lienminh.example")})


def write(*actors: Actor, message: Message = HARMLESS) -> None:
    with transaction():
        services.tell([db.session.get_one(User, actor.user_id) for actor in actors], message)


def mails() -> list[OutgoingMail]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def states() -> list[tuple[str, int]]:
    return [(one.state, one.attempts) for one in mails()]


def parsed(content: bytes) -> EmailMessage:
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def words_of(read: EmailMessage) -> str:
    """The text with its line ends as this machine writes them."""
    text = read.get_content()
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


def filed(actor: Actor, season: str, *lines: str) -> None:
    user = db.session.get_one(User, actor.user_id)
    with transaction():
        services.file_receipts(user, Message("sheet_cast", f"Biên nhận: {season}", "Đã nhận.", PATH), lines)


def test_receipts_wait_for_one_another_and_none_is_lost_after_the_first_mail_has_gone(
    app: Flask, cast: Cast, sink: MailSink
) -> None:
    filed(cast.judge, "Mùa A", "HS-1: AAAA", "HS-2: BBBB")
    filed(cast.judge, "Mùa A", "HS-3: CCCC")
    filed(cast.judge, "Mùa B", "HS-9: DDDD")
    filed(cast.chair, "Mùa A", "HS-1: FFFF")
    settings = through(app, sink)
    send_waiting(settings)
    assert sink.taken == []
    with time_machine.travel(clock.now() + services.GATHERED_FOR):
        send_waiting(settings)
        filed(cast.judge, "Mùa A", "HS-4: EEEE")
    above = ["Đã nhận.", "", f"http://localhost{PATH}", ""]
    assert [(one.state, one.subject, one.body.splitlines()) for one in mails()] == [
        ("sent", "Biên nhận: Mùa A", [*above, "HS-1: AAAA", "HS-2: BBBB", "HS-3: CCCC"]),
        ("sent", "Biên nhận: Mùa B", [*above, "HS-9: DDDD"]),
        ("sent", "Biên nhận: Mùa A", [*above, "HS-1: FFFF"]),
        ("waiting", "Biên nhận: Mùa A", [*above, "HS-4: EEEE"]),
    ]
    kept = db.session.scalars(select(Notice).order_by(Notice.id).execution_options(populate_existing=True))
    assert [(one.user_id, one.body.splitlines()) for one in kept] == [
        (cast.judge.user_id, ["Đã nhận.", "HS-1: AAAA", "HS-2: BBBB", "HS-3: CCCC", "HS-4: EEEE"]),
        (cast.judge.user_id, ["Đã nhận.", "HS-9: DDDD"]),
        (cast.chair.user_id, ["Đã nhận.", "HS-1: FFFF"]),
    ]
    assert queries.unread_count(cast.judge) == 0


def test_without_a_server_each_mail_is_a_file_that_reads_back_letter_by_letter(app: Flask, cast: Cast) -> None:
    settings = through(app, None)
    write(cast.officer, cast.leader)
    assert send_waiting(settings) == (2, 0)
    first, _ = mails()
    path = settings.home / "outbox" / f"{first.public_id}.eml"
    assert sorted(one.name for one in path.parent.iterdir()) == sorted(f"{one.public_id}.eml" for one in mails())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    read = parsed(path.read_bytes())
    assert (read["To"], read["Subject"], read.get_content_type(), words_of(read)) == (
        email_of("officer"),
        HARMLESS.title,
        "text/plain",
        f"{HARMLESS.body}\n\nhttp://localhost{PATH}\n",
    )
    assert (str(read["From"].addresses[0].display_name), read["From"].addresses[0].addr_spec) == (
        "Liên minh Hợp tác xã Việt Nam",
        "giai@lienminh.example",
    )
    assert (read["Date"].datetime, read["Date"].datetime.utcoffset()) == (
        first.written_at.replace(microsecond=0).astimezone(VIETNAM),
        timedelta(hours=7),
    )
    assert all(line.isascii() and len(line) <= 998 for line in path.read_bytes().split(b"\r\n"))
    assert send_waiting(settings) == (0, 0)


def test_a_real_server_gets_each_mail_once(app: Flask, cast: Cast, sink: MailSink) -> None:
    write(cast.officer, cast.leader)
    settings = through(app, sink)
    assert [send_waiting(settings) for _ in range(2)] == [(2, 0), (0, 0)]
    assert [(sender, recipient) for sender, recipient, _ in sink.taken] == [
        ("giai@lienminh.example", email_of("officer")),
        ("giai@lienminh.example", email_of("leader")),
    ]
    read = parsed(sink.taken[0][2])
    assert (read["Subject"], words_of(read)) == (HARMLESS.title, f"{HARMLESS.body}\n\nhttp://localhost{PATH}\n")
    assert read["Message-ID"] == f"<{mails()[0].public_id}@localhost>"
    assert states() == [("sent", 1)] * 2


def test_a_refusal_for_now_is_tried_again_and_gives_up_in_the_end(app: Flask, cast: Cast, sink: MailSink) -> None:
    sink.behaviour[email_of("officer")] = 450
    write(cast.officer)
    settings, now = through(app, sink), clock.now()
    seen = []
    for hours in (0, 0, 1, 2, 3, 6, 9):
        with clock.told_by(lambda hours=hours: now + timedelta(hours=hours, minutes=1)):  # type: ignore[misc]
            send_waiting(settings)
        seen.append(states()[0])
    waiting = [("waiting", 1), ("waiting", 1), ("waiting", 2), ("waiting", 3), ("waiting", 4)]
    assert seen == [*waiting, ("failed", 5), ("failed", 5)]
    assert (mails()[0].trouble, sink.taken) == ("Máy chủ thư không nhận thư này (450).", [])


def test_a_refusal_for_good_stands_with_its_sentence_and_harms_no_other_mail(
    app: Flask, cast: Cast, sink: MailSink
) -> None:
    sink.behaviour[email_of("officer")] = 550
    write(cast.officer, cast.leader)
    assert send_waiting(through(app, sink)) == (1, 1)
    assert states() == [("failed", 1), ("sent", 1)]
    assert mails()[0].trouble == "Máy chủ thư không nhận thư này (550)."


def test_a_line_that_breaks_after_the_text_is_never_tried_again_by_itself(
    app: Flask, cast: Cast, sink: MailSink
) -> None:
    sink.behaviour[email_of("officer")] = "hang up"
    write(cast.officer)
    settings = through(app, sink)
    assert [send_waiting(settings) for _ in range(2)] == [(0, 1), (0, 0)]
    (mail,) = mails()
    assert (mail.state, mail.trouble) == ("sending", "Đứt nối khi đang gửi; không rõ thư đã đến hay chưa.")
    sink.behaviour.clear()
    with pytest.raises(Forbidden):
        services.try_again(cast.office, mail)
    with transaction():
        services.try_again(OPERATOR, mail)
    assert send_waiting(settings) == (1, 0)
    with pytest.raises(ConflictError):
        services.try_again(OPERATOR, mails()[0])


def test_while_the_server_is_away_no_mail_loses_an_attempt(app: Flask, cast: Cast) -> None:
    with running_sink() as gone:
        settings = through(app, gone)
    write(cast.officer)
    settings = settings.model_copy(update={"mail": settings.mail.model_copy(update={"port": 1})})
    with pytest.raises(NotDelivered, match="Chưa nối được với máy chủ thư"):
        send_waiting(settings)
    assert states() == [("waiting", 0)]


def test_a_mail_claimed_by_one_sender_is_left_alone_by_the_next(app: Flask, cast: Cast) -> None:
    write(cast.officer)
    with transaction():
        claimed = services.claim_next()
    assert claimed is not None
    assert (claimed.state, services.claim_next()) == (MailState.SENDING, None)
    outbox = queries.outbox_visible_to(OPERATOR)
    assert (outbox.counts, [one.id for one in outbox.troubled]) == ({MailState.SENDING: 1}, [claimed.id])
    assert queries.outbox_visible_to(cast.officer).troubled == []


INJECTIONS = [
    "a@mau.example\r\nBcc: b@mau.example",
    "a@mau.example\nBcc: b",
    "đ@mau.example",
    "a@mau.example, b@x.example",
]


@pytest.mark.parametrize("address", INJECTIONS)
def test_an_address_that_says_more_than_one_address_goes_nowhere(address: str) -> None:
    mail = OutgoingMail(public_id="x", recipient=address, subject="Chủ đề", body="Nội dung", written_at=clock.now())
    with pytest.raises(NotDelivered) as refused:
        letter(mail, "giai@lienminh.example", "Liên minh", "http://localhost")
    assert refused.value.for_good


def test_a_subject_cannot_start_a_header(app: Flask, cast: Cast) -> None:
    bad = Message("x", "Chủ đề\r\nBcc: b@mau.example\u2028X: y", "Nội dung", "/")
    write(cast.officer, message=bad)
    (mail,) = mails()
    read = parsed(letter(mail, "giai@lienminh.example", "Liên minh", "http://localhost").as_bytes())
    assert (sorted(read.keys()), read["Bcc"]) == (
        sorted(
            ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "MIME-Version",
             "Content-Transfer-Encoding"]
        ),
        None,
    )  # fmt: skip
    mail.subject = "Chủ đề\r\nBcc: b@mau.example"
    with pytest.raises(NotDelivered):
        letter(mail, "giai@lienminh.example", "Liên minh", "http://localhost")


def test_the_body_cannot_end_the_mail_early(app: Flask, cast: Cast, sink: MailSink) -> None:
    body = "Dòng một\n.\nMAIL FROM:<x@example.org>\n..\nhết"
    write(cast.officer, message=Message("x", "Chủ đề", body, "/"))
    send_waiting(through(app, sink))
    assert len(sink.taken) == 1
    assert words_of(parsed(sink.taken[0][2])) == f"{body}\n\nhttp://localhost/\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_command_sends_lists_and_retries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWARDS_HOME", "")
    home = tmp_path / "real"
    made = run(
        "init", "--home", home, "--base-url", "https://binhchon.lienminh.vn", "--office-email", "mai@lienminh.vn",
        "--office-name", "Nguyễn Thị Mai",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert run("mail", "send", "--home", home).output == "Đã gửi 0 thư; 0 thư chưa gửi được.\n"
    listed = run("mail", "list", "--home", home)
    assert listed.output.splitlines() == ["đang chờ: 0", "không rõ đã đi chưa: 0", "đã gửi: 0", "không gửi được: 0"]
    refused = run("mail", "retry", "--home", home, "khong-co")
    assert (refused.exit_code, json.dumps(refused.output, ensure_ascii=False)) == (
        1,
        '"Không có thư nào mang mã khong-co đang cần gửi lại.\\n"',
    )
