"""Discussions, connections, who is kept away, likes and stars, invitations, re-uses."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds
from salerno.privacy.fields import AudienceField, SubjectKey
from salerno.services.community import clauses
from salerno.services.community.values import Bond, Fate, Invited, Medium, Quietness


class Discussion(models.Model):
    """A discussion that a member opened. Its posts stand in the area ``area_id``."""

    owner = SubjectKey()
    title = models.CharField(max_length=120)
    audience = AudienceField()
    scope = models.CharField(max_length=60, blank=True, default="")
    area_id = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.TOPIC.on(title, audience=audience), plain=(area_id, opened_at), scope=scope
    )

    class Meta:
        indexes = (models.Index(fields=("-opened_at",), name="discussion_latest"),)

    def __str__(self) -> str:
        return f"discussion {self.pk}"


class Connection(models.Model):
    """One side of a connection. The tie itself is the gate's; this says who asked whom."""

    owner = SubjectKey()
    other = SubjectKey(role="other")
    state = models.CharField(max_length=10, choices=Bond)
    since = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.BOND.on(state), plain=(since,))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "other"), name="connection_once"),)

    def __str__(self) -> str:
        return f"connection {self.pk}"


class Quiet(models.Model):
    """Somebody whom the owner keeps away."""

    owner = SubjectKey()
    other = SubjectKey(role="other")
    kind = models.CharField(max_length=6, choices=Quietness)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.QUIET.on(kind), plain=(at,))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "other", "kind"), name="quiet_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Like(models.Model):
    """The owner likes a post: everybody who reads it may know."""

    owner = SubjectKey()
    post_id = models.BigIntegerField()
    mark = models.CharField(max_length=4)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.LIKE.on(mark), plain=(post_id, at))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "post_id"), name="like_once"),)
        indexes = (models.Index(fields=("post_id",), name="like_by_post"),)

    def __str__(self) -> str:
        return f"like {self.pk}"


class Star(models.Model):
    """The owner keeps a post: nobody else knows."""

    owner = SubjectKey()
    post_id = models.BigIntegerField()
    mark = models.CharField(max_length=4)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.STAR.on(mark), plain=(post_id, at))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "post_id"), name="star_once"),)

    def __str__(self) -> str:
        return f"star {self.pk}"


class Sent(models.Model):
    """That somebody sent an invitation, and what became of it. To whom is not said."""

    owner = SubjectKey()
    kind = models.CharField(max_length=10, choices=Invited)
    fate = models.CharField(max_length=8, choices=Fate, default=Fate.WAITING)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.SENT.on(kind, fate), plain=(at,), since=at)

    def __str__(self) -> str:
        return f"sent {self.pk}"


class Invitation(models.Model):
    """An invitation as it waits for its receiver, who is its subject.

    ``is_mere``: the receiver is known by this address alone, and goes with it.
    ``sent_id``: the line that the inviter reads; ``letter_id``: the number of its letter.
    """

    owner = SubjectKey()
    inviter = SubjectKey(role="inviter")
    address = models.EmailField()
    key_digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=Invited)
    discussion_id = models.BigIntegerField(default=0)
    sent_id = models.BigIntegerField()
    letter_id = models.BigIntegerField(default=0)
    is_mere = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.INVITATION.on(address, key_digest),
        plain=(kind, discussion_id, sent_id, letter_id, is_mere, at),
        since=at,
    )

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class NotAgain(models.Model):
    """Somebody said no to being invited. Only a keyed digest of the address is kept."""

    owner = SubjectKey()
    address_digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.NOT_AGAIN.on(address_digest), plain=(at,), since=at)

    class Meta:
        indexes = (models.Index(fields=("address_digest",), name="not_again_by_digest"),)

    def __str__(self) -> str:
        return f"not again {self.pk}"


class Reuse(models.Model):
    """A contribution was used again: where, in which medium, under which licence."""

    owner = SubjectKey()
    by = SubjectKey(role="editor")
    post_id = models.BigIntegerField()
    publication = models.CharField(max_length=200)
    medium = models.CharField(max_length=8, choices=Medium)
    licence = models.CharField(max_length=200)
    is_named = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.REUSE.on(publication, medium, licence, is_named), plain=(post_id, at))

    class Meta:
        indexes = (models.Index(fields=("owner", "-at"), name="reuse_by_author"),)

    def __str__(self) -> str:
        return f"re-use {self.pk}"
