"""The columns that lead to a subject, and the column of a chosen audience."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from salerno.privacy.declare import Reach
from salerno.privacy.sealing import seal, unseal

if TYPE_CHECKING:
    _ForeignKey = models.ForeignKey[Any, Any]
    _OneToOneField = models.OneToOneField[Any, Any]
    _SmallIntegerField = models.PositiveSmallIntegerField[Any, Any]
    _TextField = models.TextField[Any, Any]
else:
    _ForeignKey = models.ForeignKey
    _OneToOneField = models.OneToOneField
    _SmallIntegerField = models.PositiveSmallIntegerField
    _TextField = models.TextField


class SubjectKey(_ForeignKey):
    """A NOT NULL key to ``privacy.Subject``. Without a ``role`` it names the row's owner.

    ``role``: another person in the row (recipient, seat holder, case officer).
    """

    def __init__(self, *, role: str = "", **options: Any) -> None:
        self.role = role
        options.setdefault("to", "privacy.Subject")
        options.setdefault("on_delete", models.DO_NOTHING)
        options.setdefault("related_name", "+")
        if options.get("null"):
            raise ValueError("SubjectKey: a path to a subject cannot be null.")
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        if self.role:
            options["role"] = self.role
        return name, path, args, options


class SubjectPrimaryKey(_OneToOneField):
    """A primary key that is the subject's own id: at most one row a subject."""

    role = ""

    def __init__(self, **options: Any) -> None:
        options.setdefault("to", "privacy.Subject")
        options.setdefault("on_delete", models.DO_NOTHING)
        options.setdefault("related_name", "+")
        options["primary_key"] = True
        super().__init__(**options)


class SealKey(_ForeignKey):
    """The seal under which a row does not exist for its owner, until the seal ends; or none."""

    TO = "privacy.Seal"

    def __init__(self, **options: Any) -> None:
        options.setdefault("to", self.TO)
        options.setdefault("on_delete", models.DO_NOTHING)
        options.setdefault("related_name", "+")
        options["null"] = True
        super().__init__(**options)


class AudienceField(_SmallIntegerField):
    """Who may see the cells of a clause in this row, as the person chose. Private at first."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", int(Reach.ME))
        options.setdefault("choices", [(int(one), one.name.lower()) for one in Reach])
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("choices", None)
        return name, path, args, options


class SealedField(_TextField):
    """A text that lies sealed in the database, and in its backups; the house reads it open.

    Nothing is found by it: sealed twice, the same text looks different.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return seal(text) if text else text

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Any:
        """Open what the database holds."""
        return unseal(value) if value else value
