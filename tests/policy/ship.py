"""Publish the working text of each shipped pack: `python -m tests.policy.ship`.

Earlier versions stand as they were published. The one named here is made anew as long as it has
not been released with the code; after that, the next number is.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta

import django

NUMBER = 4
EFFECTIVE = datetime(2026, 10, 12, tzinfo=UTC)
LEAD = timedelta(days=14)
NOTES = {
    "publisher": "Plans, practice, credits, programs, the hall, careers, events and letters.",
    "school": "Course fees, events, and letters by topic and channel.",
}


def ship(pack: str) -> None:
    """Make the version of one pack anew."""
    from salerno.policy import loader, publishing, store  # noqa: PLC0415  after setup
    from salerno.privacy import clock  # noqa: PLC0415

    folder = loader.HOUSE / "packs" / pack
    versions = folder / "versions"
    (versions / f"{NUMBER}.json").unlink(missing_ok=True)
    with clock.clock_at(EFFECTIVE - LEAD):
        edition = publishing.Edition(folder, (versions,))
        made = publishing.publish(
            edition, store.code_register(), effective_at=EFFECTIVE, note=NOTES[pack]
        )
    sys.stdout.write(f"{pack} {made.policy.version} {made.policy.digest}\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.web.settings")
    os.environ["SALERNO_POLICY_DRAFT"] = "1"
    django.setup()
    for each in NOTES:
        ship(each)
