"""What a person may ask, derived by walking the registry. No room adds a line to it."""

from salerno.privacy.rights.copy import Told, copy, portable_copy
from salerno.privacy.rights.erase import erase, on_leave, plan_erasure
from salerno.privacy.rights.holdings import holdings
from salerno.privacy.rights.steps import carry_out
from salerno.privacy.rights.values import Certificate, Heading, Holding, Plan, Planned

__all__ = [
    "Certificate", "Heading", "Holding", "Plan", "Planned", "Told", "carry_out", "copy", "erase",
    "holdings", "on_leave", "plan_erasure", "portable_copy",
]  # fmt: skip
