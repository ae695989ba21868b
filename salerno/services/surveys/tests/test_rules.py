"""Questions, what answers them, what follows, what may be counted: tables and properties."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salerno.services.surveys.formats import table, writing
from salerno.services.surveys.rules.counting import LEAST, counted, hide
from salerno.services.surveys.rules.questions import (
    LISTED,
    RANGED,
    Condition,
    How,
    Kind,
    Question,
    holds,
    visible,
)
from salerno.services.surveys.rules.reading import Fault, Wrong, read, read_all

ABC = ("a", "b", "c")


def ask(kind: Kind, **said: Any) -> Question:
    """A question of a kind."""
    given: dict[str, Any] = {"options": ABC} if kind in LISTED else {}
    if kind is Kind.MATRIX:
        given["columns"] = ("x", "y")
    if kind in RANGED:
        given |= {"low": 0, "high": 10}
    return Question("one", kind, "What?", **(given | said))


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        (Kind.SINGLE, {"q_one": ["b"]}, "b"),
        (Kind.MULTIPLE, {"q_one": ["c", "a", "a"]}, ["a", "c"]),
        (Kind.SCALE, {"q_one": ["10"]}, 10),
        (Kind.NUMBER, {"q_one": ["3,5"]}, 3.5),
        (Kind.SHORT, {"q_one": [" a line "]}, "a line"),
        (Kind.LONG, {"q_one": ["two\r\nlines"]}, "two\nlines"),
        (Kind.DATE, {"q_one": ["2026-02-28"]}, "2026-02-28"),
        (Kind.YESNO, {"q_one": ["no"]}, "no"),
        (Kind.RANKING, {"q_one_0": ["2"], "q_one_1": ["3"], "q_one_2": ["1"]}, ["c", "a", "b"]),
        (Kind.MATRIX, {"q_one_0": ["x"], "q_one_2": ["y"]}, {"a": "x", "c": "y"}),
        (Kind.STARS, {"q_one": ["5"]}, 5),
        (Kind.OTHER, {"q_one": ["a"]}, {"option": "a"}),
        (Kind.OTHER, {"q_one": ["other"], "q_one_text": ["d"]}, {"other": "d"}),
        (Kind.OTHER, {"q_one": [""], "q_one_text": ["d"]}, {"other": "d"}),
    ],
)
def test_each_kind_is_read(kind: Kind, sent: dict[str, list[str]], value: object) -> None:
    assert read(ask(kind), sent) == value


@pytest.mark.parametrize(
    ("kind", "sent", "fault"),
    [
        (Kind.SINGLE, {"q_one": ["d"]}, Fault.CHOICE),
        (Kind.SINGLE, {"q_one": ["a", "b"]}, Fault.TWICE),
        (Kind.MULTIPLE, {"q_one": ["a", "d"]}, Fault.CHOICE),
        (Kind.SCALE, {"q_one": ["11"]}, Fault.CHOICE),
        (Kind.SCALE, {"q_one": ["-1"]}, Fault.CHOICE),
        (Kind.NUMBER, {"q_one": ["x"]}, Fault.NUMBER),
        (Kind.NUMBER, {"q_one": ["1e400"]}, Fault.NUMBER),
        (Kind.NUMBER, {"q_one": ["nan"]}, Fault.NUMBER),
        (Kind.NUMBER, {"q_one": ["٣"]}, Fault.NUMBER),
        (Kind.NUMBER, {"q_one": ["10.1"]}, Fault.RANGE),
        (Kind.SHORT, {"q_one": ["x" * 201]}, Fault.LENGTH),
        (Kind.SHORT, {"q_one": ["a\0b"]}, Fault.SIGNS),
        (Kind.LONG, {"q_one": ["x" * 4001]}, Fault.LENGTH),
        (Kind.LONG, {"q_one": ["a\ud800"]}, Fault.SIGNS),
        (Kind.DATE, {"q_one": ["2026-02-30"]}, Fault.DATE),
        (Kind.DATE, {"q_one": ["20260228"]}, Fault.DATE),
        (Kind.YESNO, {"q_one": ["perhaps"]}, Fault.CHOICE),
        (Kind.RANKING, {"q_one_0": ["1"], "q_one_1": ["1"], "q_one_2": ["2"]}, Fault.RANKS),
        (Kind.RANKING, {"q_one_0": ["1"]}, Fault.RANKS),
        (Kind.MATRIX, {"q_one_0": ["z"]}, Fault.CHOICE),
        (Kind.STARS, {"q_one": ["6"]}, Fault.CHOICE),
        (Kind.OTHER, {"q_one": ["d"]}, Fault.CHOICE),
        (Kind.OTHER, {"q_one": ["other"]}, Fault.NEEDED),
        (Kind.OTHER, {"q_one": ["a"], "q_one_text": ["d"]}, Fault.TWICE),
    ],
)
def test_what_cannot_be_taken_is_named(
    kind: Kind, sent: dict[str, list[str]], fault: Fault
) -> None:
    with pytest.raises(Wrong) as found:
        read(ask(kind), sent)
    assert found.value.fault is fault


@pytest.mark.parametrize("kind", list(Kind))
def test_a_question_may_be_left_unless_it_is_needed(kind: Kind) -> None:
    assert read(ask(kind), {"q_one": [" "]}) is None
    with pytest.raises(Wrong, match="needed"):
        read(ask(kind, is_needed=True), {})


def test_a_needed_matrix_is_answered_in_every_row() -> None:
    with pytest.raises(Wrong, match="rows"):
        read(ask(Kind.MATRIX, is_needed=True), {"q_one_0": ["x"]})


@pytest.mark.parametrize(
    ("how", "wanted", "answer", "follows"),
    [
        (How.IS, "a", "a", True), (How.IS, "a", "ab", False), (How.HAS, "a", "A b", True),
        (How.IS, "a", ["a"], True), (How.IS, "a", ["a", "b"], False),
        (How.HAS, "a", ["b", "a"], True), (How.HAS, "a", ["ab"], False),
        (How.IS, "7", 7, True), (How.IS, "7", 7.0, True), (How.IS, "7", 8, False),
        (How.HAS, "x", {"r": "x", "s": "y"}, True), (How.HAS, "z", {"r": "x"}, False),
        (How.IS, "a", {"option": "a"}, True), (How.IS, "a", None, False),
    ],
)  # fmt: skip
def test_a_question_follows_from_an_earlier_answer(
    how: How, wanted: str, answer: Any, follows: bool
) -> None:
    answers = {} if answer is None else {"one": answer}
    assert holds(Condition("one", how, wanted), answers) is follows


def test_what_hangs_on_a_question_that_is_not_asked_is_not_asked() -> None:
    first = Question("p", Kind.YESNO, "P?")
    second = Question("q", Kind.YESNO, "Q?", after=Condition("p", How.IS, "yes"))
    third = Question("r", Kind.SHORT, "R?", is_needed=True, after=Condition("q", How.IS, "yes"))
    every = (first, second, third)
    assert visible(every, {"p": "no", "q": "yes", "r": "x"}) == [first]
    sent = {"q_p": ["no"], "q_q": ["yes"], "q_r": ["a secret"]}
    assert dict(read_all(every, sent).answers) == {"p": "no"}
    assert read_all(every, {"q_p": ["yes"], "q_q": ["yes"]}).faults == {"r": Fault.NEEDED}


WORDS = (
    st.text("abcdefgh ÄΩ?", min_size=1, max_size=20).map(str.strip).filter(lambda said: said != "")
)


@st.composite
def surveys(draw: st.DrawFn) -> tuple[Question, ...]:
    """Some questions that make sense, some of which follow from earlier ones."""
    made: list[Question] = []
    for at in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(list(Kind)))
        listed = st.lists(WORDS, min_size=2, max_size=4, unique=True)
        after = None
        closed = [one for one in made if one.kind in {Kind.SINGLE, Kind.MULTIPLE, Kind.YESNO}]
        if draw(st.booleans()) and closed:
            before = draw(st.sampled_from(closed))
            after = Condition(
                before.id, draw(st.sampled_from(How)), draw(st.sampled_from(before.values))
            )
        made.append(
            Question(
                f"n{at}", kind, draw(WORDS), draw(st.booleans()),
                tuple(draw(listed)) if kind in LISTED else (),
                tuple(draw(listed)) if kind is Kind.MATRIX else (),
                0, 10 if kind in RANGED else 0, after,
            )
        )  # fmt: skip
    return tuple(made)


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_a_survey_is_read_as_it_was_written(questions: tuple[Question, ...]) -> None:
    assert writing.read(writing.written(questions)) == questions


@settings(max_examples=60, deadline=None)
@given(surveys(), st.data())
def test_only_what_is_asked_is_kept(questions: tuple[Question, ...], data: st.DataObject) -> None:
    names = [name for one in questions for name in one.names]
    said = st.sampled_from(["yes", "no", "1", "2", "a", *(v for q in questions for v in q.values)])
    sent = data.draw(st.dictionaries(st.sampled_from(names), st.lists(said, max_size=2)))
    found = read_all(questions, sent)
    asked = {one.id for one in found.asked}
    assert set(found.answers) | set(found.faults) <= asked
    assert list(found.asked) == visible(questions, found.answers)
    assert all(holds(one.after, found.answers) for one in found.asked)


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 60), max_size=6))
def test_what_is_hidden_cannot_be_worked_out(counts: dict[str, int]) -> None:
    hidden = hide(counts)
    assert all(counts[one] >= LEAST for one in set(counts) - hidden)
    rest = sum(counts[one] for one in hidden)
    assert rest == 0 or rest >= LEAST or hidden == set(counts)


def test_nothing_is_said_of_fewer_than_ten() -> None:
    one, text = ask(Kind.SINGLE), Question("two", Kind.LONG, "Why?")
    nine = [{"one": "a", "two": f"text {at}"} for at in range(9)]
    for found in counted((one, text), nine):
        assert (found.answered, found.lines, found.texts) == (None, (), ())
    first, second = counted((one, text), [*nine, {"one": "a"}])
    assert [(line.words, line.count) for line in first.lines][:1] == [("a", 10)]
    assert (second.answered, second.texts) == (None, ())


def test_one_small_figure_hides_the_next_with_it() -> None:
    said = ["a"] * 30 + ["b"] * 12 + ["c"] * 2
    [found] = counted([ask(Kind.SINGLE)], [{"one": one} for one in said])
    assert [line.count for line in found.lines] == [30, None, None]
    many: list[dict[str, Any]] = [{"one": ["a", "b"]}] * 20 + [{"one": ["a"]}] * 3
    [found] = counted([ask(Kind.MULTIPLE)], many)
    assert [line.count for line in found.lines] == [23, None, None]


def test_the_table_carries_no_formula() -> None:
    said: list[dict[str, Any]] = [{"one": "=1+1"}] * 5 + [{"one": "plain"}] * 5
    text = table.written(counted([Question("one", Kind.SHORT, "@what")], said))
    assert "one,'@what,text,'=1+1" in text
    assert ",=1" not in text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "at least one"), ("hello", "begins no question"), ("a: guess\nWhat?", "no question"),
        ("a: short", "one line"), ("a: short\nWhat?\nMore?", "one line"),
        ("a: single\nWhat?\n- x", "between two"), ("a: single\nWhat?\n- x\n- x", "twice"),
        ("a: scale\nWhat?", "from"), ("a: scale from 0 to 99\nWhat?", "eleven"),
        ("a: short from 0 to 9\nWhat?", "range"), ("a: yesno\nWhat?\n- x\n- y", "no lines"),
        ("a: matrix\nWhat?\n- x", "columns"), ("a: single\nWhat?\n- x\n- y\n+ z", "only a matrix"),
        ("a: short if b is x\nWhat?", "before it"), ("a: short\nW?\n\na: short\nW?", "twice"),
        ("a: yesno\nW?\n\nb: short if a is maybe\nW?", "nobody can answer"),
        ("a: short\n" + "w" * 301, "too long"), ("a: short\nW\0?", "signs"),
        ("a: other\nW?\n- x\n- other", "by itself"),
        ("\n\n".join(f"q{at}: short\nW?" for at in range(61)), "at most 60"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_survey_is_refused_with_a_sentence(text: str, why: str) -> None:
    with pytest.raises(writing.Unreadable, match=why):
        writing.read(text)
