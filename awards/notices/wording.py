"""The words of every message, said once.

A title stands in a mail's subject, so it holds nothing typed by somebody else than the award office: a
reference of ours and the season's title. Never a score, a rank or a secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from awards.base.dates import format_deadline, format_instant
from awards.notices.inputs import Message

LONGEST_ZALO = 400
_CUT = "…"


def opened(season_title: str, closes: datetime, path: str) -> Message:
    """The season receives nominations now."""
    return Message(
        "season_opened",
        f"Mùa giải đã mở: {season_title}",
        f"Liên minh Hợp tác xã tỉnh, thành phố bắt đầu lập hồ sơ đề cử. Hạn gửi lên Trung ương: "
        f"{format_deadline(closes)}.",
        path,
    )


def deadline_near(season_title: str, left: str, closes: datetime, missing: Sequence[str], path: str) -> Message:
    """The province's own deadline is near; ``left`` such as "7 ngày", ``missing`` one line per nomination."""
    lines = "\n".join(f"- {line}" for line in missing)
    return Message(
        "deadline_near",
        f"Còn {left} đến hạn gửi hồ sơ: {season_title}",
        f"Hạn gửi hồ sơ của tỉnh anh/chị: {format_deadline(closes)}.\nViệc còn lại:\n{lines}",
        path,
    )


def sign_off_asked(reference: str, season_title: str, path: str) -> Message:
    """For the leader: the officer has finished a dossier."""
    return Message(
        "sign_off_asked",
        f"Hồ sơ {reference} chờ anh/chị duyệt",
        f"Cán bộ đã hoàn thiện hồ sơ {reference}, {season_title}. Mời anh/chị xem và duyệt, hoặc trả lại kèm lý do.",
        path,
    )


def signed_off(reference: str, season_title: str, path: str) -> Message:
    """For the officer: the leader approved."""
    return Message(
        "signed_off",
        f"Lãnh đạo đã duyệt hồ sơ {reference}",
        f"Hồ sơ {reference}, {season_title}, đã được lãnh đạo Liên minh duyệt. Hồ sơ chưa đến Trung ương cho đến khi "
        "được gửi.",
        path,
    )


def declined(reference: str, season_title: str, path: str) -> Message:
    """For the officer: the leader sent it back. The reason stands on the page."""
    return Message(
        "sign_off_declined",
        f"Lãnh đạo chưa duyệt hồ sơ {reference}",
        f"Hồ sơ {reference}, {season_title}, được trả lại để sửa. Lý do ghi trên trang của hồ sơ.",
        path,
    )


def received(reference: str, code: str, season_title: str, path: str) -> Message:
    """For the province: the centre has the dossier; ``code`` is the number of the receipt."""
    return Message(
        "received",
        f"Trung ương đã nhận hồ sơ {reference}",
        f"Hồ sơ {reference}, {season_title}, đã đến Trung ương. Mã biên nhận: {code}. Bước tiếp theo là thẩm tra; "
        "kết quả từng bước được báo tại trang của hồ sơ.",
        path,
    )


def returned(reference: str, season_title: str, until: datetime | None, path: str) -> Message:
    """For the province: parts are asked to be completed, until ``until`` where a last instant is set."""
    last = f" Hạn bổ sung: {format_deadline(until)}." if until is not None else ""
    return Message(
        "returned",
        f"Hồ sơ {reference} cần bổ sung",
        f"Trung ương đề nghị bổ sung hồ sơ {reference}, {season_title}. Chỉ các mục được nêu mở lại để sửa; lý do ghi "
        f"tại từng mục.{last}",
        path,
    )


def accepted(reference: str, season_title: str, path: str) -> Message:
    """For the province: the screening found the dossier valid."""
    return Message(
        "decided",
        f"Hồ sơ {reference} hợp lệ",
        f"Hồ sơ {reference}, {season_title}, đã qua thẩm tra và được chuyển đến hội đồng.",
        path,
    )


def refused(reference: str, season_title: str, path: str) -> Message:
    """For the province: the screening found the dossier ineligible. Clause and reason stand on the page."""
    return Message(
        "decided",
        f"Hồ sơ {reference} không hợp lệ",
        f"Hồ sơ {reference}, {season_title}, không đủ điều kiện. Điều khoản và lý do ghi trên trang kết quả thẩm tra.",
        path,
    )


def put_on_hold(reference: str, season_title: str, path: str) -> Message:
    """For the province: the screening waits for something."""
    return Message(
        "on_hold",
        f"Hồ sơ {reference} tạm dừng xét",
        f"Hồ sơ {reference}, {season_title}, tạm dừng xét. Điều khoản và lý do ghi trên trang kết quả thẩm tra.",
        path,
    )


def taken_up_again(reference: str, season_title: str, path: str) -> Message:
    """For the province: what the screening waited for is concluded."""
    return Message(
        "on_hold",
        f"Hồ sơ {reference} được xét tiếp",
        f"Hồ sơ {reference}, {season_title}, được xét tiếp. Căn cứ ghi trên trang kết quả thẩm tra.",
        path,
    )


def link_filled(reference: str, season_title: str, path: str) -> Message:
    """For the officer: the cooperative has handed in its part."""
    return Message(
        "link_filled",
        f"Hợp tác xã đã gửi phần của mình: hồ sơ {reference}",
        f"Hợp tác xã đã điền và gửi phần của mình trong hồ sơ {reference}, {season_title}. Mời anh/chị xem rồi nhận "
        "vào hồ sơ.",
        path,
    )


def deadline_extended(season_title: str, stage: str, until: datetime, path: str) -> Message:
    """For the province: a later deadline of its own. ``stage`` in words, such as "hạn gửi hồ sơ"."""
    return Message(
        "deadline_changed",
        f"Tỉnh anh/chị được gia hạn: {season_title}",
        f"Với riêng tỉnh anh/chị, {stage} nay là {format_deadline(until)}.",
        path,
    )


def extension_withdrawn(season_title: str, stage: str, closes: datetime, path: str) -> Message:
    """For the province: its own later deadline is taken back."""
    return Message(
        "deadline_changed",
        f"Thôi gia hạn cho tỉnh anh/chị: {season_title}",
        f"Gia hạn riêng không còn hiệu lực; {stage} là {format_deadline(closes)}.",
        path,
    )


def calendar_moved(season_title: str, closes: datetime, at: datetime, path: str) -> Message:
    """For every province: the season's deadline for sending dossiers is another one."""
    return Message(
        "deadline_changed",
        f"Đổi lịch mùa giải: {season_title}",
        f"Lịch mùa giải đổi lúc {format_instant(at)}. Hạn chung gửi hồ sơ nay là {format_deadline(closes)}.",
        path,
    )


def as_zalo(title: str, body: str, address: str, longest: int = LONGEST_ZALO) -> str:
    """The message ready to paste into Zalo: plain text with its link last, at most ``longest`` letters.

    Whole lines of the body are left out from the end before a line is cut: the link is never cut.
    """
    room = longest - len(title) - len(address) - 2
    kept: list[str] = []
    lines = body.splitlines()
    for index, line in enumerate(lines):
        needed = len(line) + 1 if index == len(lines) - 1 else len(line) + 1 + len(_CUT) + 1
        if needed > room:
            kept.append(_CUT if kept else line[: max(room - 2, 0)].rstrip() + _CUT)
            break
        kept.append(line)
        room -= len(line) + 1
    return "\n".join([title, *kept, address])
