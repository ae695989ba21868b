"""The record of processing activities (Art. 30 GDPR), computed from one version of the policy."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from salerno.policy import words
from salerno.policy.crosschecks import SECURITY
from salerno.policy.page import tables
from salerno.policy.shown import Named
from salerno.policy.texts import filled
from salerno.policy.values import Pack


@dataclass(frozen=True)
class Activity:
    """One purpose as a line of the record."""

    id: str
    title: str
    text: str
    ground: str
    grounds_by_layer: tuple[tuple[str, str], ...]
    legal_reference: str
    people: tuple[str, ...]
    categories: tuple[str, ...]
    kinds: tuple[str, ...]
    recipients: tuple[str, ...]
    transfers: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """The whole record."""

    version: int
    digest: str
    controller: str
    address: str
    email: str
    officer: str
    representative: str
    chain: tuple[str, ...]
    activities: tuple[Activity, ...]
    security: str


def record(pack: Pack, language: str = "en") -> Record:
    """The record of one version."""
    operator = pack.policy.operator
    section = pack.text("privacy", language).section(SECURITY)
    return Record(
        version=pack.policy.version,
        digest=pack.policy.digest,
        controller=operator.legal_name,
        address=operator.address,
        email=operator.email,
        officer=_joined(operator.dpo_name, operator.dpo_email),
        representative=_joined(operator.representative, operator.representative_address),
        chain=operator.parents,
        activities=tuple(_activities(pack, language)),
        security=filled(section.body, pack.policy, words.SAYINGS) if section else "",
    )


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _activities(pack: Pack, language: str) -> Iterator[Activity]:
    held = {row.id: row for row in tables(pack, language).kinds}
    for row in tables(pack, language).purposes:
        kinds = [held[one.id] for one in row.kinds if one.id in held]
        recipients = [
            one for one in pack.policy.recipients.values() if row.id in one.purposes
        ]  # fmt: skip
        yield Activity(
            id=row.id,
            title=row.title,
            text=row.text,
            ground=row.basis,
            grounds_by_layer=row.bases,
            legal_reference=_joined(row.legal, row.interest),
            people=row.people,
            categories=tuple(sorted({one.category for one in kinds})),
            kinds=_titles(row.kinds),
            recipients=tuple(one.name for one in recipients),
            transfers=tuple(
                f"{one.name}: {one.country}, {words.MECHANISMS[one.mechanism]}"
                for one in recipients
                if one.country != pack.policy.operator.country or one.mechanism
            ),
            terms=tuple(dict.fromkeys(f"{one.title}: {one.kept}" for one in kinds)),
        )


def _titles(named: tuple[Named, ...]) -> tuple[str, ...]:
    return tuple(one.title for one in named)


def as_data(one: Record) -> dict[str, Any]:
    """The record as plain data."""
    return asdict(one)


def as_csv(one: Record) -> str:
    """The record as a table, one purpose a line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([
        _("Purpose"), _("In our words"), _("Ground"), _("Ground by layer"), _("Reference"),
        _("Whom it concerns"), _("Categories"), _("Kinds of data"), _("Recipients"),
        _("Transfers"), _("Terms"), _("Controller"), _("Version"),
    ])  # fmt: skip
    for each in one.activities:
        by_layer = "; ".join(f"{layer}: {ground}" for layer, ground in each.grounds_by_layer)
        lists = (each.people, each.categories, each.kinds, each.recipients, each.transfers,
                 each.terms)  # fmt: skip
        writer.writerow([
            each.title, each.text, each.ground, by_layer, each.legal_reference,
            *("; ".join(items) for items in lists), one.controller, one.version,
        ])  # fmt: skip
    return out.getvalue()
