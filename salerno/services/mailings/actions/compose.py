"""What an editor does: compose, look at, send, and stop."""

from __future__ import annotations

from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy import store
from salerno.policy.purposes import CORRESPONDENCE, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.mailings import queries, rules
from salerno.services.mailings.actions.sending import drop_rest
from salerno.services.mailings.formats import words
from salerno.services.mailings.models import Campaign as Row
from salerno.services.mailings.rules import Fault
from salerno.services.mailings.values import Campaign, NewCampaign, State
from salerno.services.post import queries as post
from salerno.services.post.values import Channel, Sort
from salerno.services.post.values.links import stop_address

WORDS = {
    Fault.NO_SUBJECT: gettext_lazy("It needs a subject."),
    Fault.EMPTY: gettext_lazy("It says nothing yet."),
    Fault.LONG: gettext_lazy("It is too long for its channel."),
    Fault.PROMOTION: gettext_lazy("It holds a promotion, and only an offer may."),
    Fault.UNCLOSED: gettext_lazy("A promotion begins with “:::offer” and ends with “:::”."),
    Fault.LINK: gettext_lazy("A link leads to https://… or to a page of ours."),
    Fault.TOPIC: gettext_lazy("Its topic does not fit what it is."),
    Fault.CHANNEL: gettext_lazy("Only offers go out by a channel other than e-mail."),
    Fault.CONTROL: gettext_lazy("It holds a character that cannot be read."),
}


@action(EDITORIAL)
def save(*, by: Viewer, new: NewCampaign, campaign_id: int | None = None) -> int:
    """Keep a draft; its id. Raises Refused for one that is on its way, or cannot ever be."""
    check(new)
    values = asdict(new)
    if campaign_id is None:
        return int(Row.objects.create(**values).pk)
    if not Row.objects.filter(pk=campaign_id, state=State.DRAFT).update(**values):
        raise Refused(_("This mailing is on its way, and stays as it is."), status=409)
    return campaign_id


def check(new: NewCampaign) -> None:
    """Raises Refused (422) with all that is wrong with a mailing."""
    wrong = rules.faults(new.sort, new.topic, new.channel, (new.subject, new.body))
    said = [str(WORDS[one]) for one in wrong]
    if new.topic and new.topic not in post.topic_ids():
        said.append(_("Nobody writes in this name here."))
    if new.channel not in post.channels():
        said.append(_("We do not use this channel."))
    if said:
        raise Refused(_("This cannot go out. %s") % " ".join(said), status=422)


@action(EDITORIAL)
def discard(*, by: Viewer, campaign_id: int) -> None:
    """Throw a draft away. It went to nobody, so nothing hangs on it."""
    drafts = Row.objects.filter(pk=campaign_id, state=State.DRAFT)
    if not drafts._raw_delete(drafts.db):  # noqa: SLF001  Django's own looks for people's copies
        raise Refused(_("This mailing is on its way, and stays as it is."), status=409)


@action(EDITORIAL)
def queue(*, by: Viewer, campaign_id: int, origin: str) -> None:
    """Let a mailing go. Raises Refused for one whose template lacks what its kind has to carry."""
    one = _draft(campaign_id)
    check(NewCampaign(one.sort, one.topic, one.channel, one.subject, one.body))
    check_template(one, origin)
    state = State.SENDING if one.channel == Channel.POPUP or one.is_called else State.QUEUED
    values = {"state": state, "queued_at": clock.now(), "origin": origin, "place": 0}
    if not Row.objects.filter(pk=campaign_id, state=State.DRAFT).update(**values):
        raise Refused(_("This mailing is on its way already."), status=409)


def check_template(one: Campaign, origin: str) -> None:
    """Raises Refused unless what would be sent says where we are and carries what stops it."""
    if one.channel == Channel.SMS:
        words.check(one, words.text(one), "")
    if one.channel != Channel.EMAIL:
        return
    stop = stop_address(origin, 0, one.topic, "nobody@example.org") if one.topic else ""
    words.check(one, words.letter(one, stop), stop)


def _draft(campaign_id: int) -> Campaign:
    one = queries.campaign(campaign_id)
    if one is None:
        raise Refused(_("There is no such mailing."), status=404)
    if not one.is_draft:
        raise Refused(_("This mailing is on its way already."), status=409)
    return one


@action(EDITORIAL)
def stop(*, by: Viewer, campaign_id: int) -> int:
    """Stop a mailing: what has not left stays. How many copies that were."""
    live = Row.objects.filter(pk=campaign_id, state__in=[State.QUEUED, State.SENDING])
    if not live.update(state=State.STOPPED, finished_at=clock.now()):
        raise Refused(_("There is nothing of this mailing to stop."), status=409)
    with handover(CORRESPONDENCE, ground="a mailing was stopped", viewer=queries.JOB):
        return drop_rest(by=queries.JOB, campaign_id=campaign_id)


@action(EDITORIAL)
def give_notice(*, by: Viewer, origin: str) -> int:
    """A notice of the newest version of the policy, to everybody with an account; its id.

    Composed here and not yet sent. Again, it is the same one.
    """
    version = max((one.policy.version for one in store.versions()), default=0)
    had = queries.notice_of(version)
    if had is not None:
        return had.id
    new = NewCampaign(
        Sort.SERVICE, "", Channel.EMAIL,
        _("Our privacy policy changes: version %(n)d") % {"n": version},
        _("We have published version %(n)d of our privacy policy.\n\n"
          "[What changed](%(origin)s/privacy/changes), line by line, and "
          "[the whole policy](%(origin)s/privacy).\n\n"
          "Where it widens a use of your data, that use is off until you say yes again.")
        % {"n": version, "origin": origin},
        version=version,
    )  # fmt: skip
    return int(Row.objects.create(**asdict(new)).pk)
