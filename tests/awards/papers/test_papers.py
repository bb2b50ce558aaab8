"""Papers of a dossier: several files each, in the order people want, replaced and taken out."""

from __future__ import annotations

from datetime import date

import pytest

from awards.base.errors import DomainError
from awards.base.transaction import transaction
from awards.nominations.models import Nomination
from awards.papers import services
from awards.papers.inputs import PaperInput
from awards.policy.permission_map import Forbidden
from awards.seasons.models import Season
from tests.awards.papers.attaching import PAPER, attached, incoming, lying, names_of
from tests.builders import a_forwarded
from tests.cast import Cast
from tests.file_makers import pdf, picture


def test_files_of_a_paper_stand_in_the_order_people_put_them(draft: Nomination, cast: Cast) -> None:
    one, _two, three = attached(cast, draft, "1.pdf", "2.pdf", "3.pdf")
    steps = []
    for file, up in ((three, True), (three, True), (three, True), (one, False), (one, False)):
        with transaction():
            services.move(cast.officer, file, up=up)
        steps.append(names_of(draft))
    assert steps == [
        ["1.pdf", "3.pdf", "2.pdf"],
        ["3.pdf", "1.pdf", "2.pdf"],
        ["3.pdf", "1.pdf", "2.pdf"],
        ["3.pdf", "2.pdf", "1.pdf"],
        ["3.pdf", "2.pdf", "1.pdf"],
    ]


def test_a_replacement_takes_the_place_of_the_old_file(draft: Nomination, cast: Cast) -> None:
    _, two, _ = attached(cast, draft, "1.pdf", "2.pdf", "3.pdf")
    with transaction():
        services.replace(cast.officer, two, PaperInput(PAPER), incoming("mới.jpg", picture()))
    assert names_of(draft) == ["1.pdf", "mới.jpg", "3.pdf"]
    with pytest.raises(DomainError, match="đã được bỏ khỏi hồ sơ"), transaction():
        services.replace(cast.officer, two, PaperInput(PAPER), incoming("nữa.jpg", picture(9, 9)))
    with pytest.raises(DomainError, match="đã có trong mục"), transaction():
        services.replace(cast.officer, draft.kept_files[0], PaperInput(PAPER), incoming("mới.jpg", picture()))


def test_the_days_of_a_paper_are_corrected_without_sending_it_again(draft: Nomination, cast: Cast) -> None:
    (file,) = attached(cast, draft, "1.pdf")
    key = file.storage_key
    with transaction():
        services.replace(cast.officer, file, PaperInput(PAPER, date(2025, 1, 2), date(2030, 1, 2)), None)
    assert (file.issued_on, file.expires_on, file.storage_key) == (date(2025, 1, 2), date(2030, 1, 2), key)


def test_the_same_file_twice_is_kept_once(draft: Nomination, cast: Cast) -> None:
    for name in ("1.pdf", "bản khác tên.pdf"):
        with transaction():
            services.attach(cast.officer, draft, PaperInput(PAPER), incoming(name, pdf()))
    assert (names_of(draft), len(lying())) == (["1.pdf"], 1)


def test_a_dossier_holds_so_many_files_and_no_more(
    draft: Nomination, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_FILES", 2)
    with pytest.raises(DomainError, match="tối đa 2 tệp"):
        attached(cast, draft, "1.pdf", "2.pdf", "3.pdf")
    assert (names_of(draft), lying()) == ([], [])


def test_a_forwarded_dossier_keeps_its_papers(cast: Cast, season: Season) -> None:
    nomination = a_forwarded(cast, season)
    file = nomination.kept_files[0]
    for act in (
        lambda: services.move(cast.officer, file, up=True),
        lambda: services.remove(cast.officer, file),
        lambda: services.replace(cast.officer, file, PaperInput(file.paper), incoming("a.jpg", picture())),
        lambda: services.attach(cast.officer, nomination, PaperInput(file.paper), incoming("a.jpg", picture())),
    ):
        with pytest.raises(DomainError, match="Hồ sơ đã gửi"), transaction():
            act()


def test_only_the_own_officer_touches_the_papers(draft: Nomination, cast: Cast) -> None:
    (file,) = attached(cast, draft, "1.pdf")
    for actor in (cast.stranger, cast.leader, cast.screener, cast.contact):
        with pytest.raises(Forbidden):
            services.move(actor, file, up=True)
        with pytest.raises(Forbidden):
            services.replace(actor, file, PaperInput(PAPER), None)
