"""What somebody who left may come back for, sealed under a key that only they have."""

from __future__ import annotations

from django.db import models

from salerno.privacy import clauses, clock
from salerno.privacy.declare import Holds
from salerno.privacy.fields import SubjectKey


class Vault(models.Model):
    """Everything of one person as it was when they closed the account with a return key.

    ``key``: the public half of the return key, in hex; it opens nothing and names nobody.
    ``sealed`` is empty once it was destroyed; ``certificate`` is the entry of the ledger that
    says so. What is left then tells whoever holds the key that nothing is left.
    """

    owner = SubjectKey()
    key = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(null=True)
    closed_at = models.DateTimeField(default=clock.now)
    certificate = models.PositiveBigIntegerField(null=True)
    salt = models.CharField(max_length=32)
    ledger_seq = models.PositiveBigIntegerField()

    holds = Holds(
        clauses.VAULT.on(sealed),
        clauses.VAULT_MARK.on(key, salt),
        plain=(closed_at, certificate, ledger_seq),
        since=closed_at,
    )

    def __str__(self) -> str:
        return f"vault {self.pk}"
