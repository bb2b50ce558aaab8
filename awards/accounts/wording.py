"""Words of sign-in, said once."""

from __future__ import annotations

from awards.policy.actor import Role

ROLE_TITLES: dict[Role, str] = {
    Role.CONTACT: "Đầu mối hợp tác xã",
    Role.OFFICER: "Cán bộ Liên minh tỉnh",
    Role.LEADER: "Lãnh đạo Liên minh tỉnh",
    Role.PROVINCE_MEMBER: "Ủy viên hội đồng cấp tỉnh",
    Role.PROVINCE_SECRETARY: "Thư ký hội đồng cấp tỉnh",
    Role.SCREENER: "Cán bộ thẩm tra",
    Role.JUDGE: "Ủy viên hội đồng Trung ương",
    Role.CHAIR: "Chủ tịch hội đồng Trung ương",
    Role.SECRETARY: "Thư ký hội đồng Trung ương",
    Role.OFFICE: "Thường trực giải thưởng",
    Role.STANDING: "Ban Thường vụ",
    Role.AUDITOR: "Thanh tra, kiểm tra",
    Role.SYSADMIN: "Quản trị hệ thống",
}


INVITATION_SUBJECT = "Liên kết vào hệ thống giải thưởng"
INVITATION = """Kính gửi {name},

Anh/chị được mời dùng hệ thống Giải thưởng Liên minh Hợp tác xã Việt Nam.
Mở liên kết dưới đây để đặt mật khẩu. Liên kết dùng một lần, trong 3 ngày; đừng chuyển cho người khác.

{link}

Nếu anh/chị không chờ thư này, xin bỏ qua và báo cho Thường trực giải thưởng.
"""
"""Plain text; ``name`` and ``link`` are filled in."""
