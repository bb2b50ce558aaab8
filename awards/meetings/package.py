"""What a province sends up beside its dossiers, with the meetings of its council."""

from __future__ import annotations

from awards.councils.models import Council
from awards.meetings import queries
from awards.meetings.models import Meeting
from awards.results import provinces
from awards.results.package import PackageMeeting, ProvincePackage, package_with
from awards.results.provinces import ProvinceStage


def package_of(stage: ProvinceStage) -> ProvincePackage:
    """Everything there is of a province's part of a season."""
    council = provinces.council_of(stage)
    held = queries.meetings_of(council) if council is not None else []
    return package_with(stage, tuple(_meeting(one, council) for one in held if council is not None))


def _meeting(meeting: Meeting, council: Council) -> PackageMeeting:
    counted = queries.attendance_in(meeting, council)
    return PackageMeeting(
        held_on=meeting.held_on,
        place=meeting.place,
        check_reported_by=meeting.check_reported_by,
        quorum=counted.sentence,
        is_quorate=counted.is_met,
        absent=tuple(
            (one.member.full_name, one.note)
            for one in meeting.attendances
            if not one.present and one.member.council_id == council.id
        ),
        notes=meeting.notes,
    )
