"""A database as the release before left it, with people in it, comes whole through a migration."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import Reach
from salerno.privacy.purposes import ERASURE
from salerno.privacy.testing import databases
from salerno.services.accounts import actions, queries
from tests.packs import PACKS

BEFORE = [("privacy", "0001_initial"), ("accounts", "0001_initial")]
SAID = {"name": "Ann Reader", "specialty": "surgery", "institution": "Sandhill"}
PLACE = {"state": "Massachusetts", "country": "US"}


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """The default connection leads to a database in which nothing is yet."""
    if connection.vendor == "sqlite":
        with databases({"default": {"NAME": str(folder / "old.sqlite3")}}):
            yield
        return
    name = f"old_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        with databases({"default": {"NAME": name}}):
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def old_person(number: int) -> int:
    """Somebody written down by the code of the release before, as its models were."""
    state = MigrationExecutor(connection).loader.project_state(BEFORE)
    old: Any = state.apps
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", None)):
        subject = old.get_model("privacy", "Subject").objects.create()
        login = {"email": f"p{number}@example.org", "password": "!"}
        old.get_model("accounts", "User").objects.create(subject_id=subject.pk, **login)
        old.get_model("accounts", "Profile").objects.create(
            owner_id=subject.pk, **SAID, specialty_audience=int(Reach.PROGRAM)
        )
    return int(subject.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pack", PACKS)
def test_profiles_of_the_release_before_keep_every_line_and_show_no_place(
    pack: str, tmp_path: Path
) -> None:
    with store.under(store.working(pack)), empty_database(tmp_path):
        call_command("migrate", "accounts", "0001", verbosity=0, skip_checks=True)
        old = [old_person(one) for one in range(2)]
        call_command("migrate", verbosity=0, skip_checks=True)
        for subject in old:
            me = Viewer.person(subject)
            with entered(ACCOUNT, me):
                kept = queries.own_profile()
                assert {one: kept[one] for one in SAID} == SAID
                assert kept["specialty_audience"] == int(Reach.PROGRAM)
                assert [kept[one] for one in ("city", "state", "country")] == ["", "", ""]
                assert kept["location_audience"] == int(Reach.ME)
                actions.change_profile(by=me, lines=PLACE, audiences={"location": Reach.PROGRAM})
                changed = queries.own_profile()
            assert {one: changed[one] for one in PLACE} == PLACE
