"""The agreement that data may go abroad: a line of its own among the receipts, with the countries.

It is no ground of any transfer. Under a law that protects transfers, what carries them is the
mechanism on record for each recipient; there the line says only what was shown.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.privacy import choices
from salerno.privacy.declare import CollectionPoint
from salerno.privacy.law import ChoiceForm, in_force
from salerno.privacy.models import Subject
from salerno.privacy.subjects import keeping
from salerno.services.accounts.values.countries import COUNTRIES

TOPIC = "transfer"
_STRICT = frozenset({Subject.Layer.EU, Subject.Layer.UNKNOWN})


def transfer_words() -> str:
    """The line, as the form shows it: where things are held, and where else they may go."""
    policy, names = in_force(), dict(COUNTRIES)
    used = {one.country for one in policy.recipients.values() if one.enabled}
    here = policy.operator.country
    listed = ", ".join(str(names.get(one, one)) for one in (here, *sorted(used - {here})))
    return _(
        "What you give is held and used in: %(countries)s. The law there may protect it otherwise "
        "than the law where you live."
    ) % {"countries": listed}


def write_transfer(subject: int, point: CollectionPoint) -> None:
    """Record the line: agreed to where the operator takes use for agreement, else as shown."""
    words = choices.Words(TOPIC, transfer_words())
    with keeping("which law protects a transfer"):
        is_strict = Subject.objects.filter(pk=subject, layer__in=_STRICT).exists()
    if is_strict or in_force().settings.get("consent_mode") != "by_use":
        choices.show_notice(subject, words, point=point)
        return
    question = choices.Question(TOPIC, ChoiceForm.STOP_USING, words)
    same = question.words.numbered().digest
    if not any(one.topic == TOPIC and one.notice == same for one in choices.standing(subject)):
        choices.choose(subject, question, choices.State.GIVEN, point=point)
