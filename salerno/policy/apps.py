"""The policy as a Django app: the provider of the law in force, and the checks at start."""

from __future__ import annotations

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Registers the shared purposes, installs the provider and the checks."""

    name = "salerno.policy"
    label = "policy"

    def ready(self) -> None:
        from salerno.policy import checks, purposes, store
        from salerno.policy.exports import dpv, fides
        from salerno.privacy import law, mapping, registry

        registry.register_purposes(*purposes.SHARED)
        registry.register_relations(*purposes.RELATIONS)
        law.install(store.provide)
        mapping.register_export("fides", "Fides manifests in YAML", fides.as_yaml)
        mapping.register_export("dpv", "the Data Privacy Vocabulary in JSON-LD", dpv.as_json)
        checks.register_all()
