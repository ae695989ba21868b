"""Leads on their way to a sponsor: checked one by one, accounted for, and taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from salerno.policy.purposes import SPONSORS
from salerno.privacy import audit, clock, outbox
from salerno.privacy.context import Viewer
from salerno.privacy.disclose import disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.sponsors import queries, rules
from salerno.services.sponsors.actions.share import PLAIN, party, payload
from salerno.services.sponsors.models import Lead, Passed
from salerno.services.sponsors.values import Channel, Feed, Field, LeadLine, SponsorCard

_STAMP = {Channel.FILE: "filed_at", Channel.CALL: "called_at"}


@action(SPONSORS)
def hand_over(
    *, by: Viewer, sponsor: SponsorCard, leads: Collection[int], channel: Channel, officer: int = 0
) -> list[LeadLine]:
    """The leads of these ids, for the answer that hands them to ``sponsor``.

    One of them without a yes to this sponsor at this paper, and none goes: Raises Refused. What
    stands in this channel for the first time is accounted for to the person. ``officer``: who of
    the staff takes the file; each person can read that they looked.
    """
    if outbox.is_off(rules.recipient(sponsor.id)):
        raise Refused(_("%s is switched off: nothing goes to it.") % sponsor.name)
    rows = list(Lead.objects.filter(pk__in=leads).select_related("paper").order_by("pk"))
    _check(rows, sponsor, leads)
    stamp = _STAMP[channel]
    first = [one for one in rows if getattr(one, stamp) is None]
    _account(first, sponsor, str(channel.label))
    Lead.objects.filter(pk__in=[one.pk for one in first]).update(**{stamp: clock.now()})
    if officer and rows:
        audit.record_looks(
            [one.owner_id for one in rows], officer, role=_("an editor"),
            reason=_("took the lead file of %s") % sponsor.name, clauses=payload(["x"]).clauses,
        )  # fmt: skip
    return [queries.line(one) for one in rows]


def _check(rows: list[Lead], sponsor: SponsorCard, asked: Collection[int]) -> None:
    strangers = [one for one in rows if one.sponsor_id != sponsor.id or one.ends_at <= clock.now()]
    bad = rules.unfounded([queries.claim(one) for one in rows], queries.standing(rows))
    if strangers or bad or len(rows) != len(set(asked)):
        people = {one.subject for one in bad} | {one.owner_id for one in strangers}
        audit.note("lead export refused", subjects=people, recipient=rules.recipient(sponsor.id))
        raise Refused(
            _("Somebody in this export has not agreed to this sponsor at this paper, or took it "
              "back. Nothing was handed over."),
        )  # fmt: skip


def _account(rows: Iterable[Lead], sponsor: SponsorCard, way: str) -> None:
    """An entry for each person, by paper, since each paper asks for its own fields."""
    for paper_id, some in groupby(sorted(rows, key=_paper), _paper):
        listed = list(some)
        paper = listed[0].paper
        fields = [one.value for one in Field if one.value in paper.fields]
        told = dict.fromkeys(PLAIN, "")
        disclose(
            payload(fields),
            "sponsor",
            {one.owner_id: {**queries.line(one).values, **told} for one in listed},
            ground=_("“%(paper)s”, by %(way)s") % {"paper": paper.title[:120], "way": way},
            party=party(sponsor, paper_id),
            is_handed=True,
        )


def _paper(row: Lead) -> int:
    return row.paper_id


@action(SPONSORS)
def export(
    *, by: Viewer, sponsor: SponsorCard, channel: Channel, after: int = 0, officer: int = 0
) -> Feed:
    """One answer to a sponsor: what is gone is noted, and what stands is handed over."""
    settle(by=by, sponsor_id=sponsor.id)
    found = queries.founded(sponsor.id, after)
    leads = hand_over(
        by=by, sponsor=sponsor, leads=[one.id for one in found], channel=channel, officer=officer
    )
    last = found[-1].id if len(found) >= queries.MOST else 0
    return Feed(sponsor.name, tuple(leads), tuple(queries.gone(sponsor.id)), last)


@action(SPONSORS)
def settle(*, by: Viewer, sponsor_id: int | None = None) -> int:
    """Drop leads past their end, and note which are gone: these, those that were taken back or
    erased, and those of people now closed.

    Nothing tells this room of an erasure: what no longer stands is gone. How many were noted.
    """
    Lead.objects.filter(ends_at__lte=clock.now()).delete()
    waiting = Passed.objects.filter(gone_at=None)
    alive = Lead.objects.filter(ends_at__gt=clock.now())
    if sponsor_id is not None:
        waiting = waiting.filter(sponsor_id=sponsor_id)
        rows = list(alive.filter(sponsor_id=sponsor_id))
        bad = rules.unfounded([queries.claim(one) for one in rows], queries.standing(rows))
        receipts = [one.receipt for one in bad]
        alive = alive.filter(sponsor_id=sponsor_id).exclude(receipt__in=receipts)
    lost = waiting.exclude(number__in=alive.values("number"))
    return lost.update(gone_at=clock.now())
