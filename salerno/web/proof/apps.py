"""A part of the site that only a proof starts, and only to be seen to fail."""

from __future__ import annotations

import os

from django.apps import AppConfig


class ForgetfulConfig(AppConfig):
    """Takes one store out of every erasure at start."""

    name = "salerno.web.proof"
    label = "forgetful"

    def ready(self) -> None:
        """Make erasure forget what the environment names."""
        from salerno.web.proof.forgetful import leave_out

        leave_out(os.environ["SALERNO_PROOF_WITHOUT"])
