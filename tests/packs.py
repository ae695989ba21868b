"""Which packs a run tests: the one that SALERNO_PACK names, else each.

`./test` runs everything once under each pack, so a run under one need not repeat the other.
"""

from __future__ import annotations

import os

EACH = ("publisher", "school")
NAMED = os.environ.get("SALERNO_PACK", "")
PACKS = (NAMED,) if NAMED in EACH else EACH
