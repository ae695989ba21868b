"""What crosses to pages and commands."""

from salerno.services.desk.values.cases import (
    Arrived,
    CaseView,
    HearingView,
    LetterView,
    Logged,
    NewCase,
    NewLimit,
    Opened,
    OwnCase,
    PersonView,
    Queued,
    StandingView,
    StepView,
)
from salerno.services.desk.values.incidents import BreachView, NewBreach
from salerno.services.desk.values.kinds import (
    AboutWord,
    AskerWord,
    ChannelWord,
    DenialWord,
    DestinationWord,
    ExemptionWord,
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
    "AboutWord", "Arrived", "AskerWord", "BreachView", "CaseView", "ChannelWord", "DemandView",
    "DenialWord", "DestinationWord", "ExemptionWord", "FormatWord", "GroundWord", "HearingView",
    "InstrumentWord", "KindWord", "LetterView", "LetterWord", "Logged", "Named", "NewBreach",
    "NewCase", "NewDemand", "NewLimit", "Opened", "OutcomeWord", "OwnCase", "PersonView",
    "Production", "ProofWord", "QueueWord", "Queued", "RegimeWord", "StandingView", "StateWord",
    "StepView", "Total", "Verb", "WayWord",
]  # fmt: skip
