"""The gloss beside a field says what the law of its clause says, in words."""

from __future__ import annotations

import pytest

from salerno.policy import store, words
from salerno.policy.purposes import ACCOUNT, CASE, DIRECTORY, PROFILE
from salerno.policy.values import Pack
from salerno.privacy.declare import Clause, Grade, Reach
from salerno.privacy.errors import DeclarationError
from salerno.privacy.law import Term, TermKind
from salerno.privacy.purposes import INTEGRITY


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Term(TermKind.DAYS, 1), "1 day."),
        (Term(TermKind.DAYS, 30), "30 days."),
        (Term(TermKind.DAYS, 365), "1 year."),
        (Term(TermKind.DAYS, 2190), "6 years."),
        (Term(TermKind.ACCOUNT), "Until you close the account."),
        (Term(TermKind.ACCOUNT, 30), "Until you close the account, then 30 days."),
        (Term(TermKind.CLEARED), "Until you clear it."),
        (Term(TermKind.CLEARED, 7), "Until you clear it, then 7 days."),
        (Term(TermKind.INDEFINITE, reason="so it stays"), "Without an end, so it stays."),
    ],
)
def test_every_term_has_words(term: Term, said: str) -> None:
    assert words.kept(term) == said


@pytest.fixture
def whole(pack: str) -> Pack:
    """The working text of each pack."""
    return store.working(pack)


NAME = Clause("accounts.name", "Your name", "user.name", Grade.DIRECT, (ACCOUNT, INTEGRITY),
              reach=Reach.PUBLIC, relations=(CASE,), optional=False)  # fmt: skip


def test_who_sees_it_names_relations_and_receivers(whole: Pack) -> None:
    said = words.seen_by(NAME, whole.policy)
    if whole.policy.pack == "publisher":
        expected = "You, staff who handle your case, and our host. You may show it to everybody."
    else:
        expected = (
            "You, your program, staff who handle your case, our host, and those who ask for "
            "directory information."
        )
    assert said == expected


def test_a_secret_is_seen_by_nobody(whole: Pack) -> None:
    secret = Clause("accounts.password", "P", "user", Grade.DIRECT, (ACCOUNT,), secret=True)
    assert words.seen_by(secret, whole.policy) == "Nobody. We cannot read it either."


def test_why_uses_the_operators_words_else_the_purposes(whole: Pack) -> None:
    with store.under(whole):
        assert words.why(NAME, whole.policy).startswith("To write to you by name")
        plain = Clause("kernel.facts", "F", "user", Grade.DIRECT, (ACCOUNT, PROFILE, INTEGRITY))
        assert words.why(plain, whole.policy) == (
            "Run your account. Show your profile to those you chose."
        )


def test_a_purpose_that_is_not_done_is_not_named_as_a_reason(whole: Pack) -> None:
    listed = Clause("kernel.facts", "F", "user", Grade.DIRECT, (ACCOUNT, DIRECTORY))
    said = words.purposes_of(listed, whole.policy)
    done = " List you in a directory." if whole.policy.pack == "school" else ""
    assert said == f"Run your account.{done}"


def test_the_gloss_has_all_answers(whole: Pack) -> None:
    found = words.gloss(NAME, whole.policy)
    assert found.kept == words.kept(whole.policy.clause("accounts.name").term)
    assert (found.seen, found.required) == (words.seen_by(NAME, whole.policy), True)


def test_a_clause_that_no_pack_names_has_no_gloss(whole: Pack) -> None:
    stray = Clause("rooms.stray", "S", "user", Grade.DIRECT, (ACCOUNT,))
    with pytest.raises(DeclarationError, match=r"says nothing about the clause rooms\.stray"):
        words.gloss(stray, whole.policy)
