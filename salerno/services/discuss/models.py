"""Areas and posts, files, names in posts, reports, reviews and suspensions."""

from __future__ import annotations

import secrets
import uuid
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds, Impersonal, Reach
from salerno.privacy.fields import AudienceField, SubjectKey
from salerno.services.discuss import clauses
from salerno.services.discuss.values import FileKind, Kind, Part, Reason, Removed, State, Verb


class Area(models.Model):
    """A place where posts stand: of an article, a course, a hall."""

    address = models.CharField(max_length=200, unique=True)
    page = models.CharField(max_length=200)
    title = models.CharField(max_length=500)
    audience = models.PositiveSmallIntegerField(
        choices=[(int(one), one.name.lower()) for one in Reach]
    )
    scope = models.CharField(max_length=60, blank=True, default="")
    kinds = models.JSONField(default=list)
    is_open = models.BooleanField(default=True)
    opened_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Impersonal("places where posts stand; nobody is named in them")

    def __str__(self) -> str:
        return self.address


class Post(models.Model):
    """One post. Audience and scope are the area's at the time of posting, and stay.

    ``audience`` is of the words, ``place_audience`` of the place that they take: what was removed
    keeps its place among the replies. ``once``: the key of the form it came with.
    """

    owner = SubjectKey()
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    html = models.TextField()
    audience = AudienceField()
    place_audience = AudienceField()
    scope = models.CharField(max_length=60, blank=True, default="")
    is_signed = models.BooleanField(default=False)
    removed = models.CharField(max_length=8, choices=Removed, blank=True, default="")
    once = models.UUIDField(default=uuid.uuid4)
    posted_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.POST.on(text, html, audience=audience),
        clauses.PLACE.on(removed, audience=place_audience),
        clauses.AUTHORSHIP.on(is_signed, audience=place_audience),
        plain=(area, root, reply_to, kind, once, posted_at, edited_at, removed_at),
        since=posted_at,
        scope=scope,
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "once"), name="post_once"),)
        indexes = (
            models.Index(fields=("area", "id"), name="post_by_area"),
            models.Index(fields=("owner", "-posted_at"), name="post_by_owner"),
        )

    def __str__(self) -> str:
        return f"post {self.pk}"


def private() -> FileSystemStorage:
    """A folder that no web server serves; its files have no address."""
    return FileSystemStorage(base_url=None, file_permissions_mode=0o600)


def random_name(_instance: object, name: str) -> str:
    """A name that tells nothing and cannot be guessed; only the extension is ours."""
    return str(Path("discuss") / f"{secrets.token_hex(16)}{Path(name).suffix}")


class Attachment(models.Model):
    """A file beside a post. The name it was sent with is not kept."""

    owner = SubjectKey()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    file = models.FileField(storage=private, upload_to=random_name)
    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8, choices=FileKind)
    said = models.CharField(max_length=300, blank=True, default="")
    audience = AudienceField()
    scope = models.CharField(max_length=60, blank=True, default="")
    bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.ATTACHMENT.on(file, key, said, audience=audience),
        plain=(post, kind, bytes, width, height, at),
        since=at,
        scope=scope,
    )

    def __str__(self) -> str:
        return f"file {self.pk}"


class Mention(models.Model):
    """Somebody is named in a post. The post's text holds the number, and never the name."""

    owner = SubjectKey()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=8, choices=Part)
    audience = AudienceField()
    scope = models.CharField(max_length=60, blank=True, default="")

    holds = Holds(clauses.MENTION.on(part, audience=audience), plain=(post, number), scope=scope)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("post", "number", "owner"), name="mention_once"),
        )

    def __str__(self) -> str:
        return f"mention {self.pk}"


class Report(models.Model):
    """Somebody says that a post should be looked at."""

    owner = SubjectKey()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=8, choices=Reason)
    words = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.REPORT.on(reason, words), plain=(post, at), since=at)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "post"), name="report_once"),)

    def __str__(self) -> str:
        return f"report {self.pk}"


class Review(models.Model):
    """A reported post, and where the review of it stands. Its owner is the post's author."""

    owner = SubjectKey()
    post = models.OneToOneField(Post, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=8, choices=Reason, blank=True, default="")
    words = models.TextField(blank=True, default="")
    appeal = models.TextField(blank=True, default="")
    opened_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    appealed_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.REVIEW.on(state, reason, words),
        clauses.APPEAL.on(appeal),
        plain=(post, opened_at, changed_at, appealed_at),
        since=changed_at,
    )

    class Meta:
        indexes = (models.Index(fields=("state", "opened_at"), name="review_by_state"),)

    def __str__(self) -> str:
        return f"review {self.pk}"


class ReviewStep(models.Model):
    """One step of a review, appended and never changed."""

    owner = SubjectKey()
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    by = SubjectKey(role="staff")
    verb = models.CharField(max_length=10, choices=Verb)
    words = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.REVIEW.on(verb, words), plain=(post, at), since=at)

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class Suspension(models.Model):
    """A person may not post until a time."""

    owner = SubjectKey()
    by = SubjectKey(role="staff")
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    holds = Holds(
        clauses.SUSPENSION.on(reason), clauses.SUSPENDING.on(until), plain=(at, until), since=until
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "-until"), name="suspension_by_owner"),)

    def __str__(self) -> str:
        return f"suspension {self.pk}"
