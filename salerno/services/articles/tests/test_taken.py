"""An article as one file: whole, alone, only for those for whom it opens, and noted once taken."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import facts
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import RECORD
from salerno.services.articles.commands import import_file
from salerno.services.articles.models import Article
from salerno.services.articles.tests.samples import DEMO
from salerno.services.articles.tests.test_pages import taken
from salerno.services.articles.values import Editorial
from salerno.services.catalog.actions import withdraw
from tests import people


def noted() -> list[tuple[int, int | None]]:
    """Who took what, as higher rooms read it."""
    with entered(RECORD, Viewer.job("test")):
        return [(one.subject, one.item_id) for one in facts.since(0, {"articles.downloaded"})]


def test_the_file_needs_nothing_beside_it(tmp_path: Path) -> None:
    address = import_file(sorted(DEMO.glob("*.xml"))[0], about=Editorial()).address
    answer = Client().get(f"{address}/download")
    text = answer.content.decode()
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    assert "data:image/" in text
    assert not re.findall(r'(?:src|href)="/', text)
    assert not re.findall(r"<script|<link", text)
    assert len(text) > len(Client().get(address).content) / 2


def test_who_took_it_is_noted_and_a_visitor_is_not(tmp_path: Path) -> None:
    ann, address = people.person(), taken(tmp_path)
    item = Article.objects.get().item_id
    assert Client().get(f"{address}/download").status_code == 200
    assert noted() == []
    assert ann.browser().head(f"{address}/download").status_code == 200
    assert noted() == []
    assert ann.browser().get(f"{address}/download").status_code == 200
    assert noted() == [(ann.subject, item)]


def test_what_does_not_open_is_not_taken(tmp_path: Path) -> None:
    address = taken(tmp_path, "registered")
    assert Client().get(f"{address}/download").status_code == 403
    assert "At length." not in Client().get(f"{address}/download").content.decode()
    ann = people.person()
    assert ann.browser().get(f"{address}/download").status_code == 200
    with entered(EDITORIAL, Viewer.visitor()):
        withdraw(by=Viewer.visitor(), item_id=Article.objects.get().item_id)
    assert ann.browser().get(f"{address}/download").status_code in {403, 410}
    assert Client().get("/articles/nothing/download").status_code == 404
