"""Forms about meetings and what is voted on in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import AnyOf

from awards.base.forms import AtMost, Choices, DayField, Filled, Form, LineField, TextField, WholeField, offered
from awards.meetings.inputs import (
    MotionInput,
    OpinionInput,
    OrderInput,
    PlanInput,
    Presence,
    RollInput,
    TallyInput,
)
from awards.meetings.states import MotionKind
from awards.meetings.tallying import CHOICES, write_names
from awards.meetings.wording import KIND_LABELS, VOTE_LABELS

REASON = "Lý do"
CHOICE_LABELS = [(one, VOTE_LABELS[one]) for one in CHOICES]


class PlanForm(Form):
    """Day, place and councils of a meeting."""

    held_on = DayField("Ngày họp", [Filled("Nhập ngày họp.")])
    venue = LineField("Địa điểm họp", [Filled("Nhập địa điểm họp."), AtMost(300, "Địa điểm họp")])
    councils = SelectMultipleField("Hội đồng dự phiên họp này", validate_choice=False)

    def __init__(self, councils: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.councils.choices = offered(list(councils))

    def to_input(self) -> PlanInput:
        assert self.held_on.data is not None  # noqa: S101 - Filled has seen to it
        chosen = tuple(dict.fromkeys(self.councils.data or []))
        return PlanInput(self.venue.data or "", self.held_on.data, chosen)


class RollForm(Form):
    """A meeting with a box and a note for everybody; made by :func:`roll_form`."""

    seen = HiddenField()
    venue = LineField("Địa điểm họp", [Filled("Nhập địa điểm họp."), AtMost(300, "Địa điểm họp")])
    held_on = DayField("Ngày họp", [Filled("Nhập ngày họp.")])
    check_reported_by = LineField("Người báo cáo việc tiếp nhận, kiểm tra hồ sơ", [AtMost(120, "Tên người báo cáo")])
    notes = TextField("Ý kiến, kết luận của phiên họp", [AtMost(8000, "Ý kiến, kết luận")])
    people: tuple[tuple[str, ...], ...] = ()

    def seat(self, member: str) -> tuple[BooleanField, LineField]:
        """The box and the note of somebody (public id of the first seat)."""
        return self[f"present_{member}"], self[f"note_{member}"]

    def to_input(self) -> RollInput:
        assert self.held_on.data is not None  # noqa: S101 - Filled has seen to it
        told = {seat: self.seat(seats[0]) for seats in self.people for seat in seats}
        return RollInput(
            place=self.venue.data or "",
            held_on=self.held_on.data,
            check_reported_by=self.check_reported_by.data or "",
            notes=self.notes.data or "",
            attendance={member: Presence(bool(box.data), note.data or "") for member, (box, note) in told.items()},
            seen=_number(self.seen.data) or 0,
        )


def roll_form(people: Sequence[tuple[tuple[str, ...], str]], data: dict[str, Any]) -> RollForm:
    """A form for these people (public ids of their seats, and name), filled with ``data``."""
    fields: dict[str, Any] = {}
    for (member, *_), name in people:
        fields[f"present_{member}"] = BooleanField(name)
        fields[f"note_{member}"] = LineField(f"Ghi chú của {name}", [AtMost(1000, "Ghi chú")])
    made = type("RollForm", (RollForm,), {**fields, "people": tuple(seats for seats, _ in people)})
    form: RollForm = made(data=data)
    return form


class FloorForm(Form):
    """The entry to speak of, and the one the window showed (public ids, "" for none)."""

    nomination = HiddenField()
    seen = HiddenField()


class BallotForm(Form):
    """One button: put an entry (or all of a council) to the vote."""

    council = HiddenField()
    nomination = HiddenField()
    on_paper = BooleanField("Bỏ phiếu giấy, kiểm phiếu bằng tay")

    def to_input(self) -> MotionInput:
        return MotionInput(
            MotionKind.APPROVE, self.council.data or "", self.nomination.data or "", on_paper=bool(self.on_paper.data)
        )


class DepartureForm(Form):
    """A motion to depart from the ranking, with its reason."""

    kind = RadioField(
        "Đề nghị",
        [Filled("Chọn đề nghị."), AnyOf([MotionKind.ADD.value, MotionKind.REMOVE.value], "Chọn một trong hai.")],
        choices=offered([(one.value, KIND_LABELS[one]) for one in (MotionKind.ADD, MotionKind.REMOVE)]),
        validate_choice=False,
    )
    entry = SelectField("Hồ sơ", [Filled("Chọn hồ sơ.")], validate_choice=False)
    reason = TextField(REASON, [Filled("Ghi lý do làm khác thứ hạng."), AtMost(1000, REASON)])
    on_paper = BooleanField("Nếu bỏ phiếu kín thì bỏ phiếu giấy, kiểm phiếu bằng tay")

    def __init__(self, entries: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.entry.choices = offered([("", "Chọn hồ sơ"), *entries])

    def to_input(self) -> MotionInput:
        council, _, nomination = (self.entry.data or "").partition(":")
        kind = MotionKind(self.kind.data)
        return MotionInput(kind, council, nomination, self.reason.data or "", on_paper=bool(self.on_paper.data))


class OtherForm(Form):
    """A procedural motion in words."""

    council = SelectField("Hội đồng biểu quyết", [Filled("Chọn hội đồng.")], validate_choice=False)
    text = TextField("Nội dung", [Filled("Ghi nội dung đưa ra biểu quyết."), AtMost(4000, "Nội dung")])

    def __init__(self, councils: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.council.choices = offered(list(councils))

    def to_input(self) -> MotionInput:
        return MotionInput(MotionKind.OTHER, self.council.data or "", text=self.text.data or "")


class OrderForm(Form):
    """Places of equal entries; made by :func:`order_form`."""

    reason = TextField(REASON, [Filled("Ghi lý do xếp thứ tự."), AtMost(900, REASON)])
    entries: tuple[str, ...] = ()

    def place_of(self, entry: str) -> WholeField:
        field: WholeField = self[f"place_{entry}"]
        return field

    def to_input(self, council: str) -> OrderInput:
        return OrderInput(council, {one: self.place_of(one).data or 0 for one in self.entries}, self.reason.data or "")


def order_form(entries: Sequence[tuple[str, str]]) -> OrderForm:
    """A form for these entries (public id and name)."""
    fields: dict[str, Any] = {f"place_{one}": WholeField(name, [Filled("Nhập thứ tự.")]) for one, name in entries}
    form: OrderForm = type("OrderForm", (OrderForm,), {**fields, "entries": tuple(one for one, _ in entries)})()
    return form


class VoteForm(Form):
    """One's own vote on one thing. ``page_key``: of the page, so that a slip sent twice is one slip."""

    page_key = HiddenField()
    vote = RadioField(
        "Ý kiến của anh/chị",
        [Filled("Chọn một ý kiến.")],
        choices=offered(CHOICE_LABELS),
        validate_choice=False,
    )

    def to_vote(self) -> str:
        return self.vote.data or ""


class NamesForm(Form):
    """One's own vote that names the entries it approves (row ids)."""

    page_key = HiddenField()
    vote = SelectMultipleField("Hồ sơ anh/chị đồng ý", validate_choice=False)

    def __init__(self, entries: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.vote.choices = offered(list(entries))

    def to_vote(self) -> str:
        return _names(self.vote.data)


class HandsForm(Form):
    """Votes shown by hand; made by :func:`hands_form`."""

    seen = HiddenField()
    members: tuple[int, ...] = ()
    names_entries = False

    def vote_of(self, member: int) -> Any:
        return self[f"vote_{member}"]

    def to_votes(self) -> dict[int, str]:
        if self.names_entries:
            return {one: _names(self.vote_of(one).data) for one in self.members}
        given = {one: self.vote_of(one).data or "" for one in self.members}
        return {one: vote for one, vote in given.items() if vote in CHOICES}


def hands_form(members: Sequence[tuple[int, str, Sequence[tuple[str, str]] | None]], data: dict[str, Any]) -> HandsForm:
    """A form for members (row id, name, and the entries to name; None for yes and no), filled with ``data``."""
    fields: dict[str, Any] = {}
    for member, name, entries in members:
        if entries is None:
            fields[f"vote_{member}"] = RadioField(name, choices=offered(CHOICE_LABELS), validate_choice=False)
        else:
            fields[f"vote_{member}"] = SelectMultipleField(name, choices=offered(entries), validate_choice=False)
    named = any(entries is not None for _, _, entries in members)
    facts = {"members": tuple(member for member, _, _ in members), "names_entries": named}
    form: HandsForm = type("HandsForm", (HandsForm,), {**fields, **facts})(data=data)
    return form


class OpinionForm(Form):
    """What an absent member wrote."""

    member = SelectField("Thành viên vắng mặt", [Filled("Chọn thành viên.")], validate_choice=False)
    vote = RadioField("Ý kiến", choices=offered(CHOICE_LABELS[:2]), validate_choice=False)
    named = SelectMultipleField("Hồ sơ đồng ý", validate_choice=False)
    text = TextField("Nội dung ý kiến", [AtMost(2000, "Nội dung ý kiến")])
    file = FileField("Bản quét ý kiến", description="PDF hoặc ảnh JPG, PNG, tối đa 25 MB.")

    def __init__(self, members: Choices, entries: Choices | None, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.member.choices = offered([("", "Chọn thành viên"), *members])
        self.names_entries = entries is not None
        self.named.choices = offered(list(entries or ()))

    def to_input(self) -> OpinionInput:
        vote = _names(self.named.data) if self.names_entries else self.vote.data or ""
        return OpinionInput(self.member.data or "", vote, self.text.data or "")


class TallyForm(Form):
    """Totals of slips on paper; made by :func:`tally_form`."""

    issued = WholeField("Số phiếu phát ra", [Filled("Nhập số phiếu phát ra.")])
    returned = WholeField("Số phiếu thu về", [Filled("Nhập số phiếu thu về.")])
    invalid = WholeField("Số phiếu không hợp lệ", [Filled("Nhập số phiếu không hợp lệ, không có thì nhập 0.")])
    blank = WholeField("Số phiếu trắng")
    no = WholeField("Số phiếu không đồng ý")
    entries: tuple[int, ...] = ()

    def yes_of(self, entry: int) -> WholeField:
        field: WholeField = self[f"yes_{entry}"]
        return field

    def to_input(self) -> TallyInput:
        return TallyInput(
            issued=self.issued.data or 0,
            returned=self.returned.data or 0,
            invalid=self.invalid.data or 0,
            blank=self.blank.data or 0,
            no=self.no.data or 0,
            yes={one: self.yes_of(one).data or 0 for one in self.entries},
        )


def tally_form(entries: Sequence[tuple[int, str]], *, names_entries: bool) -> TallyForm:
    """A form for the yes of these entries (row id and name); slips that name entries have no "no" of their own."""
    fields: dict[str, Any] = {
        f"yes_{one}": WholeField(name, [Filled("Nhập số phiếu đồng ý.")]) for one, name in entries
    }
    if names_entries:
        fields |= {"blank": None, "no": None}
    made = type("TallyForm", (TallyForm,), {**fields, "entries": tuple(one for one, _ in entries)})
    form: TallyForm = made()
    return form


class AnnulForm(Form):
    """Why a result is not taken."""

    reason = TextField("Lý do không lấy kết quả này", [Filled("Ghi lý do."), AtMost(1000, REASON)])


class CloseForm(Form):
    """Why each undecided entry is left open; made by :func:`close_form`."""

    entries: tuple[int, ...] = ()

    def left(self) -> dict[int, str]:
        return {one: self[f"left_{one}"].data or "" for one in self.entries}


def close_form(entries: Sequence[tuple[int, str]]) -> CloseForm:
    """A form with a line for each undecided entry (row id and name)."""
    fields = {f"left_{one}": LineField(f"Lý do để lại: {name}", [AtMost(1000, REASON)]) for one, name in entries}
    form: CloseForm = type("CloseForm", (CloseForm,), {**fields, "entries": tuple(one for one, _ in entries)})()
    return form


def _names(chosen: Sequence[str] | None) -> str:
    """The chosen entries (row ids) as a stored vote."""
    return write_names([number for one in chosen or () if (number := _number(one)) is not None])


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
