"""Subjects and the gate's inputs: who is closed, granted, tied, and using which service.

Each is written in the transaction that changes it. The per-purpose tables are what the gate
reads; ``Closure`` says why a subject stands there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import connection as django_connection
from django.db import transaction

from salerno.privacy import clock, law
from salerno.privacy.context import Act, act_or_none, acting, handover
from salerno.privacy.declare import Purpose, Reach, Relation
from salerno.privacy.gate.guards import is_opt_in
from salerno.privacy.gate.inputs import closed_table, granted_table
from salerno.privacy.law import Basis
from salerno.privacy.models import Choice, Closure, ServiceUse, Subject, Tie
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry

connection: Any = django_connection
"""The default connection, which is one of the gate's own."""


@contextmanager
def keeping(ground: str) -> Iterator[None]:
    """Write the kernel's own records inside the block, in one transaction."""
    with (
        transaction.atomic(),
        handover(RECORD, ground=ground),
        acting(Act("privacy.keeping", KEEPING)),
    ):
        yield


def new_subject(*, layer: str = Subject.Layer.UNKNOWN) -> int:
    """Make a subject, and return its id. The open action may then write about it."""
    with keeping("a new subject"):
        made = Subject.objects.create(layer=layer)
        apply_law(made.pk)
    act = act_or_none()
    if act is not None:
        act.subject = made.pk
    return int(made.pk)


def apply_law(subject: int) -> None:
    """Close ``subject`` for every purpose that has no ground in its jurisdiction.

    A purpose that rests on consent in the person's layer, though not in the base text, starts
    closed as well; a choice opens it.
    """
    with keeping("the law of the subject's jurisdiction"):
        layers = layers_of(Subject.objects.get(pk=subject))
        stood = set(
            Closure.objects.filter(owner_id=subject, reason__in=BY_LAW).values_list(
                "purpose", "reason"
            )
        )
        given = _given(subject)
        for purpose in registry().purposes.values():
            if purpose.kernel:
                continue
            wanted = by_law(purpose, layers)
            if purpose.id in given:
                wanted.discard("not_asked")
            for reason in BY_LAW:
                stands = (purpose.id, reason) in stood
                if reason in wanted and not stands:
                    close(subject, purpose, reason)
                elif stands and reason not in wanted:
                    reopen(subject, purpose, reason)


def _given(subject: int) -> set[str]:
    """The purposes that some choice of the subject once named and gave."""
    rows = Choice.objects.filter(owner_id=subject, state=Choice.State.GIVEN)
    return {one for named in rows.values_list("purposes", flat=True) for one in named}


BY_LAW = ("no_basis", "not_asked")
ASKED_AGAIN = "asked_again"
"""Of whoever said yes before the purpose grew: closed until they say it again."""


def by_law(purpose: Purpose, layers: list[str]) -> set[str]:
    """The reasons for which the law itself closes ``purpose`` in ``layers``."""
    policy = law.in_force()
    bases = [policy.purpose(purpose.id).basis(one) for one in layers]
    found = {"no_basis"} if Basis.NONE in bases else set()
    if Basis.CONSENT in bases and not is_opt_in(purpose, policy):
        found.add("not_asked")
    return found


def become_student(subject: int) -> None:
    """From here on the law on education records protects ``subject`` as well."""
    with keeping("enrolled: the law on education records"):
        if Subject.objects.filter(pk=subject, is_student=False).update(is_student=True):
            apply_law(subject)


def layers_by_id(subject: int) -> tuple[str, ...]:
    """The layers of law that protect somebody; none for nobody."""
    with handover(RECORD, ground="whose law holds"):
        row = Subject.objects.filter(pk=subject).first()
    return tuple(layers_of(row)) if row is not None else ()


def layers_of(row: Subject) -> list[str]:
    """The layers of law that protect a subject; "" is the base text."""
    layers = [row.layer] if row.layer != Subject.Layer.NONE else [""]
    if row.is_minor:
        layers.append("minor")
    if row.is_student:
        layers.append("ferpa")
    return layers


def grounds(subject: int, purposes: Iterable[Purpose]) -> dict[str, frozenset[Basis]]:
    """The grounds of each purpose in every layer that protects ``subject``, by purpose id."""
    with handover(RECORD, ground="the law of the subject's jurisdiction"):
        layers = layers_of(Subject.objects.get(pk=subject))
    return grounds_in(layers, purposes)


def grounds_in(layers: Iterable[str], purposes: Iterable[Purpose]) -> dict[str, frozenset[Basis]]:
    """The grounds of each purpose in every one of ``layers``, by purpose id."""
    ruled = law.in_force().purposes
    return {
        one.id: frozenset(ruled[one.id].basis(layer) for layer in layers)
        for one in purposes
        if one.id in ruled
    }


def grounds_of_each(people: Collection[int], purpose: Purpose) -> dict[int, frozenset[Basis]]:
    """The grounds of one purpose for each of ``people``, with one statement for five hundred."""
    ruled = law.in_force().purposes.get(purpose.id)
    if ruled is None:
        return dict.fromkeys(people, frozenset[Basis]())
    found: dict[int, frozenset[Basis]] = {}
    with handover(RECORD, ground="the law of the subjects' jurisdictions"):
        for some in batched(people, _AT_ONCE):
            for row in Subject.objects.filter(pk__in=some):
                found[row.pk] = frozenset(ruled.basis(layer) for layer in layers_of(row))
    return found


def met(people: Collection[int], purpose: Purpose) -> set[int]:
    """Those of ``people`` whom ``purpose`` meets: neither closed nor ungranted."""
    if purpose.kernel:
        return set(people)
    tables = {closed_table(purpose): "closed"}
    if is_opt_in(purpose, law.in_force()):
        tables[granted_table(purpose)] = "granted"
    listed = _listed(tables, people)
    found = set(people) - listed["closed"]
    return found & listed["granted"] if "granted" in listed else found


def is_open(subject: int, purpose: Purpose) -> bool:
    """Whether ``purpose`` meets ``subject`` as things stand."""
    return subject in met((subject,), purpose)


_AT_ONCE = 500


def _listed(tables: Mapping[str, str], people: Collection[int]) -> dict[str, set[int]]:
    """Who of ``people`` stands in each table, by the word it is given. One statement for many."""
    found: dict[str, set[int]] = {word: set() for word in tables.values()}
    with connection.gate_open(), connection.cursor() as cursor:
        for some in batched(people, _AT_ONCE):
            marks = ", ".join(["%s"] * len(some))
            asked = " UNION ALL ".join(
                f"SELECT '{word}', subject FROM {table} WHERE subject IN ({marks})"  # noqa: S608
                for table, word in tables.items()
            )
            cursor.execute(asked, some * len(tables))
            for word, one in cursor.fetchall():
                found[word].add(one)
    return found


def is_here(subject: int) -> bool:
    """Whether this is somebody who was neither erased nor frozen."""
    with handover(RECORD, ground="whether somebody is here"):
        return Subject.objects.filter(pk=subject, state=Subject.State.ACTIVE).exists()


def close(subject: int, purpose: Purpose, reason: str) -> None:
    """Close ``subject`` for ``purpose``. From here on its rows do not exist there."""
    with keeping(f"closed for {purpose}: {reason}"):
        Closure.objects.get_or_create(owner_id=subject, purpose=purpose.id, reason=reason)
        table = closed_table(purpose)
        _write(f"INSERT INTO {table} VALUES (%s) ON CONFLICT DO NOTHING", subject)  # noqa: S608


def reasons(subject: int, purpose: Purpose) -> frozenset[str]:
    """Why ``subject`` is closed for ``purpose``; none where it is not."""
    with handover(RECORD, ground="why somebody is closed"):
        rows = Closure.objects.filter(owner_id=subject, purpose=purpose.id)
        return frozenset(rows.values_list("reason", flat=True))


def reopen(subject: int, purpose: Purpose, reason: str) -> None:
    """Take one reason away; the last one opens the purpose again."""
    with keeping(f"no longer closed for {purpose}: {reason}"):
        reasons = Closure.objects.filter(owner_id=subject, purpose=purpose.id)
        gone = reasons.filter(reason=reason).delete()[0]
        if gone and not reasons.exists():
            _write(f"DELETE FROM {closed_table(purpose)} WHERE subject = %s", subject)  # noqa: S608


def end_account(subject: int) -> bool:
    """The account of ``subject`` ends now: nobody meets it, and what follows it runs out.

    A pause is no end. What is erased ends with its erasure. False: it had ended before.
    """
    with keeping("the account ended"):
        live = Subject.objects.filter(pk=subject, ended_at=None)
        ends = bool(live.update(ended_at=clock.now()))
        for purpose in uses() if ends else ():
            close(subject, purpose, "ended")
    return ends


def resume_account(subject: int) -> bool:
    """The person is back before everything ran out. False: it had not ended."""
    with keeping("the account goes on"):
        ended = Subject.objects.filter(pk=subject).exclude(ended_at=None)
        resumes = bool(ended.update(ended_at=None))
        for purpose in uses() if resumes else ():
            reopen(subject, purpose, "ended")
    return resumes


def uses() -> list[Purpose]:
    """Every purpose that a restriction ends: not the kernel's, nor the person's, nor claims."""
    return [one for one in registry().purposes.values() if one.heeds_restriction]


def grant(subject: int, purpose: Purpose) -> None:
    """Let an opt-in purpose meet ``subject``."""
    with keeping(f"granted {purpose}"):
        table = granted_table(purpose)
        _write(f"INSERT INTO {table} VALUES (%s) ON CONFLICT DO NOTHING", subject)  # noqa: S608


def revoke(subject: int, purpose: Purpose) -> None:
    """End what ``grant`` began."""
    with keeping(f"revoked {purpose}"):
        _write(f"DELETE FROM {granted_table(purpose)} WHERE subject = %s", subject)  # noqa: S608


def forget_inputs(subject: int) -> None:
    """Take ``subject`` out of every input table. One statement finds where it stands."""
    tables = [
        name
        for purpose in registry().purposes.values()
        for name in (closed_table(purpose), granted_table(purpose))
    ]
    asked = " UNION ALL ".join(
        f"SELECT '{one}' FROM {one} WHERE subject = %s"  # noqa: S608  names of ours
        for one in tables
    )
    with connection.gate_open(), connection.cursor() as cursor:
        cursor.execute(asked, [subject] * len(tables))
        found = [row[0] for row in cursor.fetchall()]
    for one in found:
        _write(f"DELETE FROM {one} WHERE subject = %s", subject)  # noqa: S608


def _write(sql: str, subject: int) -> None:
    with connection.gate_open(), connection.cursor() as cursor:
        cursor.execute(sql, [subject])
    connection.gate_inputs.forget()


def tie(
    owner: int,
    viewer: int,
    kind: Relation | Reach,
    *,
    scope: str = "",
    until: datetime | None = None,
    seal: int | None = None,
) -> None:
    """Let ``viewer`` stand in a relation to ``owner``: a level of the lattice or a named one.

    ``seal``: the owner may not be told of it before that ends.
    """
    level = int(kind) if isinstance(kind, Reach) else Tie.OUTSIDE
    name = kind.name.lower() if isinstance(kind, Reach) else kind.id
    with keeping(f"tied as {name}"):
        Tie.objects.update_or_create(
            owner_id=owner,
            viewer_id=viewer,
            kind=name,
            scope=scope,
            defaults={"reach": level, "since": clock.now(), "until": until, "seal_id": seal},
        )


def untie(owner: int, viewer: int, kind: Relation | Reach, *, scope: str = "") -> None:
    """End a relation now."""
    name = kind.name.lower() if isinstance(kind, Reach) else kind.id
    with keeping(f"untied as {name}"):
        Tie.objects.filter(owner_id=owner, viewer_id=viewer, kind=name, scope=scope).delete()


def start_service(subject: int, service: str) -> None:
    """The person uses ``service`` from now on: contracts about it reach them."""
    with keeping(f"began to use {service}"):
        ServiceUse.objects.get_or_create(owner_id=subject, service=service)
    for purpose in registry().purposes.values():
        if purpose.service == service and is_opt_in(purpose, law.in_force()):
            grant(subject, purpose)


def end_service(subject: int, service: str) -> None:
    """The person left ``service``."""
    with keeping(f"left {service}"):
        ServiceUse.objects.filter(owner_id=subject, service=service).delete()
    for purpose in registry().purposes.values():
        if purpose.service == service:
            revoke(subject, purpose)
