"""The settings of a site whose erasures forget one store, so that the proof is seen to fail."""

from __future__ import annotations

from salerno.web.settings import *  # noqa: F403
from salerno.web.settings import INSTALLED_APPS as INSTALLED

INSTALLED_APPS = [*INSTALLED, "salerno.web.proof.apps.ForgetfulConfig"]
