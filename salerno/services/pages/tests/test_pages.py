"""The public pages stand without an account, under both packs."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

PAGES = ("/", "/about", "/faq", "/companies", "/institutions")


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_answers_a_visitor(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert b"<script" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_asks_the_database_nothing_but_the_front_page_for_the_latest_issue(
    client: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(address)
    with django_assert_num_queries(1 if address == "/" else 0):
        client.get(address)
