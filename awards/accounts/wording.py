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

SECURITY_MESSAGES: dict[str, str] = {
    "GENERIC_AUTHN_FAILED": "Địa chỉ thư điện tử hoặc mật khẩu chưa đúng. Hãy nhập lại.",
    "GENERIC_RECOVERY": "Nếu địa chỉ này có tài khoản, hướng dẫn đặt lại mật khẩu đã được gửi tới hộp thư.",
    "UNAUTHENTICATED": "Hãy đăng nhập để xem trang này.",
    "UNAUTHORIZED": "Tài khoản này không được xem trang đó.",
    "LOGIN": "Hãy đăng nhập để xem trang này.",
    "DISABLED_ACCOUNT": "Địa chỉ thư điện tử hoặc mật khẩu chưa đúng. Hãy nhập lại.",
    "USER_DOES_NOT_EXIST": "Địa chỉ thư điện tử hoặc mật khẩu chưa đúng. Hãy nhập lại.",
    "INVALID_PASSWORD": "Địa chỉ thư điện tử hoặc mật khẩu chưa đúng. Hãy nhập lại.",
    "EMAIL_NOT_PROVIDED": "Nhập địa chỉ thư điện tử.",
    "INVALID_EMAIL_ADDRESS": "Địa chỉ thư điện tử chưa đúng dạng, ví dụ ten@lienminh.vn.",
    "PASSWORD_NOT_PROVIDED": "Nhập mật khẩu.",
    "PASSWORD_INVALID_LENGTH": "Mật khẩu phải có ít nhất %(length)s ký tự. Có thể dùng một câu dễ nhớ, kể cả dấu cách.",
    "PASSWORD_TOO_SIMPLE": "Mật khẩu này quá dễ đoán. Hãy chọn một câu khác.",
    "RETYPE_PASSWORD_MISMATCH": "Hai lần nhập mật khẩu chưa giống nhau.",
    "PASSWORD_IS_THE_SAME": "Mật khẩu mới phải khác mật khẩu cũ.",
    "PASSWORD_RESET_NO_LOGIN": "Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới.",
    "PASSWORD_RESET_EXPIRED": "Liên kết đã quá hạn. Hãy xin liên kết mới.",
    "INVALID_RESET_PASSWORD_TOKEN": "Liên kết không đúng hoặc đã được dùng. Hãy xin liên kết mới.",
    "ANONYMOUS_USER_REQUIRED": "Anh/chị đang đăng nhập. Hãy đăng xuất trước khi mở trang đó.",
    "INVALID_REDIRECT": "Địa chỉ chuyển tiếp không hợp lệ.",
}
