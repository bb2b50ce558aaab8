"""Councils of seven before they meet: the centre's, and a province's own for cooperatives and for products.

The people of Cà Mau's council are invented; who sits in it by post is as reported of its sitting in February 2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from flask_security import hash_password
from sqlalchemy import select

from awards.accounts import services as accounts
from awards.accounts.identity import actor_of
from awards.accounts.inputs import AccountInput
from awards.accounts.models import User
from awards.base import clock
from awards.base.database import db
from awards.base.transaction import transaction
from awards.conflicts import register
from awards.conflicts.inputs import RelationInput
from awards.conflicts.states import RelationKind
from awards.councils import services as councils
from awards.councils.inputs import CouncilInput, MemberInput
from awards.councils.models import Assignment, Council, CouncilMember, JudgingRound
from awards.councils.states import AssignmentState, Post
from awards.nominations import services as nominations
from awards.nominations.models import Nomination
from awards.nominees.inputs import FiguresInput
from awards.policy.actor import OPERATOR, Actor, Role
from awards.publicity import services as publicity
from awards.results import services as results
from awards.seasons import services as seasons
from awards.seasons.inputs import SeasonInput
from awards.seasons.models import Season
from awards.seasons.states import AwardKey, ConfirmationKind
from awards.units.models import Alliance
from tests import screened
from tests.builders import RULEBOOK, a_draft, an_organisation, calendar_around, complete, forward, good_years
from tests.cast import AWAY, PASSPHRASE, Cast, email_of
from tests.declared import everybody_declares
from tests.judged import a_public_season, cast_one
from tests.met import QUORUM, ballot, publish
from tests.provincial import KEY, online
from tests.provincial import marks as marks_below
from tests.register_builders import a_product

PROVINCE = "ca_mau"
"""Accounts of the province's council: `ca_mau_chair`, `ca_mau_vice`, ... in the order of their numbers."""
SEATS: tuple[tuple[str, str, Post, str], ...] = (
    ("chair", "Huỳnh Văn Đước", Post.CHAIR, "Chủ tịch Liên minh Hợp tác xã (mẫu)"),
    ("vice", "Lâm Thị Bần", Post.VICE_CHAIR, "Phó Chủ tịch Liên minh Hợp tác xã (mẫu)"),
    ("farming", "Tô Văn Mắm", Post.MEMBER, "Chi cục Kinh tế hợp tác và Phát triển nông thôn (mẫu)"),
    ("trade", "Quách Thị Sú", Post.MEMBER, "Sở Công Thương (mẫu)"),
    ("finance", "Dư Quốc Vẹt", Post.MEMBER, "Sở Tài chính (mẫu)"),
    ("policy", "Châu Thị Tràm", Post.MEMBER, "Phòng Chính sách, Liên minh Hợp tác xã (mẫu)"),
    ("secretary", "Ngô Thị Ô Rô", Post.SECRETARY, "Văn phòng Liên minh Hợp tác xã (mẫu)"),
)
ROLES: Mapping[Post, frozenset[Role]] = {
    Post.CHAIR: frozenset({Role.LEADER, Role.PROVINCE_MEMBER}),
    Post.SECRETARY: frozenset({Role.PROVINCE_SECRETARY}),
}
COOPERATIVES = ("Hợp tác xã Mẫu Tôm – Lúa Ba Khía", "Hợp tác xã Mẫu Cua Rừng Ngập Mặn")
PRODUCTS = ("Mật ong rừng tràm (mẫu)", "Khô cá bổi (mẫu)")
LEVEL = """[[levels]]
key = "province"
label = "Hội đồng cấp tỉnh"
aggregation = { method = "mean", minimum_sheets = 3, origin = "tự đặt" }
decision = { purpose = "forward", floor = { value = 70, origin = "model" } }

"""


@dataclass(frozen=True)
class Seven:
    """A council of seven whose sheets are counted, with its entries in the order of their totals."""

    council: Council
    nominations: Sequence[Nomination]

    @property
    def season(self) -> Season:
        return self.council.season

    def member(self, number: int) -> CouncilMember:
        return next(one for one in self.council.members if one.judge_number == number)


def engage(key: str, name: str, roles: frozenset[Role], alliance: Alliance | None = None) -> Actor:
    """One more account, that can sign in as everybody of the cast."""
    with transaction():
        user = accounts.create_account(OPERATOR, AccountInput(email_of(key), name, "", roles), alliance)
        user.password = _hashed()
    return actor_of(user)


@cache
def _hashed() -> str:
    """Once for everybody: it takes its time on purpose."""
    hashed: str = hash_password(PASSPHRASE)
    return hashed


def a_central_seven(
    cast: Cast, text: str, places: Sequence[tuple[str, str, int]], title: str = "Mùa giải mẫu"
) -> Seven:
    """Chair, vice-chair, four members (the third of home), member-secretary; their sheets are counted.

    ``places``: "home" or "away", the nominee's name, and by how many steps below full everybody marks it.
    """
    publish(cast, text)
    season = a_public_season(cast, title)
    entered = {_accepted(cast, season, where == "away", name): below for where, name, below in places}
    vice = engage("vice_chair", "Triệu Văn Ổn", frozenset({Role.JUDGE}))
    seventh = engage("seventh", "Lò Thị Ươm", frozenset({Role.JUDGE}))
    seats = (
        (cast.chair, Post.CHAIR),
        (vice, Post.VICE_CHAIR),
        (cast.judge, Post.MEMBER),
        (cast.other_judge, Post.MEMBER),
        (cast.home_judge, Post.MEMBER),
        (seventh, Post.MEMBER),
        (cast.secretary, Post.SECRETARY),
    )
    founded = CouncilInput("Hội đồng bình chọn Trung ương (mẫu)", "12/QĐ-MẪU", clock.today())
    with transaction():
        council = councils.appoint_council(cast.office, season, founded)
        for actor, post in seats:
            councils.add_member(cast.office, council, db.session.get_one(User, actor.user_id), post)
        judging_round = councils.assign_judges(cast.office, council)
    everybody_declares(judging_round)
    with transaction():
        for assignment in _assigned(judging_round):
            cast_one(actor_of(_user(assignment)), season, assignment, entered[assignment.nomination])
        results.close_and_count(cast.office, judging_round)
    return Seven(council, sorted(entered, key=lambda one: entered[one]))


def two_provincial_sevens(cast: Cast) -> tuple[Seven, Seven]:
    """Cà Mau's seven, once for its cooperatives and once for its products; everybody is of the province.

    Number 4 advises the first cooperative, the chair is kin to the owner of the second product.
    """
    alliance = db.session.scalars(select(Alliance).where(Alliance.province_name == AWAY)).one()
    member = frozenset({Role.PROVINCE_MEMBER})
    people = [engage(f"{PROVINCE}_{key}", name, ROLES.get(post, member), alliance) for key, name, post, _ in SEATS]
    closed = ballot("approval", secret=True)
    by_hands = ballot("approval", threshold="1/2", strictly=True, denominator="valid", chair_casts=True)
    first = _a_season(cast, AwardKey.COOPSTAR, two_levels(closed), "CoopStar cấp tỉnh (mẫu)")
    second = _a_season(cast, AwardKey.COOPGOLD, of_products(two_levels(by_hands)), "Mai An Tiêm cấp tỉnh (mẫu)")
    cooperatives = [
        complete(
            cast.stranger,
            a_draft(cast, first, by=cast.stranger, organisation=an_organisation(cast.stranger, name=name)),
        )
        for name in COOPERATIVES
    ]
    products = [_a_product(cast, second, name) for name in PRODUCTS]
    ties = ((3, cooperatives[0], RelationKind.ADVISER), (0, products[1], RelationKind.FAMILY))
    star, gold = (
        _judged(people, season, alliance, entries, [(number, kind) for number, at, kind in ties if at is tied], tied)
        for season, entries, tied in ((first, cooperatives, cooperatives[0]), (second, products, products[1]))
    )
    return star, gold


def two_levels(approval: str) -> str:
    """The sample rulebook with a province's level that votes before the centre's, and departs by hands."""
    text = RULEBOOK.read_text(encoding="utf-8").replace('key = "coopstar-mau"', f'key = "{KEY}"', 1)
    meeting = QUORUM + approval + ballot("departures")
    return text.replace("[[levels]]\n", f"{LEVEL}{meeting}\n[[levels]]\n", 1)


def of_products(text: str) -> str:
    """The same rules for groups of products."""
    groups = iter(("food_drink", "handicraft", "tourism_service"))
    text = re.sub(r"sector_groups = \[[^\]]*\]", lambda _: f'sector_groups = ["{next(groups)}"]', text)
    return text.replace(KEY, f"{KEY}-san-pham").replace('award = "coopstar"', 'award = "coopgold"')


def _a_season(cast: Cast, award: AwardKey, text: str, title: str) -> Season:
    with transaction():
        published = publicity.publish_rulebook(cast.office, text)
        seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")
        entry = SeasonInput(award, clock.today().year, title, calendar_around())
        season = seasons.create_season(cast.office, entry, published, is_sample=True)
        publicity.open_season(cast.office, season)
    return season


def _a_product(cast: Cast, season: Season, name: str) -> Nomination:
    owner = an_organisation(cast.stranger)
    product = a_product(cast.stranger, owner, name=name)
    with transaction():
        draft = nominations.begin_nomination(cast.stranger, season, owner, product)
        nominations.save_section(cast.stranger, draft, FiguresInput(tuple(good_years())))
    return complete(cast.stranger, draft)


def _judged(
    people: Sequence[Actor],
    season: Season,
    alliance: Alliance,
    entries: Sequence[Nomination],
    ties: Sequence[tuple[int, RelationKind]],
    tied: Nomination,
) -> Seven:
    """Appointed, with its register, marked and counted by the province itself; the later an entry the lower."""
    leader = people[0]
    founded = CouncilInput(f"Hội đồng bình chọn tỉnh {AWAY} (mẫu)", "18/QĐ-MẪU", clock.today())
    with transaction():
        council = councils.appoint_council(leader, season, founded, alliance)
        for actor, (_, name, post, agency) in zip(people, SEATS, strict=True):
            user = db.session.get_one(User, actor.user_id)
            councils.add_member(leader, council, user, post, MemberInput("", post, name, agency))
        for number, kind in ties:
            entry = RelationInput(kind, tied.organisation.tax_code, "", "Tự khai với thư ký.")
            register.record_relation(leader, council.members[number], entry)
        judging_round = councils.put_before_council(leader, council, entries)
    everybody_declares(judging_round)
    order = {one.id: place for place, one in enumerate(entries)}
    for assignment in _assigned(judging_round):
        online(actor_of(_user(assignment)), assignment, marks_below(assignment, order[assignment.nomination_id]))
    with transaction():
        results.close_and_count(leader, judging_round)
    return Seven(council, entries)


def _assigned(judging_round: JudgingRound) -> Sequence[Assignment]:
    statement = select(Assignment).where(
        Assignment.round_id == judging_round.id, Assignment.state == AssignmentState.ASSIGNED.value
    )
    return db.session.scalars(statement.order_by(Assignment.id)).all()


def _user(assignment: Assignment) -> User:
    user = assignment.member.user
    assert user is not None
    return user


def _accepted(cast: Cast, season: Season, away: bool, name: str) -> Nomination:
    officer, leader = (cast.stranger, cast.stranger_leader) if away else (cast.officer, cast.leader)
    draft = a_draft(cast, season, by=officer, organisation=an_organisation(officer, name=name))
    forward(officer, leader, complete(officer, draft))
    screened.accept(cast, draft)
    return draft
