"""Cases with their history, papers and letters; demands of the law; incidents."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import SealKey, SubjectKey
from salerno.services.desk import clauses
from salerno.services.desk.values import (
    AboutWord,
    AskerWord,
    ChannelWord,
    DenialWord,
    DestinationWord,
    ExemptionWord,
    FormatWord,
    GroundWord,
    InstrumentWord,
    KindWord,
    LetterWord,
    OutcomeWord,
    ProofWord,
    QueueWord,
    RegimeWord,
    StateWord,
    Verb,
    WayWord,
)


def private() -> FileSystemStorage:
    """A folder that no web server serves; its files have no address."""
    return FileSystemStorage(base_url=None, file_permissions_mode=0o600)


def random_name(_instance: object, name: str) -> str:
    """A name that tells nothing and cannot be guessed; only the extension is ours."""
    return str(Path("desk") / f"{secrets.token_hex(16)}{Path(name).suffix}")


class Case(models.Model):
    """One request. Who has no account stands behind a subject of the request's own.

    ``about`` and ``number``: the restriction or correction of the kernel that it decides.
    ``named_at``: since when an agent's request waits for the word of whom it is about.
    """

    owner = SubjectKey()
    key = models.CharField(max_length=32, unique=True)
    reference = models.CharField(max_length=20, unique=True)
    origin = models.CharField(max_length=64, blank=True, default="", db_index=True)
    kind = models.CharField(max_length=12, choices=KindWord)
    channel = models.CharField(max_length=8, choices=ChannelWord)
    asker = models.CharField(max_length=8, choices=AskerWord, default=AskerWord.SELF)
    queue = models.CharField(max_length=8, choices=QueueWord, default=QueueWord.DESK)
    state = models.CharField(max_length=8, choices=StateWord, default=StateWord.OPEN)
    outcome = models.CharField(max_length=8, choices=OutcomeWord, blank=True, default="")
    regime = models.CharField(max_length=8, choices=RegimeWord)
    needs = models.PositiveSmallIntegerField(choices=ProofWord)
    proof = models.PositiveSmallIntegerField(choices=ProofWord, default=ProofWord.NONE)
    has_account = models.BooleanField(default=False)
    name = models.CharField(max_length=120, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    postal = models.TextField(max_length=400, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    behalf = models.CharField(max_length=200, blank=True, default="")
    words = models.TextField(blank=True, default="")
    scope = models.CharField(max_length=400, blank=True, default="")
    format = models.CharField(max_length=8, choices=FormatWord, default=FormatWord.ZIP)
    destination = models.CharField(
        max_length=8, choices=DestinationWord, default=DestinationWord.SELF
    )
    recipient = models.CharField(max_length=200, blank=True, default="")
    statement = models.TextField(blank=True, default="")
    received_at = models.DateTimeField(default=clock.now)
    acknowledge_by = models.DateField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    due_date = models.DateField()
    longest_date = models.DateField(null=True)
    is_extended = models.BooleanField(default=False)
    is_appeal = models.BooleanField(default=False)
    denial = models.CharField(max_length=10, choices=DenialWord, blank=True, default="")
    about = models.CharField(max_length=11, choices=AboutWord, blank=True, default="")
    number = models.PositiveBigIntegerField(default=0)
    named_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    holds = Holds(
        clauses.CASE.on(key, reference, origin),
        clauses.CONTACT.on(name, email, phone, postal, country, behalf),
        clauses.WORDS.on(words, scope, recipient),
        clauses.STATEMENT.on(statement),
        plain=(
            kind, channel, asker, queue, state, outcome, regime, needs, proof, has_account,
            format, destination, received_at, acknowledge_by, acknowledged_at, due_date,
            longest_date, is_extended, is_appeal, denial, about, number, named_at, verified_at,
            answered_at, closed_at,
        ),
        since=received_at,
    )  # fmt: skip

    class Meta:
        indexes = (models.Index(fields=("state", "due_date"), name="case_by_due"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(answered_at__isnull=False),
                name="case_closed_answered",
            ),
        )

    def __str__(self) -> str:
        return f"case {self.pk}"


class CaseStep(models.Model):
    """One line of a case's history. Appended, never changed."""

    owner = SubjectKey()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    by = SubjectKey(role="officer")
    verb = models.CharField(max_length=10, choices=Verb)
    words = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.CASE.on(verb), clauses.WORDS.on(words), plain=(case, at), since=at)

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class Paper(models.Model):
    """A paper that shows who somebody is. It goes when the case closes."""

    owner = SubjectKey()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    file = models.FileField(storage=private, upload_to=random_name)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.PROOF.on(file), plain=(case, at), since=at)

    def __str__(self) -> str:
        return f"paper {self.pk}"


class CaseLetter(models.Model):
    """A letter about a case, as it was sent."""

    owner = SubjectKey()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=LetterWord)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    way = models.CharField(max_length=8, choices=WayWord)
    at = models.DateTimeField(default=clock.now)
    posted_at = models.DateTimeField(null=True)

    holds = Holds(
        clauses.LETTER.on(subject, text), plain=(case, kind, way, at, posted_at), since=at
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Hearing(models.Model):
    """A hearing about a record that was not amended (34 CFR 99.21, 99.22).

    ``decision``: in writing, with a summary of what was put forward, and the reasons.
    """

    owner = SubjectKey()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    by = SubjectKey(role="officer")
    asked_at = models.DateTimeField(default=clock.now)
    hearing_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True, default="")
    told_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_amended = models.BooleanField(default=False)
    decision = models.TextField(blank=True, default="")

    holds = Holds(
        clauses.CASE.on(is_amended),
        clauses.WORDS.on(place, decision),
        plain=(case, asked_at, hearing_at, told_at, decided_at),
        since=asked_at,
    )

    def __str__(self) -> str:
        return f"hearing {self.pk}"


class Demand(models.Model):
    """A file on a demand of a court or an authority, or on an inquiry of our own.

    ``sealed_date``: the last day on which nobody may be told; ``silence``: by which words.
    ``exemption``: what lets education records out on it; "" where nothing does.
    """

    reference = models.CharField(max_length=20, unique=True)
    issuer = models.CharField(max_length=160)
    instrument = models.CharField(max_length=14, choices=InstrumentWord)
    issuer_reference = models.CharField(max_length=80, blank=True, default="")
    ground = models.CharField(max_length=16, choices=GroundWord)
    exemption = models.CharField(max_length=12, choices=ExemptionWord, blank=True, default="")
    reason = models.TextField()
    threat = models.CharField(max_length=400, blank=True, default="")
    clause_ids = models.JSONField(default=list)
    first_date = models.DateField(null=True)
    last_date = models.DateField(null=True)
    deadline_date = models.DateField()
    forbids_notice = models.BooleanField(default=False)
    sealed_date = models.DateField(null=True)
    silence = models.CharField(max_length=400, blank=True, default="")
    filed_at = models.DateTimeField(default=clock.now)
    as_of = models.DateTimeField(null=True)
    manifest = models.CharField(max_length=64, blank=True, default="")
    released_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    review = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    holds = Impersonal("what was demanded and why; the persons stand in a table of their own")

    def __str__(self) -> str:
        return self.reference


class DemandPerson(models.Model):
    """A person named in a demand: told or not, held, given out.

    ``consent``: where the paper is filed that they signed, ``consent_date``: the day on it.
    """

    owner = SubjectKey()
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="+")
    exception = models.CharField(max_length=400, blank=True, default="")
    consent = models.CharField(max_length=200, blank=True, default="")
    consent_date = models.DateField(null=True)
    reference = models.CharField(max_length=20)
    hold = models.PositiveBigIntegerField(default=0)
    seal = SealKey()
    notice_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.DEMAND.on(exception, consent, reference),
        plain=(demand, consent_date, hold, notice_at, released_at, at),
        since=at,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("demand", "owner"), name="demand_names_once"),
        )

    def __str__(self) -> str:
        return f"named {self.pk}"


class Approval(models.Model):
    """That somebody of the staff checked a demand and approves the answer."""

    owner = SubjectKey()
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.APPROVAL.on(reference), plain=(demand, at), since=at)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("demand", "owner"), name="demand_approved_once"),
        )

    def __str__(self) -> str:
        return f"approval {self.pk}"


class Breach(models.Model):
    """An incident, documented whatever becomes of it."""

    title = models.CharField(max_length=160)
    nature = models.TextField()
    likely = models.TextField(blank=True, default="")
    measures = models.TextField(blank=True, default="")
    tables = models.JSONField(default=list)
    from_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    aware_at = models.DateTimeField()
    is_high_risk = models.BooleanField(default=False)
    counted_at = models.DateTimeField(null=True)
    authority_at = models.DateTimeField(null=True)
    authority_words = models.TextField(blank=True, default="")
    persons_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("what happened, to which tables; the persons stand in a table of their own")

    def __str__(self) -> str:
        return f"incident {self.pk}"


class BreachPerson(models.Model):
    """Somebody whose rows an incident touched."""

    owner = SubjectKey()
    breach = models.ForeignKey(Breach, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    told_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.BREACH.on(title), plain=(breach, told_at, at), since=at)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("breach", "owner"), name="touched_once"),)

    def __str__(self) -> str:
        return f"touched {self.pk}"
