"""Asking to be told by e-mail, with or without an account; and telling of what is new."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import ChoiceForm, in_force
from salerno.privacy.subjects import new_subject
from salerno.services.catalog.values import Item
from salerno.services.mailings import queries, rules
from salerno.services.mailings.clauses import SENDING_MANY, SUBSCRIBING
from salerno.services.mailings.models import Alert, Announced, Subscription
from salerno.services.mailings.values import Asked, titled, what
from salerno.services.post import actions as post
from salerno.services.post.values import ASKED_FOR, Channel, NewLetter, Sort, Topic
from salerno.services.post.values.links import stop_address

WEEK = timedelta(days=7)


@action(CORRESPONDENCE, ACCOUNT, collects=SUBSCRIBING)
def ask(*, by: Viewer, topic: str, about: str, email: str, origin: str) -> str:
    """Ask to be told; returns the key of the link that confirms it, "" where none is needed.

    A member is told at their own confirmed address, with ``email`` empty. Everybody else gets one
    letter that asks whether it was them; nothing more goes to an address that does not confirm.
    """
    subject = rules.subject_of(about)
    if topic not in ASKED_FOR or (topic == Topic.ALERTS and not subject):
        raise Refused(_("Say of what you want to be told."), status=422)
    said = {"topic": topic, "about": subject if topic == Topic.ALERTS else "", "origin": origin}
    if by.subject is not None:
        return _member_asks(by, said)
    owner = _owner_of(email) or new_subject()
    key = secrets.token_hex(16)
    values = {"email": email, "origin": origin, "key": key, "asked_at": clock.now()}
    rows = Subscription.objects.filter(owner_id=owner, topic=topic, about=said["about"])
    if rows.exclude(confirmed_at=None).exists():
        return ""  # it stands; whoever types an address learns nothing of that
    if not rows.update(**values):
        Subscription.objects.create(owner_id=owner, **(said | values))
    _send_question(owner, email, said, key)
    return key


def _member_asks(by: Viewer, said: dict[str, str]) -> str:
    """A member's address is confirmed already, so what they ask for stands at once."""
    mine = Subscription.objects.filter(owner_id=by.known, topic=said["topic"], about=said["about"])
    if not mine.exists():
        Subscription.objects.create(owner_id=by.known, confirmed_at=clock.now(), key="", **said)
    post.wish(by=by, topic=said["topic"], channel=Channel.EMAIL, is_wanted=True)
    return ""


def _owner_of(email: str) -> int | None:
    """Who stands for an address that asked before."""
    rows = Subscription.objects.filter(email=email).order_by("pk")
    return rows.values_list("owner_id", flat=True).first()


def _send_question(owner: int, email: str, said: dict[str, str], key: str) -> None:
    operator = in_force().operator
    context = {
        "operator": operator,
        "what": titled(said["topic"], said["about"]),
        "action": _("Yes, it was me"),
        "action_address": f"{said['origin']}/subscribe/confirm/{key}",
    }
    letter = NewLetter(
        owner, "confirm", email, operator.email, _("Is this you?"),
        render_to_string("mailings/letters/confirm.txt", context).strip() + "\n",
        render_to_string("mailings/letters/confirm.html", context),
    )  # fmt: skip
    post.send(by=queries.JOB, letter=letter)


@action(CORRESPONDENCE, collects=SUBSCRIBING)
def confirm(*, by: Viewer, asked: Asked, email: str) -> str:
    """The one who got the letter says yes. The record of it is the proof; its receipt."""
    rows = Subscription.objects.filter(pk=asked.id, confirmed_at=None)
    if not rows.update(confirmed_at=clock.now()):
        raise Refused(_("It is confirmed already, or was too long ago."), status=409)
    words = choices.Words("subscription", what(asked))
    question = choices.Question(f"subscription.{asked.topic}", ChoiceForm.OPT_IN, words)
    receipt = choices.choose(by.known, question, choices.State.GIVEN, channel="letter")
    post.wish(by=by, topic=asked.topic, channel=Channel.EMAIL, is_wanted=True, address=email)
    return receipt


@action(ACCOUNT)
def end(*, by: Viewer, subscription_id: int) -> None:
    """Be told of it no more."""
    if not Subscription.objects.filter(pk=subscription_id, owner_id=by.known).delete()[0]:
        raise Refused(_("There is nothing here to end."), status=404)


@action(CORRESPONDENCE)
def drop_unconfirmed(*, by: Viewer) -> int:
    """Forget addresses that nobody confirmed within a week."""
    before = clock.now() - WEEK
    return Subscription.objects.filter(confirmed_at=None, asked_at__lt=before).delete()[0]


@action(CORRESPONDENCE, collects=SENDING_MANY)
def announce(*, by: Viewer, item: Item, person: int, email: str, origin: str) -> bool:
    """Tell one person of one item, once; False where they do not want it any more."""
    _row, is_new = Alert.objects.get_or_create(owner_id=person, item_id=item.id)
    if not is_new or not email:
        return False
    operator = in_force().operator
    context = {
        "operator": operator,
        "item": item,
        "address": f"{origin}{item.address}",
        "stop_address": stop_address(origin, person, Topic.ALERTS, email),
        "why": _("You asked to be told of what is new on a subject."),
    }
    letter = NewLetter(
        person, "alert", email, operator.email, item.title[:150],
        render_to_string("mailings/letters/alert.txt", context).strip() + "\n",
        render_to_string("mailings/letters/alert.html", context),
        Sort.CONTENT, Topic.ALERTS, origin,
    )  # fmt: skip
    try:
        post.send(by=by, letter=letter)
    except Refused:
        return False
    return True


@action(CORRESPONDENCE)
def finish_item(*, by: Viewer, item_id: int) -> None:
    """Everybody who asked was told of an item."""
    Announced.objects.get_or_create(item_id=item_id)
