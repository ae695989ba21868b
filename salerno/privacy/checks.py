"""Start-up checks. Each problem is one sentence that names what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core import checks
from django.db.models import DB_CASCADE, ForeignKey, Model

from salerno.privacy import law
from salerno.privacy.errors import DeclarationError
from salerno.privacy.registry import Registry, registry

ROOM_TIERS: dict[str, int] = {}
"""App label -> tier, filled by the door; a foreign key may not climb."""


def register_all() -> None:
    """Register the checks with Django. Called once, when the app is ready."""
    for check in (check_declarations, check_keys, check_policy):
        checks.register(check, "privacy")


def _errors(sentences: Iterable[str], number: int) -> list[checks.CheckMessage]:
    return [checks.Error(one, id=f"privacy.E{number:03}") for one in sentences]


def check_declarations(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Every column of every table is declared, and every table leads to a subject or says why."""
    return _errors(registry().problems, 1)


def check_keys(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Foreign keys go down, and the database deletes nothing that code has not seen."""
    return _errors(key_problems(apps.get_models(include_auto_created=True)), 2)


def key_problems(models: Iterable[type[Model]]) -> list[str]:
    """The sentences about foreign keys."""
    return [
        words
        for model in models
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        for words in _key_problems(model, field)
    ]


def _key_problems(model: type[Model], field: ForeignKey[Any, Any]) -> Iterable[str]:
    name = f"{model._meta.label}.{field.name}"
    table = registry().tables.get(model._meta.db_table)
    if field.remote_field.on_delete is DB_CASCADE and table is not None and table.owner:
        yield f"{name}: DB_CASCADE deletes rows that nobody has seen."
    target = field.remote_field.model
    own = ROOM_TIERS.get(model._meta.app_label)
    theirs = ROOM_TIERS.get(target._meta.app_label)
    if own is not None and theirs is not None and theirs > own:
        yield f"{name} climbs to {target._meta.label}: a key points down."


def check_policy(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """The pack in force and the code say the same things."""
    try:
        policy = law.in_force()
    except DeclarationError as error:
        return _errors([str(error)], 3)
    return _errors(policy_problems(policy, registry()), 3)


def policy_problems(policy: law.Policy, known: Registry) -> list[str]:
    """The sentences about clauses and purposes that one side has and the other has not."""
    return [*_lists(policy, known), *_rulings(policy, known)]


def _lists(policy: law.Policy, known: Registry) -> Iterable[str]:
    """Each list has what the other has."""
    pack = f"Pack {policy.pack}"
    for clause_id in sorted(known.clauses.keys() - policy.clauses.keys()):
        yield f"{pack} says nothing about the clause {clause_id}, which the code holds."
    for clause_id in sorted(policy.clauses.keys() - known.clauses.keys()):
        yield f"{pack} has an entry for the clause {clause_id}, which no table holds."
    for purpose_id, purpose in sorted(known.purposes.items()):
        if not purpose.kernel and purpose_id not in policy.purposes:
            yield f"{pack} does not list the purpose {purpose_id}, which the code has."
    for purpose_id in sorted(policy.purposes.keys() - known.purposes.keys()):
        yield f"{pack} lists the purpose {purpose_id}, which the code does not have."


def _rulings(policy: law.Policy, known: Registry) -> Iterable[str]:
    """The pack narrows what the code is able to do, and names only recipients that it has."""
    pack = f"Pack {policy.pack}"
    for clause_id, ruled in sorted(policy.clauses.items()):
        clause = known.clauses.get(clause_id)
        if clause is not None and ruled.required and clause.optional:
            yield f"{pack} requires {clause_id}, which its declaration lets a person leave."
        if clause is not None and ruled.reach_max > clause.reach:
            yield f"{pack} shows {clause_id} more widely than the code is able to."
        for one in ruled.recipients:
            if one not in policy.recipients:
                yield f"{pack}: {clause_id} goes to {one}, which has no contract."
