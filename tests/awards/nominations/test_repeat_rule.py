"""The rule "not again" in a running season: the register of honours answers it, or a person must."""

from __future__ import annotations

import pytest

from awards.base.transaction import transaction
from awards.nominations.completeness import readiness
from awards.nominations.dossier import live_content
from awards.nominations.models import Nomination
from awards.nominations.past_honours import past_honours_for
from awards.seasons import services as seasons
from awards.seasons.inputs import SeasonInput
from awards.seasons.rulebooks import rulebook_of
from awards.seasons.states import AwardKey, ConfirmationKind
from scoring.eligibility import Outcome
from tests.builders import RULEBOOK, a_complete_draft, an_open_season, calendar_around
from tests.cast import Cast
from tests.register_builders import a_past_honour

REPEAT = """[[variants.eligibility]]
kind = "repeat"
key = "EL99"
label = "Chưa được tôn vinh trong mùa trước"
of = "nominee"
seasons = 1
clause = "Điều 9"
origin = "tự đặt"

"""
FIRST_CONDITION = '[[variants.eligibility]]\nkind = "threshold"\nkey = "EL01"'


@pytest.fixture
def nomination(cast: Cast) -> Nomination:
    """A draft in a season whose rules bar whoever was honoured in the last one."""
    text = RULEBOOK.read_text(encoding="utf-8").replace(FIRST_CONDITION, REPEAT + FIRST_CONDITION, 1)
    with transaction():
        published = seasons.publish_rulebook(cast.office, text)
        seasons.confirm_rulebook(cast.office, published, ConfirmationKind.SAMPLE, "Bản mẫu của phép thử")
        entry = SeasonInput(AwardKey.COOPSTAR, 2026, "Mùa không đề cử lại", calendar_around())
        season = seasons.create_season(cast.office, entry, published, is_sample=True)
        seasons.open_season(cast.office, season)
    return a_complete_draft(cast, season)


def outcome(nomination: Nomination) -> tuple[Outcome, str]:
    conditions = readiness(rulebook_of(nomination.season), live_content(nomination)).conditions
    return next((one.outcome, one.sentence) for one in conditions if one.key == "EL99")


def test_the_rule_is_met_failed_or_unknown_as_the_register_says(cast: Cast, nomination: Nomination) -> None:
    organisation = nomination.organisation
    found = [(past_honours_for(nomination), outcome(nomination)[0])]
    a_past_honour(cast, name=organisation.name)
    found.append((past_honours_for(nomination), outcome(nomination)[0]))
    a_past_honour(cast, name="Hợp tác xã", tax_code=organisation.tax_code)
    a_past_honour(cast, name=organisation.name, tax_code="")
    found.append((past_honours_for(nomination), outcome(nomination)[0]))
    assert found == [
        ({"nominee": ()}, Outcome.PASS),
        ({}, Outcome.UNKNOWN),
        ({}, Outcome.UNKNOWN),  # one is known to be its own, the other still waits for a person
    ]


def test_an_honour_of_the_last_season_bars_and_one_of_the_season_before_does_not(
    cast: Cast, nomination: Nomination
) -> None:
    code = nomination.organisation.tax_code
    a_past_honour(cast, name="Hợp tác xã", year=2024, tax_code=code)
    assert (past_honours_for(nomination), outcome(nomination)[0]) == ({"nominee": (1,)}, Outcome.FAIL)
    a_past_honour(cast, name="Đơn vị khác", year=2025, tax_code="9000009999")
    assert (past_honours_for(nomination), outcome(nomination)[0]) == ({"nominee": (2,)}, Outcome.PASS)


def test_rules_that_do_not_ask_look_nothing_up(cast: Cast) -> None:
    assert past_honours_for(a_complete_draft(cast, an_open_season(cast))) == {}
