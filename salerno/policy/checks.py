"""Start-up checks of the policy. Each problem is a sentence that names what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.urls import Resolver404, resolve

from salerno.policy import cookies, store
from salerno.policy.contracts import ending
from salerno.policy.crosschecks import check_register
from salerno.policy.forms import check_forms
from salerno.policy.publishing import differs
from salerno.policy.register import against_pack, against_version
from salerno.policy.texts import promised, promises
from salerno.policy.values import Document, Pack, Register
from salerno.privacy import clock, parcels
from salerno.privacy.errors import DeclarationError
from salerno.privacy.law import Recipient


def register_all() -> None:
    """Register the checks with Django. Called once, when the app is ready."""
    ours = (check_working, check_published, check_cookies, check_documents, check_promises)
    for check in (*ours, check_contracts, check_adapters, check_forms):
        checks.register(check, "policy")


def _errors(sentences: Iterable[str], number: int) -> list[checks.CheckMessage]:
    return [checks.Error(one, id=f"policy.E{number:03}") for one in sentences]


def _warnings(sentences: Iterable[str], number: int) -> list[checks.CheckMessage]:
    return [checks.Warning(one, id=f"policy.W{number:03}") for one in sentences]


def working_problems(pack: Pack, code: Register) -> list[str]:
    """Where the working text and the code say different things."""
    policy = pack.policy
    said = against_pack(code, policy.clauses, policy.purposes, policy.pack)
    return said + check_register(pack)


def check_working(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """The pack is whole, and it and the code name the same clauses and purposes."""
    try:
        pack = store.working()
    except DeclarationError as error:
        return _errors([str(error)], 1)
    said = working_problems(pack, store.code_register())
    return _errors(said, 2) + _warnings(pack.warnings, 1)


def check_published(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """The version in force was not touched, and the code still does what it says."""
    try:
        if store.drafting():
            binds = [
                "The working text of the policy binds: nothing is published, or it was asked for."
            ]
            return (_errors if getattr(settings, "PRODUCTION", False) else _warnings)(binds, 2)
        pack = store.pack()
        edited = differs(store.working(), store.versions()[-1])
    except DeclarationError as error:
        return _errors([str(error)], 3)
    said = [
        f"{one} Publish a new version: salerno policy publish."
        for one in against_version(store.code_register(), pack.register, pack.policy.version)
    ]
    unpublished = ["The pack was edited since it was last published; the edits do not bind yet."]
    return _errors(said, 4) + (_warnings(unpublished, 3) if edited else [])


def check_cookies(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """The cookie registry and the code name the same cookies."""
    try:
        return _errors(cookies.against_pack(cookies.of_code(), store.pack().policy.cookies), 5)
    except DeclarationError:
        return []  # said by the checks above


def check_contracts(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Contracts that ended or end soon: what flows under them stops by itself."""
    try:
        return _warnings(ending(store.pack().policy, clock.today()), 4)
    except DeclarationError:
        return []


def unknown_adapters(recipients: Iterable[Recipient]) -> list[str]:
    """The recipients whose adapter the settings do not name, or that cannot be loaded."""
    said = []
    for one in recipients:
        if one.adapter and one.adapter not in parcels.known():
            said.append(f"{one.name}: no adapter is named {one.adapter!r} in SALERNO_ADAPTERS.")
            continue
        try:
            parcels.adapter(one.adapter)
        except ImportError as error:
            said.append(f"{one.name}: its adapter {one.adapter!r} cannot be loaded ({error}).")
    return said


def check_adapters(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Each recipient that the pack uses can be reached by an adapter that is there."""
    try:
        used = [one for one in store.pack().policy.recipients.values() if one.enabled]
    except DeclarationError:
        return []
    return _errors(unknown_adapters(used), 8)


def unreachable(documents: Mapping[str, Document]) -> list[str]:
    """The documents of the legal set that no page of this site answers for."""
    said = []
    for one in documents.values():
        try:
            resolve(one.address)
        except Resolver404:
            said.append(f"The document {one.title} has no page at {one.address}.")
    return said


def check_documents(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Every document of the legal set has its page."""
    try:
        return _errors(unreachable(store.pack().documents), 6)
    except DeclarationError:
        return []


def promising(folders: Iterable[Path], words: tuple[str, ...]) -> list[str]:
    """The templates that promise absolute security, each with the words it uses."""
    said = []
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            found = promised(path.read_text(encoding="utf-8"), words)
            if found:
                said.append(f"{path.name} promises what nobody can keep: {found!r}.")
    return said


def check_promises(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """No template of ours promises absolute security."""
    ours = [one.path for one in apps.get_app_configs() if one.name.startswith("salerno.")]
    folders = [Path(path) / "templates" for path in ours]
    return _errors(promising(folders, promises(store.edition().folder)), 7)
