"""Words of the cooperative's own part, said once."""

from __future__ import annotations

import hashlib

from awards.nominations.states import Part

CONTACT_PARTS: dict[Part, str] = {
    Part.ORGANISATION: "Thông tin hợp tác xã",
    Part.FIGURES: "Số liệu các năm",
    Part.DECLARATIONS: "Các câu hỏi của thể lệ",
    Part.ACHIEVEMENTS: "Tóm tắt thành tích",
    Part.PAPERS: "Giấy tờ",
    Part.CONSENT: "Đồng ý tham gia",
}
"""The parts a cooperative fills in, in the order of its page."""

CONSENT_TEXT: tuple[str, ...] = (
    (
        "Mục đích: Liên minh Hợp tác xã tỉnh, thành phố và Liên minh Hợp tác xã Việt Nam dùng dữ liệu trong "
        "hồ sơ này để thẩm tra, chấm điểm, xét chọn và tôn vinh hợp tác xã trong mùa giải."
    ),
    (
        "Dữ liệu: thông tin, số liệu, giấy tờ của hợp tác xã; họ tên, chức vụ của người đại diện và những "
        "người được nêu trong giấy tờ đã gửi."
    ),
    (
        "Người xem: cán bộ, lãnh đạo Liên minh của tỉnh; người thẩm tra, thành viên hội đồng và người kiểm "
        "tra của Trung ương. Dữ liệu không được dùng cho việc khác."
    ),
    (
        "Công bố: khi được tôn vinh, tên, địa chỉ, lĩnh vực và thành tích của hợp tác xã được công bố công "
        "khai; số liệu chi tiết và giấy tờ không được công bố."
    ),
    (
        "Quyền của anh/chị: xem, yêu cầu sửa hoặc xóa dữ liệu, và rút lại sự đồng ý bất kỳ lúc nào bằng cách "
        "báo cho Liên minh của tỉnh; rút lại không ảnh hưởng đến việc đã làm trước đó. Theo Luật Bảo vệ dữ "
        "liệu cá nhân số 91/2025/QH15."
    ),
)


def consent_words() -> str:
    """SHA-256 of the text a contact consents to, kept with the consent: nobody has to guess which text it was."""
    return hashlib.sha256("\n".join(CONSENT_TEXT).encode("utf-8")).hexdigest()


def invitation(cooperative: str, season_title: str, until: str, helper: str) -> tuple[str, str]:
    """Title and body of the text an officer pastes into Zalo; the address comes last."""
    title = f"Mời {cooperative} điền hồ sơ {season_title}"
    body = (
        "Anh/chị mở liên kết dưới đây để điền số liệu, gửi giấy tờ và xác nhận đồng ý tham gia. Không cần tài khoản; "
        f"có thể làm dở rồi mở lại.\nLiên kết dùng được đến {until}, chỉ dành cho hợp tác xã, xin không chuyển cho "
        f"người khác.\nCần giúp, gọi: {helper}."
    )
    return title, body
