"""Who comes back: asked again where the policy asks again, and without what hung on others."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import CharField, TextField

from salerno.policy.purposes import ACCOUNT, PERSONALISE, SURVEYS
from salerno.privacy import choices, journal, law, rights, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.law import ChoiceForm
from salerno.privacy.registry import registry
from salerno.privacy.rights import others, vault
from tests.privacy.conftest import House
from tests.privacy.rights_room import MODELS, Answer
from tests.privacy.sweeping import put, room, rows, slip

__all__ = ["room"]


def test_what_hung_on_a_row_that_is_gone_comes_back_without_it_or_not_at_all(room: House) -> None:
    ann, ben = room.person(), room.person()
    mine, theirs = slip(ann, "mine", 1), slip(ben, "theirs", 1)
    put(Answer, owner_id=ann, slip=mine, after=theirs, text="loose")
    put(Answer, owner_id=ann, slip=theirs, text="fast")
    closed = vault.close(ann, ground="a test")
    rights.erase(ben, ground="a test")
    assert vault.come_back(closed.key) == ann
    assert rows(Answer, "text", "slip_id", "after_id") == [("loose", mine.pk, None)]


def test_who_comes_back_is_asked_again_for_what_the_policy_asks_again(lasting_house: House) -> None:
    ann = lasting_house.person()
    for one in (PERSONALISE, SURVEYS):
        words = choices.Words("choice", "May we?")
        asked = choices.Question(f"for.{one.id}", ChoiceForm.OPT_OUT, words, (one,))
        with entered(ACCOUNT, Viewer.person(ann)):
            choices.choose(ann, asked, "given")
    closed = vault.close(ann, ground="a test")
    held = law.in_force()
    ruled = dict(held.purposes)
    ruled["personalise"] = replace(ruled["personalise"], since_version=2)
    with law.under(replace(held, version=2, purposes=ruled, digest="asks again")):
        assert vault.come_back(closed.key) == ann
        with entered(ACCOUNT, Viewer.person(ann)):
            met = [subjects.is_open(ann, one) for one in (PERSONALISE, SURVEYS)]
    assert met == [False, True]


def test_nobody_returns_from_a_vault_that_was_destroyed(lasting_house: House) -> None:
    """A backup from before may bring the vault back: the journal says that it ended."""
    ann = lasting_house.person()
    closed = vault.close(ann, ground="a test")
    kinds = [journal.standing(journal.entries())[ann].kind]
    vault.destroy(closed.key)
    kinds.append(journal.standing(journal.entries())[ann].kind)
    assert kinds == [journal.Kind.CLOSED, journal.Kind.ERASED]


def test_texts_that_no_two_rows_share_are_those_of_a_unique_column_or_constraint(
    room: House,
) -> None:
    once = {
        f"{model.__name__}.{one.name}"
        for model in MODELS
        for one in model._meta.local_concrete_fields
        if isinstance(one, CharField | TextField) and others.is_text_once(registry().of(model), one)
    }
    assert once == {"Remark.name", "Slip.label", "Answer.text"}
