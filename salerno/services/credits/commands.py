"""Taking activities from a file in TOML: each whole or not at all."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.services.credits import actions
from salerno.services.credits.values import Asked, ExamQuestion, NewActivity, Way

MOST_BYTES = 1_000_000
GROUND = "the operator takes an activity"


def import_file(path: Path) -> list[str]:
    """Take the kinds of credit and the activities of a file; the addresses of the activities.

    Raises Refused (422), which names the part, and then nothing of the file is stored.
    """
    said = _content(path)
    types = [_type(one) for one in said.get("types", [])]
    found = [_activity(one) for one in said.get("activities", [])]
    if not found:
        raise Refused(_("This file holds no activity."), status=422)
    by = Viewer.visitor()
    with entered(EDITORIAL, by, ground=GROUND):
        actions.put_all(by=by, types=types, activities=found)
    return [f"/credits/for/{one.slug}" for one in found]


def _content(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(_("This file is larger than any we take."), status=422)
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # TOMLDecodeError and a wrong encoding are ValueErrors
        why = getattr(error, "strerror", None) or error
        raise Refused(_("This file cannot be read (%s).") % why, status=422) from error


def _type(said: dict[str, Any]) -> tuple[str, str, str]:
    try:
        return str(said["slug"]), str(said["title"]), str(said["unit"])
    except KeyError as error:
        raise Refused(_("A kind of credit lacks %s.") % error, status=422) from error


def _activity(said: dict[str, Any]) -> NewActivity:
    name = said.get("slug", "?")
    try:
        return NewActivity(
            slug=str(said["slug"])[:80], address=str(said["address"]),
            title=str(said["title"])[:300], goals=tuple(map(str, said["goals"])),
            way=Way(said.get("way", "exam")).value, pass_percent=int(said["pass_percent"]),
            tries=int(said.get("tries", 3)), starts_at=_moment(said["starts"]),
            ends_at=_moment(said["ends"]), support=str(said["support"]),
            interests=str(said["interests"]), number=str(said["number"])[:40],
            offers={str(kind): Decimal(str(most)) for kind, most in said["credit"].items()},
            exam=tuple(_question(one) for one in said.get("questions", [])),
            evaluation=tuple(_asked(one) for one in said["evaluation"]),
        )  # fmt: skip
    except KeyError as error:
        raise Refused(
            _("The activity %(name)s lacks %(what)s.") % {"name": name, "what": error}, status=422
        ) from error
    except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
        raise Refused(
            _("The activity %(name)s cannot be read (%(why)s).") % {"name": name, "why": error},
            status=422,
        ) from error


def _moment(day: object) -> datetime:
    if not isinstance(day, date):
        raise ValueError(f"{day!r} is no day")
    return datetime.combine(day, time(0), timezone.get_fixed_timezone(0))


def _question(said: dict[str, Any]) -> ExamQuestion:
    choices = tuple(map(str, said["choices"]))
    return ExamQuestion(
        str(said["stem"]), choices, int(said["right"]) - 1, str(said.get("why", ""))
    )


def _asked(said: dict[str, Any]) -> Asked:
    return Asked(str(said["id"]), str(said["text"]), bool(said.get("scale", True)))
