"""What tests of the kernel share: laws made up for them, tables of their own, refusals watched.

``watch_refusals`` fails a test in which the gate refused something that nobody expected, also
where a template or a broad handler has swallowed the exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from django.apps import AppConfig, apps
from django.db import connections

from salerno.privacy import context, law
from salerno.privacy import registry as registers
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import CollectionPoint, Purpose, Reach
from salerno.privacy.errors import GateError
from salerno.privacy.law import (
    Basis,
    ClauseLaw,
    Operator,
    Policy,
    PurposeLaw,
    Term,
    TermKind,
)
from salerno.privacy.registry import registry


@dataclass
class Expected:
    """The refusals of one block."""

    found: list[GateError] = field(default_factory=list)


@contextmanager
def expecting_refusals(*kinds: type[GateError]) -> Iterator[Expected]:
    """Expect the gate to refuse inside the block; of these ``kinds`` where some are named."""
    before = list(context.refusals)
    del context.refusals[:]
    expected = Expected()
    try:
        yield expected
    finally:
        expected.found[:] = context.refusals
        context.refusals[:] = before
    others = [one for one in expected.found if kinds and not isinstance(one, kinds)]
    if others or not expected.found:
        pytest.fail(f"Refused in another way than expected: {others or 'not at all'}")


@pytest.fixture(autouse=True)
def watch_refusals() -> Iterator[None]:
    """Fail a test that left a refusal behind which it did not expect."""
    del context.refusals[:]
    yield
    left = list(context.refusals)
    del context.refusals[:]
    if left:
        pytest.fail(f"The gate refused what the test did not expect: {left}")


def made_policy(
    *,
    clauses: Mapping[str, ClauseLaw] = {},
    bases: Mapping[str, Basis] = {},
    digest: str = "made",
) -> Policy:
    """A law about everything there is: kept while the account lives, resting on a contract."""
    known = registry()
    laws = {
        one.id: ClauseLaw(Term(TermKind.ACCOUNT), reach_max=Reach(one.reach))
        for one in known.clauses.values()
    }
    purposes = {
        one.id: PurposeLaw({"": bases.get(one.id, Basis.CONTRACT)}, f"Text of {one.id}.")
        for one in known.purposes.values()
        if not one.kernel
    }
    return Policy(
        pack="made",
        version=1,
        digest=f"{digest}-{hash((tuple(sorted(clauses)), str(clauses), str(bases)))}",
        effective_at=datetime(2026, 1, 1, tzinfo=UTC),
        operator=Operator("made", "Made", "Made Ltd"),
        clauses={**laws, **clauses},
        purposes=purposes,
    )


@contextmanager
def installed(module: ModuleType, label: str) -> Iterator[None]:
    """Let a module of models, with a ``register``, be part of the house inside the block."""
    known = vars(registers)
    kept = [known[one] for one in ("_foreign", "_purposes", "_relations", "_points")]
    before = [dict(one) for one in kept]
    config = AppConfig(module.__name__, module)
    config.label, config.apps = label, apps
    config.models = apps.all_models[label]
    config.models_module = module
    apps.app_configs[label] = config
    module.register()
    _renew()
    try:
        yield
    finally:
        del apps.app_configs[label]
        for register, held in zip(kept, before, strict=True):
            register.clear()
            register.update(held)
        _renew()


def _renew() -> None:
    apps.clear_cache()
    registry.cache_clear()


def _held() -> Any:
    """Where Django keeps the connections of this thread."""
    return vars(connections)["_connections"]


@contextmanager
def databases(settings: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Let aliases lead to other databases inside the block."""
    held = {one: connections.settings.get(one) for one in settings}
    wrappers: dict[str, Any] = {one: getattr(_held(), one, None) for one in settings}
    for alias, given in settings.items():
        connections.settings[alias] = {**connections.settings["default"], **given}
        if wrappers[alias] is not None:
            delattr(_held(), alias)
    try:
        yield
    finally:
        for alias in settings:
            connections[alias].close()
            delattr(_held(), alias)
            if wrappers[alias] is not None:
                connections[alias] = wrappers[alias]
            if held[alias] is None:
                del connections.settings[alias]
            else:
                connections.settings[alias] = held[alias]


@contextmanager
def writing(
    purpose: Purpose, viewer: Viewer, point: CollectionPoint | None = None
) -> Iterator[Act]:
    """Enter a purpose and open an act, as an action does."""
    with entered(purpose, viewer), acting(Act("test", point)) as act:
        yield act


@contextmanager
def as_law(policy: Policy) -> Iterator[Policy]:
    """Hold a law inside the block. The same as ``law.under``, named for tests."""
    with law.under(policy):
        yield policy
