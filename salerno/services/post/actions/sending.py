"""The way out of the house: a message names its purpose, its ground and what stops it."""

from __future__ import annotations

from html import unescape

from django.utils.translation import gettext as _

from salerno.policy.purposes import CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS
from salerno.privacy import clock
from salerno.privacy.context import Viewer, current
from salerno.privacy.disclose import Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis, in_force
from salerno.privacy.outbox import withdraw
from salerno.privacy.subjects import is_open
from salerno.services.post import queries
from salerno.services.post.clauses import LETTERS, NUMBER, SENDING
from salerno.services.post.models import Letter, new_key
from salerno.services.post.values import Channel, Handed, NewLetter, NewText, Sort
from salerno.services.post.values.links import headers, lacks, return_address, stop_address
from salerno.services.post.values.telephones import may_ring

LETTER = Payload(
    "post.letter",
    dict.fromkeys(("to", "subject", "text", "html"), LETTERS),
    frozenset({"headers", "envelope"}),
)
TEXT = Payload("post.text", {"to": NUMBER, "text": LETTERS})
STOPPABLE = frozenset({Sort.CONTENT.value, Sort.OFFER.value})


@action(CORRESPONDENCE, MARKETING_MAIL, collects=SENDING)
def send(*, by: Viewer, letter: NewLetter) -> Handed:
    """Write a letter down and pass it to the mail carrier, as the one way out of the house.

    Raises Refused for one without a ground, for one that is not wanted, and for one that must
    say how it is stopped and does not.
    """
    basis = _ground(letter.owner)
    _check_sort(letter)
    if letter.topic:
        _check_wanted(letter.owner, letter.to, letter.topic, Channel.EMAIL)
        _check_carries(letter)
    made = Letter.objects.create(
        owner_id=letter.owner,
        name=letter.name,
        purpose=current().purpose.id,
        basis=basis,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        topic=letter.topic,
        sort=letter.sort,
        key=new_key(),
    )
    fields = {"to": letter.to, "subject": letter.subject, "text": letter.text, "html": letter.html}
    back = return_address(made.key)
    plain: dict[str, object] = {
        "headers": headers(letter) | {"X-Return-To": back},
        "envelope": back,
    }
    return _handed(made, LETTER, "mail_carrier", {**fields, **plain})


@action(MARKETING_SMS, collects=SENDING)
def send_text(*, by: Viewer, text: NewText) -> Handed:
    """Pass a text message to its carrier. Raises Refused outside eight to nine where it rings."""
    basis = _ground(text.owner)
    if Channel.SMS.value not in queries.channels():
        raise Refused(_("We do not use this channel."), status=422)
    _check_wanted(text.owner, text.to, text.topic, Channel.SMS)
    if not may_ring(text.to, clock.now()):
        raise Refused(_("It is night where this number is. Nothing was sent."))
    operator = in_force().operator
    if lacks(text.text, ("STOP", operator.name)):
        raise Refused(
            _("A text message says who sends it and that STOP ends it. Nothing was sent.")
        )
    made = Letter.objects.create(
        owner_id=text.owner,
        name=text.name,
        purpose=current().purpose.id,
        basis=basis,
        to=text.to,
        subject="",
        text=text.text,
        topic=text.topic,
        sort=Sort.OFFER,
        channel=Channel.SMS,
        key=new_key(),
    )
    return _handed(made, TEXT, "sms_carrier", {"to": text.to, "text": text.text})


def _handed(made: Letter, payload: Payload, recipient: str, fields: dict[str, object]) -> Handed:
    ground = f"letter: {made.name}"
    numbers = disclose(payload, recipient, {made.owner_id: fields}, ground=ground)
    Letter.objects.filter(pk=made.pk).update(disclosure=numbers[0])
    return Handed(int(made.pk), made.key, numbers[0])


def _ground(owner: int) -> Basis:
    basis = in_force().purpose(current().purpose.id).bases[""]
    if basis is Basis.NONE:
        raise Refused(_("This letter stands on no ground, so it is not sent."))
    if not is_open(owner, current().purpose):
        raise Refused(_("This person does not get letters of this kind. Nothing was sent."))
    return basis


def _check_sort(letter: NewLetter) -> None:
    """An offer goes out as an offer, and what can be stopped says what it is about."""
    is_offer = letter.sort == Sort.OFFER
    if is_offer is not current().purpose.is_marketing:
        raise Refused(_("Offers go out as offers, and nothing else does. Nothing was sent."))
    if bool(letter.topic) is not (letter.sort in STOPPABLE):
        raise Refused(
            _("What need not be sent names the topic that stops it; what must be has none.")
        )


def _check_wanted(owner: int, to: str, topic: str, channel: Channel) -> None:
    if topic not in queries.topic_ids():
        raise Refused(_("There is no such topic here, and nobody writes in its name."), status=422)
    if queries.stopped((to,), topic):
        raise Refused(_("Letters of this kind to this address were stopped. Nothing was sent."))
    if owner not in queries.wanting((owner,), topic, channel):
        raise Refused(_("This person does not want this. Nothing was sent."))


def _check_carries(letter: NewLetter) -> None:
    link = stop_address(letter.base, letter.owner, letter.topic, letter.to)
    needed = (link, in_force().operator.address)
    bodies = (letter.text, unescape(letter.html)) if letter.html else (letter.text,)
    if any(lacks(one, needed) for one in bodies):
        raise Refused(
            _("A letter like this says where we are and carries the link that stops it. "
              "This one does not, so it is not sent."),
        )  # fmt: skip


@action(CORRESPONDENCE)
def take_back(*, by: Viewer, owner: int, number: int) -> bool:
    """Delete our copies of one letter that holds somebody else's words; whether there was one.

    What still waits does not go; what a carrier of this house laid down goes with the letter.
    """
    rows = Letter.objects.filter(owner_id=owner, pk=number)
    disclosed = list(rows.values_list("disclosure", flat=True))
    if not disclosed:
        return False
    rows.delete()
    for one in disclosed:
        if one is not None:
            withdraw(owner, one, ground="a letter is taken back")
    return True
