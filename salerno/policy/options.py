"""The settings of a pack: names, kinds and closed values. Every one must be given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from salerno.policy.table import Table

LEAST_AGE = 13  # below it nothing is knowingly collected, whatever a pack says


@dataclass(frozen=True)
class OneOf:
    """One word of a closed list."""

    values: tuple[str, ...]

    def read(self, table: Table, key: str) -> object:
        """The value, or a refusal that names the list."""
        value = table.text(key)
        if value not in self.values:
            table.fail(f"is {value!r}, and must be one of: {', '.join(self.values)}", key)
        return value


@dataclass(frozen=True)
class ManyOf:
    """Any words of a closed list, each once."""

    values: tuple[str, ...]
    needed: tuple[str, ...] = ()  # the law's floor: these cannot be left out
    came_later: bool = False  # versions published before it do not give it

    def read(self, table: Table, key: str) -> object:
        """The values, in the order of the list."""
        given = table.words(key, self.values, default=[] if self.came_later else None)
        for value in self.needed:
            if value not in given:
                table.fail(f"cannot leave out {value!r}", key)
        return tuple(value for value in self.values if value in given)


@dataclass(frozen=True)
class Flag:
    """On or off."""

    came_later: bool = False  # versions published before it do not give it, and are off

    def read(self, table: Table, key: str) -> object:
        """The value."""
        return table.flag(key) if table.has(key) or not self.came_later else False


@dataclass(frozen=True)
class Number:
    """A whole number with a floor."""

    least: int

    def read(self, table: Table, key: str) -> object:
        """The value, at or above the floor."""
        return table.number(key, least=self.least)


@dataclass(frozen=True)
class Words:
    """A text of the operator's own, which may be empty."""

    def read(self, table: Table, key: str) -> object:
        """The text."""
        return table.text(key, "") if table.has(key) else table.text(key)


type Option = OneOf | ManyOf | Flag | Number | Words

DIRECTORY_FIELDS = (
    "name", "photograph", "city", "state", "country", "course", "dates",
)  # fmt: skip

AUDIENCES = ("me", "connections", "cohort", "program", "members", "public")

OPTIONS: Mapping[str, Option] = MappingProxyType({
    "consent_mode": OneOf(("express", "express_for_eu", "by_use")),
    "rights_offered": OneOf(("everyone", "by_jurisdiction")),
    "retention_default": OneOf(("purpose_bound", "account_lifetime")),
    "retention_reason": Words(),
    "purge_days": Number(1),
    "backup_days": Number(1),
    "ugc_default_audience": OneOf(AUDIENCES),
    "ugc_reuse": OneOf(("any_media", "de_identified_only")),
    "profile_max_audience": OneOf(AUDIENCES),
    "location_precision_max": OneOf(("country_region", "city")),
    "directory": Flag(),
    "directory_information": OneOf(("off", "opt_out", "opt_in")),
    "directory_fields": ManyOf(DIRECTORY_FIELDS, came_later=True),
    "partner_reports": OneOf(("off", "residency_seats", "affiliated_institutions")),
    "belonging": Flag(came_later=True),
    "sponsor_gate": Flag(),
    "cv_service": Flag(),
    "credits_reporting": Flag(),
    "experiments": Flag(),
    "device_matching": ManyOf(("deterministic", "probabilistic")),
    "cross_unit_linking": ManyOf(("group", "school", "university", "partners")),
    "ads_mode": OneOf(("off", "contextual", "segments_pseudonymous", "segments_linked")),
    "ads_third_party_tags": Flag(),
    "dnt": OneOf(("ignored_and_stated", "honoured")),
    "gpc": OneOf(("honoured",)),
    "channels": ManyOf(("email", "post", "phone", "sms", "popup")),
    "contact_channels": ManyOf(
        ("page", "email", "phone", "post", "dpo", "eu_representative"), needed=("email",)
    ),
    "offline_rules": OneOf(("same", "outside")),
    "min_age": Number(LEAST_AGE),
    "program_min_age": Number(LEAST_AGE),
    "policy_change": OneOf(("date", "banner", "mail")),
    "change_lead_days": Number(0),
    "legal_grounds": ManyOf((
        "required", "legal_process", "rights_property", "misuse", "safety", "cooperation",
        "enforcement",
    )),
    "aggregate_release": ManyOf(("vendors", "advertisers", "public", "researchers", "partners")),
    "automated_decisions": OneOf(("none_significant", "named_human")),
    "ferpa": Flag(),
    "leaving_notice": Flag(),
})  # fmt: skip


def read_settings(table: Table) -> Mapping[str, object]:
    """All settings of a pack. A missing, unknown or contradictory one is refused."""
    table.only(*OPTIONS)
    settings = {name: option.read(table, name) for name, option in OPTIONS.items()}
    if settings["retention_default"] == "account_lifetime" and not settings["retention_reason"]:
        table.fail("account_lifetime needs its reason", "retention_reason")
    if settings["directory_information"] != "off" and not settings["ferpa"]:
        table.fail("directory information is a term of FERPA, and `ferpa` is off",
                   "directory_information")  # fmt: skip
    return MappingProxyType(settings)
