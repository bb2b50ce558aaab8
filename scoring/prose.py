"""The rules in Vietnamese words, for the public page: conditions, ways of giving points, how a level works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.adjustments import Adjustment
from scoring.conditions import (
    AllOf,
    AnyOf,
    ChoiceIn,
    EligibilityRule,
    FlagTrue,
    Hold,
    Increasing,
    PaperPresent,
    Repeat,
    Threshold,
)
from scoring.criteria import Banded, Boolean, Checklist, Criterion, Expert, Group, Growth, OptionPoints, Ratio
from scoring.decision_rules import Cap, DecisionRule, Limit, Trait
from scoring.explanation import DENOMINATOR_WORDS, MODE_WORDS, statistic_words
from scoring.figures import FigureDef, Origin
from scoring.levels import Ballot, Level, Quorum
from scoring.ranking_rules import Ranking
from scoring.rounding import vietnamese_date, vietnamese_number
from scoring.rulebook import Rulebook
from scoring.scales import Band

Figures = Mapping[str, FigureDef]
OPERATOR_WORDS = {">=": "Từ", ">": "Trên", "<=": "Không quá", "<": "Dưới"}
TRAIT_WORDS: Mapping[Trait, str] = {
    "province": "tỉnh, thành phố",
    "sector": "lĩnh vực",
    "product_group": "nhóm sản phẩm",
    "owner": "chủ thể",
    "variant": "bảng tiêu chí",
}


@dataclass(frozen=True)
class Fact:
    """One fact of the procedure: its name, its words, and the origin of its number ("" where none)."""

    name: str
    words: str
    origin: Origin | None = None


def figures_of(rulebook: Rulebook) -> Figures:
    """The figures of a rulebook by key."""
    return {figure.key: figure for figure in rulebook.figures}


def year_words(offset: int) -> str:
    """ "năm gần nhất", "1 năm trước năm gần nhất"."""
    return "năm gần nhất" if offset == 0 else f"{-offset} năm trước năm gần nhất"


def condition_words(rule: EligibilityRule, figures: Figures) -> str:
    """What a condition asks for."""
    if isinstance(rule, AnyOf | AllOf):
        joint = "; hoặc " if isinstance(rule, AnyOf) else "; và "
        return joint.join(f"{one.label} ({condition_words(one, figures).lower()})" for one in rule.conditions)
    words = _single_words(rule, figures)
    return f"{words}; hội đồng có thể xét miễn, ghi rõ lý do" if rule.waivable else words


def scale_words(criterion: Criterion, figures: Figures) -> tuple[str, tuple[str, ...]]:
    """How a criterion gives points: one line, and the lines of its scale."""
    if isinstance(criterion, Group):
        return "", ()
    if isinstance(criterion, Expert):
        lines = tuple(f"{_range(one.lower, one.upper)}: {one.text}" for one in criterion.anchors)
        head = f"Giám khảo chấm, bước {vietnamese_number(criterion.step)} điểm"
        return f"{head}{_justified_words(criterion)}", lines
    if isinstance(criterion, Banded):
        figure = figures[criterion.figure]
        when = "" if figure.kind == "number" else f", {year_words(criterion.year_offset)}"
        return f"{figure.label}{when}", _band_lines(criterion.bands, f" {figure.unit}")
    if isinstance(criterion, Ratio | Growth):
        return _measured_words(criterion, figures)
    if isinstance(criterion, Boolean):
        answer = "có" if criterion.when else "không"
        return figures[criterion.figure].label, (f"Trả lời “{answer}”: {criterion.most} điểm",)
    capped = f"cộng các mục, tối đa {criterion.most} điểm"
    head = capped if isinstance(criterion, Checklist) else "chỉ tính mức cao nhất"
    figure = figures[criterion.figure]
    return f"{figure.label}: {head}", _option_lines(criterion.points, figure)


def adjustment_words(adjustment: Adjustment, figures: Figures) -> tuple[str, tuple[str, ...]]:
    """What a bonus or penalty looks at, and the lines of its points."""
    verb = "Cộng" if adjustment.kind == "bonus" else "Trừ"
    figure = figures[adjustment.figure]
    head = f"{figure.label}: {verb.lower()} tối đa {vietnamese_number(adjustment.cap)} điểm"
    if adjustment.yes_points is not None:
        return head, (f"Có: {verb.lower()} {vietnamese_number(adjustment.yes_points)} điểm",)
    return head, _option_lines(adjustment.points, figure)


def common_facts(rulebook: Rulebook) -> tuple[Fact, ...]:
    """What holds at every level: quota, own province, rounding, ties."""
    quota, rounding = rulebook.quota_per_province, rulebook.rounding
    own = (
        "Không chấm hồ sơ của địa phương mình"
        if rulebook.recuse_own_province
        else "Được chấm hồ sơ của địa phương mình"
    )
    facts = [Fact("Giám khảo cùng địa phương", own, rulebook.recuse_origin)]
    if quota is not None:
        words = f"Gửi lên Trung ương tối đa {vietnamese_number(quota.value)} hồ sơ"
        facts.insert(0, Fact("Chỉ tiêu mỗi tỉnh, thành phố", words, quota.origin))
    words = f"{rounding.digits} chữ số thập phân, một lần ở tổng điểm, {MODE_WORDS[rounding.mode]}"
    facts.append(Fact("Làm tròn", words, rounding.origin))
    if any(variant.adjustments for variant in rulebook.variants):
        most = "có thể vượt" if rulebook.bonus_above_max else "không vượt"
        facts.append(Fact("Điểm cộng", f"Tổng điểm sau khi cộng {most} điểm tối đa của bảng"))
    return (*facts, Fact("Xếp hạng", _shared_words(rulebook.ranking)))


def level_facts(level: Level) -> tuple[Fact, ...]:
    """How one level works, in the order in which it happens."""
    return tuple(_level_facts(level))


def _single_words(rule: EligibilityRule, figures: Figures) -> str:
    if isinstance(rule, Threshold):
        figure = figures[rule.figure]
        when = "" if figure.kind == "number" else f" ({year_words(rule.year_offset)})"
        return f"{OPERATOR_WORDS[rule.operator]} {vietnamese_number(rule.limit)} {rule.unit}{when}"
    if isinstance(rule, Increasing):
        return f"Tăng dần trong {rule.years} năm gần nhất"
    if isinstance(rule, PaperPresent):
        return _paper_words(rule)
    if isinstance(rule, ChoiceIn):
        labels = {option.key: option.label for option in figures[rule.figure].options}
        return f"Thuộc một trong các mức: {'; '.join(labels[option] for option in rule.options)}"
    if isinstance(rule, Repeat):
        name = "Đơn vị" if rule.of == "nominee" else "Sản phẩm"
        span = "" if rule.seasons is None else f" trong {rule.seasons} mùa giải gần nhất"
        return f"{name} chưa được tôn vinh{span}"
    if isinstance(rule, Hold):
        return "Nếu có thì hồ sơ tạm dừng xét, chưa bị loại"
    assert isinstance(rule, FlagTrue)  # noqa: S101 - the composed ones were told before
    return "Phải có"


def _paper_words(rule: PaperPresent) -> str:
    words = "Phải có trong hồ sơ"
    if rule.issued_from is not None:
        words += f", cấp từ ngày {vietnamese_date(rule.issued_from)}"
    if rule.valid_on is not None:
        words += f", còn hiệu lực ngày {vietnamese_date(rule.valid_on)}"
    return words


def _justified_words(criterion: Expert) -> str:
    """Which marks a judge gives a reason for."""
    limits = ((criterion.justify_below, "xuống"), (criterion.justify_above, "lên"))
    told = [f"từ {vietnamese_number(limit)} điểm trở {way}" for limit, way in limits if limit is not None]
    return f"; phải ghi lý do khi chấm {' hoặc '.join(told)}" if told else ""


def _measured_words(criterion: Ratio | Growth, figures: Figures) -> tuple[str, tuple[str, ...]]:
    if isinstance(criterion, Growth):
        figure = figures[criterion.figure].label.lower()
        head, unit = f"Mức tăng {figure} so với {year_words(-criterion.years)}", "%"
    else:
        part, whole = figures[criterion.part].label, figures[criterion.whole].label.lower()
        head, unit = f"{part} so với {whole}", "%" if criterion.percent else ""
    if criterion.full_at is None:
        return head, _band_lines(criterion.bands, unit)
    full = vietnamese_number(criterion.full_at)
    return head, (f"Theo tỷ lệ, từ {full}{unit} trở lên được {criterion.most} điểm",)


def _band_lines(bands: tuple[Band, ...], unit: str) -> tuple[str, ...]:
    lines = []
    for band in bands:
        lower, upper = (None if end is None else f"{vietnamese_number(end)}{unit}" for end in (band.lower, band.upper))
        if lower is None:
            words = "Mọi mức" if upper is None else f"Dưới {upper}"
        else:
            words = f"Từ {lower} trở lên" if upper is None else f"Từ {lower} đến dưới {upper}"
        lines.append(f"{words}: {vietnamese_number(band.points)} điểm")
    return tuple(lines)


def _option_lines(points: tuple[OptionPoints, ...], figure: FigureDef) -> tuple[str, ...]:
    labels = {option.key: option.label for option in figure.options}
    return tuple(f"{labels[one.option]}: {vietnamese_number(one.points)} điểm" for one in points)


def _range(lower: Fraction, upper: Fraction) -> str:
    low, high = vietnamese_number(lower), vietnamese_number(upper)
    return low if lower == upper else f"{low}–{high}"


def _shared_words(ranking: Ranking) -> str:
    example = "1, 2, 2, 4" if ranking.shared == "competition" else "1, 2, 2, 3"
    return f"Theo tổng điểm đã làm tròn; bằng nhau thì cùng hạng ({example})"


def _level_facts(level: Level) -> Iterator[Fact]:
    if level.blind:
        yield Fact("Chấm ẩn danh", "Giám khảo chỉ thấy mã số, không thấy tên đơn vị và địa phương")
    rule = level.aggregation
    words = statistic_words(rule, "các phiếu hoàn chỉnh")
    least = f"; mỗi hồ sơ cần ít nhất {rule.minimum_sheets} phiếu" if rule.minimum_sheets else ""
    yield Fact("Cách tổng hợp", f"{words[0].upper()}{words[1:]}{least}", rule.origin)
    if level.shares_sheets:
        yield Fact("Phiếu của nhau", "Sau khi đóng vòng chấm, các thành viên hội đồng được đọc phiếu của nhau")
    if level.spread is not None:
        limit = vietnamese_number(level.spread.limit)
        words = f"Các phiếu không chênh nhau quá {limit} điểm; nếu quá thì thảo luận rồi chấm lại"
        words += f", tối đa {level.spread.rounds} vòng"
        yield Fact("Chênh lệch điểm", words, level.spread.origin)
    if level.meeting is not None:
        yield Fact("Cuộc họp hợp lệ", _quorum_words(level.meeting.quorum), level.meeting.quorum.origin)
        for name, ballot in (
            ("Bỏ phiếu từng hồ sơ", level.meeting.approval),
            ("Làm khác thứ hạng", level.meeting.departures),
        ):
            if ballot is not None:
                yield Fact(name, _ballot_words(ballot), ballot.origin)
    yield from _decision_facts(level.decision)


def _quorum_words(quorum: Quorum) -> str:
    chair = ", trong đó có chủ tịch hội đồng" if quorum.chair_required else ""
    out = "không tính" if quorum.recused == "out" else "vẫn tính"
    return f"Có mặt ít nhất {quorum.fraction} số thành viên{chair}; {out} người không được tham gia vì có liên quan"


def _ballot_words(ballot: Ballot) -> str:
    way = "Bỏ phiếu kín" if ballot.secret else "Biểu quyết công khai"
    sign = "trên" if ballot.strictly else "ít nhất"
    words = f"{way}, cần {sign} {ballot.threshold} {DENOMINATOR_WORDS[ballot.denominator]}"
    if ballot.most is not None:
        words += f"; mỗi người chọn tối đa {ballot.most} hồ sơ"
    if ballot.written_opinions:
        words += "; người vắng mặt được gửi ý kiến bằng văn bản"
    if ballot.chair_casts:
        words += "; số phiếu ngang nhau thì theo phiếu của chủ tịch"
    return words


def _decision_facts(rule: DecisionRule) -> Iterator[Fact]:
    chosen = {"honour": "tôn vinh", "forward": "đề nghị lên cấp trên", "classify": "xếp loại"}[rule.purpose]
    if rule.floor is not None:
        yield Fact("Điểm sàn", f"{vietnamese_number(rule.floor.value)} điểm", rule.floor.origin)
    if rule.places is not None:
        yield Fact(
            "Số được chọn", f"Tối đa {vietnamese_number(rule.places.value)} hồ sơ được {chosen}", rule.places.origin
        )
    for limit in rule.limits:
        yield Fact("Giới hạn" if isinstance(limit, Cap) else "Chỉ tiêu", _limit_words(limit), limit.origin)
    for tier in rule.tiers:
        most = "" if tier.count is None else f", tối đa {tier.count}"
        yield Fact(tier.label, f"Từ {vietnamese_number(tier.lower)} điểm{most}", tier.origin)
    if rule.waiting_list:
        yield Fact("Danh sách dự bị", f"{rule.waiting_list} hồ sơ tiếp theo, theo thứ tự")


def _limit_words(limit: Limit) -> str:
    what = f"{TRAIT_WORDS[limit.by]} “{limit.value}”" if limit.value else f"mỗi {TRAIT_WORDS[limit.by]}"
    if isinstance(limit, Cap):
        return f"{what[0].upper()}{what[1:]} không quá {limit.count} hồ sơ"
    return f"Dành {limit.count} chỗ cho {what}"
