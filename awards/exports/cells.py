"""How the workbook's cells look and how a value gets into one; texts stay texts whatever they begin with."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from awards.exports.columns import Kind

FONT = "Times New Roman"
RED = "#8A1220"
SHADE = "#F6F0E4"
HAIR = {"border": 1, "border_color": "#8C8377"}

Value = str | int | Decimal | date | None

# Dots between thousands whatever the region of the computer that opens the file. A number format knows
# two conditions only, so amounts from a thousand tỷ upwards have one of their own.
_MONEY = r"[>=1000000000]#\.###\.###\.##0;[>=1000000]#\.###\.##0;#,##0"
_GREAT_MONEY = r"[>=1000000000000]#\.###\.###\.###\.##0;[>=1000000000]#\.###\.###\.##0;#,##0"
_LOOKS: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"text_wrap": True, "align": "left", "indent": 1},
    Kind.CENTRED: {"align": "center", "num_format": "@", "text_wrap": True},
    Kind.WHOLE: {"num_format": r"[>=1000]#\.##0;0", "align": "center"},
    Kind.MONEY: {"num_format": _MONEY, "align": "right", "indent": 1},
    Kind.MARK: {"num_format": "0.00", "bold": True, "align": "center"},
    Kind.SHARE: {"num_format": "0.0%", "align": "center"},
    Kind.DAY: {"num_format": "dd/mm/yyyy", "align": "left"},
}


class Cells:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def look(self, **changes: object) -> Format:
        """A format of the house's letters with ``changes``, as XlsxWriter names them."""
        wanted = {"font_name": FONT, "font_size": 12, "valign": "vcenter", **changes}
        key = repr(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def heading(self) -> Format:
        """The look of a table's heading."""
        return self.look(bold=True, align="center", text_wrap=True, bg_color=SHADE, **HAIR)

    def write(self, page: Worksheet, row: int, column: int, kind: Kind, value: Value, **changes: object) -> None:
        """One value: text as text, numbers and days as such, nothing as an empty cell."""
        look = dict(_LOOKS[kind])
        if kind is Kind.MONEY and isinstance(value, int) and value >= 10**12:
            look["num_format"] = _GREAT_MONEY
        cell = self.look(**(look | changes))
        if value is None:
            page.write_blank(row, column, None, cell)
        elif isinstance(value, str):
            self.write_text(page, row, column, value, cell)
        elif isinstance(value, date):
            page.write_datetime(row, column, datetime.combine(value, time()), cell)
        else:
            page.write_number(row, column, value, cell)

    def write_text(self, page: Worksheet, row: int, column: int, text: str, cell: Format) -> None:
        """Text as it is; XlsxWriter would take ``<r>…</r>`` for its own markup and store it unescaped."""
        if text.startswith("<r>") and text.endswith("</r>"):
            plain = self.look()
            page.write_rich_string(row, column, plain, text[:1], plain, text[1:], cell)
        else:
            page.write_string(row, column, text, cell)

    def write_across(self, page: Worksheet, row: int, first: int, last: int, text: str, cell: Format) -> None:
        """Text over merged cells."""
        page.merge_range(row, first, row, last, "", cell)
        self.write_text(page, row, first, text, cell)


_WIDE, _NARROW = frozenset("mw"), frozenset("iíìỉĩịjlft.,;:'()-|")


def lines_of(text: str, width: float) -> int:
    """Lines that ``text`` takes in a column ``width`` characters wide, rather one too many than one too few.

    Not every program makes a row high enough for wrapped text by itself.
    """
    room, lines, used = width * 7 - 12, 1, 0.0
    for word in text.split():
        length = sum(_letter_width(letter) for letter in word)
        if used and used + 4 + length > room:
            lines, used = lines + 1, 0.0
        used += length + (4 if used else 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


def _letter_width(letter: str) -> float:
    """Pixels of a letter of Times New Roman 12, rather more than less."""
    if letter in _WIDE or letter.isupper():
        return 11.5
    return 5.2 if letter in _NARROW else 7.8
