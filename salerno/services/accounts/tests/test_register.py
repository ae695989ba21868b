"""Registration: exactly what is declared, said at each field, and kept with where it came from."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape

from salerno.policy import store
from salerno.policy import words as said
from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import CollectionEvent, Subject
from salerno.privacy.purposes import RECORD
from salerno.services.accounts import clauses
from salerno.services.accounts.forms.register import RegistrationForm
from salerno.services.accounts.models import Acceptance
from tests import people
from tests.people import column, registration, stored, words


@pytest.mark.clause("N-06", "works")
@pytest.mark.clause("H-17", "works")
def test_the_form_asks_what_is_declared_and_keeps_where_it_came_from() -> None:
    client = Client()
    page = client.get("/register").content.decode()
    assert {escape(said.gloss(one).why) in page for one in RegistrationForm.fields_of.values()} == {
        True
    }
    names = set(RegistrationForm.fields_of) - {"birth"}
    assert {name for name in names if f'name="{name}"' in page} == names
    assert client.post("/register", registration(region="DE")).status_code == 302
    with entered(RECORD, Viewer.job("test")):
        [event] = CollectionEvent.objects.filter(point=clauses.REGISTRATION.id)
    assert (event.point_version, event.policy_version) == (1, store.pack().policy.version)
    assert set(event.clause_ids) == {one.id for one in clauses.REGISTRATION.clauses}
    assert (event.channel, event.source) == ("page", "you")


@pytest.mark.clause("N-06", "refused")
@pytest.mark.clause("H-17", "refused")
def test_an_undeclared_field_is_refused_and_nothing_is_stored() -> None:
    before = stored()
    answer = Client().post("/register", registration(shoe_size="43"))
    assert answer.status_code == 400
    assert "shoe_size" in words(answer)
    assert stored() == before


@pytest.mark.clause("H-04", "works")
def test_declining_ends_it_and_says_that_nothing_was_kept() -> None:
    client = Client()
    answer = client.post("/register", registration(do="decline"), follow=True)
    assert answer.redirect_chain == [("/register/declined", 302)]
    assert "nothing was kept" in words(answer)
    assert client.get("/").status_code == 200


@pytest.mark.clause("H-04", "refused")
def test_a_declined_registration_leaves_no_row() -> None:
    before = stored()
    Client().post("/register", registration(do="decline", name="Nobody Atall"))
    assert stored() == before
    assert "Nobody Atall" not in column("accounts_profile", "name")


@pytest.mark.clause("H-07", "works")
def test_both_versions_are_stored_and_the_texts_name_each_other() -> None:
    client = Client()
    client.post("/register", registration())
    pack = store.pack()
    with entered(RECORD, Viewer.job("test")):
        [row] = Acceptance.objects.all()
    assert (row.terms_version, row.policy_version) == (
        pack.documents["terms"].version, pack.policy.version,
    )  # fmt: skip
    assert row.policy_digest == pack.policy.digest
    assert "/privacy" in client.get("/terms").content.decode()
    assert "/terms" in client.get("/privacy").content.decode()


@pytest.mark.clause("H-07", "refused")
@pytest.mark.parametrize("stale", ["terms_version", "policy_version"])
def test_a_stale_version_is_refused(stale: str) -> None:
    before = stored()
    answer = Client().post("/register", registration(**{stale: "0"}))
    assert answer.status_code == 409
    assert "changed while this page was open" in words(answer)
    assert stored() == before


def test_a_known_address_gets_the_same_answer_and_a_letter_of_its_own() -> None:
    known = people.person()
    before = stored()["accounts_user"]
    new = Client().post("/register", registration(), follow=True)
    old = Client().post("/register", registration(email=known.email), follow=True)
    assert words(old).replace(known.email, "new@example.org") == words(new)
    assert old.redirect_chain == new.redirect_chain
    assert stored()["accounts_user"] == before + 1
    sent = {one.to: one.subject for one in people.letters()}
    assert sent == {
        "new@example.org": "Confirm your address", known.email: "You have an account already",
    }  # fmt: skip


def test_too_young_is_refused_and_the_date_is_kept_nowhere(pack: str) -> None:
    before = stored()
    answer = Client().post("/register", registration(birth_year="2020"))
    assert (answer.status_code, stored()) == (403, before)
    assert Client().post("/register", registration()).status_code == 302
    assert column("accounts_particulars", "is_old_enough") in ([1], [True])


@pytest.mark.parametrize(
    ("region", "layer"),
    [("", "unknown"), ("DE", "eu"), ("US-CA", "california"), ("US", "none"), ("BR", "none")],
)
def test_the_region_decides_which_law_protects(pack: str, region: str, layer: str) -> None:
    made = people.person(region=region)
    with entered(RECORD, Viewer.job("test")):
        found = Subject.objects.get(pk=made.subject).layer
    listed = {one.id for one in store.pack().layers.values()}
    assert found == (layer if layer in (*listed, "unknown", "none") else "none")


def test_somebody_under_eighteen_is_protected_as_such(pack: str) -> None:
    answer = Client().post("/register", registration(birth_year="2010"))
    if pack == "school":
        assert answer.status_code == 403
        return
    assert answer.status_code == 302
    with entered(RECORD, Viewer.job("test")):
        assert list(Subject.objects.values_list("is_minor", flat=True)) == [True]
