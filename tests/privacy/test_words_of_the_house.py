"""What declarations, doors and purposes refuse by themselves, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from salerno.policy.purposes import ACCOUNT, ADVERTS, CORRESPONDENCE, PROFILE, RESEARCH
from salerno.privacy import choices, subjects
from salerno.privacy.context import (
    Viewer,
    act_or_none,
    current,
    current_or_none,
    entered,
    handover,
    open_act,
    unguarded,
)
from salerno.privacy.declare import Clause, Grade, Purpose, Reach, keep
from salerno.privacy.doing import action, query
from salerno.privacy.errors import DeclarationError, GateError
from salerno.privacy.fields import SubjectKey
from salerno.privacy.law import ChoiceForm, Term, TermKind
from salerno.privacy.models import Subject
from salerno.privacy.testing import expecting_refusals
from tests.privacy.conftest import House

LAW: tuple[tuple[Callable[[], Any], str], ...] = (
    (lambda: keep(""), "what is kept needs the reason"),
    (lambda: Term(TermKind.DAYS), "above zero"),
    (lambda: Term(TermKind.INDEFINITE), "needs its reason"),
    (lambda: clause(purposes=()), "no purpose may use it"),
    (lambda: clause(secret=True, reach=Reach.PUBLIC), "a secret has no audience"),
    (lambda: clause().on(), "laid on no column"),
    (lambda: clause(id="test.*"), "never a wildcard"),
    (lambda: action(ACCOUNT)(lambda who: None), "takes `by` first"),
    (lambda: action(ACCOUNT)(lambda by: None), "takes keywords only"),
)


def clause(**changes: Any) -> Clause:
    given = {"id": "test.words", "purposes": (ACCOUNT,)} | changes
    return Clause(
        title="Words", category="user.content", grade=Grade.DIRECT, **given
    )  # fmt: skip


@pytest.mark.parametrize(("declare", "words"), LAW)
def test_a_declaration_that_says_too_little_is_refused(
    declare: Callable[[], Any], words: str
) -> None:
    with pytest.raises(DeclarationError, match=words):
        declare()


def test_a_path_to_a_subject_cannot_be_null() -> None:
    with pytest.raises(ValueError, match="cannot be null"):
        SubjectKey(null=True)


@query(ACCOUNT)
def hands_on(what: Any) -> Any:
    return what


def question(purpose: Purpose, topic: str) -> choices.Question:
    words = choices.Words("choice", "May we?")
    return choices.Question(topic, ChoiceForm.OPT_IN, words, (purpose,))


def some() -> Iterator[int]:
    yield 1


@pytest.mark.parametrize(
    "what", [Subject(), [Subject()], (Subject(),), Subject.objects.all(), some()]
)
def test_rows_querysets_and_generators_do_not_cross(what: Any) -> None:
    with (
        entered(ACCOUNT, Viewer.visitor()),
        expecting_refusals(GateError),
        pytest.raises(GateError, match="return values"),
    ):
        hands_on(what)


def test_values_cross() -> None:
    with entered(ACCOUNT, Viewer.visitor()):
        assert [hands_on(one) for one in (None, 1, [], [1], (2,), {"a": 1})] == [
            None, 1, [], [1], (2,), {"a": 1},
        ]  # fmt: skip


def test_a_purpose_is_needed_named_and_not_widened() -> None:
    with expecting_refusals(GateError):
        with pytest.raises(GateError, match="No purpose is entered"):
            current()
        with pytest.raises(GateError, match="may not enter"), entered(PROFILE, Viewer.job("x")):
            pass
        with entered(ACCOUNT, Viewer.visitor()):
            with pytest.raises(GateError, match="needs its ground"):
                handover(PROFILE, ground=" ").__enter__()
            with pytest.raises(GateError, match="say why"):
                unguarded("").__enter__()
            with pytest.raises(GateError, match="Nobody is signed in"):
                _ = current().viewer.known
            with pytest.raises(GateError, match="No action is open"):
                open_act()
        with pytest.raises(GateError, match="accepts account; entered is profile"):
            with_another_purpose()


def with_another_purpose() -> None:
    with entered(PROFILE, Viewer.visitor()):
        hands_on(1)


def test_a_purpose_that_was_left_is_none_for_whoever_kept_it() -> None:
    with entered(ACCOUNT, Viewer.visitor()) as outer:
        with entered(PROFILE, Viewer.visitor()) as inner:
            assert current() is inner
        assert inner.is_left
        assert current() is outer
    assert current_or_none() is None
    assert act_or_none() is None


def test_a_yes_that_the_law_gives_no_ground_to_does_not_come_along(house: House) -> None:
    visitor, person = house.person("none"), house.person("eu")
    with entered(ACCOUNT, Viewer.visitor()):
        choices.choose(visitor, question(ADVERTS, "adverts"), choices.State.GIVEN)
        choices.adopt(visitor, person)
        assert choices.standing(person) == ()
        assert not subjects.is_open(person, ADVERTS)


def test_a_refusal_comes_along_whatever_the_law_says(house: House) -> None:
    visitor, person = house.person("none"), house.person("eu")
    with entered(ACCOUNT, Viewer.visitor()):
        choices.choose(visitor, question(ADVERTS, "adverts"), choices.State.REFUSED)
        choices.adopt(visitor, person)
        assert [one.state for one in choices.standing(person)] == ["refused"]


def test_the_signal_outweighs_a_yes_to_another_question(house: House) -> None:
    person = house.person()
    with entered(CORRESPONDENCE, Viewer.visitor()):
        choices.choose(person, question(RESEARCH, "study.one"), choices.State.GIVEN)
        assert subjects.is_open(person, RESEARCH)
        choices.signal(person, gpc=True, purposes=(RESEARCH,))
        assert not subjects.is_open(person, RESEARCH)
        choices.choose(person, choices.ask(RESEARCH), choices.State.GIVEN)
        choices.signal(person, gpc=True, purposes=(RESEARCH,))
        assert subjects.is_open(person, RESEARCH)
