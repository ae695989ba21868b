"""The reports of a body as PARS reads them: JSON, XML and tab-delimited, from one declaration.

``LINES`` says each field once: its name in a payload, the clause it comes from, where it stands
in JSON and XML, and its heading. A record that removes another names its number and no person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as ET

from salerno.privacy.declare import Clause
from salerno.services.credits.clauses import BIRTHDAY, BOARD, NAME, RECORD
from salerno.services.credits.values import Format, Need

type Record = Mapping[str, str]

ADD, DELETE = "Add", "Delete"
ROOT, REPORTS, ONE = "ACCMELearnerReports", "ActivityReports", "LearnerReport"


@dataclass(frozen=True)
class Line:
    """One field. ``clause`` None: it is about nobody. ``need``: only for bodies that ask for it."""

    name: str
    path: tuple[str, ...]
    heading: str
    clause: Clause | None = None
    need: str = ""


LINES = (
    Line("action", ("ReportAction",), "Action"),
    Line("number", ("ProviderReferenceId",), "Reference ID"),
    Line("activity", ("ProviderActivityId",), "Activity ID"),
    Line("given_name", ("Member", "Name", "GivenName"), "First Name", NAME),
    Line("family_name", ("Member", "Name", "FamilyName"), "Last Name", NAME),
    Line("birth_month", ("Member", "BirthMonth"), "Birth Month", BIRTHDAY, Need.BIRTHDAY),
    Line("birth_day", ("Member", "BirthDay"), "Birth Day", BIRTHDAY, Need.BIRTHDAY),
    Line("board_id", ("Member", "BoardId"), "Board ID", BOARD, Need.BOARD_ID),
    Line("licence", ("Member", "LicenseId"), "License ID", BOARD, Need.LICENCE),
    Line("completed_on", ("Completion", "CompletionDate"), "Completion Date", RECORD),
    Line("kind", ("Completion", "CreditType"), "Credit Type", RECORD),
    Line("amount", ("Completion", "CreditAmount"), "Credit Amount", RECORD),
)
TYPES = {
    Format.JSON: ("application/json", "json"),
    Format.XML: ("application/xml", "xml"),
    Format.TAB: ("text/tab-separated-values", "txt"),
}


def lines_for(needs: Sequence[str]) -> tuple[Line, ...]:
    """The fields that a body with these needs receives, in their order."""
    return tuple(one for one in LINES if not one.need or one.need in needs)


def clauses_for(needs: Sequence[str]) -> dict[str, Clause]:
    """Those of them that are about somebody, each with its clause."""
    return {one.name: one.clause for one in lines_for(needs) if one.clause is not None}


def removal(number: str) -> Record:
    """What removes a report: its number, and nothing of anybody."""
    return {"action": DELETE, "number": number}


def written(form: str, needs: Sequence[str], records: Iterable[Record], at: datetime) -> str:
    """The file of a body, in its own format."""
    lines, found = lines_for(needs), list(records)
    writers = {Format.JSON: _json, Format.XML: _xml, Format.TAB: _tab}
    return writers[Format(form)](lines, found, at)


def _json(lines: Sequence[Line], records: Sequence[Record], at: datetime) -> str:
    reports = [_tree(lines, one) for one in records]
    inner = {"DateTimeCreated": at.isoformat(timespec="seconds"), ONE: reports}
    return json.dumps({ROOT: {REPORTS: inner}}, ensure_ascii=False, indent=1) + "\n"


def _tree(lines: Sequence[Line], record: Record) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for one in lines:
        if one.name in record:
            node = made
            for step in one.path[:-1]:
                node = node.setdefault(step, {})
            node[one.path[-1]] = record[one.name]
    return made


def _xml(lines: Sequence[Line], records: Sequence[Record], at: datetime) -> str:
    root = ET.Element(ROOT)
    reports = ET.SubElement(root, REPORTS, {"DateTimeCreated": at.isoformat(timespec="seconds")})
    for record in records:
        report = ET.SubElement(reports, ONE)
        for one in lines:
            if one.name in record:
                _node(report, one.path).text = record[one.name]
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _node(parent: ET.Element, path: tuple[str, ...]) -> ET.Element:
    for step in path[:-1]:
        found = parent.find(step)
        parent = ET.SubElement(parent, step) if found is None else found
    return ET.SubElement(parent, path[-1])


def _tab(lines: Sequence[Line], records: Sequence[Record], _at: datetime) -> str:
    rows = [[one.heading for one in lines]]
    rows += [[_flat(one, record) for one in lines] for record in records]
    return "".join("\t".join(row) + "\r\n" for row in rows)


def _flat(line: Line, record: Record) -> str:
    """A cell: one line, no tab, and no sign with which a spreadsheet would begin to reckon."""
    text = " ".join(record.get(line.name, "").split())
    if line.name == "completed_on" and text:
        return f"{date.fromisoformat(text):%m/%d/%Y}"
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
