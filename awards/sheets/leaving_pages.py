"""The page on which a member's leaving is looked at and written down, by those who run the council."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.transaction import transaction
from awards.councils import queries as councils
from awards.councils.forms import LeaveForm
from awards.councils.levels import level_of
from awards.councils.models import CouncilMember
from awards.councils.wording import needed_sheets
from awards.policy.actions import Action
from awards.sheets.leaving import leave_council, leaving_preview

leaving = Door("leaving", __name__, url_prefix="/hoi-dong")


@leaving.page(
    "/uy-vien/<public_id>/thoi", Action.MEMBER_LEAVE, load=councils.get_member_visible_to, methods=("GET", "POST")
)
def leave_member(member: CouncilMember) -> ResponseReturnValue:
    council = member.council
    form = LeaveForm(left_on=clock.today())
    status = 200
    if form.validate_on_submit():
        try:
            with transaction():
                leave_council(current_actor(), member, form.to_input())
            flash(f"Đã ghi {member.full_name} thôi tham gia hội đồng.", "success")
            return redirect(url_for("councils.show_council", public_id=council.public_id))
        except DomainError as error:
            form.place(error)
            status = 409 if isinstance(error, ConflictError) else 200
    preview = leaving_preview(member)
    form.seen.data = preview.fingerprint
    page = render_template(
        "sheets/leave_member.html",
        member=member,
        council=council,
        form=form,
        preview=preview,
        needed=needed_sheets(level_of(council).aggregation),
    )
    return page, status
