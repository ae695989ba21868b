"""The models of the past, as migrations render them: what a change touches, and no more.

Nearly every table points at the person, so Django renders nearly every model again for each new
table: two thirds of a first start. A migration runs with one model and what that model points at.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

type Key = tuple[str, str]


class States(ProjectState):
    """Django's own, but a change renders again only its model and those that point at it.

    Whoever is further away keeps its old class until it changes itself. Code of a migration
    (``RunPython``) meets models that are all rendered anew: that is what ``is_delayed`` asks for.
    """

    def _find_reload_model(self, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
        key = app_label, model_name
        is_new = model_name not in self.apps.all_models[app_label]
        if self.apps.real_models or not (delay or is_new):
            django: Any = super()
            found = django._find_reload_model(app_label, model_name, delay)  # noqa: SLF001  its own
            return set(found)
        self.is_delayed = True
        return {key, *self.relations.get(key, ()), *self._heirs(".".join(key))}

    def _heirs(self, name: str) -> set[Key]:
        return {
            key
            for key, one in self.models.items()
            if any(isinstance(base, str) and base.lower() == name for base in one.bases)
        }

    def clone(self) -> States:
        """Give the same state apart, with the classes rendered so far."""
        plain = super().clone()
        copy = States(plain.models, plain.real_apps)
        copy.is_delayed = plain.is_delayed
        if "apps" in vars(plain):  # asking for them would render them
            vars(copy)["apps"] = plain.apps
        return copy


class Executor(MigrationExecutor):
    """Django's own over our states."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> Any:
        django: Any = super()
        plain = django._create_project_state(with_applied_migrations)  # noqa: SLF001  its own
        return States(plain.models, plain.real_apps)
