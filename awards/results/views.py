"""Progress of a round, its closing, and the result explained."""

from __future__ import annotations

import json
import operator
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from awards.base import clock
from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.files import download
from awards.base.normalise import fold
from awards.base.paging import page_number
from awards.base.transaction import transaction
from awards.councils.levels import level_of
from awards.councils.models import JudgingRound
from awards.councils.states import Post, RoundKind, RoundState
from awards.councils.wording import (
    LEVEL_LABELS,
    POST_LABELS,
    PROVINCIAL_POST_LABELS,
    ROUND_KIND_LABELS,
    ROUND_LABELS,
    ROUND_TONES,
    needed_sheets,
)
from awards.policy.actions import Action
from awards.results import provinces, queries, ranking, services
from awards.results.board import board_of
from awards.results.closing import closing_of
from awards.results.forms import CloseRoundForm
from awards.results.models import Result
from awards.results.queries import EntryAccount
from awards.results.states import ResultStage
from awards.results.wording import OUTCOME_LABELS, OUTCOME_TONES, PROGRESS_WORDS, SHEET_USE, STAGE_LABELS
from awards.seasons.rulebooks import rulebook_of
from awards.sheets import queries as sheets
from awards.sheets.blind import code_of
from awards.sheets.paper_people import PaperRound
from scoring.criteria import judged_in
from scoring.decision import Outcome
from scoring.record import recount
from scoring.rounding import round_exact, vietnamese_number
from scoring.rulebook import Rulebook

JSON = "application/json"
BY_SHEETS = "phieu"
"""In the address of a round that was voted on: the count of its sheets alone."""

results = Door("results", __name__, url_prefix="/ket-qua")


@dataclass(frozen=True)
class Bar:
    """One criterion or sheet as a lying bar: ``value`` of ``max`` for the drawing, ``text`` as printed."""

    label: str
    value: str
    max: str
    text: str


@results.page("/", Action.ROUND_READ)
def list_rounds() -> ResponseReturnValue:
    return render_template(
        "results/list_rounds.html",
        rounds=queries.list_rounds_visible_to(current_actor()),
        stages=provinces.stages_visible_to(current_actor()),
        level_labels=LEVEL_LABELS,
        round_labels=ROUND_LABELS,
        round_tones=ROUND_TONES,
        kind_labels=ROUND_KIND_LABELS,
    )


@results.page("/<public_id>", Action.ROUND_READ, load=queries.get_round_visible_to)
def show_round(judging_round: JudgingRound) -> ResponseReturnValue:
    newest = queries.get_visible_to(current_actor(), judging_round.public_id)
    counts = queries.counts_of(judging_round) if newest else []
    result = next((one for one in counts if _is_meant(one, request.args.get("theo"))), newest)
    is_newest = result is None or result.id == counts[0].id
    found = ranking.outcomes_of(result) if result else Counter()
    page = ranking.page_of(result, found.total(), page_number(request.args.get("trang"))) if result else None
    rulebook = rulebook_of(judging_round.council.season)
    council = judging_round.council
    level = level_of(council)
    decision = level.decision
    advice = queries.advice_of(result) if result else None
    return render_template(
        "results/show_round.html",
        judging_round=judging_round,
        season=judging_round.council.season,
        rulebook=rulebook,
        decision=decision,
        spread=level.spread,
        to_discuss=found[Outcome.NEEDS_DISCUSSION],
        is_last=council.rounds[-1].id == judging_round.id,
        earlier=len(counts) > 1,
        counts=counts,
        is_newest=is_newest,
        named=judging_round.public_id if result is None or is_newest else result.public_id,
        undecided=queries.undecided_in(newest) if newest is not None and newest.held_on is not None else 0,
        by_sheets=BY_SHEETS,
        is_voted_on=level.meeting is not None and level.meeting.approval is not None,
        doubtful=doubtful_in(advice),
        printed=lambda exact: vietnamese_number(round_exact(exact, rulebook.rounding)),
        stage_labels=STAGE_LABELS,
        kind_labels=ROUND_KIND_LABELS,
        tiers={tier.key: tier.label for tier in decision.tiers},
        papers=PaperRound(judging_round),
        coverage=ranking.coverage_of(result) if result else sheets.coverage_of(judging_round),
        names_members=council.alliance_id in (None, current_actor().alliance_id),
        result=result,
        page=page,
        outcomes=[(outcome, found[outcome]) for outcome in Outcome if found[outcome]],
        outcome_labels=OUTCOME_LABELS,
        outcome_tones=OUTCOME_TONES,
        post_labels=PROVINCIAL_POST_LABELS if council.is_provincial else POST_LABELS,
        round_labels=ROUND_LABELS,
        round_tones=ROUND_TONES,
    )


@results.page("/<public_id>/tien-do", Action.ROUND_READ, load=queries.get_round_visible_to)
def show_progress(judging_round: JudgingRound) -> ResponseReturnValue:
    """Which judge has cast which sheet: the marks themselves are nobody's before closing."""
    council, actor = judging_round.council, current_actor()
    level = level_of(council)
    hides = level.blind and any(one.user_id == actor.user_id and one.post != Post.SECRETARY for one in council.members)
    return render_template(
        "results/show_progress.html",
        judging_round=judging_round,
        season=council.season,
        board=board_of(judging_round),
        papers=PaperRound(judging_round),
        names_members=council.alliance_id in (None, actor.alliance_id),
        name_of=code_of if hides else operator.attrgetter("title"),
        post_labels=PROVINCIAL_POST_LABELS if council.is_provincial else POST_LABELS,
        kind_labels=ROUND_KIND_LABELS,
        round_labels=ROUND_LABELS,
        round_tones=ROUND_TONES,
        progress_words=PROGRESS_WORDS,
    )


@results.page(
    "/<public_id>/dong-cham",
    Action.ROUND_CLOSE,
    load=queries.get_round_visible_to,
    methods=("GET", "POST"),
    fresh=True,
)
def close_round(judging_round: JudgingRound) -> ResponseReturnValue:
    form = CloseRoundForm()
    there = url_for(".show_round", public_id=judging_round.public_id)
    if form.validate_on_submit():
        try:
            with transaction():
                flash(_close(judging_round, form.gaps_reason.data or ""), "success")
            return redirect(there)
        except ConflictError as error:
            flash(error.sentence, "info")
            return redirect(there)
        except DomainError as error:
            form.place(error)
    season = judging_round.council.season
    return render_template(
        "results/close_round.html",
        form=form,
        judging_round=judging_round,
        season=season,
        is_open=judging_round.state == RoundState.OPEN,
        is_experts=judging_round.kind == RoundKind.EXPERTS,
        coverage=sheets.coverage_of(judging_round),
        closing=closing_of(judging_round) if judging_round.state == RoundState.OPEN else None,
        needed=needed_sheets(level_of(judging_round.council).aggregation),
        before_deadline=not judging_round.council.is_provincial and clock.now() < season.judging_close_at,
    )


def _close(judging_round: JudgingRound, reason: str) -> str:
    """The experts' sheets wait for the council's; gives back what to say."""
    if judging_round.kind == RoundKind.EXPERTS:
        services.close_experts_round(current_actor(), judging_round, gaps_reason=reason)
        return "Đã đóng vòng chuyên gia. Phiếu được tính chung khi đóng vòng của hội đồng."
    services.close_and_count(current_actor(), judging_round, gaps_reason=reason)
    return "Đã đóng chấm và tính kết quả."


@results.page("/<public_id>/vong-sau", Action.NEXT_ROUND_OPEN, load=queries.get_visible_to, methods=("POST",))
def open_next_round(result: Result) -> ResponseReturnValue:
    council = result.judging_round.council
    try:
        with transaction():
            services.open_next_round(current_actor(), result)
        flash("Đã mở vòng chấm lại cho các hồ sơ có điểm chênh lệch.", "success")
    except DomainError as error:
        flash(error.sentence, "error")
    return redirect(url_for("councils.show_council", public_id=council.public_id))


@results.page("/<public_id>/ho-so/<nomination_id>", Action.RESULT_READ, load=queries.get_entry_visible_to)
def show_entry(one: EntryAccount) -> ResponseReturnValue:
    season = one.judging_round.council.season
    sees_each = queries.sees_each_sheet(current_actor(), one.judging_round)
    return render_template(
        "results/show_entry.html",
        **_told_apart(one.result),
        one=one,
        entry=one.row.entry,
        dossier=one.row.dossier,
        season=season,
        bars=criterion_bars(rulebook_of(season), one),
        sheet_bars=sheet_bars(rulebook_of(season), one) if sees_each else [],
        sees_each=sees_each,
        outcome_labels=OUTCOME_LABELS,
        outcome_tones=OUTCOME_TONES,
    )


@results.page("/<public_id>/tham-khao", Action.RESULT_READ, load=queries.get_visible_to)
def show_advice(result: Result) -> ResponseReturnValue:
    ranked = [row for row in queries.ranking_of(result) if row.entry.rank is not None]
    return render_template(
        "results/show_advice.html",
        **_told_apart(result),
        judging_round=result.judging_round,
        season=result.judging_round.council.season,
        ranking=ranked,
        titles={row.dossier.reference: row.dossier.title for row in ranked},
        advice=queries.advice_of(result),
        sees_each=queries.sees_each_sheet(current_actor(), result.judging_round),
    )


@results.page("/<public_id>/tinh-lai", Action.RESULT_READ, load=queries.get_visible_to)
def recount_result(result: Result) -> ResponseReturnValue:
    differences = recount(json.loads(result.record))
    return render_template(
        "results/recount_result.html",
        **_told_apart(result),
        judging_round=result.judging_round,
        season=result.judging_round.council.season,
        differences=differences,
    )


@results.page("/<public_id>/ban-ghi", Action.RECORD_EXPORT, load=queries.get_visible_to, methods=("POST",), fresh=True)
def download_record(result: Result) -> Response:
    season = result.judging_round.council.season
    with transaction():
        record = services.export_record(current_actor(), result)
    return download(record.encode("utf-8"), f"ban-ghi-ket-qua-{_where(result)}{season.award}-{season.year}.json", JSON)


def _is_meant(result: Result, wanted: str | None) -> bool:
    """Whether the address names this count: its public id, or the word for the count of the sheets alone."""
    return wanted == result.public_id or (wanted == BY_SHEETS and result.stage == ResultStage.SHEETS)


def _told_apart(result: Result) -> dict[str, Any]:
    """For a page about one count: its round's page where this count is shown, and whether another one stands."""
    newer = queries.replaced_by(result)
    wanted = result.public_id if newer is not None else None
    there = url_for("results.show_round", public_id=result.judging_round.public_id, theo=wanted)
    return {"there": there, "newer": newer, "result": result}


def doubtful_in(advice: Mapping[str, Any] | None) -> frozenset[str]:
    """References of the entries the sheets cannot tell apart around the last place; none while nobody has looked."""
    entries = advice["entries"] if advice is not None else {}
    return frozenset(reference for reference, told in entries.items() if told["doubtful"])


def _where(result: Result) -> str:
    alliance = result.judging_round.council.alliance
    return f"{fold(alliance.province_name).replace(' ', '-')}-" if alliance is not None else ""


def sheet_bars(rulebook: Rulebook, one: EntryAccount) -> list[Bar]:
    """The judged total of every sheet, by the judge's number, so that one far from the others is seen."""
    judged = judged_in(rulebook.variant(one.row.dossier.variant).criteria)
    most = sum((criterion.max_points for criterion in judged), Fraction(0))
    told = [step.values for step in one.told.council if step.kind == "sheet"]
    return [_sheet_bar(sheet, most, rulebook) for sheet in told]


def _sheet_bar(sheet: Mapping[str, Any], most: Fraction, rulebook: Rulebook) -> Bar:
    label = f"Giám khảo số {sheet['judge']}" + (f", vòng {sheet['round']}" if sheet["round"] > 1 else "")
    top = round_exact(most, rulebook.rounding)
    if sheet["total"] is None:
        return Bar(label, "0", top, SHEET_USE[sheet["use"]])
    total = Fraction(sheet["total"])
    text = f"{vietnamese_number(total)}/{vietnamese_number(most)}{SHEET_USE[sheet['use']]}"
    return Bar(label, round_exact(total, rulebook.rounding), top, text)


def criterion_bars(rulebook: Rulebook, one: EntryAccount) -> list[Bar]:
    """The points of the table's main groups, each against its maximum; the account tells the rest."""
    bars = []
    for criterion in rulebook.variant(one.row.dossier.variant).criteria:
        points = round_exact(one.told.criteria[criterion.key], rulebook.rounding)
        most = vietnamese_number(criterion.max_points)
        label = f"{criterion.key}. {criterion.label}"
        bars.append(
            Bar(
                label,
                points,
                round_exact(criterion.max_points, rulebook.rounding),
                f"{vietnamese_number(points)}/{most}",
            )
        )
    return bars
