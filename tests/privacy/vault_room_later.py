"""The table of ``vault_room`` after the migration."""

from django.db import models

from salerno.privacy.declare import Holds
from salerno.privacy.fields import SubjectKey
from tests.privacy.vault_room import THING


class After(models.Model):
    """As it is when the person comes back: ``old`` is gone, ``new`` came, ``size`` is a number."""

    owner = SubjectKey()
    text = models.CharField(max_length=40)
    size = models.IntegerField(default=5)
    new = models.CharField(max_length=40, default="fresh")

    holds = Holds(THING.on(text, size, new))

    class Meta:
        app_label = "vault_room_later"
        db_table = "vault_thing"

    def __str__(self) -> str:
        return self.text


def register() -> None:
    """Nothing but its table."""
