"""Employers and positions; profiles, sealed documents, applications and messages."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import AudienceField, SubjectKey, SubjectPrimaryKey
from salerno.services.accounts.values import Specialty
from salerno.services.careers import clauses
from salerno.services.careers.values import Practice, Sort, Stage, Verified, Visibility


class Employer(models.Model):
    """An organisation that employs. ``contract``: of the terms it accepted, once verified."""

    name = models.CharField(max_length=160)
    website = models.CharField(max_length=200)
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    about = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=6, choices=Verified, default=Verified.ASKED)
    contract = models.CharField(max_length=160, blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    holds = Impersonal("organisations; their people stand with themselves")

    def __str__(self) -> str:
        return self.name


class WorksFor(models.Model):
    """Somebody looks for people on behalf of an employer."""

    owner = SubjectKey()
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    since = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.WORKS_FOR.on(number), plain=(employer, since))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "employer"), name="works_for_once"),
        )

    def __str__(self) -> str:
        return f"works for {self.employer_id}"


class Posting(models.Model):
    """A position, from the day it opens to the day it ends."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    text = models.TextField(max_length=6000)
    specialty = models.CharField(max_length=20, choices=Specialty)
    practice = models.CharField(max_length=10, choices=Practice)
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    visa = models.BooleanField(default=False)
    opens_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    holds = Impersonal("positions of organisations; nobody is named in them")

    class Meta:
        indexes = (models.Index(fields=("-opens_at", "-id"), name="posting_latest"),)

    def __str__(self) -> str:
        return self.title


class Profile(models.Model):
    """The physician profile. Who is found stands in the scope of employers, others in none.

    The switches say what the person ticked; the audiences follow from them and the state.
    """

    owner = SubjectPrimaryKey()
    state = models.CharField(max_length=8, choices=Visibility, default=Visibility.HIDDEN)
    headline = models.CharField(max_length=160, blank=True, default="")
    specialty = models.CharField(max_length=20, choices=Specialty, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    practice = models.CharField(max_length=10, choices=Practice, blank=True, default="")
    needs_visa = models.BooleanField(default=False)
    statement = models.TextField(max_length=3000, blank=True, default="")
    profile_audience = AudienceField()
    name = models.CharField(max_length=120, blank=True, default="")
    name_audience = AudienceField()
    email = models.CharField(max_length=254, blank=True, default="")
    email_audience = AudienceField()
    phone = models.CharField(max_length=30, blank=True, default="")
    phone_audience = AudienceField()
    shows_name = models.BooleanField(default=False)
    shows_email = models.BooleanField(default=False)
    shows_phone = models.BooleanField(default=False)
    number = models.PositiveBigIntegerField(unique=True)
    scope = models.CharField(max_length=60, blank=True, default="")
    asks_no_more = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.PROFILE.on(
            state, headline, specialty, country, practice, needs_visa, statement,
            audience=profile_audience,
        ),
        clauses.CONTACT_NAME.on(name, audience=name_audience),
        clauses.CONTACT_EMAIL.on(email, audience=email_audience),
        clauses.CONTACT_PHONE.on(phone, audience=phone_audience),
        plain=(shows_name, shows_email, shows_phone, number, asks_no_more, changed_at),
        scope=scope,
    )  # fmt: skip

    def __str__(self) -> str:
        return f"physician profile {self.number}"


class Block(models.Model):
    """An employer that may not find the owner."""

    owner = SubjectKey()
    employer_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.BLOCK.on(employer_id), plain=(at,))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "employer_id"), name="block_once"),)
        indexes = (models.Index(fields=("employer_id",), name="block_by_employer"),)

    def __str__(self) -> str:
        return f"block {self.pk}"


def private() -> FileSystemStorage:
    """A folder that no web server serves; its files have no address, and are sealed."""
    return FileSystemStorage(base_url=None, file_permissions_mode=0o600)


def random_name(_instance: object, _name: str) -> str:
    """A name that tells nothing and cannot be guessed."""
    return str(Path("careers") / f"{secrets.token_hex(16)}.sealed")


class Document(models.Model):
    """A CV or a letter, for its owner alone. What is sent is a copy, and another row."""

    owner = SubjectKey()
    sort = models.CharField(max_length=8, choices=Sort)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=5)
    file = models.FileField(storage=private, upload_to=random_name)
    bytes = models.PositiveBigIntegerField()
    kept_at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.DOCUMENT.on(sort, name, kind, file), plain=(bytes, kept_at))

    def __str__(self) -> str:
        return f"document {self.pk}"


class Application(models.Model):
    """An application. Its scope is the employer's while it stands, and none once withdrawn.

    ``relay``: the local part of an address by which either side writes to the other.
    """

    owner = SubjectKey()
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    words = models.TextField(max_length=6000, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.SENT)
    relay = models.CharField(max_length=40)
    scope = models.CharField(max_length=60, blank=True, default="")
    sent_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.APPLICATION.on(name, words, email, stage, relay),
        plain=(posting, sent_at, changed_at),
        since=sent_at,
        scope=scope,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "posting"), name="application_once"),
        )
        indexes = (models.Index(fields=("scope", "-sent_at"), name="application_by_scope"),)

    def __str__(self) -> str:
        return f"application {self.pk}"


class SentDocument(models.Model):
    """The copy of a document that went with an application."""

    owner = SubjectKey()
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    sort = models.CharField(max_length=8, choices=Sort)
    kind = models.CharField(max_length=5)
    file = models.FileField(storage=private, upload_to=random_name)
    key = models.CharField(max_length=32, unique=True)
    bytes = models.PositiveBigIntegerField()
    scope = models.CharField(max_length=60, blank=True, default="")
    sent_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.SENT_DOCUMENT.on(sort, kind, file, key),
        plain=(application, bytes, sent_at),
        since=sent_at,
        scope=scope,
    )

    def __str__(self) -> str:
        return f"sent document {self.pk}"


class Message(models.Model):
    """A message beside an application, of one side to the other."""

    owner = SubjectKey()
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    from_employer = models.BooleanField()
    text = models.TextField(max_length=6000)
    scope = models.CharField(max_length=60, blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.APPLICATION.on(text), plain=(application, from_employer, at), since=at, scope=scope
    )

    def __str__(self) -> str:
        return f"message {self.pk}"


class SavedSearch(models.Model):
    """A search for positions. ``told_at``: up to when its owner knows what was found."""

    owner = SubjectKey()
    q = models.CharField(max_length=120, blank=True, default="")
    specialty = models.CharField(max_length=20, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    practice = models.CharField(max_length=10, blank=True, default="")
    visa = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.SEARCH.on(q, specialty, country, practice, visa), plain=(saved_at, told_at)
    )

    def __str__(self) -> str:
        return f"saved search {self.pk}"
