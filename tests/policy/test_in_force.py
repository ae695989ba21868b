"""What the policy in force does to queries: grounds, services, versions, consent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from salerno.policy import rules, store
from salerno.policy.purposes import (
    ACCOUNT,
    ANALYTICS,
    COMMUNITY,
    DIRECTORY,
    MARKETING_MAIL,
    PERSONALISE,
)
from salerno.policy.values import Pack
from salerno.privacy import clock, context, law, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Purpose
from salerno.privacy.errors import OutsidePurpose, PurposeRefused
from salerno.services.accounts.actions.register import register
from salerno.services.accounts.models import Acceptance, Profile
from salerno.services.accounts.queries import profile_of
from salerno.services.accounts.values import NewAccount
from tests.people import PASSWORD, person
from tests.policy.bench import FIRST, SECOND

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(pack: str) -> Iterator[Pack]:
    """The working text of each pack, in force."""
    with store.under(store.working(pack)) as one:
        yield one


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are expected here; they do not reach other tests."""
    yield
    context.refusals.clear()


def member(region: str) -> int:
    """Somebody with an account who lives in ``region``."""
    now = store.pack()
    new = NewAccount(
        email=f"{region.lower() or 'nowhere'}@mail.example",
        name="Ines Calloway",
        password="a sentence that nobody guesses",
        region=region,
        is_old_enough=True,
        is_adult=True,
        terms_version=now.documents["terms"].version,
        policy_version=now.policy.version,
        purposes=(),  # nothing is ticked
    )
    with entered(ACCOUNT, Viewer.visitor()):
        made = register(by=Viewer.visitor(), new=new)
    assert made is not None
    return made


def names(purpose: Purpose, subject: int) -> list[str]:
    """The person's own name, as far as ``purpose`` meets it."""
    with entered(purpose, Viewer.person(subject)):
        return list(Profile.objects.values_list("name", flat=True))


@pytest.mark.clause("N-108", "refused")
def test_without_a_ground_in_the_persons_jurisdiction_no_row_is_met(whole: Pack) -> None:
    elsewhere, union = member("US-MA"), member("DE")
    assert names(ACCOUNT, elsewhere) == names(ACCOUNT, union) == ["Ines Calloway"]
    met = {"publisher": [[], []], "school": [["Ines Calloway"], []]}[whole.policy.pack]
    assert [names(DIRECTORY, one) for one in (elsewhere, union)] == met


@pytest.mark.clause("N-109", "refused")
def test_a_contract_reaches_only_those_who_use_its_service(whole: Pack) -> None:
    subject = member("US-MA")
    assert whole.policy.purpose("community").basis("") is law.Basis.CONTRACT
    assert names(COMMUNITY, subject) == []
    with entered(ACCOUNT, Viewer.person(subject)), transaction.atomic():
        subjects.start_service(subject, "community")
    assert names(COMMUNITY, subject) == ["Ines Calloway"]
    with entered(ACCOUNT, Viewer.person(subject)), transaction.atomic():
        subjects.end_service(subject, "community")
    assert names(COMMUNITY, subject) == []


@pytest.mark.clause("H-30", "refused")
def test_a_read_without_a_purpose_or_with_an_unknown_one_is_refused(whole: Pack) -> None:
    subject = member("US-MA")
    with pytest.raises(OutsidePurpose):
        list(Profile.objects.values_list("name", flat=True))
    unknown = Purpose("resale", "Sell it")
    with entered(unknown, Viewer.person(subject)), pytest.raises(PurposeRefused):
        profile_of(subject)
    with pytest.raises(OutsidePurpose):
        profile_of(subject)


@pytest.mark.clause("H-42", "refused")
def test_use_opens_nothing_that_needs_consent_in_the_union(whole: Pack) -> None:
    subject = member("DE")
    for purpose in (ANALYTICS, MARKETING_MAIL, PERSONALISE):
        assert not subjects.is_open(subject, purpose)
    for _ in range(3):  # use
        assert names(ACCOUNT, subject) == ["Ines Calloway"]
    for purpose in (ANALYTICS, MARKETING_MAIL, PERSONALISE):
        assert not subjects.is_open(subject, purpose)


@pytest.mark.clause("H-03", "works")
def test_registering_records_what_was_accepted_and_agreed(whole: Pack) -> None:
    subject = member("US-MA")
    with entered(ACCOUNT, Viewer.person(subject)):
        rows = list(
            Acceptance.objects.values_list("policy_version", "terms_version", "policy_digest")
        )
    terms = whole.documents["terms"].version
    assert rows == [(whole.policy.version, terms, whole.policy.digest)]


@pytest.mark.clause("N-102", "refused")
def test_a_consent_that_came_with_a_new_version_is_off_for_those_who_were_here(
    whole: Pack,
) -> None:
    purposes = {name: one for name, one in whole.policy.purposes.items() if name != PERSONALISE.id}
    stated = replace(whole.policy.purposes[PERSONALISE.id], bases={"": law.Basis.NONE})
    before = replace(
        whole.policy, purposes={**purposes, PERSONALISE.id: stated}, digest="the version before"
    )
    with store.under(replace(whole, policy=before)):
        subject = member("DE")
        assert not subjects.is_open(subject, PERSONALISE)
    assert names(ACCOUNT, subject) == ["Ines Calloway"]
    with entered(ACCOUNT, Viewer.person(subject)), transaction.atomic():
        subjects.apply_law(subject)
    assert not subjects.is_open(subject, PERSONALISE)
    assert rules.must_ask_again(replace(before, purposes=purposes), whole.policy) == (
        PERSONALISE.id,
    )


@pytest.mark.clause("H-43", "refused")
def test_closing_asks_nobody_to_accept_the_new_version(site: tuple[Pack, Pack]) -> None:
    with clock.clock_at(FIRST + timedelta(days=1)):
        someone = person()
    with clock.clock_at(SECOND + timedelta(days=1)):
        assert store.pack().policy.version == 2
        with entered(ACCOUNT, someone.viewer):
            accepted = list(Acceptance.objects.values_list("policy_version", flat=True))
        assert accepted == [1]
        browser = someone.browser()
        asked = browser.get("/you/erase").content.decode()
        form = asked.split("<main")[1].split("</main>")[0]
        assert set(re.findall(r'name="(\w+)"', form)) == {
            "csrfmiddlewaretoken", "word", "password",
        }  # fmt: skip
        answer = browser.post("/you/erase", {"word": "erase", "password": PASSWORD})
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/gone")
        with entered(ACCOUNT, someone.viewer):
            assert list(Profile.objects.values_list("name", flat=True)) == []
