"""The participants' list, and what may be given out. The gate leaves out who refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.http import Http404

from salerno.policy.purposes import COURSES, DIRECTORY, DIRECTORY_INFORMATION, TEACHER
from salerno.privacy import clock, places
from salerno.privacy.context import handover, viewer
from salerno.privacy.doing import query
from salerno.privacy.law import in_force
from salerno.privacy.purposes import RECORD
from salerno.services.accounts import queries as accounts
from salerno.services.accounts.values import Card
from salerno.services.courses import queries as courses
from salerno.services.courses.values import DirectoryFact
from salerno.services.directory import rules
from salerno.services.directory.models import Release, RightsNotice
from salerno.services.directory.values import (
    Asked,
    Listed,
    Participant,
    Participants,
    ReleaseLine,
)
from salerno.services.media import queries as media

LATEST = 50


def is_kept() -> bool:
    """Whether the pack in force keeps a directory of participants."""
    return bool(in_force().settings["directory"])


def is_given_out() -> bool:
    """Whether the pack in force gives out directory information."""
    return in_force().settings["directory_information"] != "off"


def definition() -> tuple[str, ...]:
    """The published closed list: nothing else is directory information."""
    said = in_force().settings["directory_fields"]
    return tuple(str(one) for one in said) if isinstance(said, tuple) else ()


@query(DIRECTORY)
def participants(slug: str, number: int = 1) -> Participants:
    """A page of those who take or teach a course, by name, for those who do so themselves.

    Who left the directory, shows no name, or is under 18 is not there. Raises Http404 for
    everybody who has no place in the course, as if there were no such list. Six statements.
    """
    me = viewer().subject
    if me is None or not is_kept():
        raise Http404
    with handover(COURSES, ground="whose list it is"):
        seat = courses.seat(slug)
    course = seat.course
    if not places.has_place(me, course.scope):
        raise Http404
    cards = accounts.cards(places.people_of(course.scope))
    named = sorted((one for one in cards.values() if one.name), key=_by_name)
    last = rules.last_page(len(named))
    if not 1 <= number <= last:
        raise Http404
    page = rules.page_of(named, number)
    photos = media.photographs_of([one.subject for one in page])
    teachers = set(places.people_of(course.scope, TEACHER))
    people = [Participant(one, photos.get(one.subject), one.subject in teachers) for one in page]
    return Participants(seat, tuple(people), len(named), number, last)


def _by_name(one: Card) -> tuple[str, int]:
    return one.name.casefold(), one.subject


@query(DIRECTORY_INFORMATION)
def listed(asked: Asked) -> list[Listed]:
    """What may be given out of the learners of a course, or of all: three statements."""
    facts = courses.directory_facts(slug=asked.course)
    people = {one.subject for one in facts}
    cards = accounts.directory_cards(people)
    photographs = media.directory_photographs(people) if "photograph" in asked.fields else {}
    lines = [
        _line(fact, cards[fact.subject], photographs) for fact in facts if fact.subject in cards
    ]
    return [
        one for one in lines if rules.is_within(one.said(tuple(asked.narrowed)), asked.narrowed)
    ]


@query(DIRECTORY_INFORMATION)
def listed_as(name: str) -> list[Listed]:
    """What may be given out of those of a name. Two statements, also where there is nobody."""
    cards = accounts.directory_cards(name=name)
    facts = courses.directory_facts([0, *cards])
    return [_line(one, cards[one.subject], {}) for one in facts if one.subject in cards]


def _line(fact: DirectoryFact, card: Card, photographs: Mapping[int, Path]) -> Listed:
    ended = fact.ended_at.date() if fact.ended_at else None
    photograph = photographs.get(fact.subject)
    return Listed(
        fact.subject, card.name, card.city, card.state, card.country, fact.course,
        fact.enrolled_at.date(), ended, photograph,
    )  # fmt: skip


@query(DIRECTORY_INFORMATION)
def releases() -> list[ReleaseLine]:
    """The latest releases. One statement."""
    columns = ("at", "recipient", "purpose", "fields", "course", "people")
    rows = Release.objects.order_by("-at", "-pk").values_list(*columns)[:LATEST]
    return [
        ReleaseLine(at, to, why, tuple(fields), course, people)
        for at, to, why, fields, course, people in rows
    ]


@query(DIRECTORY_INFORMATION)
def noticed() -> int:
    """How many letters about education records went out in the year that ends now."""
    with handover(RECORD, ground="how many were told of their rights"):
        return RightsNotice.objects.filter(at__gt=clock.now() - rules.NOTICE_EVERY).count()
