"""Sending a letter, and saying which ones are wanted."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, MARKETING_MAIL
from salerno.privacy import choices, clock
from salerno.privacy.context import Viewer, current
from salerno.privacy.disclose import Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis, ChoiceForm, in_force
from salerno.privacy.subjects import is_open
from salerno.services.post.clauses import LETTERS, PREFERENCES_POINT, SENDING, STOPPING
from salerno.services.post.models import Letter, Preference, Suppression
from salerno.services.post.values import Channel, NewLetter, Topic

LETTER = Payload("post.letter", dict.fromkeys(("to", "subject", "text", "html"), LETTERS))


@action(CORRESPONDENCE, MARKETING_MAIL, collects=SENDING)
def send(*, by: Viewer, letter: NewLetter) -> int:
    """Write a letter down and pass it to the mail carrier, as the one way out of the house."""
    purpose = current().purpose.id
    basis = in_force().purpose(purpose).bases[""]
    if basis is Basis.NONE:
        raise Refused(_("This letter stands on no ground, so it is not sent."))
    if not is_open(letter.owner, current().purpose):
        raise Refused(_("This person does not get letters of this kind. Nothing was sent."))
    made = Letter.objects.create(
        owner_id=letter.owner,
        name=letter.name,
        purpose=purpose,
        basis=basis,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
    )
    fields = {"to": letter.to, "subject": letter.subject, "text": letter.text, "html": letter.html}
    disclose(LETTER, "mail_carrier", {letter.owner: fields}, ground=f"letter: {letter.name}")
    return int(made.pk)


@action(ACCOUNT, collects=PREFERENCES_POINT)
def wish(*, by: Viewer, topic: Topic, channel: Channel, is_wanted: bool) -> str:
    """Say whether a topic is wanted by a channel; returns the receipt."""
    allowed = in_force().settings.get("channels", ())
    if is_wanted and channel not in tuple(allowed if isinstance(allowed, tuple | list) else ()):
        raise Refused(_("We do not use this channel."), status=422)
    return _write(by, topic, channel, is_wanted, "page")


@action(CORRESPONDENCE, collects=STOPPING)
def stop(*, by: Viewer, topic: Topic, address: str) -> str:
    """Stop a topic by a link in a letter; returns the receipt. The address is kept as a digest."""
    digest = address_digest(address)
    if not Suppression.objects.filter(address_digest=digest, topic=topic).exists():
        Suppression.objects.create(owner_id=by.known, address_digest=digest, topic=topic)
    return _write(by, topic, Channel.EMAIL, False, "letter")


def address_digest(address: str) -> str:
    """A keyed digest of an address: it says which address was stopped, and to nobody else."""
    key = f"salerno.post:{settings.SECRET_KEY}".encode()
    return hmac.new(key, address.strip().lower().encode(), hashlib.sha256).hexdigest()


def _write(by: Viewer, topic: Topic, channel: Channel, is_wanted: bool, how: str) -> str:
    values = {"is_wanted": is_wanted, "how": how, "at": clock.now()}
    mine = Preference.objects.filter(owner_id=by.known, topic=topic, channel=channel)
    if not mine.update(**values):
        Preference.objects.create(owner_id=by.known, topic=topic, channel=channel, **values)
    words = choices.Words("letters", f"{topic.label}: {channel.label}")
    form = ChoiceForm.OPT_IN if how == "page" else ChoiceForm.UNSUBSCRIBE
    question = choices.Question(f"letters.{topic.value}.{channel.value}", form, words)
    state = choices.State.GIVEN if is_wanted else choices.State.REFUSED
    return choices.choose(by.known, question, state, channel=how)
