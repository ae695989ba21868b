"""Photographs."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Holds
from salerno.privacy.fields import AudienceField, SubjectPrimaryKey
from salerno.services.media import clauses


def private() -> FileSystemStorage:
    """A folder that no web server serves; its files have no address."""
    return FileSystemStorage(base_url=None, file_permissions_mode=0o600)


def random_name(_instance: object, _name: str) -> str:
    """A name that tells nothing and cannot be guessed."""
    return str(Path("photographs") / f"{secrets.token_hex(16)}.webp")


class Photograph(models.Model):
    """One picture of a person, as they chose to be seen."""

    owner = SubjectPrimaryKey()
    file = models.FileField(storage=private, upload_to=random_name)
    key = models.CharField(max_length=32, unique=True)
    audience = AudienceField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.PHOTOGRAPH.on(file, key, audience=audience), plain=(width, height, changed_at)
    )

    def __str__(self) -> str:
        return f"photograph {self.pk}"
