"""The dossier as a list of tasks, the check before sending, and the list of all nominations."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from sqlalchemy import insert

from awards.base.database import db
from awards.base.transaction import transaction
from awards.nominations import services
from awards.nominations.completeness import readiness
from awards.nominations.dossier import live_content
from awards.nominations.inputs import AchievementsInput, OrganisationChecked, OwnMark, SelfScoreInput
from awards.nominations.models import Nomination
from awards.nominations.queries import NominationFilter, count_by_state, list_visible_to
from awards.nominations.section_pages import stored_entry
from awards.nominations.self_score import assess
from awards.nominations.states import NominationState, Part, TaskState
from awards.nominations.tasks import TAKEN_OVER, TaskList, task_list
from awards.nominees import services as nominees
from awards.nominees.inputs import FiguresInput
from awards.papers import services as papers
from awards.papers.inputs import PaperInput
from awards.policy.actor import Actor
from awards.seasons.rulebooks import rulebook_of
from scoring.rounding import vietnamese_number
from tests.builders import (
    RULES,
    a_complete_draft,
    a_draft,
    a_figure,
    a_pdf,
    an_open_season,
    an_organisation,
    complete,
)
from tests.cast import Cast, CastClient

ClientOf = Callable[[Actor], CastClient]


def tasks(nomination: Nomination) -> TaskList:
    db.session.expire_all()
    content = live_content(nomination)
    ready = readiness(rulebook_of(nomination.season), content)
    return task_list(nomination, content, ready, lambda part: services.shut_sentence(nomination, part))


def states(nomination: Nomination) -> dict[Part, TaskState]:
    return {task.part: task.state for task in tasks(nomination).tasks}


def test_papers_of_which_one_is_still_missing_are_under_way_not_wrong(cast: Cast) -> None:
    """Although the condition that asks for the missing one is not met yet."""
    nomination = a_draft(cast, an_open_season(cast))
    with transaction():
        papers.attach(cast.officer, nomination, PaperInput("criteria_report"), a_pdf())
    found = tasks(nomination).task(Part.PAPERS)
    assert (found.state, [one for one in found.missing if "Bản đăng ký" in one] != []) == (TaskState.DOING, True)


def test_every_section_has_its_state_from_the_first_word_to_the_last(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    seen = [states(nomination)]
    with transaction():
        services.save_section(cast.officer, nomination, AchievementsInput("Đang viết"), finished=False)
        nominees.save_figures(cast.officer, nomination.organisation, FiguresInput((a_figure("revenue", "1000000"),)))
    seen.append(states(nomination))
    complete(cast.officer, nomination)
    with transaction():
        services.save_section(cast.officer, nomination, OrganisationChecked())
    seen.append(states(nomination))
    todo, doing, done, wrong = TaskState.TODO, TaskState.DOING, TaskState.DONE, TaskState.WRONG
    assert [[state.value for state in one.values()] for one in seen] == [
        [todo, doing, todo, todo, todo, todo, todo, todo],
        [todo, wrong, todo, doing, todo, todo, todo, todo],
        [done, wrong, done, done, done, done, todo, todo],
    ]
    assert (tasks(nomination).done, tasks(nomination).task(Part.FIGURES).missing) == (
        5,
        ("Doanh thu 1.000.000 đồng/năm, thấp hơn mức tối thiểu 1.500.000.000.",),
    )


def test_figures_of_the_register_are_not_done_before_somebody_has_saved_them_here(
    cast: Cast, client_of: ClientOf
) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    path = f"/ho-so/{nomination.public_id}"
    page = client_of(cast.officer).get(f"{path}/muc/so-lieu").text
    assert (TAKEN_OVER in client_of(cast.officer).get(path).text, "Chưa lưu lần nào" in page) == (True, True)
    found = tasks(nomination).task(Part.FIGURES)
    assert (found.state, found.missing) == (TaskState.DOING, (TAKEN_OVER,))
    with transaction():
        services.save_section(cast.officer, nomination, stored_entry(nomination, Part.FIGURES))
    found = tasks(nomination).task(Part.FIGURES)
    assert (found.state, found.missing) == (TaskState.DONE, ())
    assert "Chưa lưu lần nào" not in client_of(cast.officer).get(f"{path}/muc/so-lieu").text


def test_what_was_called_finished_is_open_again_once_its_facts_change(cast: Cast) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    with transaction():
        services.save_section(cast.officer, nomination, OrganisationChecked())
    before = states(nomination)[Part.ORGANISATION]
    with transaction():
        nomination.organisation.name = "Hợp tác xã Mẫu đổi tên"
    assert (before, states(nomination)[Part.ORGANISATION]) == (TaskState.DONE, TaskState.DOING)


def test_the_page_names_what_is_missing_and_leads_each_person_on(cast: Cast, client_of: ClientOf) -> None:
    nomination = a_draft(cast, an_open_season(cast))
    path = f"/ho-so/{nomination.public_id}"
    officer, leader = (client_of(one).get(path).text for one in (cast.officer, cast.leader))
    assert all(
        "Chưa có: tóm tắt thành tích." in page and "<strong>0/8</strong> mục đã xong" in page
        for page in (officer, leader)
    )
    assert (f'href="{path}/muc/thanh-tich"' in officer, f'href="{path}/muc/thanh-tich"' in leader) == (True, False)
    assert f'href="{path}/kiem-tra#achievements"' in leader
    assert re.search(r"Hạn nhận hồ sơ: <strong>.*\(Thứ|\(Chủ", officer)
    assert "còn 19 ngày 23 giờ" in officer or "còn 20 ngày" in officer


def test_the_check_page_puts_the_gaps_first_and_leads_back(cast: Cast, client_of: ClientOf) -> None:
    season = an_open_season(cast)
    empty, whole = a_draft(cast, season), a_complete_draft(cast, season)
    officer = client_of(cast.officer)
    pages = [officer.get(f"/ho-so/{one.public_id}/kiem-tra").text for one in (empty, whole)]
    assert ["Chưa trình được" in page for page in pages] == [True, False]
    assert pages[0].index("Chưa có: tóm tắt thành tích.") < pages[0].index('id="organisation"')
    assert "Hồ sơ đã đủ nội dung và đạt các điều kiện tham gia." in pages[1]
    assert f'href="/ho-so/{whole.public_id}/muc/thanh-tich?ve=kiem-tra"' in pages[1]
    section = f"/ho-so/{whole.public_id}/muc/thanh-tich"
    back = officer.post(section, data={"achievements": "Liên kết tiêu thụ.", "ve": "kiem-tra", "base": ""})
    assert back.status_code == 409
    base = re.search(r'name="base" value="([^"]*)"', back.text)
    assert base is not None
    again = officer.post(section, data={"achievements": "Liên kết.", "ve": "kiem-tra", "base": base.group(1)})
    assert (again.status_code, again.location) == (302, f"/ho-so/{whole.public_id}/kiem-tra#achievements")


def test_self_assessment_shows_computed_points_with_their_working_and_is_never_counted(cast: Cast) -> None:
    nomination = a_complete_draft(cast, an_open_season(cast))
    before = live_content(nomination)
    empty = assess(RULES, before)
    expert = next(row.criterion for row in empty.rows if row.is_own)
    with transaction():
        services.save_section(
            cast.officer, nomination, SelfScoreInput({expert.key: OwnMark("2.5", "Có biên bản đại hội.")})
        )
    db.session.expire_all()
    after = live_content(nomination)
    told = assess(RULES, after)
    own = next(row for row in told.rows if row.criterion.key == expert.key)
    half = Fraction(5, 2)
    assert (own.points, own.note, told.given, told.total - empty.total) == (half, "Có biên bản đại hội.", 1, half)
    assert all(row.working for row in told.rows if row.points is not None and not row.is_own)
    assert vietnamese_number(told.most) == "100"
    assert after.entry() == before.entry()
    assert type(after).read(after.canonical()) == after


def test_a_revision_without_the_later_fields_reads_and_is_digested_as_before(cast: Cast) -> None:
    content = live_content(a_draft(cast, an_open_season(cast)))
    assert not {"product", "self_marks", "sources", "past_honours"} & set(re.findall(r'"(\w+)":', content.canonical()))
    assert type(content).read(content.canonical()).digest() == content.digest()


def test_an_earlier_dossier_of_the_nominee_is_taken_over_when_asked_for(cast: Cast, client_of: ClientOf) -> None:
    organisation = an_organisation(cast.officer)
    earlier = complete(cast.officer, a_draft(cast, an_open_season(cast, title="Mùa trước"), organisation=organisation))
    season = an_open_season(cast, title="Mùa này")
    officer = client_of(cast.officer)
    answer = officer.post(f"/ho-so/de-cu/{season.public_id}", data={"nominee": organisation.public_id, "copied": "y"})
    db.session.expire_all()
    fresh = db.session.query(Nomination).filter_by(season_id=season.id).one()
    assert (answer.status_code, answer.location) == (302, f"/ho-so/{fresh.public_id}")
    assert (fresh.achievements, fresh.consent_by, fresh.consent_on) == (earlier.achievements, earlier.consent_by, None)
    assert {row.figure: row.value for row in fresh.answers} == {row.figure: row.value for row in earlier.answers}
    assert states(fresh)[Part.ACHIEVEMENTS] is TaskState.DOING
    assert f"Đã chép nội dung từ hồ sơ {earlier.reference}." in officer.get(answer.location).text


def test_the_list_is_searched_without_accents_and_counted_by_state(cast: Cast) -> None:
    season = an_open_season(cast)
    organisation = an_organisation(cast.officer, name="Hợp tác xã Mẫu Đường Ưởng")
    found = a_draft(cast, season, organisation=organisation)
    a_draft(cast, season)
    a_draft(cast, season, by=cast.stranger)
    searches = ("duong uong", "Đường Ưởng", found.reference.lower(), organisation.tax_code[:10], "không có")
    seen = [
        [one.id for one in list_visible_to(cast.officer, NominationFilter(words=words), 1).rows] for words in searches
    ]
    assert seen == [[found.id]] * 4 + [[]]
    assert count_by_state(cast.officer, NominationFilter(season=season.public_id)) == {NominationState.DRAFT: 2}
    assert list_visible_to(cast.officer, NominationFilter(state="forwarded"), 1).total == 0


def test_three_thousand_nominations_are_listed_with_as_many_queries_as_one(
    cast: Cast, client_of: ClientOf, count_queries: Callable[[], list[str]]
) -> None:
    season, officer = an_open_season(cast), client_of(cast.officer)
    model = a_draft(cast, season)
    officer.get("/ho-so/")
    seen = count_queries()
    seen.clear()
    officer.get("/ho-so/")
    few = len(seen)
    copied = {
        column.name: getattr(model, column.name) for column in Nomination.__table__.columns if column.name != "id"
    }
    rows = [
        {**copied, "public_id": f"x{number}", "reference": f"HS-{number}", "state": "withdrawn"}
        for number in range(3000)
    ]
    with transaction():
        db.session.execute(insert(Nomination), rows)
    seen.clear()
    page = officer.get("/ho-so/?trang=7&q=mau")
    assert (page.status_code, len(seen), "3.001 hồ sơ." in page.text) == (200, few, True)
