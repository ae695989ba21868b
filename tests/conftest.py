"""No test leaves a refusal of the gate behind that it did not expect."""

from salerno.privacy.testing import watch_refusals

__all__ = ["watch_refusals"]
