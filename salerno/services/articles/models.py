"""Journals, issues, articles and their versions. All of it is what a journal has published."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.fields import AudienceField, SubjectKey
from salerno.services.articles import clauses
from salerno.services.articles.values.handed import EDITORS, Handed, State

PRINTED = (
    "what a journal of record publishes under its authors' own names, as it prints it: "
    "bibliography, not a record of people who use this house"
)


class Journal(models.Model):
    """A journal."""

    slug = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    abbreviation = models.CharField(max_length=200, blank=True)
    issns = models.CharField(max_length=100, blank=True)
    publisher = models.CharField(max_length=300, blank=True)

    holds = Impersonal(PRINTED)

    def __str__(self) -> str:
        return self.title


class Issue(models.Model):
    """An issue of a journal."""

    journal = models.ForeignKey(Journal, models.PROTECT)
    slug = models.CharField(max_length=120, unique=True)
    volume = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300, blank=True)
    published_date = models.DateField()

    holds = Impersonal(PRINTED)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("journal", "volume", "number"), name="issue_once"),
        )
        indexes = (models.Index(fields=("-published_date", "-id"), name="issue_latest"),)

    def __str__(self) -> str:
        return self.slug


class Article(models.Model):
    """An article, whatever its versions. ``identity``: its DOI, or what stands in its place."""

    slug = models.CharField(max_length=100, unique=True)
    identity = models.CharField(max_length=260, unique=True)
    doi = models.CharField(max_length=200, blank=True)
    journal = models.ForeignKey(Journal, models.PROTECT)
    issue = models.ForeignKey(Issue, models.PROTECT, null=True)
    item_id = models.PositiveBigIntegerField(default=0)  # in the catalogue
    access = models.CharField(max_length=12, default="open")
    title = models.CharField(max_length=500)
    heading = models.CharField(max_length=200, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    pages = models.CharField(max_length=60, blank=True)
    published_date = models.DateField()
    is_accredited = models.BooleanField(default=False)
    latest = models.PositiveIntegerField(default=1)
    notices = models.JSONField(default=list)  # who corrects or retracts it

    holds = Impersonal(PRINTED)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("doi",), condition=~models.Q(doi=""), name="article_doi_once"
            ),
        )
        indexes = (models.Index(fields=("-published_date", "-id"), name="article_latest"),)

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """One state of an article, as HTML in parts. ``digest``: of the file that it was read from."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    title_html = models.TextField()
    byline_html = models.TextField(blank=True)
    abstract_html = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    back_html = models.TextField(blank=True)
    about_html = models.TextField(blank=True)
    front = models.JSONField(default=dict)
    report = models.JSONField(default=list)
    imported_at = models.DateTimeField(default=clock.now)

    holds = Impersonal(PRINTED)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "number"), name="version_once"),)

    def __str__(self) -> str:
        return f"version {self.number}"


class Relation(models.Model):
    """An article says of another that it corrects, retracts or answers it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=60)
    doi = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True)
    words = models.CharField(max_length=500, blank=True)

    holds = Impersonal(PRINTED)

    class Meta:
        indexes = (models.Index(fields=("doi",), name="relation_doi"),)

    def __str__(self) -> str:
        return self.kind


class Submission(models.Model):
    """What somebody handed in. Its author and editors read it; once accepted, its audience."""

    owner = SubjectKey()
    kind = models.CharField(max_length=8, choices=Handed)
    title = models.CharField(max_length=200)
    text = models.TextField()
    byline = models.CharField(max_length=200)
    audience = AudienceField()
    scope = models.CharField(max_length=60, default=EDITORS, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.HANDED)
    words = models.TextField(blank=True, default="")
    handed_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.SUBMISSION.on(kind, title, text, byline, audience=audience),
        clauses.DECISION.on(state, words),
        plain=(handed_at, decided_at),
        since=handed_at,
        scope=scope,
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "-handed_at"), name="submission_by_author"),)

    def __str__(self) -> str:
        return f"submission {self.pk}"


def private() -> FileSystemStorage:
    """A folder that no web server serves; its files have no address."""
    return FileSystemStorage(base_url=None, file_permissions_mode=0o600)


def random_name(_instance: object, name: str) -> str:
    """A name that tells nothing and cannot be guessed; only the extension is ours."""
    return str(Path("submissions") / f"{secrets.token_hex(16)}{Path(name).suffix}")


class SubmissionFile(models.Model):
    """A file beside what was handed in. The name it was sent with is not kept."""

    owner = SubjectKey()
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    file = models.FileField(storage=private, upload_to=random_name)
    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8)
    bytes = models.PositiveBigIntegerField()
    audience = AudienceField()
    scope = models.CharField(max_length=60, default=EDITORS, editable=False)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.SUBMITTED_FILE.on(file, key, kind, audience=audience),
        plain=(submission, bytes, at),
        since=at,
        scope=scope,
    )

    def __str__(self) -> str:
        return f"submitted file {self.pk}"
