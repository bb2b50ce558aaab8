"""Forms about workbooks."""

from __future__ import annotations

from wtforms import FileField

from awards.base.forms import Form


class WorkbookForm(Form):
    """One workbook."""

    workbook = FileField("Tệp Excel đã điền", description="Tệp .xlsx theo mẫu tải về từ trang này, tối đa 25 MB.")
