"""One table before and after a migration that takes a column away, adds one and changes one."""

from django.db import models

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.declare import Clause, Grade, Holds
from salerno.privacy.fields import SubjectKey

THING = Clause("t.thing", "Things", "user.content", Grade.INDIRECT, (ACCOUNT,))


class Before(models.Model):
    """As it was when the account was closed."""

    owner = SubjectKey()
    text = models.CharField(max_length=40)
    old = models.CharField(max_length=40)
    size = models.CharField(max_length=40)

    holds = Holds(THING.on(text, old, size))

    class Meta:
        app_label = "vault_room"
        db_table = "vault_thing"

    def __str__(self) -> str:
        return self.text


def register() -> None:
    """Nothing but its table."""
