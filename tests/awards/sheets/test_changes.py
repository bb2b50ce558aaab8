"""What a window may write on top of what it has seen, tried on every small history."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from awards.sheets.changes import Change, Content

CRITERIA = ("A", "B")
MARKS = st.none() | st.integers(0, 2).map(Fraction)
WORDS = st.sampled_from(["", "x", "y"])


def changes() -> st.SearchStrategy[Change]:
    return st.builds(
        Change,
        marks=st.dictionaries(st.sampled_from(CRITERIA), MARKS),
        reasons=st.dictionaries(st.sampled_from(CRITERIA), WORDS),
        remark=st.none() | WORDS,
        base_version=st.just(0),
        idempotency_key=st.just("k"),
    )


def a_change(*, remark: str | None = None, **marks: int | None) -> Change:
    exact = {key: None if mark is None else Fraction(mark) for key, mark in marks.items()}
    return Change(exact, {}, remark, 0, "k")


def contents() -> st.SearchStrategy[Content]:
    return st.builds(lambda change: change.on(Content(), CRITERIA), changes())


@given(contents(), changes())
def test_a_change_writes_what_it_names_and_leaves_the_rest(content: Content, change: Change) -> None:
    after = change.on(content, CRITERIA)
    assert change.is_said_by(after)
    untouched = {name: value for name, value in content.fields().items() if name not in change.fields()}
    assert untouched.items() <= after.fields().items()


@given(contents(), changes(), changes())
def test_nothing_saved_since_is_overwritten_or_hidden(base: Content, other: Change, mine: Change) -> None:
    newest = other.on(base, CRITERIA)
    if mine.has_seen(base, newest):
        after = mine.on(newest, CRITERIA)
        before, now, then = base.fields(), newest.fields(), after.fields()
        changed = {name for name in now if now[name] != before.get(name)}
        assert all(then.get(name) == now[name] for name in changed)
        assert changed <= mine.fields().keys()


@given(contents(), changes())
def test_an_act_whose_answer_was_lost_is_no_conflict_for_the_same_window(base: Content, mine: Change) -> None:
    assert mine.has_seen(base, mine.on(base, CRITERIA))


def test_another_field_changed_elsewhere_is_a_conflict_too() -> None:
    base = Content({"A": Fraction(1), "B": None})
    elsewhere = a_change(B=2).on(base, CRITERIA)
    assert not a_change(A=2).has_seen(base, elsewhere)
    assert a_change(A=2, B=2).has_seen(base, elsewhere)
    assert not a_change(A=2, B=1).has_seen(base, elsewhere)


def test_no_mark_is_not_zero() -> None:
    nothing, zero = Content({"A": None}), Content({"A": Fraction(0)})
    assert not a_change(A=0).is_said_by(nothing)
    assert not a_change(A=0).has_seen(zero, nothing)
    assert a_change(A=None).on(zero, CRITERIA).marks == {"A": None, "B": None}
