"""Every receipt holds the fields of ISO/IEC TS 27560, whatever was chosen."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from salerno.privacy import choices, ledger
from salerno.privacy.context import Viewer, entered
from salerno.privacy.law import SWITCHED, in_force
from salerno.privacy.purposes import RECORD
from salerno.privacy.receipts import receipt
from salerno.privacy.registry import registry
from salerno.privacy.subjects import grounds
from tests import people
from tests.ground import pack

__all__ = ["pack"]

SCHEMA = json.loads((Path(__file__).parent / "receipt.schema.json").read_text())


def receipts(subject: int) -> list[dict[str, Any]]:
    with entered(RECORD, Viewer.job("test")):
        return [receipt(subject, one.receipt) for one in choices.standing(subject)]


def test_each_receipt_of_each_choice_is_of_the_form() -> None:
    ann = people.person(region="DE")
    with entered(RECORD, Viewer.job("test")):
        for purpose in registry().purposes.values():
            ruled = in_force().purposes.get(purpose.id)
            if purpose.kernel or ruled is None or ruled.choice not in SWITCHED:
                continue
            if "none" in grounds(ann.subject, [purpose])[purpose.id]:
                continue
            choices.choose(ann.subject, choices.ask(purpose), "given")
            made = receipts(ann.subject)
            choices.choose(ann.subject, choices.ask(purpose), "withdrawn")
            made += receipts(ann.subject)
            for one in made:
                jsonschema.validate(one, SCHEMA)
        choices.signal(ann.subject, gpc=True)
    made = receipts(ann.subject)
    states = {one["consent_record"]["events"][0]["event_state"] for one in made}
    assert states >= {"notice_shown", "consent_withdrawn"}
    for one in made:
        jsonschema.validate(one, SCHEMA)
        said = one["integrity"]
        facts = json.loads(said["payload"])
        assert ledger.commitment(said["salt"], facts) == said["commitment"]


@pytest.mark.parametrize(
    "path",
    [
        ("consent_record", "events"), ("consent_record", "pii_principal_id"),
        ("consent_record", "party_identification"), ("integrity", "commitment"),
        ("consent_record", "pii_processing", "privacy_notice"),
        ("consent_record", "pii_processing", "storage_location"),
    ],
)  # fmt: skip
def test_a_receipt_that_lacks_a_field_is_not(path: tuple[str, ...]) -> None:
    one = copy.deepcopy(receipts(people.person().subject)[0])
    jsonschema.validate(one, SCHEMA)
    node = one
    for name in path[:-1]:
        node = node[name]
    del node[path[-1]]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(one, SCHEMA)
