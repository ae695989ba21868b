"""The five compilers of this database, each with its guard in front."""

from __future__ import annotations

from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler as Aggregate,
)
from django.db.backends.postgresql.compiler import (
    SQLCompiler as Select,
)
from django.db.backends.postgresql.compiler import (
    SQLDeleteCompiler as Delete,
)
from django.db.backends.postgresql.compiler import (
    SQLInsertCompiler as Insert,
)
from django.db.backends.postgresql.compiler import (
    SQLUpdateCompiler as Update,
)

from salerno.privacy.gate.compilers import (
    GuardedAggregate,
    GuardedDelete,
    GuardedInsert,
    GuardedSelect,
    GuardedUpdate,
)


class SQLCompiler(GuardedSelect, Select):
    """SELECT."""


class SQLInsertCompiler(GuardedInsert, Insert):
    """INSERT."""


class SQLDeleteCompiler(GuardedDelete, Delete):
    """DELETE."""


class SQLUpdateCompiler(GuardedUpdate, Update):
    """UPDATE."""


class SQLAggregateCompiler(GuardedAggregate, Aggregate):
    """An aggregate over a sub-select."""
