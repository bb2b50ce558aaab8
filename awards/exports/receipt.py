"""The receipt of a forwarded dossier as a PDF (Typst). Data reach the template as JSON only, so no name is markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from awards.base.clock import VIETNAM
from awards.base.dates import format_deadline, format_instant, official_day
from awards.base.errors import DomainError
from awards.base.identifiers import grouped
from awards.base.numbers import format_whole
from awards.config import ROOT
from awards.exports.documents import Unprintable, pdf
from awards.nominations.dossier import DossierContent
from awards.nominations.models import DossierRevision
from awards.seasons.rulebooks import rulebook_of

TEMPLATE = ROOT / "templates" / "documents" / "receipt.typ"
NOTE = (
    "Biên nhận xác nhận Trung ương đã nhận đúng nội dung và các tệp nêu trên vào thời điểm đã ghi, chưa phải là kết "
    "luận về hồ sơ. Ai có tệp gốc đều tính lại được mã băm để đối chiếu."
)


@dataclass(frozen=True)
class Receipt:
    """What a receipt says; ``late_since`` is the deadline a dossier in the days of grace came after."""

    revision: DossierRevision
    content: DossierContent
    issuer: str
    late_since: datetime | None = None


def receipt_pdf(receipt: Receipt) -> bytes:
    """PDF/A-2b; the same receipt gives the same bytes. Raises :class:`DomainError` for a letter no font has."""
    try:
        return pdf(TEMPLATE, _data(receipt), receipt.revision.forwarded_at)
    except Unprintable as error:
        raise DomainError("Tên hợp tác xã hoặc tên tệp có ký tự lạ nên không in được biên nhận.") from error


def _data(receipt: Receipt) -> dict[str, object]:
    revision, content, season = receipt.revision, receipt.content, receipt.revision.nomination.season
    labels = {paper.key: paper.label for paper in rulebook_of(season).papers}
    code = grouped(revision.receipt_code)
    local = revision.forwarded_at.astimezone(VIETNAM)
    late = ""
    if receipt.late_since is not None:
        late = f"Hồ sơ đến sau hạn {format_deadline(receipt.late_since)}, trong thời gian gia hạn chung của mùa giải."
    return {
        "title": f"Biên nhận {code}",
        "issuer": receipt.issuer,
        "code": code,
        "day": official_day(local),
        "season": season.title,
        "facts": [
            ["Được đề cử", content.title],
            ["Mã số thuế", content.organisation.tax_code],
            ["Đơn vị gửi", revision.nomination.alliance.name],
            ["Người gửi", revision.forwarded_by.full_name],
            ["Mã hồ sơ", content.reference],
            ["Lần gửi", str(revision.number)],
            ["Trung ương nhận lúc", f"{format_instant(revision.forwarded_at)} ({local:%H:%M:%S}, giờ Việt Nam)"],
        ],
        "late": late,
        "papers": [
            {
                "label": labels.get(one.paper, "Bản ký, đóng dấu"),
                "name": one.name,
                "size": f"{format_whole(-(-one.size // 1024))} KB",
                "sha256": one.sha256,
            }
            for one in content.papers
        ],
        "digest": revision.digest,
        "note": NOTE,
        "footer": f"Biên nhận {code} · hồ sơ {content.reference}",
        "is_sample": season.is_sample,
    }
