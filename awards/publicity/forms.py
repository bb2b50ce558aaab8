"""Forms about publication: rulebooks, seasons and their calendar, the instant of an announcement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField, ValidationError

from awards.base.dates import format_instant
from awards.base.forms import (
    AtMost,
    Choices,
    DayField,
    DeadlineField,
    Filled,
    Form,
    InstantField,
    LineField,
    TextField,
    WholeField,
    offered,
)
from awards.base.normalise import clean_text
from awards.publicity.inputs import ConfirmationInput
from awards.seasons.inputs import CalendarInput, ExtensionInput, SeasonInput, WithdrawalInput
from awards.seasons.states import EXTENDABLE, AwardKey, ConfirmationKind, SeasonStage
from awards.seasons.wording import AWARD_TITLES, CONFIRMATION_LABELS, STAGE_TITLES

LARGEST_RULEBOOK = 1024 * 1024
LONGEST_PAST = timedelta(days=1)
_INSTANT_HINT = "Giờ và ngày, ví dụ 17:00 31/12/2026."
_PROPOSED = "Để trống thì hệ thống đặt theo lịch gợi ý."


class RulebookForm(Form):
    """A rulebook as text; a chosen file takes the place of the text."""

    text = TextField("Nội dung thể lệ (TOML)", render_kw={"rows": 14, "spellcheck": "false"})
    file = FileField("Hoặc chọn tệp .toml", description="Tệp văn bản UTF-8, tối đa 1 MB.")

    def validate_file(self, field: FileField) -> None:
        name = getattr(field.data, "filename", "")
        if not name:
            return
        content = field.data.stream.read(LARGEST_RULEBOOK + 1)
        if len(content) > LARGEST_RULEBOOK:
            raise ValidationError("Tệp thể lệ phải nhỏ hơn 1 MB.")
        try:
            self.text.data = clean_text(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise ValidationError("Tệp phải là văn bản UTF-8. Hãy lưu lại bằng mã UTF-8 rồi chọn lại.") from error
        if not self.text.data:
            raise ValidationError("Tệp không có nội dung.")

    def validate_text(self, field: TextField) -> None:
        chosen = getattr(self.file.data, "filename", "")
        if not field.data and not chosen:
            raise ValidationError("Nhập nội dung thể lệ hoặc chọn tệp.")


class ConfirmationForm(Form):
    """Somebody compared the rulebook with the signed regulation."""

    kind = RadioField(
        "Xác nhận",
        [Filled("Chọn cách xác nhận.")],
        choices=offered([(kind.value, label) for kind, label in CONFIRMATION_LABELS.items()]),
        validate_choice=False,
    )
    document = LineField(
        "Văn bản đã đối chiếu",
        [Filled("Nhập số, ngày và tên văn bản đã đối chiếu."), AtMost(300, "Tên văn bản")],
        description="Số, ngày, cơ quan ban hành; với bản mẫu, ghi lý do dùng.",
    )

    def validate_kind(self, field: RadioField) -> None:
        if field.data and field.data not in set(ConfirmationKind):
            raise ValidationError("Chọn cách xác nhận trong danh sách.")

    def to_input(self) -> ConfirmationInput:
        return ConfirmationInput(ConfirmationKind(self.kind.data), self.document.data or "")


class CalendarForm(Form):
    """The instants of a season; those of single stages may be left to the proposal."""

    nominations_open_at = InstantField(
        "Bắt đầu nhận hồ sơ",
        [Filled("Nhập lúc bắt đầu nhận hồ sơ.")],
        description="Giờ và ngày, ví dụ 08:00 01/12/2026.",
    )
    nominations_close_at = DeadlineField(
        "Hạn nhận hồ sơ",
        [Filled("Nhập hạn nhận hồ sơ.")],
        description="Chỉ ghi ngày thì nhận hết ngày đó; ghi cả giờ thì từ đúng giờ ấy không nhận nữa.",
    )
    councils_sit_by = DeadlineField("Hội đồng cấp tỉnh nên họp xong trước", description=_PROPOSED)
    supplements_close_at = DeadlineField("Hạn bổ sung hồ sơ", description=_PROPOSED)
    screening_close_at = DeadlineField("Hạn thẩm tra", description=_PROPOSED)
    judging_close_at = DeadlineField(
        "Hạn chấm điểm", [Filled("Nhập hạn chấm điểm.")], description="Ngày, hoặc giờ và ngày, sau hạn nhận hồ sơ."
    )
    deciding_close_at = DeadlineField("Hạn quyết định", description=_PROPOSED)
    ceremony_on = DayField("Ngày lễ tôn vinh", [Filled("Nhập ngày lễ tôn vinh.")], description="Ví dụ 11/04/2026.")
    grace_seconds = WholeField(
        "Thời gian châm chước",
        description="Từ 0 đến 600 giây. Hồ sơ đến trong thời gian này vẫn được nhận và ghi là nộp trễ.",
    )

    def to_calendar(self) -> CalendarInput:
        assert self.ceremony_on.data is not None  # noqa: S101 - Filled has seen to it
        return CalendarInput(
            nominations_open_at=_instant(self.nominations_open_at.data),
            nominations_close_at=_instant(self.nominations_close_at.data),
            judging_close_at=_instant(self.judging_close_at.data),
            ceremony_on=self.ceremony_on.data,
            councils_sit_by=self.councils_sit_by.data,
            supplements_close_at=self.supplements_close_at.data,
            screening_close_at=self.screening_close_at.data,
            deciding_close_at=self.deciding_close_at.data,
            grace_seconds=self.grace_seconds.data or 0,
        )


class SeasonForm(CalendarForm):
    """A new season under a published rulebook."""

    award = SelectField(
        "Giải thưởng",
        [Filled("Chọn giải thưởng.")],
        choices=offered([(award.value, title) for award, title in AWARD_TITLES.items()]),
        validate_choice=False,
    )
    year = SelectField("Năm", [Filled("Chọn năm.")], validate_choice=False)
    title = LineField("Tên mùa giải", [Filled("Nhập tên mùa giải."), AtMost(200, "Tên mùa giải")])
    rulebook = SelectField("Thể lệ", [Filled("Chọn thể lệ đã công bố.")], validate_choice=False)

    is_rehearsal = BooleanField("Mùa giải tập dượt")

    def __init__(self, rulebooks: Choices, this_year: int, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._years = [str(year) for year in range(this_year - 1, this_year + 3)]
        self.year.choices = offered([(year, year) for year in self._years])
        self.rulebook.choices = offered([("", "Chọn thể lệ"), *rulebooks])

    def validate_award(self, field: SelectField) -> None:
        if field.data and field.data not in set(AwardKey):
            raise ValidationError("Chọn giải thưởng trong danh sách.")

    def validate_year(self, field: SelectField) -> None:
        if field.data and field.data not in self._years:
            raise ValidationError("Chọn năm trong danh sách.")

    def to_input(self) -> SeasonInput:
        return SeasonInput(
            award=AwardKey(self.award.data),
            year=int(self.year.data),
            title=self.title.data or "",
            calendar=self.to_calendar(),
            is_rehearsal=bool(self.is_rehearsal.data),
        )


class ExtensionForm(Form):
    """A later deadline of one stage for one provincial alliance, with its reason."""

    alliance = SelectField("Liên minh Hợp tác xã tỉnh, thành phố", [Filled("Chọn liên minh.")], validate_choice=False)
    stage = SelectField(
        "Giai đoạn",
        choices=offered([(stage.value, STAGE_TITLES[stage]) for stage in EXTENDABLE]),
        default=SeasonStage.NOMINATIONS.value,
        validate_choice=False,
    )
    until = DeadlineField(
        "Hạn mới",
        [Filled("Nhập hạn mới.")],
        description="Ngày, hoặc giờ và ngày, ví dụ 17:00 31/12/2026. Chỉ ghi ngày là hết ngày đó.",
    )
    reason = TextField("Lý do", [Filled("Nhập lý do gia hạn."), AtMost(500, "Lý do")], render_kw={"rows": 3})

    def __init__(self, alliances: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.alliance.choices = offered([("", "Chọn liên minh"), *alliances])

    def validate_stage(self, field: SelectField) -> None:
        if field.data not in EXTENDABLE:
            raise ValidationError("Chọn giai đoạn trong danh sách.")

    def to_input(self) -> ExtensionInput:
        stage = SeasonStage(self.stage.data)
        return ExtensionInput(self.alliance.data, _instant(self.until.data), self.reason.data or "", stage)


class WithdrawalForm(Form):
    """One of the extensions in force holds no longer, with the reason."""

    extension = SelectField("Gia hạn", [Filled("Chọn lần gia hạn.")], validate_choice=False)
    reason = TextField("Lý do", [Filled("Nhập lý do thôi gia hạn."), AtMost(500, "Lý do")], render_kw={"rows": 3})

    def __init__(self, extensions: Choices, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._known = dict(extensions)
        self.extension.choices = offered([("", "Chọn lần gia hạn"), *self._known.items()])

    def validate_extension(self, field: SelectField) -> None:
        if field.data and field.data not in self._known:
            raise ValidationError("Chọn lần gia hạn trong danh sách.")

    def to_input(self) -> WithdrawalInput:
        """The value of a choice is the alliance's public id and the stage."""
        alliance, _, stage = self.extension.data.partition(":")
        return WithdrawalInput(alliance, SeasonStage(stage), self.reason.data or "")


class AnnouncementForm(Form):
    """From which instant the honours of a decision are public."""

    announced_at = InstantField("Thời điểm công bố", [Filled("Nhập thời điểm công bố.")], description=_INSTANT_HINT)

    def __init__(self, now: datetime, **keywords: Any) -> None:
        super().__init__(**keywords)
        self._now = now

    def validate_announced_at(self, field: InstantField) -> None:
        if field.data is not None and field.data < self._now - LONGEST_PAST:
            raise ValidationError(f"Thời điểm {format_instant(field.data)} đã qua. Hãy kiểm tra lại ngày và năm.")

    def to_instant(self) -> datetime:
        return _instant(self.announced_at.data)


class ApprovalForm(Form):
    """The second person's click; it carries the instant that was on the screen."""

    seen = HiddenField()

    def seen_instant(self) -> datetime | None:
        """The instant the person saw, or ``None`` when the page was tampered with."""
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None


def _instant(value: datetime | None) -> datetime:
    assert value is not None  # noqa: S101 - Filled has seen to it
    return value
