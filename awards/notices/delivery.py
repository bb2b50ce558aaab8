"""Handing a mail over: to the Alliance's mail server, or as a file to a folder while there is none."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from awards.base.clock import VIETNAM
from awards.config import MailSettings
from awards.notices.models import OutgoingMail

PATIENCE = 20
"""Seconds the mail server may take for an answer."""
IMPLICIT_TLS = 465

Deliver = Callable[[EmailMessage], None]


@dataclass
class NotDelivered(Exception):
    """The mail was not taken; ``sentence`` says why, ``for_good`` that trying again cannot help."""

    sentence: str
    for_good: bool = False


@dataclass
class CutOff(Exception):
    """The line broke while the mail was on its way: nobody knows whether it arrived, so nobody tries again."""

    sentence: str


def letter(mail: OutgoingMail, sender: str, issuer: str, base_url: str) -> EmailMessage:
    """The mail as it travels: plain text, UTF-8. Refuses an address or a subject with a line break in it."""
    host = urlsplit(base_url).hostname or "localhost"
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(issuer, addr_spec=sender)
    try:
        mail.recipient.encode("ascii")  # other addresses need an extension few servers have
        message["To"] = Address(addr_spec=mail.recipient)
        message["Subject"] = mail.subject
    except ValueError as error:
        raise NotDelivered("Địa chỉ hoặc tiêu đề thư không dùng được.", for_good=True) from error
    message["Date"] = format_datetime(mail.written_at.astimezone(VIETNAM))
    message["Message-ID"] = f"<{mail.public_id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, subtype="plain", charset="utf-8", cte="base64")
    return message


def into_folder(folder: Path) -> Deliver:
    """One ``.eml`` file per mail, for its owner's eyes; the same mail never gets a second file."""

    def deliver(message: EmailMessage) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        path, unfinished = folder / f"{name}.eml", folder / f".{name}.part"
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise NotDelivered(f"Chưa ghi được tệp thư: {error.strerror}.") from error

    return deliver


@contextmanager
def mail_server(settings: MailSettings) -> Iterator[Deliver]:
    """A connection to the mail server for as many mails as there are."""
    try:
        connection = _connected(settings)
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(f"Chưa nối được với máy chủ thư: {_said(error)}") from error
    try:
        yield lambda message: _send(connection, message)
    finally:
        connection.close()


def _connected(settings: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if settings.use_tls and settings.port == IMPLICIT_TLS:
        connection = smtplib.SMTP_SSL(settings.server, settings.port, timeout=PATIENCE, context=context)
    else:
        connection = smtplib.SMTP(settings.server, settings.port, timeout=PATIENCE)
        if settings.use_tls:
            connection.starttls(context=context)
    if settings.username:
        connection.login(settings.username, settings.password.get_secret_value())
    return connection


def _send(connection: smtplib.SMTP, message: EmailMessage) -> None:
    """One mail in the steps of the protocol: a line that breaks before the text was sent loses nothing."""
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    try:
        connection.ehlo_or_helo_if_needed()
        connection.rset()
        _taken(connection.mail(sender))
        _taken(connection.rcpt(recipient))
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(f"Đứt nối với máy chủ thư: {_said(error)}") from error
    try:
        _taken(connection.data(message.as_bytes()))
    except smtplib.SMTPDataError as error:
        raise NotDelivered(f"Máy chủ thư không nhận thư này ({error.smtp_code}).", error.smtp_code >= 500) from error
    except (smtplib.SMTPException, OSError) as error:
        raise CutOff("Đứt nối khi đang gửi; không rõ thư đã đến hay chưa.") from error


def _taken(answer: tuple[int, bytes]) -> None:
    """Codes from 500 on are for good (RFC 5321 4.2.1)."""
    code = answer[0]
    if code >= 400:
        raise NotDelivered(f"Máy chủ thư không nhận thư này ({code}).", for_good=code >= 500)


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError | socket.gaierror):
        return "không có trả lời."
    return f"{type(error).__name__}."
