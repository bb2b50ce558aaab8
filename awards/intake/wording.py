"""Words of the workbook and its preview, said once."""

from __future__ import annotations

SHEET_NAME = "Hồ sơ"
GUIDE_NAME, LISTS_NAME, MISTAKES_NAME = "Hướng dẫn", "Danh mục", "Lỗi cần sửa"
EXAMPLE_MARK = "Ví dụ"
NUMBER_HEADING = "STT"
MISTAKE_HEADING = "Lỗi cần sửa"
SEPARATOR = ";"
NONE_OF_THEM = "Không có mục nào"
YES_NO_WORDS = {"Có": "yes", "Không": "no"}

HEADINGS: dict[str, tuple[str, str]] = {
    "tax_code": ("Mã số thuế", "10 chữ số, hoặc 13 chữ số nếu là đơn vị trực thuộc; để dạng văn bản"),
    "name": ("Tên theo giấy chứng nhận đăng ký", "Ghi đúng như trên giấy chứng nhận"),
    "kind": ("Loại hình", "Chọn trong danh sách"),
    "sector": ("Lĩnh vực hoạt động chính", "Chọn trong danh sách"),
    "commune": ("Xã, phường, đặc khu", "Theo địa giới từ ngày 01/7/2025, không ghi huyện"),
    "address": ("Số nhà, thôn, đường", ""),
    "founded_year": ("Năm thành lập", "Bốn chữ số"),
    "representative": ("Người đại diện", "Họ và tên"),
    "contact_phone": ("Điện thoại liên hệ", "Để dạng văn bản; không công khai"),
    "product_name": ("Tên sản phẩm", "Ghi đúng như trên nhãn"),
    "product_group": ("Nhóm sản phẩm", "Chọn trong danh sách"),
    "brand": ("Nhãn hiệu", ""),
    "consent_on": ("Ngày hợp tác xã ký bản đăng ký tham gia", "Ngày/tháng/năm, ví dụ 31/12/2026"),
    "consent_by": ("Người đại diện hợp tác xã ký", "Họ và tên"),
    "achievements": ("Tóm tắt thành tích", "Có thể để trống và nhập sau trên trang hồ sơ"),
}
"""Heading and hint of each column every nominee has."""

LEVEL_WORDS = {"good": "Đủ để nhập", "doubtful": "Nhập được, cần xem lại", "bad": "Có lỗi, chưa nhập được"}
LEVEL_TONES = {"good": "success", "doubtful": "warning", "bad": "danger"}
