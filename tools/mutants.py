"""`python -m tools.mutants AREA [MOST] [SEED]`: which small changes of the kernel go unseen?

Each change is put into a fork of one process in which the tests have run, and meets those of
them that ran its line. So many are drawn over the files of an area; another seed draws others.
"""

import os
import sys
import tempfile
from pathlib import Path
from random import Random

import pytest

from tools.changes import Change, changes
from tools.unseen import Unseen

KERNEL, HERE = Path("salerno/privacy"), "tests/privacy/test_"
AREAS = {
    "gate": ("gate/*.py", "tests/gate tests/leaks/test_leaks.py salerno/services/discuss/tests/"
             f"test_decided.py {HERE}random_schema.py"),
    "choices": ("choices.py withdrawal.py", f"{HERE}choices.py {HERE}everybody.py {HERE}receipts.py"
                f" {HERE}restriction.py {HERE}disclose.py tests/web/test_consents.py"),
    "rights": ("rights/*.py corrections.py", f"{HERE}rights_laws.py {HERE}rights_shapes.py "
               f"{HERE}holds.py {HERE}vault.py {HERE}vault_terms.py {HERE}restriction_records.py "
               f"{HERE}everybody.py {HERE}stores.py {HERE}came_back.py tests/web/test_consents.py "
               "salerno/services/desk/tests/test_decisions.py"),
    "retention": ("retention/*.py management/commands/retention.py", f"{HERE}retention.py "
                  f"{HERE}random_retention.py {HERE}holds.py {HERE}vault_terms.py "
                  f"{HERE}commands.py tests/web/test_retention.py"),
}  # fmt: skip


def drawn(area: str, most: int, seed: int) -> list[Change]:
    """Draw changes over the files of an area: the same ones for the same seed and code."""
    files = sorted(one for glob in AREAS[area][0].split() for one in KERNEL.glob(glob))
    every = [one for file in files for one in changes(file)]
    return Random(seed).sample(every, min(most, len(every)))  # noqa: S311  no secret


def main(area: str, most: str = "40", seed: str = "7") -> None:
    """Print each change that no test saw, and how many were tried and seen."""
    words = ["-q", "-W", "ignore:This process:DeprecationWarning", *AREAS[area][1].split()]
    unseen = Unseen(drawn(area, int(most), int(seed)))
    with tempfile.TemporaryDirectory(prefix="salerno-mutants-") as data:
        os.environ.update(SALERNO_DATA=data, SALERNO_QUERIES="800")
        assert pytest.main(words, plugins=[unseen]) == 0  # noqa: S101  else nothing is seen
    tried, seen = len(unseen.changes), len(unseen.changes) - len(unseen.lived)
    sys.stdout.write("".join(f"{one.words}\n" for one in unseen.lived))
    sys.stdout.write(f"{area}: {tried} tried, {seen} seen, {seen / tried:.1%}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
