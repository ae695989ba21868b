"""The law's floor under every pack. No setting goes below it."""

from __future__ import annotations

from salerno.policy.table import Table
from salerno.policy.values import Words
from salerno.privacy.law import Basis, ChoiceForm, PurposeLaw

ALWAYS_CONSENT = {
    "marketing_sms": "a marketing message to a telephone needs consent everywhere",
    "sponsors": "a learner's identity goes to a sponsor only with that learner's consent",
}
CAN_BE_STOPPED = ("marketing_mail", "marketing_sms", "adverts", "directory", "surveys")
ACTIVE = frozenset({ChoiceForm.OPT_IN, ChoiceForm.FIELD_AUDIENCE, ChoiceForm.WITHHOLD})
"""Forms by which somebody says yes by an act. Silence and a ticked box are none."""


def check_purpose(name: str, law: PurposeLaw, words: Words, table: Table) -> None:
    """Refuse a purpose whose ground, words and choice do not fit together."""
    base = law.bases[""]
    if name in ALWAYS_CONSENT and base not in (Basis.CONSENT, Basis.NONE):
        table.fail(ALWAYS_CONSENT[name], "basis")
    if name in CAN_BE_STOPPED and base is not Basis.NONE and law.choice is None:
        table.fail("a person can always stop this: give its `choice`")
    if Basis.CONSENT in law.bases.values() and not law.ask:
        table.fail("rests on consent, so it needs its own words: `ask`")
    if base is Basis.CONSENT and law.choice not in ACTIVE:
        table.fail("consent is an act: `choice` is opt_in, field_audience or withhold", "choice")
    if Basis.LEGAL_OBLIGATION in law.bases.values() and not words.legal:
        table.fail("rests on a legal obligation, so it names it: `legal`")
    if Basis.LEGITIMATE_INTEREST in law.bases.values() and not words.interest:
        table.fail("rests on an interest that was weighed, so it says which: `interest`")
