"""A judge puts a doubt about an entry before the office; marking goes on."""

from __future__ import annotations

from awards.base.errors import DomainError
from awards.councils.models import Assignment
from awards.policy.actions import Action
from awards.policy.actor import Actor, Role
from awards.policy.permission_map import require
from awards.screening.flagging import raise_flag
from awards.screening.inputs import FlagInput
from awards.screening.models import DossierFlag
from awards.sheets.inputs import ConcernInput
from awards.sheets.wording import ONLY_CENTRAL


def raise_concern(actor: Actor, assignment: Assignment, entry: ConcernInput) -> DossierFlag:
    """The office reads it with the judge's name; it does not stop the entry. The same one told twice is one.

    Raises :class:`DomainError` for an entry of a provincial council: the centre has no part in it yet.
    """
    require(actor, Action.FLAG_RAISE, assignment)
    if assignment.judging_round.council.is_provincial:
        raise DomainError(ONLY_CENTRAL)
    flag = FlagInput(Role.OFFICE, entry.reason, entry.text, stops=False)
    return raise_flag(actor, assignment.nomination, flag, read_as=assignment)
