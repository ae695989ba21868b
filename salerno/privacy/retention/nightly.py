"""The job of each night: sweep, then prove."""

from __future__ import annotations

from datetime import timedelta

from salerno.privacy import clock
from salerno.privacy.models import SweepReport
from salerno.privacy.retention.preview import latest
from salerno.privacy.retention.proof import prove
from salerno.privacy.retention.sweep import sweep

NIGHT = timedelta(hours=23)  # asked each hour, so that it runs once a day, and after a kill again


def nightly() -> bool:
    """Sweep what is due and prove it, once a day; whether it ran. Raises Refused as ``sweep``.

    Work that ended while it swept let go of rows behind it: then it sweeps once more.
    """
    last = latest()
    broken = SweepReport.objects.filter(kind=SweepReport.Kind.SWEEP, finished_at=None).exists()
    if last and not broken and timedelta(0) <= clock.now() - last[0].started_at < NIGHT:
        return False
    if prove(sweep().cutoff_at).rows:
        prove(sweep().cutoff_at)
    return True
