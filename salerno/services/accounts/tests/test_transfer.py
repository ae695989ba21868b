"""The agreement to go abroad stands in a receipt of its own, and carries no transfer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from salerno.policy.purposes import CORRESPONDENCE, PERSONALISE
from salerno.privacy import choices, law, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.disclose import Payload, disclose
from salerno.privacy.errors import Refused
from salerno.privacy.law import Recipient
from salerno.privacy.models import Disclosure
from salerno.privacy.purposes import RECORD
from salerno.privacy.receipts import receipt
from salerno.services.accounts.actions.transfer import transfer_words
from salerno.services.accounts.clauses import NAME
from tests import people
from tests.ground import pack
from tests.people import words

__all__ = ["pack"]

BADGE = Payload("test.badge", {"name": NAME})


def abroad(mechanism: str) -> Recipient:
    """Somebody in a country whose law protects less."""
    return Recipient(
        "office", "The badge office", "vendor", "Agreement 9", "BR", mechanism,
        ("correspondence",), (NAME.id,), "", role="controller", address="9 Office Row",
    )  # fmt: skip


def with_office(mechanism: str) -> law.Policy:
    held = law.in_force()
    recipients = {**held.recipients, "office": abroad(mechanism)}
    return replace(held, recipients=recipients, digest=f"abroad {mechanism}")


@pytest.mark.clause("H-14", "works")
def test_the_line_names_each_country_and_has_its_own_receipt(pack: str) -> None:
    page = words(Client().get("/register"))
    assert transfer_words() in page
    ann = people.person(region="US-CA")
    with entered(RECORD, Viewer.job("test")):
        lines = [one for one in choices.standing(ann.subject) if one.topic.endswith("transfer")]
        (line,) = lines
        said = receipt(ann.subject, line.receipt)["consent_record"]["pii_processing"]
    assert said["privacy_notice"]["text"] == transfer_words()
    assert "United States" in transfer_words()
    assert said["purposes"] == []
    if pack == "school":
        assert (line.topic, line.state, line.form) == ("transfer", "given", "stop_using")
    else:
        assert "Ireland" in transfer_words()
        assert (line.topic, line.state) == ("notice.transfer", "shown")


@pytest.mark.clause("H-14", "refused")
@pytest.mark.parametrize("region", ["DE", ""])
def test_under_a_stricter_law_the_mechanism_is_needed_and_not_this_line(region: str) -> None:
    ann, ben = people.person(region=region), people.person("ben@example.org", region="US-CA")
    with law.under(with_office("")), entered(CORRESPONDENCE, Viewer.job("test")):
        with pytest.raises(Refused, match="no way to protect a transfer there is on record"):
            disclose(BADGE, "office", {ann.subject: {"name": "Ann"}}, ground="a badge")
        assert len(disclose(BADGE, "office", {ben.subject: {"name": "Ben"}}, ground="a badge")) == 1
    with entered(RECORD, Viewer.job("test")):
        assert not Disclosure.objects.filter(owner_id=ann.subject, recipient="office").exists()
        lines = [one for one in choices.standing(ann.subject) if one.topic.endswith("transfer")]
        assert [one.state for one in lines] == ["shown"]
    with law.under(with_office("scc")), entered(CORRESPONDENCE, Viewer.job("test")):
        assert len(disclose(BADGE, "office", {ann.subject: {"name": "Ann"}}, ground="a badge")) == 1


def used_after_notice(**bases: law.Basis) -> law.Policy:
    """The policy in force, with a use that begins after notice where the law lets it."""
    held = law.in_force()
    ruled = replace(held.purposes["personalise"], bases={"": law.Basis.NOTICE, **bases})
    purposes = {**held.purposes, "personalise": ruled}
    return replace(held, purposes=purposes, digest=f"by use {sorted(bases)}")


def event_states(who: people.Person) -> set[str]:
    """What the receipts of somebody say happened."""
    with entered(RECORD, Viewer.job("test")):
        numbers = [one.receipt for one in choices.standing(who.subject)]
        made = [receipt(who.subject, one)["consent_record"]["events"] for one in numbers]
    return {one["event_state"] for events in made for one in events}


@pytest.mark.clause("N-98", "works")
def test_use_after_notice_is_switched_by_jurisdiction_and_says_that_a_notice_was_shown(
    pack: str,
) -> None:
    with law.under(used_after_notice(eu=law.Basis.CONSENT)):
        ann = people.person(region="US-CA")
        assert subjects.is_open(ann.subject, PERSONALISE)
        if pack == "publisher":
            assert event_states(ann) == {"notice_shown"}
    with law.under(used_after_notice(california=law.Basis.CONSENT)):
        ben = people.person("ben@example.org", region="US-CA")
        assert not subjects.is_open(ben.subject, PERSONALISE)


@pytest.mark.clause("N-98", "refused")
@pytest.mark.parametrize("region", ["DE", ""])
def test_in_the_union_use_is_no_ground_and_an_express_choice_is_needed(region: str) -> None:
    with law.under(used_after_notice(eu=law.Basis.CONSENT, unknown=law.Basis.CONSENT)):
        ann = people.person(region=region)
        for _use in range(3):
            assert ann.browser().get("/you").status_code == 200
        assert not subjects.is_open(ann.subject, PERSONALISE)
        with entered(RECORD, Viewer.job("test")):
            choices.show_notice(ann.subject, choices.Words("policy", "shown once more"))
            assert not subjects.is_open(ann.subject, PERSONALISE)
            asked = choices.Question(
                "personalise", law.ChoiceForm.OPT_IN, choices.Words("choice", "x"), (PERSONALISE,)
            )
            choices.choose(ann.subject, asked, choices.State.GIVEN)
        assert subjects.is_open(ann.subject, PERSONALISE)
