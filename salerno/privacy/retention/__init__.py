"""Retention, derived from the clauses: no room writes a line of it."""

from salerno.privacy.retention.live import LiveWork, forget_live, register_live
from salerno.privacy.retention.nightly import nightly
from salerno.privacy.retention.preview import latest, obligations, preview, red
from salerno.privacy.retention.proof import prove
from salerno.privacy.retention.sweep import clock_words, sweep
from salerno.privacy.retention.terms import unclocked
from salerno.privacy.retention.values import Line, Report

__all__ = [
    "Line", "LiveWork", "Report", "clock_words", "forget_live", "latest", "nightly",
    "obligations", "preview", "prove", "red", "register_live", "sweep", "unclocked",
]  # fmt: skip
