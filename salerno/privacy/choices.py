"""The record of notices shown and choices made; and what a choice opens and closes.

Rows are appended, never changed; the latest about a topic is its state. In the transaction
that records a choice the gate's inputs follow: withdrawing closes at once and takes the person
out of what waits to be sent; giving opens the purposes named in that very choice and no other.
Being shown a notice opens nothing.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from salerno.privacy import clock, law, ledger, outbox, subjects
from salerno.privacy.context import act_or_none, current, handover
from salerno.privacy.declare import CollectionPoint, Purpose, checked_id
from salerno.privacy.errors import DeclarationError, Refused
from salerno.privacy.gate.guards import is_opt_in
from salerno.privacy.law import Basis, ChoiceForm
from salerno.privacy.models import Choice, Notice, ServiceUse, Subject
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from salerno.privacy.subjects import keeping

State = Choice.State
GPC = "browser_signal"  # the topic of the signal that a browser sends
_AT_ONCE = 500  # persons asked about in one statement
_NOTICE = "notice."  # topics of notices begin with it


@dataclass(frozen=True)
class Words:
    """A text as it is put before a person. ``version`` 0: that of the policy in force."""

    kind: str
    text: str
    language: str = "en"
    version: int = 0

    def numbered(self) -> Words:
        """The same, with its version."""
        return self if self.version else replace(self, version=law.in_force().version)

    @property
    def digest(self) -> str:
        """What addresses the text, its language and its version."""
        said = {"kind": self.kind, "language": self.language, "text": self.text}
        return hashlib.sha256(ledger.canonical(said | {"version": self.version})).hexdigest()


@dataclass(frozen=True)
class Question:
    """One thing that is asked: topic, form, words, and the purposes that it decides on."""

    topic: str
    form: ChoiceForm
    words: Words
    purposes: tuple[Purpose, ...] = ()

    def __post_init__(self) -> None:
        checked_id(self.topic, "Topic")


@dataclass(frozen=True)
class Standing:
    """Where a choice stands: what it is about, how and when it was made, under which text."""

    topic: str
    form: str
    state: str
    at: datetime
    channel: str
    point: str
    purposes: tuple[str, ...]
    language: str
    version: int
    policy_version: int
    notice: str
    receipt: str


def ask(purpose: Purpose, *, language: str = "en") -> Question:
    """The question that the pack puts about ``purpose``. Nothing in it is ticked beforehand."""
    ruled = law.in_force().purpose(purpose.id)
    if ruled.choice is None:
        raise DeclarationError(f"{purpose}: the pack asks no choice about it.")
    words = Words("choice", ruled.ask or ruled.text, language)
    return Question(purpose.id, ruled.choice, words.numbered(), (purpose,))


def show_notice(
    subject: int, words: Words, *, point: CollectionPoint | None = None, channel: str = "page"
) -> str:
    """Record that a text was shown. Shown again unchanged, nothing is written."""
    words = words.numbered()
    topic = f"{_NOTICE}{words.kind}"
    for one in standing(subject):
        if one.topic == topic and one.notice == words.digest:
            return one.receipt
    question = Question(topic, ChoiceForm.STOP_USING, words)
    return _append(subject, question, State.SHOWN, point, channel)


def choose(
    subject: int,
    question: Question,
    state: str,
    *,
    point: CollectionPoint | None = None,
    channel: str = "page",
) -> str:
    """Record what a person chose, open or close what it decides on, and return the receipt."""
    question = replace(question, words=question.words.numbered())
    if state == State.SHOWN:
        raise DeclarationError(f"{question.topic}: what was only shown is no choice.")
    with keeping(f"choice about {question.topic}"):
        if state == State.GIVEN:
            _check_ground(subject, question)
        receipt = _append(subject, question, state, point, channel)
        if state != State.GIVEN:
            _stop_what_rested(subject, question.topic)
        for purpose in question.purposes:
            if state == State.GIVEN:
                _open(subject, purpose)
            elif question.form is ChoiceForm.BROWSER_SIGNAL or not _agreed_elsewhere(
                subject, purpose, question.topic
            ):
                _shut(subject, purpose)
        for follow in _followers:
            follow(subject, question.purposes, str(state))
    return receipt


type Follower = Callable[[int, tuple[Purpose, ...], str], None]
"""What follows from a choice elsewhere: whose, about which purposes, and its state."""

_followers: list[Follower] = []


def on_choice(follower: Follower) -> None:
    """Let ``follower`` be told of every choice, in its transaction."""
    if follower not in _followers:
        _followers.append(follower)


def withdraw(
    subject: int,
    topic: str,
    *,
    form: ChoiceForm = ChoiceForm.REVOKE,
    point: CollectionPoint | None = None,
    channel: str = "page",
) -> str:
    """End what was agreed to about ``topic``: as easy as giving it, and at once."""
    with keeping(f"withdrawal of {topic}"):
        given = _rows(subject).filter(topic=topic, state=State.GIVEN).order_by("-pk")
        last = given.select_related("notice").first()
        if last is None:
            raise Refused(_("Nothing was agreed to here, so there is nothing to withdraw."))
        question = Question(topic, form, _words_of(last.notice), _named(last.purposes))
        return choose(subject, question, State.WITHDRAWN, point=point, channel=channel)


def signal(
    subject: int | None, *, gpc: bool, purposes: Iterable[Purpose] = ()
) -> tuple[Purpose, ...]:
    """Heed the browser's signal: for ``purposes`` and those for which the pack lists it.

    What it closes is returned, for a visitor whom nobody knows as well. It is recorded once,
    and outweighs every yes said before it. A browser that sends no signal later takes nothing
    back; a person who says yes later, told of the signal, is not closed by it again.
    """
    if not gpc:
        return ()
    ruled = law.in_force().purposes
    listed = (
        one
        for one in registry().purposes.values()
        if one.id in ruled and ruled[one.id].choice is ChoiceForm.BROWSER_SIGNAL
    )
    closed = tuple(dict.fromkeys((*purposes, *listed)))
    if subject is not None:
        _record_signal(subject, closed)
    return closed


def _record_signal(subject: int, closed: tuple[Purpose, ...]) -> None:
    names = {one.id for one in closed}
    with keeping("the browser's signal"):
        Subject.objects.select_for_update().get(pk=subject)  # two requests at once, one record
        for one in standing(subject):
            if one.topic == GPC and one.state == State.REFUSED and names <= set(one.purposes):
                return
        text = _("Your browser asks that your data be neither sold nor shared.")
        question = Question(GPC, ChoiceForm.BROWSER_SIGNAL, Words("signal", text), closed)
        choose(subject, question, State.REFUSED, channel="header")


def standing(subject: int) -> tuple[Standing, ...]:
    """Where every choice of a person stands, the notices seen included, by topic."""
    latest: dict[str, Standing] = {}
    with handover(RECORD, ground="where the choices stand"):
        for row in _rows(subject).order_by("pk").select_related("notice"):
            latest[row.topic] = _standing(row)
    return tuple(latest[topic] for topic in sorted(latest))


def _standing(row: Choice) -> Standing:
    return Standing(
        row.topic, row.form, row.state, row.at, row.channel, row.point, tuple(row.purposes),
        row.notice.language, row.notice.version, row.policy_version, row.notice_id, row.receipt,
    )  # fmt: skip


def is_given(subject: int, topic: str) -> bool:
    """Whether the person's latest word about ``topic`` is yes."""
    return any(one.topic == topic and one.state == State.GIVEN for one in standing(subject))


def consent_to(subject: int, purpose: Purpose) -> str:
    """The receipt of a standing yes that names ``purpose``, or ""."""
    return consents_to((subject,), purpose).get(subject, "")


def consents_to(people: Collection[int], purpose: Purpose, *, topic: str = "") -> dict[int, str]:
    """The receipts of those of ``people`` whose yes to ``purpose`` stands.

    ``topic``: only the yes that was said to this very question counts.
    """
    found: dict[int, str] = {}
    with handover(RECORD, ground="where the choices stand"):
        for some in batched(people, _AT_ONCE):
            columns = ("owner_id", "topic", "state", "purposes", "receipt")
            rows = Choice.objects.filter(owner_id__in=some).order_by("pk")
            if topic:
                rows = rows.filter(topic=topic)
            latest = {one[:2]: one for one in rows.values_list(*columns)}
            for owner, _topic, state, purposes, receipt in latest.values():
                if state == State.GIVEN and purpose.id in purposes:
                    found[owner] = receipt
    return found


def must_ask(subject: int, question: Question) -> bool:
    """Whether the person has not answered this yet, or answered before its purposes changed."""
    ruled = law.in_force().purposes
    for one in standing(subject):
        if one.topic == question.topic and one.state != State.SHOWN:
            since = [ruled[p.id].since_version for p in question.purposes if p.id in ruled]
            named = {p.id for p in question.purposes} <= set(one.purposes)
            return not named or one.policy_version < max(since, default=0)
    return True


def version_seen(subject: int, kind: str, at: datetime) -> int | None:
    """Which version of a text a person had last been shown at ``at``."""
    with handover(RECORD, ground="which text was seen"):
        rows = _rows(subject).filter(topic=f"{_NOTICE}{kind}", at__lte=at).order_by("-pk")
        version: int | None = rows.values_list("notice__version", flat=True).first()
    return version


def adopt(visitor: int, person: int) -> None:
    """What a visitor chose before signing in counts for the person as well.

    A refusal always does; a yes only where the person has said nothing about it, and the law
    that protects the person gives a ground: a device can be somebody else's too.
    """
    known = {one.topic: one for one in standing(person)}
    with keeping("choices made before signing in"):
        for one in standing(visitor):
            own = known.get(one.topic)
            if own is not None and (own.state == one.state or one.state == State.GIVEN):
                continue
            words = _words_of(Notice.objects.get(pk=one.notice))
            question = Question(one.topic, ChoiceForm(one.form), words, _named(one.purposes))
            point = registry().points.get(one.point)
            if one.state == State.SHOWN:
                _append(person, question, State.SHOWN, point, one.channel)
            elif one.state != State.GIVEN or _has_ground(person, question):
                choose(person, question, one.state, point=point, channel=one.channel)


def _rows(subject: int) -> QuerySet[Choice]:
    return Choice.objects.filter(owner_id=subject)


def _words_of(notice: Notice) -> Words:
    return Words(notice.kind, notice.text, notice.language, notice.version)


def _named(ids: Iterable[str]) -> tuple[Purpose, ...]:
    known = registry().purposes
    return tuple(known[one] for one in ids if one in known)


def _append(
    subject: int, question: Question, state: str, point: CollectionPoint | None, channel: str
) -> str:
    act, words = act_or_none(), question.words
    place = point or (act.point if act else None) or KEEPING
    current().subjects.add(subject)
    with keeping(f"record of {question.topic}"):
        notice, _made = Notice.objects.get_or_create(
            digest=words.digest,
            defaults={
                "kind": words.kind, "language": words.language, "version": words.version,
                "text": words.text,
            },
        )  # fmt: skip
        row = Choice(
            owner_id=subject,
            topic=question.topic,
            form=question.form.value,
            state=str(state),
            notice=notice,
            policy_version=law.in_force().version,
            purposes=[one.id for one in question.purposes],
            point=place.id,
            channel=channel,
            receipt=str(uuid.uuid4()),
            at=clock.now(),
        )
        ledger.seal([row])
        row.save(force_insert=True)
    return row.receipt


def _has_ground(subject: int, question: Question) -> bool:
    found = subjects.grounds(subject, question.purposes)
    return not any(Basis.NONE in bases for bases in found.values())


def _check_ground(subject: int, question: Question) -> None:
    """Consent is asked for one use at a time, and not for what the law gives no ground to."""
    if not _has_ground(subject, question):
        raise Refused(_("The law that protects this person gives no ground for this use."))
    found = subjects.grounds(subject, question.purposes)
    asked = [one for one, bases in found.items() if Basis.CONSENT in bases]
    if asked and len(question.purposes) > 1:
        raise DeclarationError(
            f"{question.topic} asks for {asked[0]} together with others: one consent, one use."
        )


def _open(subject: int, purpose: Purpose) -> None:
    for reason in ("withdrawn", "not_asked", subjects.ASKED_AGAIN):
        subjects.reopen(subject, purpose, reason)
    if not is_opt_in(purpose, law.in_force()):
        return
    bases = subjects.grounds(subject, [purpose])[purpose.id]
    uses = ServiceUse.objects.filter(owner_id=subject, service=purpose.service)
    if Basis.CONSENT in bases or uses.exists():
        subjects.grant(subject, purpose)


def _shut(subject: int, purpose: Purpose) -> None:
    """Closed and revoked, both: a later version may change which of the two counts."""
    subjects.close(subject, purpose, "withdrawn")
    subjects.revoke(subject, purpose)
    outbox.stop(subject, ground=f"no longer agreed to {purpose}", purposes=(purpose,))


def _stop_what_rested(subject: int, topic: str) -> None:
    """Take out of the outbox what waits there on a yes to this topic."""
    given = _rows(subject).filter(topic=topic, state=State.GIVEN)
    receipts = list(given.values_list("receipt", flat=True))
    if receipts:
        outbox.stop(subject, ground=f"no longer agreed to {topic}", consents=receipts)


def _agreed_elsewhere(subject: int, purpose: Purpose, topic: str) -> bool:
    return any(
        one.topic != topic and one.state == State.GIVEN and purpose.id in one.purposes
        for one in standing(subject)
    )
