"""Building the application: the one file that knows every area."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from jinja2 import StrictUndefined
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from awards.accounts import queries as accounts
from awards.accounts import sign_in
from awards.accounts.factor_gate import factor_first
from awards.accounts.identity import current_identity
from awards.accounts.session_store import refuse_unread
from awards.accounts.telling import OWN_PAGE, AccountNews, account_changed
from awards.audit import services as audit
from awards.base import clock, dates, numbers
from awards.base.addresses import remembering_addresses
from awards.base.arrival import note_arrival
from awards.base.catalogues import init_words
from awards.base.database import cannot_store, db, is_busy, prepare_engine, writing
from awards.base.doors import Stale, current_actor, declarations, refuse_undeclared
from awards.base.files import init_file_store
from awards.base.identifiers import grouped
from awards.base.page_environment import PageEnvironment
from awards.base.transaction import transaction
from awards.base.typed_text import typed_text
from awards.config import ROOT, Settings
from awards.frame import csrf_token, staff_header
from awards.notices import services as notices
from awards.notices.inputs import Message
from awards.notices.queries import unread_of
from awards.policy.actions import Action
from awards.policy.actor import ANONYMOUS, Actor, Role
from awards.policy.permission_map import Forbidden, permits
from awards.registrations.identity import contact_identity
from awards.registrations.throttle import limit_links
from awards.street import DOORS, TASKS
from scoring import prose
from scoring.rounding import vietnamese_number

MEBIBYTE = 1024 * 1024
LIBRARY_ENDPOINTS = sign_in.LIBRARY_ENDPOINTS | {"static", "bootstrap.static"}
PUBLIC_BLUEPRINT = "public_site"
CONTACT_BLUEPRINT = "contact"
TRY_AGAIN_AFTER = "3"
"""Seconds, told to whoever found the database held by others for longer than anybody can wait."""
ROOM_IS_MADE_IN = "60"
"""Seconds, told to whoever found the disk full: a person must make room first."""
STRANGERS_MAY_CACHE = "public, max-age=60"
"""Shared caches may keep a public page for a minute: also how long an announcement may take to show."""


class Awards(Flask):
    """The application. No page of it is asynchronous, so none is asked whether it is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """The application with every area behind its doors. Refuses to start when a page is undeclared."""
    settings = settings or Settings()
    if settings.clock_file is not None:
        clock.follow_file(settings.clock_file)
    app = Awards("awards", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.jinja_environment = PageEnvironment
    app.config.update(_flask_settings(settings))
    app.jinja_env.undefined = StrictUndefined
    app.extensions["settings"] = settings
    app.extensions["tasks"] = TASKS
    settings.home.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    app.before_request(refuse_unread)
    CSRFProtect(app)
    Bootstrap5(app)
    init_file_store(app, settings.files, settings.home / "files")
    app.before_request(note_arrival)
    init_words(app)
    app.before_request(_know_the_person)
    app.before_request(factor_first)
    app.teardown_request(_let_go)
    sign_in.init_accounts(app, settings, unread_of)
    account_changed.connect(_tell_of_account, app)
    _register_words(app, settings)
    _register_refusals(app, settings)
    _register_breakdowns(app)
    for door in DOORS:
        app.register_blueprint(door)
    limit_links(app, settings)
    refuse_undeclared(app, LIBRARY_ENDPOINTS)
    app.after_request(_headers(settings))
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "AWARDS_BASE_URL": settings.base_url,
        "TRUSTED_HOSTS": settings.trusted_hosts,
        "SESSION_COOKIE_NAME": "phien" if settings.is_loopback else "__Host-phien",
        "SESSION_COOKIE_SECURE": not settings.is_loopback,
        "MAX_CONTENT_LENGTH": 64 * MEBIBYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEBIBYTE,
        "MAX_FORM_PARTS": 2000,
        "WTF_CSRF_TIME_LIMIT": None,  # the token lives as long as the session
        "BOOTSTRAP_SERVE_LOCAL": True,
    }


def _know_the_person() -> None:
    """Public pages never ask who is reading them; elsewhere the person becomes an actor."""
    # the library's own pages commit by themselves; ours take the write lock with `transaction()`, not before
    writing.set(request.blueprint == "security" and request.method not in ("GET", "HEAD", "OPTIONS"))
    public = request.blueprint in (PUBLIC_BLUEPRINT, "bootstrap") or request.endpoint in (None, "static")
    g.actor = ANONYMOUS if public else _identity()
    g.authenticated_at = None if public else sign_in.authenticated_at()


def _identity() -> Actor:
    """An account, or the link a cooperative came in by; on the cooperative's own pages the link comes first."""
    if request.blueprint == CONTACT_BLUEPRINT:
        by_link = contact_identity()
        return by_link if by_link.is_known else current_identity()
    person = current_identity()
    return person if person.is_signed_in else contact_identity()


def _let_go(_error: BaseException | None) -> None:
    """Large uploads lie in temporary files, which go at once; and the thread's next work starts as a reader."""
    request.close()
    writing.set(False)


def _tell_of_account(_app: Flask, news: AccountNews) -> None:
    """What happens to an account reaches its owner's inbox, and the office's where it must know."""
    notices.tell([news.user], Message("account", news.title, news.body, OWN_PAGE))
    if news.for_office:
        office = [one for one in accounts.holding(Role.OFFICE) if one.id != news.user.id]
        page = url_for("accounts.show_account", public_id=news.user.public_id)
        notices.tell(office, Message("account", news.title, news.for_office, page))


def _register_words(app: Flask, settings: Settings) -> None:
    app.jinja_env.filters.update(
        day=dates.format_day,
        instant=dates.format_instant,
        deadline=dates.format_deadline,
        left=lambda until: dates.format_left(until, clock.now()),
        clock=dates.format_clock,
        whole=numbers.format_whole,
        decimal=numbers.format_decimal,
        money=numbers.format_money,
        grouped=grouped,
        vietnamese_number=vietnamese_number,
    )
    app.jinja_env.globals["prose"] = prose
    app.jinja_env.globals["url_for"] = remembering_addresses(app)

    @app.context_processor
    def words() -> dict[str, object]:
        actor = current_actor()
        return {
            "actor": actor,
            "may": lambda action, subject=None: permits(actor, Action(action), subject),
            "staff_header": staff_header,
            "csrf_token": csrf_token,
            "holds_samples": settings.holds_samples,
            "issuer": settings.issuer,
        }


def _register_refusals(app: Flask, settings: Settings) -> None:
    @app.errorhandler(Forbidden)
    def forbidden(error: Forbidden) -> ResponseReturnValue:
        db.session.rollback()
        with transaction():
            audit.record(current_actor(), Action.REFUSED, error.action.value)
        return _error_page(403)

    @app.errorhandler(Stale)
    def stale(_error: Stale) -> ResponseReturnValue:
        db.session.rollback()
        rule = request.url_rule
        back = request.path if rule and "GET" in declarations(app)[rule.endpoint].methods else None
        return render_template("errors/stale.html", back=back or _same_site(request.referrer)), 403

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        if isinstance(error, CSRFError):
            _know_the_person()  # forms are checked before anybody is asked who comes
        if isinstance(error, InternalServerError):
            told = _told_of_the_database(app, error.original_exception or error)
            if told is not None:
                return told  # the page was ready; its session could not be stored
        if isinstance(error, SecurityError):  # called by a name that is not ours: there is no address to link to
            return Response(f"Hãy mở {settings.base_url}\n", 400, mimetype="text/plain")
        body, status = _error_page(error.code)
        headers = [(name, value) for name, value in error.get_headers() if name.lower() == "allow"]
        return body, status, headers


def _register_breakdowns(app: Flask) -> None:
    @app.errorhandler(Exception)
    def broken(error: Exception) -> ResponseReturnValue:
        db.session.rollback()
        told = _told_of_the_database(app, error)
        if told is not None:
            return told
        app.logger.error("unhandled error", exc_info=error)
        return _error_page(500)


def _same_site(referrer: str | None) -> str:
    """The path of the page of ours that a button was on; the desk when the browser does not say."""
    known = referrer or ""
    return known.removeprefix(request.host_url.rstrip("/")) if known.startswith(request.host_url) else "/ban-lam-viec/"


def _told_of_the_database(app: Flask, error: BaseException) -> ResponseReturnValue | None:
    """The answer when others held the database for too long, or its disk takes nothing more; else ``None``.

    Nothing of the work at hand is stored then: the same request a little later does what it asks for, and does it once.
    """
    if is_busy(error):
        app.logger.warning("the database was held by others for too long: %s %s", request.method, request.path)
        body, code = _error_page(HTTPStatus.SERVICE_UNAVAILABLE)
        return body, code, {"Retry-After": TRY_AGAIN_AFTER}
    if cannot_store(error):
        app.logger.critical("the disk of the database refuses to write: %s %s", request.method, request.path)
        body, code = _error_page(HTTPStatus.INSUFFICIENT_STORAGE)
        return body, code, {"Retry-After": ROOM_IS_MADE_IN}
    return None


def _error_page(code: int) -> tuple[str, int]:
    known = code if code in (400, 403, 404, 405, 413, 429, 503, 507) else (500 if code >= 500 else 400)
    home = url_for("desk.show_desk") if current_actor().is_signed_in else url_for("public_site.home")
    kept = typed_text() if known in (400, 503, 507) else None
    return render_template(f"errors/{known}.html", home=home, kept=kept, known=current_actor().is_known), code


def _headers(settings: Settings) -> Any:
    policy = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'", "data:")
        .font_src("'self'")
        .connect_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )
    secure_headers = Secure(
        csp=policy,
        coop=CrossOriginOpenerPolicy().same_origin(),
        hsts=None if settings.is_loopback else StrictTransportSecurity().max_age(31_536_000),
        permissions=PermissionsPolicy().geolocation().microphone().camera(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    ).headers
    by_name = {name.lower(): (name, value) for name, value in secure_headers.items()}

    def put(response: Any) -> Any:
        own = {name.lower() for name, _ in response.headers}
        response.headers.extend([by_name[name] for name in by_name if name not in own])
        if request.blueprint == PUBLIC_BLUEPRINT and response.status_code == 200:
            response.headers["Cache-Control"] = STRANGERS_MAY_CACHE
        elif request.endpoint not in ("static", "bootstrap.static"):
            response.headers["Cache-Control"] = "no-store"
        return response

    return put
