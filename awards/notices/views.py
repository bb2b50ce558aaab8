"""A person's own inbox."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.notices import queries, services
from awards.notices.models import Notice
from awards.notices.wording import as_zalo
from awards.policy.actions import Action

notices = Door("notices", __name__, url_prefix="/thong-bao")


@notices.page("/", Action.NOTICE_LIST)
def list_notices() -> ResponseReturnValue:
    actor = current_actor()
    page = queries.inbox_of(actor, page_number(request.args.get("trang")))
    return render_template("notices/list_notices.html", page=page, unread=queries.unread_count(actor))


@notices.page("/<public_id>", Action.NOTICE_READ, load=queries.get_visible_to)
def show_notice(notice: Notice) -> ResponseReturnValue:
    address = f"{current_app.config['AWARDS_BASE_URL']}{notice.path}"
    zalo = as_zalo(notice.title, notice.body, address)
    return render_template("notices/show_notice.html", notice=notice, zalo=zalo)


@notices.page("/<public_id>/da-doc", Action.NOTICE_READ, load=queries.get_visible_to, methods=("POST",))
def mark_read(notice: Notice) -> ResponseReturnValue:
    """Read, and on to the page it is about."""
    with transaction():
        services.mark_read(current_actor(), notice)
    return redirect(notice.path)


@notices.page("/da-doc", Action.NOTICE_LIST, methods=("POST",))
def mark_all_read() -> ResponseReturnValue:
    with transaction():
        services.mark_all_read(current_actor())
    flash("Đã đánh dấu tất cả thông báo là đã đọc.", "success")
    return redirect(url_for(".list_notices"))
