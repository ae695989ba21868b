"""The verbs by themselves: what they refuse when no page stands before them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from salerno.privacy import choices, facts
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import RECORD
from salerno.services.accounts.actions.register import protect_minor
from salerno.services.sponsors import actions, queries, rules
from salerno.services.sponsors.tests import scene as act
from salerno.services.sponsors.values import NewPaper, NewSponsor
from tests.people import Person, stored

# The school has no ground for sponsors: its side is in test_desk.
pytestmark = pytest.mark.parametrize("pack", ["publisher"], indirect=True)


def share(who: Person, slug: str, agreed: list[int], digest: str = "") -> None:
    """The verb, with the sheet as it stands unless another digest is given."""
    with entered(act.ACCOUNT, who.viewer):
        page = queries.paper(slug)
        shown = digest or (queries.sheet(page).digest if page else "")
        actions.share(by=who.viewer, slug=slug, agreed=agreed, digest=shown)


def test_sharing_is_refused_where_there_is_no_page_no_sponsor_or_no_ground() -> None:
    at, ann = act.scene(), act.member()
    number = at.sponsors[0].id
    for slug, agreed, status in (("none", [number], 404), ("beds", [], 422), ("beds", [99], 409)):
        with pytest.raises(Refused) as refused:
            share(ann, slug, agreed)
        assert refused.value.status == status
    with entered(RECORD, Viewer.job("test")):
        protect_minor(ann.subject)
    with pytest.raises(Refused, match="gives no ground"):
        share(ann, "beds", [number])
    assert stored()["sponsors_lead"] == 0


def test_a_lead_whose_yes_was_taken_back_elsewhere_is_made_anew() -> None:
    at, ann = act.scene(), act.member()
    [halden] = at.sponsors
    topic = rules.topic(at.paper.id, halden.id)
    share(ann, "beds", [halden.id])
    with entered(RECORD, Viewer.job("test")):
        choices.withdraw(ann.subject, topic)
    share(ann, "beds", [halden.id])
    assert (stored()["sponsors_lead"], len(act.leads(at.tokens[0]))) == (1, 1)


def test_a_yes_without_a_lead_can_be_taken_back() -> None:
    at, ann = act.scene(), act.member()
    [halden] = at.sponsors
    share(ann, "beds", [halden.id])
    with act.later(days=91):
        act.leads(at.tokens[0])  # its end has come, and the lead goes
        assert stored()["sponsors_lead"] == 0
        with entered(act.ACCOUNT, ann.viewer):
            actions.withdraw(by=ann.viewer, paper_id=at.paper.id, sponsor_id=halden.id)
            given = choices.is_given(ann.subject, rules.topic(at.paper.id, halden.id))
    assert not given


def test_what_stands_nowhere_cannot_be_changed() -> None:
    at = act.scene()
    by, [halden] = at.editor.viewer, at.sponsors
    company = NewSponsor("x", "X", "1 Row", "NO", "C-1", "https://x.example")
    paper = NewPaper("y", "Y", "", "Sponsored", ("name",), True, 9, (halden.id,))
    with entered(act.EDITORIAL, by):
        for verb in (
            lambda: actions.save_sponsor(by=by, new=company, sponsor_id=99),
            lambda: actions.save_paper(by=by, new=paper, paper_id=99),
            lambda: actions.issue_token(by=by, sponsor_id=99),
            lambda: actions.publish(by=by, paper_id=99),
        ):
            with pytest.raises(Refused) as refused:
                verb()
            assert refused.value.status == 404
        with pytest.raises(Refused, match="short name already"):
            actions.save_sponsor(by=by, new=replace(company, slug=halden.slug))
        kept = actions.save_paper(by=by, new=paper)
        actions.take_down(by=by, paper_id=kept)
        with pytest.raises(Refused, match="its file"):
            actions.publish(by=by, paper_id=kept)


def test_one_transaction_holds_consent_lead_and_account(monkeypatch: pytest.MonkeyPatch) -> None:
    at, ann = act.scene(), act.member()
    before = stored()

    def broken(*_given: object) -> None:
        raise OSError("the power fails")

    monkeypatch.setattr(facts, "record", broken)
    with pytest.raises(OSError, match="power"):
        share(ann, "beds", [at.sponsors[0].id])
    assert stored() == before
