"""The proof: plant, erase, look everywhere; purge, look at every byte once more."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from salerno.services.accounts.demo import PASSWORD, PEOPLE
from salerno.web.proof import search
from salerno.web.proof.canaries import Canary
from salerno.web.proof.house import House, built
from salerno.web.proof.person import Person
from salerno.web.proof.rows import cells, cluster, staying, tables_about
from salerno.web.proof.search import Place
from salerno.web.proof.visitor import Control, ProofError, Visitor


@dataclass(frozen=True)
class Proof:
    """What was found, and when. ``stored``: how many values were in the house before."""

    pack: str
    database: str
    left_out: str
    rooms: bool  # whether the rooms were walked too and the account closed once, or it alone filled
    planted: int = 0
    stored: int = 0
    reachable: list[Place] = field(default_factory=list)
    before_purge: list[Place] = field(default_factory=list)
    after_purge: list[Place] = field(default_factory=list)
    not_searched: tuple[str, ...] = ()
    stores: dict[str, int] = field(default_factory=dict)  # by kind, how many values it held
    not_planted: dict[str, str] = field(default_factory=dict)  # kinds that held none, and why
    stays: dict[str, str] = field(default_factory=dict)  # by declaration, without the person
    tables: list[str] = field(default_factory=list)  # that held a row about the person
    untouched: list[str] = field(default_factory=list)  # that held none
    backups: list[Place] = field(default_factory=list)  # taken before, so expected until its term
    backup_until: str = ""
    forms: list[str] = field(default_factory=list)  # that were filled, beside those by name
    refused: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing could be reached, and no byte was left after the purge."""
        return not self.reachable and not self.after_purge

    def said(self) -> dict[str, Any]:
        """For a machine."""
        parts = {
            "reachable": self.reachable, "before the purge": self.before_purge,
            "after the purge": self.after_purge,
        }  # fmt: skip
        return {
            "holds": self.holds,
            "pack": self.pack,
            "database": self.database,
            "left_out": self.left_out,
            "rooms": self.rooms,
            "planted": self.planted,
            "stored": self.stored,
            "stores": self.stores,
            "not_planted": self.not_planted,
            "reachable": times(self.reachable),
            "bytes_before_purge": times(self.before_purge),
            "bytes_after_purge": times(self.after_purge),
            "stays": self.stays,
            "backups": {
                "taken_before": times(self.backups),
                "until": self.backup_until,
                "why": "a backup that was taken before the erasure holds it until its term",
            },
            "tables": self.tables,
            "untouched": self.untouched,
            "forms": self.forms,
            "refused": self.refused,
            "places": [one.said(when) for when, some in parts.items() for one in some],
            "not_searched": list(self.not_searched),
        }


def times(places: Iterable[Place]) -> int:
    """How often anything was found."""
    return sum(one.times for one in places)


def prove(pack: str, url: str = "", leave_out: str = "", *, rooms: bool = True) -> Proof:
    """Run one proof from an empty house to an empty house. Raises ProofError if it cannot.

    ``rooms``: whether the person walks through the rooms too, closes the account and comes back,
    or has an account and no more.
    """
    database = "postgresql" if url else "sqlite"
    with built(pack, url, leave_out) as house, TemporaryDirectory(prefix="salerno-backup-") as kept:
        person = Person(house)
        person.settle_in()
        _check_sight(_places(house, person.canaries), person.canaries)
        if rooms:
            person.explore()
        person.take_copy()
        if rooms:
            person.close_and_return()
        return _proven(person, Proof(pack, database, leave_out, rooms), Path(kept))


def _proven(person: Person, empty: Proof, kept: Path) -> Proof:
    """Look, erase, look again; ``empty`` says what is proven."""
    house, planted = person.house, len(person.canaries)
    house.command("search_rebuild", "--quiet")  # a loaded machine indexes late
    before = _places(house, person.canaries)
    person.stores.note_places(before)
    stays = staying(house, person.canaries)
    canaries = [one for one in person.canaries if one.planted_in not in stays]
    person.canaries = canaries
    tables, untouched = tables_about(house, person.subject)
    until = str(json.loads(house.command("backup", str(kept), "--json"))["ends_at"])
    backups = _in_backup(kept, canaries)
    person.stores.note("backups", {one.planted_in for one in backups})
    person.erase()
    reachable = [*_in_rows(house, canaries), *_on_pages(person), *_linked(house, person)]
    left = _in_bytes(house, canaries)
    house.command("purge")
    after = _in_bytes(house, canaries)
    return replace(
        empty,
        planted=planted,
        stored=len(search.totals(one for one in before if one.planted_in not in stays)),
        stores=person.stores.said(),
        not_planted=person.stores.not_planted(),
        reachable=[*reachable, *_by_signing_in(person)],
        before_purge=left,
        after_purge=after,
        backups=backups,
        backup_until=until,
        not_searched=_not_searched(house),
        stays=stays,
        tables=tables,
        untouched=untouched,
        forms=person.explorer.taken,
        refused=person.explorer.refused,
    )


def _places(house: House, canaries: list[Canary]) -> list[Place]:
    return [*_in_rows(house, canaries), *_in_bytes(house, canaries)]


def _check_sight(places: list[Place], canaries: list[Canary]) -> None:
    """At least half of what was planted is found while it is there, or the search is blind."""
    found = search.totals(places)
    if len(found) * 2 < len(canaries):
        raise ProofError(f"Only {len(found)} of {len(canaries)} values were found to be stored.")


def _linked(house: House, person: Person) -> list[Place]:
    """Rows that still lead to the person's number, the number's own aside."""
    held, _none = tables_about(house, person.subject)
    return [Place(f"table {one}", "the person's number", "plain", 1) for one in held
            if one != "privacy_subject"]  # fmt: skip


def _in_rows(house: House, canaries: list[Canary]) -> list[Place]:
    return [place for where, row in cells(house) for place in search.in_text(where, row, canaries)]


def _in_bytes(house: House, canaries: list[Canary]) -> list[Place]:
    found = search.in_folder(house.data, canaries)
    for folder in cluster(house):
        found += search.in_folder(folder, canaries, f"PostgreSQL {folder.name}/")
    return found


def _in_backup(folder: Path, canaries: list[Canary]) -> list[Place]:
    """What the backup holds; a search that finds nothing there is blind. Raises ProofError."""
    found = search.in_folder(folder, canaries)
    if not found:
        raise ProofError("The backup that was taken before the erasure holds nothing of it.")
    return found


def _not_searched(house: House) -> tuple[str, ...]:
    return ("the server's own files",) if house.url and not cluster(house) else ()


def _on_pages(person: Person) -> list[Place]:
    """Every page that the person ever opened, for three who look: the old browser, two others."""
    paths = sorted({*person.visitor.opened, person.photograph, "/outbox"})
    paths += [f"/people/{person.subject}"]
    member = Visitor(person.house.address)
    member.fill("/sign-in", _member, has="password")
    viewers = {
        "the old browser": person.visitor, "a visitor": Visitor(person.house.address),
        "a member": member,
    }  # fmt: skip
    found: list[Place] = []
    for who, visitor in viewers.items():
        for path in paths:
            body = visitor.get(path).body
            found += search.in_text(f"{path} for {who}", body, person.canaries)
    return found


def _member(control: Control) -> str:
    known = {"login": PEOPLE[0].email, "password": PASSWORD}
    return known.get(control.name, control.value)


def _by_signing_in(person: Person) -> list[Place]:
    """The old address and password open nothing. Tried last: it says the address once more."""
    visitor = Visitor(person.house.address)
    known = {"login": person.email, "password": person.password}
    try:
        visitor.fill("/sign-in", lambda one: known.get(one.name, one.value), has="password")
    except ProofError:
        return []
    inside = "/sign-in" not in visitor.get("/you").address
    return [Place("/sign-in", "password", "plain", 1)] if inside else []
