"""A judge puts a doubt about an entry before the office, in a province before its council's secretary."""

from __future__ import annotations

from awards.councils.models import Assignment
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.screening.flagging import raise_flag
from awards.screening.inputs import FlagInput
from awards.screening.models import DossierFlag
from awards.sheets.inputs import ConcernInput


def raise_concern(actor: Actor, assignment: Assignment, entry: ConcernInput) -> DossierFlag:
    """Whoever was asked reads it with the judge's name; marking goes on. The same one told twice is one.

    What a province's judge doubts stays in the province: the centre has no part in its judging.
    """
    require(actor, Action.FLAG_RAISE, assignment)
    asked = Role.PROVINCE_SECRETARY if assignment.judging_round.council.is_provincial else Role.OFFICE
    flag = FlagInput(asked, entry.reason, entry.text, stops=False)
    return raise_flag(actor, assignment.nomination, flag, read_as=assignment)
