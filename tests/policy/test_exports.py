"""The registry in the forms of others: valid there, and complete."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import CommandError, call_command
from pyld import jsonld

from salerno.policy import store
from salerno.policy.exports.terms import DPV, DPV_BASES, FIDES_CATEGORIES, PURPOSES
from salerno.policy.page import is_done
from salerno.policy.values import Pack
from salerno.privacy.mapping import whole_map
from salerno.privacy.registry import registry

HERE = Path(__file__).parent
FIDES = json.loads((HERE / "fideslang.json").read_text())
TERMS = {
    word
    for line in (HERE / "dpv-2.2.txt").read_text().splitlines()
    if not line.startswith("#")
    for word in line.split()
}


@pytest.fixture
def whole(pack: str, db: None) -> Iterator[Pack]:
    """The working pack, in force."""
    with store.under(store.working(pack)) as one:
        yield one


def printed(form: str) -> str:
    out = StringIO()
    call_command("map", f"--{form}", stdout=out)
    return out.getvalue()


def test_every_purpose_of_the_code_has_its_names_elsewhere() -> None:
    assert registry().purposes.keys() <= PURPOSES.keys()
    assert {one.fides for one in PURPOSES.values()} <= set(FIDES["data_use"])
    assert {one.dpv for one in PURPOSES.values()} | set(DPV_BASES.values()) <= TERMS
    assert set(FIDES["data_category"]) >= FIDES_CATEGORIES


def test_the_manifests_are_what_fides_reads(whole: Pack) -> None:
    made = yaml.safe_load(printed("fides"))
    jsonschema.validate(made, FIDES["schema"])
    categories = {*FIDES["data_category"], *(one["fides_key"] for one in made["data_category"])}
    assert {one["parent_key"] for one in made["data_category"]} <= categories
    system = made["system"][0]
    for said in system["privacy_declarations"]:
        assert set(said["data_categories"]) <= categories
        assert said["data_use"] in FIDES["data_use"]
        assert set(said["data_subjects"]) <= set(FIDES["data_subject"])
    assert len(system["privacy_declarations"]) == sum(
        is_done(whole, name) for name in whole.policy.purposes
    )
    assert len(made["system"]) == 1 + len(whole.policy.recipients)


def test_every_declared_column_stands_in_a_dataset(whole: Pack) -> None:
    made = yaml.safe_load(printed("fides"))
    listed = {
        (table["name"], field["name"], *field["data_categories"])
        for one in made["dataset"]
        for table in one["collections"]
        for field in table["fields"]
    }
    assert listed == {
        (one["table"], one["column"], one["category"])
        for one in whole_map()["columns"]
        if "clause" in one
    }


def terms(node: Any) -> Iterator[str]:
    """Every term of the vocabulary in an expanded document."""
    if isinstance(node, str):
        if node.startswith(DPV):
            yield node.removeprefix(DPV)
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from terms(name)
            yield from terms(value)
    elif isinstance(node, list):
        for one in node:
            yield from terms(one)


def test_the_document_expands_and_uses_only_terms_that_exist(whole: Pack) -> None:
    made = json.loads(printed("dpv"))
    (expanded,) = jsonld.expand(made)
    nodes = {one["@id"]: one for one in expanded["@graph"]}
    assert set(terms(expanded)) <= TERMS
    quads = jsonld.to_rdf(made, {"format": "application/n-quads"})
    assert "relative" not in quads
    prefix = f"urn:salerno:{whole.policy.pack}:"
    for name in whole.policy.purposes:
        node = nodes.get(f"{prefix}process/{name}")
        assert (node is not None) == is_done(whole, name)
        for link in ("hasPersonalData", "hasRecipient", "hasDataController"):
            for one in (node or {}).get(f"{DPV}{link}", ()):
                assert one["@id"] in nodes, (name, one)


def test_one_form_at_a_time() -> None:
    with pytest.raises(CommandError):
        call_command("map", "--fides", "--dpv")
