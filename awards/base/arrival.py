"""When the request at hand had arrived: with the last byte of its body, before it waited for anything."""

from __future__ import annotations

from datetime import datetime

from flask import Request, g, has_request_context, request

from awards.base import clock

LONGEST_PIECE = 2 * 1024 * 1024
"""Bytes of a body that is read whole before its page is asked; a longer one is for its page to refuse."""


_BODY = {"CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"}


def brings_nothing(asked: Request) -> bool:
    """Whether a page is only read: nothing comes with the request that could take its time."""
    return asked.method in ("GET", "HEAD") and not asked.environ.keys() & _BODY


def note_arrival() -> None:
    """Read the body to its end and remember the instant; before every page."""
    if not brings_nothing(request):
        _ = request.form  # parses a form to its last byte
        if (request.content_length or 0) <= LONGEST_PIECE:
            request.get_data()  # a piece of a file, before anything holds the database
    g.arrived_at = clock.now()


def arrived_at() -> datetime:
    """The instant the request counts from; outside of a request, the present one."""
    arrived: datetime | None = g.get("arrived_at") if has_request_context() else None
    return arrived or clock.now()
