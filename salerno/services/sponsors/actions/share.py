"""Taking a paper with sharing, and taking the sharing back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, SPONSORS
from salerno.privacy import choices, clock, facts
from salerno.privacy.context import Viewer, handover
from salerno.privacy.disclose import Party, Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.sponsors import queries, rules
from salerno.services.sponsors.clauses import LEAD, SHARING
from salerno.services.sponsors.models import Lead, Paper, Passed
from salerno.services.sponsors.values import PaperPage, Sheet, SponsorCard, Taken

TAKEN = "sponsors.taken"
PLAIN = frozenset({"feed", "record", "number", "paper", "taken_at", "ends_at"})


def payload(fields: Collection[str]) -> Payload:
    """What goes to a sponsor: the fields of the paper, and numbers and times about nobody."""
    return Payload("sponsors.lead", dict.fromkeys(fields, LEAD), PLAIN)


def party(sponsor: SponsorCard, paper_id: int) -> Party:
    """A sponsor as one that receives, on the yes about this paper alone."""
    topic = rules.topic(paper_id, sponsor.id)
    return Party(rules.party(sponsor.id), sponsor.name, sponsor.contract, sponsor.country, topic)


@action(ACCOUNT, collects=SHARING)
def share(*, by: Viewer, slug: str, agreed: Collection[int], digest: str) -> Taken:
    """Say yes to sponsors at a paper and take it: consent, lead and download have one time.

    ``digest``: of the sheet that was shown. Raises Refused (409) where it says something else
    by now, 422 where nobody was agreed to. Twice is once.
    """
    Paper.objects.select_for_update().filter(slug=slug).first()  # who presses twice waits here
    page = queries.paper(slug)
    if page is None:
        raise Refused(_("There is no such paper here."), status=404)
    chosen = [one for one in page.takers if one.id in agreed]
    _check(page, chosen, len(set(agreed)), queries.asker(by))
    sheet = queries.sheet(page)
    if sheet.digest != digest:
        raise Refused(
            _("The words or your own entries changed while this page was open. Load it again, "
              "read what would be sent, and decide once more. Nothing was sent."),
            status=409,
        )  # fmt: skip
    with clock.clock_at(clock.now()):
        receipts = tuple(_one(by, sheet, sponsor) for sponsor in chosen)
        facts.record(TAKEN, by.known, page.item_id)
        return Taken(clock.now(), receipts)


def _check(page: PaperPage, chosen: list[SponsorCard], asked: int, asker: rules.Asker) -> None:
    offer = rules.shared_offer(asker, [one.id for one in page.takers])
    if offer == "law":
        raise Refused(_("The law that protects you gives no ground for this. Nothing was sent."))
    if not asked:
        raise Refused(_("Nothing was ticked, so nothing was sent."), status=422)
    if len(chosen) != asked:
        raise Refused(
            _("This sponsor receives nothing here just now. Load the page again."), status=409
        )


def _one(by: Viewer, sheet: Sheet, sponsor: SponsorCard) -> str:
    page, me = sheet.paper, by.known
    question = page.question(sponsor, sheet.language)
    there = Lead.objects.filter(paper_id=page.id, sponsor_id=sponsor.id).first()
    if there is not None and there.ends_at > clock.now() and _stands(me, there):
        return there.receipt
    if there is not None:
        _drop(there)
    receipt = choices.choose(me, question, choices.State.GIVEN, point=SHARING)
    with handover(SPONSORS, ground="agreed to just now, at this paper"):
        lead = Lead.objects.create(
            owner_id=me,
            paper_id=page.id,
            sponsor_id=sponsor.id,
            receipt=receipt,
            taken_at=clock.now(),
            ends_at=rules.until(clock.now(), page.term_days),
            **sheet.values,
        )
        if sponsor.has_drop:
            _send(lead, sheet, sponsor)
    Passed.objects.create(number=lead.number, paper_id=page.id, sponsor_id=sponsor.id)
    return receipt


def _stands(me: int, lead: Lead) -> bool:
    topic = rules.topic(lead.paper_id, lead.sponsor_id)
    found = choices.consents_to((me,), SPONSORS, topic=topic)
    return found.get(me) == lead.receipt


def _send(lead: Lead, sheet: Sheet, sponsor: SponsorCard) -> None:
    page = sheet.paper
    row = {
        **sheet.values, "feed": sponsor.slug, "record": "lead", "number": lead.number,
        "paper": page.slug, "taken_at": _said(lead.taken_at), "ends_at": _said(lead.ends_at),
    }  # fmt: skip
    ground = _("you took “%(paper)s” with sharing") % {"paper": page.title[:120]}
    to = party(sponsor, page.id)
    disclose(payload(page.fields), "sponsor", {lead.owner_id: row}, ground=ground, party=to)


def _said(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _drop(lead: Lead) -> None:
    """The lead goes, and its number says from now on that it is gone."""
    Passed.objects.filter(number=lead.number, gone_at=None).update(gone_at=clock.now())
    Lead.objects.filter(pk=lead.pk).delete()


@action(ACCOUNT)
def withdraw(*, by: Viewer, paper_id: int, sponsor_id: int) -> str:
    """Take a yes back: out of every feed at once, and the sponsor is told. The receipt.

    Raises Refused (409) where there is none that stands.
    """
    topic = rules.topic(paper_id, sponsor_id)
    lead = Lead.objects.filter(paper_id=paper_id, sponsor_id=sponsor_id).first()
    if lead is None and not choices.is_given(by.known, topic):
        raise Refused(
            _("This sponsor has nothing of you from this paper, so there is nothing to take back."),
            status=409,
        )
    with clock.clock_at(clock.now()):
        if lead is not None:
            _drop(lead)
        return choices.withdraw(by.known, topic, point=SHARING)


@action(ACCOUNT)
def withdraw_all(*, by: Viewer) -> int:
    """Take every yes to a sponsor back; how many there were."""
    found = queries.shared()
    for one in found:
        withdraw(by=by, paper_id=one.paper_id, sponsor_id=one.sponsor_id)
    return len(found)
