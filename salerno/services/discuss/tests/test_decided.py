"""Keeping somebody from posting is decided by a named human: no rule and no job sets it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from salerno.policy.purposes import MODERATION
from salerno.privacy import clock, decisions, ledger
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.errors import Refused, WriteRefused
from salerno.privacy.models import RightsStep
from salerno.privacy.purposes import RECORD
from salerno.privacy.testing import expecting_refusals
from salerno.services.discuss import actions
from salerno.services.discuss.clauses import REVIEWING, SUSPENDING
from salerno.services.discuss.models import Suspension
from salerno.services.discuss.tests.test_reviews import reported
from tests import hall
from tests.people import column


@pytest.mark.clause("N-120", "works")
def test_the_record_of_a_suspension_names_the_human_who_decided_it_and_why() -> None:
    ann, _ben, staff, _number, review_id = reported()
    with hall.moderating(staff):
        actions.suspend(by=staff.viewer, review_id=review_id, days=7, words="Three times now.")
    with entered(RECORD, Viewer.job("test")):
        rows = RightsStep.objects.filter(kind="decision")
        found = rows.values_list("owner_id", "actor_id", "step", "words", "number").get()
    assert found == (ann.subject, staff.subject, "suspension", "Three times now.", review_id)
    assert column("discuss_suspension", "by_id") == [staff.subject]
    assert ledger.verify().problems == ()


@pytest.mark.clause("N-120", "refused")
def test_a_rule_or_a_job_that_sets_such_an_outcome_is_refused_by_the_model() -> None:
    ann, ben, staff, _number, _review_id = reported()
    until = clock.now() + timedelta(days=7)
    facts = {"owner_id": ann.subject, "by_id": staff.subject, "reason": "A score", "until": until}
    for by in (Viewer.job("a rule"), staff.viewer):
        with (
            expecting_refusals(WriteRefused),
            entered(MODERATION, by),
            acting(Act("test", REVIEWING)),
        ):
            with pytest.raises(WriteRefused, match="A named human decides"), transaction.atomic():
                Suspension.objects.create(**facts)
            with pytest.raises(WriteRefused), transaction.atomic():
                Suspension.objects.bulk_create([Suspension(**facts)])
    with entered(MODERATION, Viewer.job("a rule")), acting(Act("test", REVIEWING)):
        given: dict[str, Any] = {"subject": ann.subject, "what": SUSPENDING, "reason": "A score"}
        for by in (Viewer.job("a rule"), Viewer.visitor(), ann.viewer):  # nobody by name, oneself
            with pytest.raises(Refused):
                decisions.decide(by=by, **given)
        with pytest.raises(Refused):
            decisions.decide(by=staff.viewer, **(given | {"reason": " "}))
    with hall.moderating(staff) as _entry, acting(Act("test", REVIEWING)):
        decisions.decide(by=staff.viewer, **(given | {"subject": ben.subject}))
        with (
            expecting_refusals(WriteRefused),
            pytest.raises(WriteRefused),
            transaction.atomic(),
        ):
            Suspension.objects.create(**facts)  # decided about somebody else
        Suspension.objects.create(**(facts | {"owner_id": ben.subject}))
    with (
        expecting_refusals(WriteRefused),
        hall.moderating(staff),
        acting(Act("test", REVIEWING)),
        pytest.raises(WriteRefused),
        transaction.atomic(),
    ):
        Suspension.objects.filter(owner_id=ben.subject).update(until=until + timedelta(days=1))
    assert column("discuss_suspension", "owner_id") == [ben.subject]
