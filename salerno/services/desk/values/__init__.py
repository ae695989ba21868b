"""What crosses to pages and commands."""

from salerno.services.desk.values.cases import (
    CaseView,
    LetterView,
    NewCase,
    Opened,
    OwnCase,
    PersonView,
    Queued,
    StepView,
)
from salerno.services.desk.values.incidents import BreachView, NewBreach
from salerno.services.desk.values.kinds import (
    AboutWord,
    AskerWord,
    ChannelWord,
    DenialWord,
    DestinationWord,
    FormatWord,
    GroundWord,
    InstrumentWord,
    KindWord,
    LetterWord,
    OutcomeWord,
    ProofWord,
    QueueWord,
    RegimeWord,
    StateWord,
    Verb,
    WayWord,
)
from salerno.services.desk.values.legal import DemandView, Named, NewDemand, Production, Total

__all__ = [
    "AboutWord", "AskerWord", "BreachView", "CaseView", "ChannelWord", "DemandView", "DenialWord",
    "DestinationWord",
    "FormatWord", "GroundWord",
    "InstrumentWord", "KindWord", "LetterView", "LetterWord", "Named", "NewBreach", "NewCase",
    "NewDemand", "Opened", "OutcomeWord", "OwnCase", "PersonView", "Production", "ProofWord",
    "QueueWord", "Queued", "RegimeWord", "StateWord", "StepView", "Total", "Verb", "WayWord",
]  # fmt: skip
