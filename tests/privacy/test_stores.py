"""What stands outside the ORM: derived stores, and a cache that holds nothing personal."""

import pickle
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE
from salerno.privacy import audit, outbox, stores
from salerno.privacy.context import Viewer, entered
from salerno.privacy.disclose import deliver_outbox, disclose
from salerno.privacy.errors import DeclarationError, GateError
from salerno.privacy.models import Notice, Subject
from salerno.privacy.purposes import RECORD
from salerno.privacy.testing import expecting_refusals
from tests.privacy.conftest import LETTER, House


@pytest.fixture
def kept(settings: Any) -> Iterator[None]:
    """A cache of this test, with one prefix that is about nobody."""
    settings.CACHES = {
        "default": {
            "BACKEND": "salerno.privacy.stores.GuardedCache",
            "LOCATION": "test",
            "OPTIONS": {"IMPERSONAL": {"glossary": "words of the glossary"}, "MAX_ENTRIES": 50},
        }
    }
    cache.clear()
    yield
    cache.clear()


def test_numbers_and_times_are_kept(kept: None) -> None:
    values = [3, 2.5, None, True, date(2026, 1, 1), [1, 2], {"a": (1, {2})}, "y"]
    with entered(ACCOUNT, Viewer.visitor()):
        for number, value in enumerate(values):
            cache.set(f"n:{number}", value)
            assert cache.get(f"n:{number}") == value
        assert cache.add("n:0", 4) is False
        assert cache.add("n:new", 4) is True
        assert cache.incr("n:new") == 5


@pytest.mark.parametrize("value", ["Mary Smith", ["Mary"], {"name": 1}, b"Mary", object])
def test_text_is_refused_inside_a_purpose(kept: None, value: object) -> None:
    with entered(ACCOUNT, Viewer.visitor()), expecting_refusals() as expected:
        for put in (cache.set, cache.add):
            with pytest.raises(GateError):
                put("page:7", value)
        assert cache.get("page:7") is None
    assert len(expected.found) == 2


def test_text_about_nobody_says_why_and_is_kept(kept: None) -> None:
    with entered(ACCOUNT, Viewer.visitor()):
        with expecting_refusals(), pytest.raises(GateError) as refused:
            cache.set("page:7", "Mary Smith")
        cache.set("glossary:7", "apoptosis")
    cache.set("page:8", "made outside a purpose")
    assert str(refused.value).startswith("Text in the cache under ")
    assert cache.get("glossary:7") == "apoptosis"
    assert cache.get("page:8") == "made outside a purpose"


def test_no_row_and_no_queryset_of_a_declared_table_is_kept(kept: None, house: House) -> None:
    with entered(RECORD, Viewer.job("test")):
        person = Subject.objects.get(pk=house.person())
        rows = Subject.objects.all()
        list(rows)
        for value in (person, rows, [person], {"deep": [rows]}):
            with expecting_refusals(), pytest.raises(GateError) as refused:
                cache.set("glossary:x", value)
            assert str(refused.value) == ("privacy.Subject in the cache: keep an id and an epoch.")
    with expecting_refusals(), pytest.raises(GateError):
        cache.set("x", person)
    assert cache.get("x") is None


def test_a_row_about_nobody_is_kept(kept: None, house: House) -> None:
    with entered(RECORD, Viewer.job("test")):
        notice = Notice.objects.create(digest="d", kind="k", language="en", version=1, text="t")
    cache.set("x", [notice])
    assert cache.get("x") == [notice]


def test_a_key_names_nobody(kept: None) -> None:
    with expecting_refusals(), pytest.raises(GateError):
        cache.set("rate:mary@example.org", 1)
    key = stores.cache_key("fragment", 7, 1)
    assert key.startswith("fragment:")
    assert key != stores.cache_key("fragment", 7, 2) != stores.cache_key("fragment", 8, 2)
    assert "7" not in key.partition(":")[0]


def test_pickling_by_hand_is_the_same_pickle(kept: None) -> None:
    cache.set("x", date(2026, 1, 1))
    assert pickle.loads(pickle.dumps(cache.get("x"))) == date(2026, 1, 1)


def test_each_derived_store_is_known_once() -> None:
    class Index:
        name = "test.index"
        columns: tuple[str, ...] = ("a.B.c",)

        def rebuild(self) -> None:
            """Nothing."""

        def purge(self, subject: int) -> int:
            return subject

    one = Index()
    stores.register_store(one)
    stores.register_store(one)
    assert stores.stores()["test.index"] is one
    with pytest.raises(DeclarationError):
        stores.register_store(Index())
    del stores._stores["test.index"]


def test_a_person_is_purged_from_every_derived_store(house: House) -> None:
    person, other = house.person(), house.person()
    fields = dict.fromkeys(("to", "text", "subject", "html", "headers"), "")
    for one in (person, other):
        with entered(CORRESPONDENCE, Viewer.person(one)):
            disclose(LETTER, "mail_carrier", {one: fields | {"to": "a@b.c"}}, ground="x")
    deliver_outbox()
    for store in stores.stores().values():
        store.purge(person)
        store.rebuild()
    assert audit.records_of(person) == ()
    assert len(audit.records_of(other)) > 0
    left = [one.name for one in (house.data / "outbox").iterdir()]
    assert {name[:16] for name in left} == {outbox.key_prefix(other)}
    assert audit.verify().problems == ()
