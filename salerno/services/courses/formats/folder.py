"""A course in a folder: ``course.toml``, one Markdown file a unit, ``quiz.toml``, files beside."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from salerno.privacy.errors import Refused
from salerno.services.courses.formats.markdown import html, line
from salerno.services.courses.values import (
    MaterialKind,
    Near,
    Need,
    NewChoice,
    NewCourse,
    NewMaterial,
    NewQuestion,
    NewQuiz,
    NewUnit,
    QuestionKind,
    Told,
)

MOST_BYTES = 300 * 1024 * 1024
TYPES = {
    ".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".ogg": "audio/ogg",
    ".wav": "audio/wav", ".vtt": "text/vtt", ".png": "image/png", ".jpg": "image/jpeg",
    ".webp": "image/webp", ".svg": "image/svg+xml",
}  # fmt: skip

type Table = Mapping[str, Any]


def read(folder: Path, now: datetime) -> NewCourse:
    """The course of a folder. Raises Refused (400), naming the file and what is wrong in it."""
    said = _toml(folder, "course.toml")
    try:
        return _course(folder, said, now)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        words = _("%(folder)s: a line is missing or is not what it should be: %(what)s.")
        raise Refused(words % {"folder": folder.name, "what": error}, status=400) from error


def _course(folder: Path, said: Table, now: datetime) -> NewCourse:
    slug = str(said["slug"])
    opens_at = _opens_at(said, now)
    days = int(said.get("ends_after_days", 0))
    units = sorted(said["units"], key=lambda one: int(one["number"]))
    return NewCourse(
        slug=slug,
        title=str(said["title"]),
        summary=str(said["summary"]),
        html=html(str(said.get("text", ""))),
        opens_at=opens_at,
        ends_at=opens_at + timedelta(days=days) if days else None,
        min_age=int(said.get("min_age", 0)),
        needs=tuple(Need(str(one["line"]), str(one["reason"])) for one in said.get("needs", ())),
        units=tuple(_unit(folder, slug, one) for one in units),
        quiz=_quiz(_toml(folder, "quiz.toml")) if (folder / "quiz.toml").exists() else None,
    )


def _opens_at(said: Table, now: datetime) -> datetime:
    given = said.get("opens_at")
    if isinstance(given, datetime) and given.tzinfo is not None:
        return given
    return now - timedelta(days=int(said.get("opens_days_ago", 0)))


def _unit(folder: Path, slug: str, said: Table) -> NewUnit:
    files = f"/courses/{slug}/units/{int(said['number'])}/files/"
    spoken = str(said.get("transcript", ""))
    return NewUnit(
        title=str(said["title"]),
        html=html(_text(folder, str(said["file"])), files=files),
        minutes=int(said.get("minutes", 0)),
        opens_after_days=int(said.get("opens_after_days", 0)),
        transcript=html(_text(folder, spoken), level=3) if spoken else "",
        materials=tuple(_material(folder, one) for one in said.get("materials", ())),
    )


def _material(folder: Path, said: Table) -> NewMaterial:
    name = str(said["name"])
    path = _inside(folder, name)
    kind = MaterialKind(str(said["kind"]))
    found = TYPES.get(path.suffix.lower())
    if found is None or path.stat().st_size > MOST_BYTES:
        raise ValueError(name)
    return NewMaterial(
        name, kind.value, found, path, str(said.get("language", "")), str(said.get("label", ""))
    )


def _quiz(said: Table) -> NewQuiz:
    return NewQuiz(
        title=str(said["title"]),
        html=html(str(said.get("text", ""))),
        attempts=int(said.get("attempts", 1)),
        due_days=int(said.get("due_days", 0)),
        late_percent=int(said.get("late_percent", 0)),
        pass_percent=int(said.get("pass_percent", 0)),
        questions=tuple(_question(one) for one in said["questions"]),
    )


def _question(said: Table) -> NewQuestion:
    kind = QuestionKind(str(said["kind"]))
    value = said.get("value")
    made = NewQuestion(
        kind=kind.value,
        stem=html(str(said["stem"]), level=3),
        points=Decimal(str(said.get("points", 1))),
        rationale=html(str(said.get("rationale", "")), level=4),
        value=None if value is None else Decimal(str(value)),
        tolerance=Decimal(str(said.get("tolerance", 0))),
        unit=str(said.get("unit", "")),
        choices=tuple(_choice(one) for one in said.get("choices", ())),
        told=_told(said),
        about=int(said.get("of_unit", 0)),
    )
    _check_question(made)
    return made


def _told(said: Table) -> Told:
    right = said.get("feedback_right", said.get("feedback", ""))
    return Told(line(str(right)), line(str(said.get("feedback_wrong", ""))), _near(said))


def _near(said: Table) -> tuple[Near, ...]:
    return tuple(
        Near(Decimal(str(one["value"])), Decimal(str(one["tolerance"])), line(one["feedback"]))
        for one in said.get("near", ())
    )


def _choice(said: Table) -> NewChoice:
    return NewChoice(
        line(str(said["text"])), bool(said.get("right", False)), line(str(said.get("feedback", "")))
    )


def _check_question(made: NewQuestion) -> None:
    """Raises ValueError for a question that nobody can answer rightly."""
    right = sum(one.is_right for one in made.choices)
    whole = {
        QuestionKind.SINGLE: right == 1 and len(made.choices) > 1,
        QuestionKind.MULTIPLE: right > 0 and len(made.choices) > 1,
        QuestionKind.NUMERIC: made.value is not None and made.tolerance >= 0,
        QuestionKind.ORDERING: len(made.choices) > 1,
    }
    if not whole[QuestionKind(made.kind)] or made.points <= 0:
        raise ValueError(made.stem[:60])


def _toml(folder: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(folder, name))
    except tomllib.TOMLDecodeError as error:
        words = _("%(file)s cannot be read: %(what)s.") % {"file": name, "what": error}
        raise Refused(words, status=400) from error


def _text(folder: Path, name: str) -> str:
    return _inside(folder, name).read_text(encoding="utf-8")


def _inside(folder: Path, name: str) -> Path:
    """The file of a name. Raises Refused (400) where it is missing or lies elsewhere."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        words = _("%s is not in the folder of the course. Put it there, or leave it out.") % name
        raise Refused(words, status=400)
    return path
