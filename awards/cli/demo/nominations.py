"""Provinces put their cooperatives forward, and the desk looks at them: every act by the person it belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from awards.base import clock
from awards.base.files import PDF, IncomingFile
from awards.cli.demo import names
from awards.cli.demo.cooperatives import Registry, achievements
from awards.cli.demo.people import Desk, People
from awards.cli.demo.story import Story
from awards.forwarding import services as forwarding
from awards.nominations import services
from awards.nominations.inputs import (
    AchievementsInput,
    ConsentInput,
    DeclarationsInput,
    OrganisationChecked,
    SectionInput,
)
from awards.nominations.models import Nomination
from awards.nominations.section_pages import stored_entry
from awards.nominations.states import Part
from awards.papers import services as papers
from awards.papers.inputs import PaperInput
from awards.screening import proposals
from awards.screening import services as screening
from awards.seasons.models import Season

PAPERS = Path(__file__).parent / "papers"
PAPER_NAMES = {
    "registration": "Bản đăng ký tham gia.pdf",
    "criteria_report": "Báo cáo kết quả thực hiện tiêu chí.pdf",
    "compliance_proof": "Xác nhận hoàn thành nghĩa vụ thuế, bảo hiểm xã hội.pdf",
    "finance_report": "Báo cáo tài chính.pdf",
}


@dataclass
class Province:
    """One province at work in one season."""

    story: Story
    registry: Registry
    people: People
    season: Season
    desk: Desk
    papers: tuple[str, ...] = tuple(PAPER_NAMES)

    def begin(self, standing: int) -> Nomination:
        """A draft in which nothing is typed yet."""
        with self.story.act():
            organisation = self.registry.register(self.desk, self.season, standing)
            return services.begin_nomination(self.desk.officer, self.season, organisation)

    def prepare(self, standing: int, *, open_inquiry: bool = False) -> Nomination:
        """A draft with everything the rulebook asks for."""
        nomination = self.begin(standing)
        with self.story.act():
            self.fill_in(nomination, open_inquiry=open_inquiry)
            for paper in self.papers:
                papers.attach(self.desk.officer, nomination, PaperInput(paper), sample_paper(paper))
        return nomination

    def fill_in(self, nomination: Nomination, *, open_inquiry: bool = False) -> None:
        number = nomination.organisation_id
        invention = self.registry.inventions[number]
        entries: tuple[SectionInput, ...] = (
            OrganisationChecked(),
            ConsentInput(clock.today(), names.person("director", number)),
            AchievementsInput(achievements(number)),
            DeclarationsInput(invention.answers(on_hold=open_inquiry)),
            stored_entry(nomination, Part.FIGURES),
        )
        for entry in entries:
            services.save_section(self.desk.officer, nomination, entry)

    def forward(self, standing: int, *, open_inquiry: bool = False) -> Nomination:
        nomination = self.prepare(standing, open_inquiry=open_inquiry)
        self.send(nomination)
        return nomination

    def send(self, nomination: Nomination) -> None:
        self.sign_off(self.ask(nomination))
        with self.story.act():
            forwarding.forward(self.desk.leader, nomination)

    def ask(self, nomination: Nomination) -> Nomination:
        """The officer has finished; the leader looks next."""
        with self.story.act():
            forwarding.ask_for_sign_off(self.desk.officer, nomination)
        return nomination

    def sign_off(self, nomination: Nomination) -> Nomination:
        with self.story.act():
            forwarding.sign_off(self.desk.leader, nomination)
        return nomination

    def replace(self, nomination: Nomination, successor: Nomination) -> None:
        reason = "Hợp tác xã đề nghị rút để kiện toàn ban quản trị; tỉnh chọn đơn vị khác."
        with self.story.act():
            forwarding.replace(self.desk.leader, nomination, successor, reason)

    def accept(self, nomination: Nomination) -> Nomination:
        with self.story.act():
            proposal = proposals.propose_acceptance(self.people.screener, nomination)
        with self.story.act():
            proposals.confirm(self.people.office, proposal)
        return nomination

    def send_back(self, nomination: Nomination, until: datetime) -> Nomination:
        reasons = {
            "paper:criteria_report": "Báo cáo thiếu phần phương hướng năm tới; đề nghị bổ sung và ký lại.",
            "figures": "Số lao động tham gia bảo hiểm chưa khớp với báo cáo tài chính.",
        }
        with self.story.act():
            screening.return_to_province(self.people.screener, nomination, reasons, until=until)
        return nomination

    def hold(self, nomination: Nomination) -> Nomination:
        with self.story.act():
            screening.hold(self.people.screener, nomination, "Chờ kết luận xác minh đơn phản ánh tại địa phương.")
        return nomination

    def refuse(self, nomination: Nomination) -> Nomination:
        reason = "Giấy chứng nhận đăng ký đã hết hiệu lực từ trước ngày gửi hồ sơ."
        clause = "Điều kiện tham gia, mục 1 của thể lệ mẫu"
        with self.story.act():
            proposal = proposals.propose_refusal(self.people.screener, nomination, reason, clause)
        with self.story.act():
            proposals.confirm(self.people.office, proposal)
        return nomination

    def withdraw(self, nomination: Nomination) -> Nomination:
        with self.story.act():
            forwarding.withdraw(self.desk.leader, nomination, "Hợp tác xã xin thôi tham gia mùa này.")
        return nomination


@cache
def sample_paper(paper: str) -> IncomingFile:
    """A small real PDF that says of itself that it is a sample."""
    content = (PAPERS / f"{paper}.pdf").read_bytes()
    return IncomingFile(PAPER_NAMES[paper], PDF, content, hashlib.sha256(content).hexdigest())
