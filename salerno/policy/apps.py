"""The policy as a Django app: the provider of the law in force, and the checks at start."""

from __future__ import annotations

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Registers the shared purposes, installs the provider and the checks."""

    name = "salerno.policy"
    label = "policy"

    def ready(self) -> None:
        from salerno.policy import checks, purposes, store
        from salerno.privacy import law, registry

        registry.register_purposes(*purposes.SHARED)
        registry.register_relations(*purposes.RELATIONS)
        law.install(store.provide)
        checks.register_all()
