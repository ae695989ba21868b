"""The kernel's own clauses: the proof it keeps is itself data about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.privacy.declare import Clause, Grade, keep
from salerno.privacy.purposes import AUTHENTICATE, INTEGRITY, RECORD

SUBJECT = Clause(
    "kernel.subject",
    _("That you are known here, and which law protects you"),
    "user.unique_id",
    Grade.PSEUDONYMOUS,
    (RECORD, AUTHENTICATE, INTEGRITY),
    erasure=keep("so that nobody else is ever given your number"),
    optional=False,
    subject="account",
)
CHOICES = Clause(
    "kernel.choices",
    _("What you were shown and what you chose"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (RECORD, AUTHENTICATE),
    erasure=keep("to prove what was agreed, under a pseudonym"),
    optional=False,
    subject="choices",
)
COLLECTION = Clause(
    "kernel.collection",
    _("When, where and under which text each thing was collected"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (RECORD, AUTHENTICATE),
    optional=False,
    subject="choices",
)
TIES = Clause(
    "kernel.ties",
    _("Whom you are connected with here, and since when"),
    "user.social",
    Grade.PSEUDONYMOUS,
    (RECORD, AUTHENTICATE, INTEGRITY),
    optional=False,
    subject="account",
)
DISCLOSURES = Clause(
    "kernel.disclosures",
    _("Who received something about you"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (RECORD,),
    erasure=keep("to account for what left the house, under a pseudonym"),
    optional=False,
    subject="received",
)
LOOKS = Clause(
    "kernel.looks",
    _("Who looked at your data here"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (RECORD,),
    erasure=keep("to prove who looked, under a pseudonym"),
    optional=False,
    subject="looked",
)
OUTBOX = Clause(
    "kernel.outbox",
    _("What is on its way to somebody outside"),
    "user.content",
    Grade.DIRECT,
    (RECORD,),
    optional=False,
    subject="received",
)
FACTS = Clause(
    "kernel.facts",
    _("What happened, by numbers only"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (RECORD, INTEGRITY),
    optional=False,
    subject="account",
)
SEALS = Clause(
    "kernel.seals",
    _("That we were forbidden, until a day, to tell you of a demand of the law"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (RECORD,),
    erasure=keep("to prove until when we were forbidden to tell, under a pseudonym"),
    optional=False,
    ledger=("N-95", "H-89"),
    subject="received",
)
HOLDS = Clause(
    "kernel.holds",
    _("What is kept past its term, on what ground, and until which review"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (RECORD,),
    erasure=keep("to prove why something was kept, under a pseudonym"),
    optional=False,
    ledger=("N-118", "N-131"),
    subject="received",
)
RESTRICTIONS = Clause(
    "kernel.restrictions",
    _("What you restricted, objected to or asked to have corrected, and how it was decided"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (RECORD,),
    erasure=keep("to prove what was asked and how it was answered, under a pseudonym"),
    optional=False,
    ledger=("N-122", "N-129", "N-130", "N-131", "N-132"),
    subject="choices",
)
OWN_WORDS = Clause(
    "kernel.own_words",
    _("Your own words when you restrict, object or ask for a correction, and our answer"),
    "user.content",
    Grade.DIRECT,
    (RECORD,),
    ledger=("N-122",),
    subject="choices",
)
VAULT = Clause(
    "kernel.vault",
    _("Everything of yours, sealed under the return key that only you have"),
    "user.content",
    Grade.DIRECT,
    (RECORD,),
    optional=False,
    secret=True,
    subject="account",
)
VAULT_MARK = Clause(
    "kernel.vault_mark",
    _("That an account was closed with a return key, and what became of it"),
    "user.behavior",
    Grade.PSEUDONYMOUS,
    (RECORD,),
    erasure=keep("so that whoever holds the key can read that everything was destroyed"),
    optional=False,
    subject="account",
)
