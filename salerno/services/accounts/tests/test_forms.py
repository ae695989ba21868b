"""Forms that collect: required and optional as declared, and nothing beyond the policy unsaid."""

from __future__ import annotations

import gc
from types import MappingProxyType

import pytest
from django import forms
from django.test import Client

from salerno.policy import store
from salerno.policy.forms import DeclaredForm, form_problems, house_forms, point_problems
from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Clause, CollectionPoint, Grade
from salerno.privacy.errors import DeclarationError, Refused
from salerno.privacy.models import CollectionEvent
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from salerno.services.accounts import clauses
from salerno.services.accounts.forms.particulars import RegionForm
from salerno.services.accounts.forms.profile import ProfileForm
from salerno.services.accounts.forms.register import RegistrationForm
from tests import people

SHOE = Clause("test.shoe", "Your shoe size", "user.shoe", Grade.INDIRECT, (ACCOUNT,))


@pytest.mark.clause("N-31", "works")
def test_every_field_says_whether_it_is_needed_and_what_leaving_it_means() -> None:
    found = [form for form in house_forms() if ".tests." not in form.__module__]
    assert {one.point.id for one in found} >= {
        "accounts.registration", "accounts.profile", "accounts.demographics", "accounts.recovery",
        "accounts.region", "accounts.postal",
    }  # fmt: skip
    for made in found:
        for row in made().rows():
            if row.gloss is not None:
                assert row.consequence != ""
                assert row.required == made().needs(row.bound.name)
    full = Client().post("/register", people.registration(region="DE", email="a@example.org"))
    left = Client().post("/register", people.registration(region="", email="b@example.org"))
    assert (full.status_code, full["Location"]) == (left.status_code, left["Location"])
    events = people.column("privacy_collectionevent", "clause_ids")
    assert ["accounts.region" in str(one) for one in events].count(True) == 1


@pytest.mark.clause("N-31", "refused")
def test_a_form_that_requires_what_may_be_left_is_named() -> None:
    point = CollectionPoint("test.point", "", (SHOE,), ACCOUNT, required=frozenset({SHOE.id}))
    assert point_problems([point], {SHOE.id}) == [
        "test.point requires test.shoe, which a person may leave out."
    ]
    assert not ProfileForm().fields["specialty"].required
    assert form_problems([form for form in house_forms() if ".tests." not in form.__module__]) == []

    class Pressing(RegionForm):
        def needs(self, name: str) -> bool:
            return True

    assert [one.partition(" ")[2] for one in form_problems([Pressing])] == [
        "is required, and accounts.region may be left out."
    ]
    del Pressing
    gc.collect()


@pytest.mark.clause("N-30", "works")
def test_a_field_beyond_the_policy_brings_its_notice_and_the_receipt_its_version() -> None:
    point = CollectionPoint(
        "test.point", "", (clauses.NAME, clauses.REGION), ACCOUNT, version=2, notice="For the race."
    )

    class Race(DeclaredForm):
        name = forms.CharField()
        place = forms.CharField()

    Race.point = point
    Race.fields_of = MappingProxyType({"name": clauses.NAME, "place": clauses.REGION})
    assert {row.bound.name: row.notice for row in Race().rows()} == {"name": "", "place": ""}
    version = store.pack()
    held = version.register.kinds
    object.__setattr__(
        version.register, "kinds", {k: v for k, v in held.items() if k != clauses.REGION.id}
    )
    try:
        notices = {row.bound.name: row.notice for row in Race().rows()}
    finally:
        object.__setattr__(version.register, "kinds", held)
    assert notices == {"name": "", "place": "For the race."}
    assert point_problems([point], {clauses.NAME.id}) == []
    ann = people.person()
    with entered(RECORD, Viewer.job("test")):
        events = CollectionEvent.objects.filter(owner_id=ann.subject)
        versions = {one.point: one.point_version for one in events}
    known = registry().points
    assert versions == {name: known[name].version for name in versions}


@pytest.mark.clause("N-30", "refused")
def test_a_point_beyond_the_policy_without_a_notice_stops_the_start() -> None:
    point = CollectionPoint("test.point", "", (clauses.NAME, SHOE), ACCOUNT)
    assert point_problems([point], {clauses.NAME.id}) == [
        "test.point collects test.shoe, which the published policy does not name: publish a "
        "version that does, or give the point its own notice."
    ]
    assert point_problems(registry().points.values(), store.pack().register.kinds) == []


def test_a_field_without_a_clause_cannot_be_made() -> None:
    class Loose(DeclaredForm):
        point = clauses.PROFILE_POINT
        name = forms.CharField()

    with pytest.raises(DeclarationError):
        Loose()
    Loose.controls = frozenset({"name"})
    assert not Loose().is_bound


def test_what_came_undeclared_is_refused_before_anything_is_read() -> None:
    form = RegistrationForm(people.registration(is_staff="1"))
    with pytest.raises(Refused) as refused:
        form.is_valid()
    assert refused.value.status == 400
