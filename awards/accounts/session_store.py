"""Sessions on the server's side: the cookie holds a random token, the table its SHA-256 and the contents.

Idle and absolute limits are those of ``docs/decisions/0004``; the token changes at sign-in, and a
session can be ended by deleting its row. It is written on a connection of its own, so that it is never
caught up in a page's transaction; a page that only reads reads it in its own.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from time import monotonic
from typing import Any

from flask import Flask, Request, Response, request
from flask import session as current_session
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import CallbackDict

from awards.accounts.devices import AGENT_LENGTH, network_of
from awards.accounts.models import ServerSession, User
from awards.accounts.persons import COLUMNS, Person, person_of, with_person
from awards.base import clock
from awards.base.arrival import brings_nothing
from awards.base.database import cannot_store, columns_of, db, is_busy, read_alone, writing

IDLE_LIMIT = timedelta(hours=8)
ABSOLUTE_LIMIT = timedelta(days=7)
CONTACT_LINK = "contact_link"
"""Under this name a session remembers the link a cooperative came in by."""
STRANGER_LIMIT = timedelta(hours=1)
"""How long a session lives in which nobody has signed in (a sign-in form that was opened)."""
TOUCH_EVERY = timedelta(minutes=5)

_NOTHING_IS_STORED = (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INSUFFICIENT_STORAGE)

_FILES = ("/static/", "/bootstrap/static/")

_serializer = TaggedJSONSerializer()
_S = columns_of(ServerSession)
_LIVE = _S.c.token_hash == bindparam("hash"), _S.c.expires_at > bindparam("now")


class StoredSession(CallbackDict[str, Any], SessionMixin):
    """What a page sees as its session."""

    def __init__(
        self,
        contents: dict[str, Any] | None = None,
        token: str | None = None,
        created_at: datetime | None = None,
        seen_at: datetime | None = None,
    ) -> None:
        def changed(_session: Any) -> None:
            self.modified = True

        super().__init__(contents, changed)
        self.token = token
        self.created_at = created_at
        self.seen_at = seen_at
        self.new = token is None
        self.modified = False
        self.renew = False
        self.person: Person | None = None
        """Whose it was when it was read."""
        self.unread_notices = 0
        """How many notices its owner had not read then."""
        self.read_at = monotonic()
        self.unread: OperationalError | None = None
        """Why it could be neither read nor stored: the database is held or full. It is never stored."""


class DatabaseSessions(SessionInterface):
    """Flask's session interface over the ``server_session`` table.

    ``unread_of``: the number of unread notices as a column, by the column of whose they are. Every page asks for the
    session, whose it is and this number, so they are one statement, written once.
    """

    def __init__(self, unread_of: Callable[[Any], ColumnElement[int]]) -> None:
        columns = (_S.c.contents, _S.c.created_at, _S.c.seen_at, unread_of(_S.c.user_id), *COLUMNS)
        self._asked = select(*columns).select_from(with_person(_S, _S.c.user_id)).where(*_LIVE)

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        if request.path.startswith(_FILES):
            return StoredSession()  # the same file for everybody, also when the database cannot be had
        token = request.cookies.get(self.get_cookie_name(app))
        if not token or len(token) > 100:
            return StoredSession()
        try:
            rows = self._rows_of(request, {"hash": _hash(token), "now": clock.now()})
        except OperationalError as error:
            db.session.rollback()
            if not is_busy(error) and not cannot_store(error):
                raise
            unread = StoredSession()
            unread.unread = error
            return unread
        if not rows:
            return StoredSession()
        contents, created_at, seen_at, unread_notices = rows[0][:4]
        opened = StoredSession(_serializer.loads(contents.decode("utf-8")), token, created_at, seen_at)
        opened.person = person_of(rows)
        opened.unread_notices = unread_notices
        return opened

    def _rows_of(self, request: Request, values: Mapping[str, object]) -> Sequence[Any]:
        """The session's row for each role of the person.

        What comes with a request may take its time: nothing of the database is held meanwhile.
        """
        if brings_nothing(request):
            return db.session.connection().execute(self._asked, values).all()
        return read_alone(self._asked, values)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, StoredSession):
            raise TypeError("a session that is not ours")
        if session.unread is not None or response.status_code in _NOTHING_IS_STORED:
            return  # the database cannot be had: that is the answer, and nobody waits for it a second time
        name = self.get_cookie_name(app)
        now = clock.now()
        due = session.seen_at is not None and now - session.seen_at > TOUCH_EVERY
        if not session.modified and not due:
            return
        db.session.rollback()  # an unfinished read of the page would keep SQLite's write lock from us
        response.vary.add("Cookie")
        if not session:
            if session.token:
                _forget(session.token)
                response.delete_cookie(
                    name, path="/", secure=self.get_cookie_secure(app), httponly=True, samesite="Lax"
                )
            return
        try:
            token = _store(session, now)
        except OperationalError as error:
            if not is_busy(error) and not cannot_store(error):
                raise
            if not session.modified:
                return  # only that the person was here would have been noted; the next page does it
            session.unread = error
            raise
        if token is None:
            return
        response.set_cookie(
            name,
            token,
            max_age=int(ABSOLUTE_LIMIT.total_seconds()),
            path="/",
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
        )


def refuse_unread() -> None:
    """Before a page, and before its form is looked at: whoever cannot be known is not a stranger either.

    Raises the database's own error.
    """
    if isinstance(current_session, StoredSession) and current_session.unread is not None:
        raise current_session.unread


def renew_token(session: SessionMixin) -> None:
    """Give the session a new token when it is saved: whoever knew the old one knows nothing."""
    if isinstance(session, StoredSession):
        session.renew = True
        session.modified = True


def hash_of(session: SessionMixin) -> str:
    """Under which key the table holds this session; empty for one that was never stored."""
    return _hash(session.token) if isinstance(session, StoredSession) and session.token else ""


def forget_expired() -> None:
    """Delete sessions past their end, in the caller's transaction."""
    db.session.execute(delete(ServerSession).where(ServerSession.expires_at <= clock.now()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def _forget(token: str) -> None:
    mark = writing.set(True)
    try:
        with db.engine.begin() as connection:
            connection.execute(delete(ServerSession).where(ServerSession.token_hash == _hash(token)))
    finally:
        writing.reset(mark)


def _store(session: StoredSession, now: datetime) -> str | None:
    """Write the session under its token, or under a new one; gives back the token.

    A session whose row was deleted meanwhile (its owner ended it) stays dead: nothing is written.
    """
    old = session.token
    token = old if old and not session.renew else secrets.token_urlsafe(32)
    created = session.created_at if session.created_at and not session.renew else now
    mark = writing.set(True)
    try:
        with db.engine.begin() as connection:
            user_id = connection.scalar(select(User.id).where(User.fs_uniquifier == session.get("_user_id", "")))
            known = user_id is not None or CONTACT_LINK in session
            limit = min(now + IDLE_LIMIT, created + ABSOLUTE_LIMIT) if known else now + STRANGER_LIMIT
            values = {
                "user_id": user_id,
                "contents": _serializer.dumps(dict(session)).encode("utf-8"),
                "created_at": created,
                "seen_at": now,
                "expires_at": limit,
                "user_agent": request.user_agent.string[:AGENT_LENGTH],
                "network": network_of(request.remote_addr),
            }
            if token == old:
                statement = update(ServerSession).where(ServerSession.token_hash == _hash(token))
                return token if connection.execute(statement.values(**values)).rowcount else None
            if old:
                connection.execute(delete(ServerSession).where(ServerSession.token_hash == _hash(old)))
            connection.execute(insert(ServerSession).values(token_hash=_hash(token), **values))
    finally:
        writing.reset(mark)
    return token
