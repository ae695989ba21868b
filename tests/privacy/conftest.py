"""A small house to test the kernel in: its own law, its own folder, people who are subjects."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from salerno.policy import purposes
from salerno.privacy import audit, context, law, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Clause, Grade
from salerno.privacy.disclose import Payload, disclose
from salerno.privacy.law import (
    Basis,
    ChoiceForm,
    ClauseLaw,
    Operator,
    Policy,
    PurposeLaw,
    Recipient,
    Term,
    TermKind,
)
from salerno.privacy.models import Disclosure, LedgerEntry, OutboxItem
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry

ADDRESS = Clause(
    "test.address", "Your address", "user.contact", Grade.DIRECT,
    (purposes.CORRESPONDENCE, purposes.MARKETING_MAIL, purposes.RESEARCH),
)  # fmt: skip
SCORE = Clause("test.score", "Your score", "user.score", Grade.INDIRECT, (purposes.CREDITS,))
LETTER = Payload(
    "test.letter", {"to": ADDRESS, "text": ADDRESS}, frozenset({"subject", "html", "headers"})
)
OPERATOR = Operator(
    "testers", "Testers", "Society of Testers", address="1 Test Row", country="US",
    email="privacy@testers.example", telephone="+1 555 0100", dpo_name="D. P. Officer",
    dpo_email="dpo@testers.example",
)  # fmt: skip
BASES = {
    "research": {"": Basis.CONSENT},
    "analytics": {"": Basis.CONSENT, "california": Basis.NONE},
    "marketing_mail": {"": Basis.LEGITIMATE_INTEREST, "eu": Basis.CONSENT},
    "adverts": {"": Basis.NOTICE, "eu": Basis.NONE},
    "personalise": {"": Basis.NOTICE},
    "surveys": {"": Basis.NOTICE},
}
ASKED = {
    "research": ChoiceForm.OPT_IN, "analytics": ChoiceForm.OPT_IN,
    "marketing_mail": ChoiceForm.OPT_OUT, "adverts": ChoiceForm.BROWSER_SIGNAL,
}  # fmt: skip


def carrier(**changes: Any) -> Recipient:
    """A recipient that may carry letters, changed as a test needs it."""
    made = Recipient(
        "mail_carrier", "Our mail carrier", "vendor", "Agreement 7", "US", "scc",
        ("correspondence", "marketing_mail", "research"), (ADDRESS.id,), "mail",
    )  # fmt: skip
    return replace(made, **changes)


def a_policy(*, version: int = 1, **changes: Any) -> Policy:
    """A law about everything that the code holds."""
    known = registry()
    made = Policy(
        "test", version, f"test-{version}", datetime(2026, 1, 1, tzinfo=UTC), OPERATOR,
        {one: ClauseLaw(Term(TermKind.ACCOUNT)) for one in known.clauses},
        {
            one: PurposeLaw(
                BASES.get(one, {"": Basis.CONTRACT}), f"Text of {one}.", ASKED.get(one)
            )
            for one in known.purposes
        },
        {"mail_carrier": carrier()},
    )  # fmt: skip
    made = replace(made, **changes)
    shape = repr((sorted(made.purposes.items()), sorted(made.recipients.items())))
    return replace(made, digest=f"{made.digest}-{hash(shape)}")


@dataclass
class House:
    """Where a test happens."""

    data: Path
    people: list[int] = field(default_factory=list)

    def person(self, layer: str = "none") -> int:
        """Somebody new."""
        with entered(purposes.ACCOUNT, Viewer.visitor()):
            made = subjects.new_subject(layer=layer)
        self.people.append(made)
        return made


@pytest.fixture
def house(tmp_path: Path, settings: Any, db: None) -> Iterator[House]:
    """A house of one test: law, folder, no refusal left over."""
    yield from _house(tmp_path, settings)


@pytest.fixture
def lasting_house(tmp_path: Path, settings: Any, transactional_db: None) -> Iterator[House]:
    """A house whose transactions land."""
    yield from _house(tmp_path, settings)


def _house(tmp_path: Path, settings: Any) -> Iterator[House]:
    audit.flush()
    settings.SALERNO_DATA = tmp_path
    settings.SALERNO_ADAPTERS = {}
    del context.refusals[:]
    with law.under(a_policy()):
        yield House(tmp_path)
    audit.flush()
    del context.refusals[:]


FIELDS = {"to": "mary@example.org", "text": "Dear Mary", "subject": "Hello", "html": "<p>Dear</p>",
          "headers": {"X-Kind": "test"}}  # fmt: skip


def send(person: int, **fields: object) -> tuple[int, ...]:
    return disclose(LETTER, "mail_carrier", {person: FIELDS | fields}, ground="a confirmation")


def counts() -> tuple[int, int, int]:
    with entered(RECORD, Viewer.job("count")):
        return (
            Disclosure.objects.count(),
            OutboxItem.objects.count(),
            LedgerEntry.objects.count(),
        )
