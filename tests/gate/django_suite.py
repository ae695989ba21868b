"""Django's own ORM tests on plain SQLite and on the gate's backend with nothing declared.

    python -m tests.gate.django_suite [FOLDER]

FOLDER holds Django's source distribution; without one it is fetched from the package index.
A failure that plain SQLite does not show is printed, and the exit status is 1.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
LABELS = [
    "aggregation",
    "aggregation_regress",
    "annotations",
    "async_queryset",
    "basic",
    "bulk_create",
    "composite_pk",
    "custom_columns",
    "custom_lookups",
    "custom_managers",
    "custom_methods",
    "custom_pk",
    "dates",
    "datetimes",
    "db_functions",
    "db_typecasts",
    "defer",
    "defer_regress",
    "delete",
    "delete_regress",
    "distinct_on_fields",
    "empty",
    "expressions",
    "expressions_case",
    "expressions_window",
    "extra_regress",
    "field_subclassing",
    "filtered_relation",
    "force_insert_update",
    "foreign_object",
    "from_db_value",
    "generic_relations",
    "get_earliest_or_latest",
    "get_object_or_404",
    "get_or_create",
    "indexes",
    "introspection",
    "known_related_objects",
    "lookup",
    "m2m_and_m2o",
    "m2m_intermediary",
    "m2m_multiple",
    "m2m_recursive",
    "m2m_regress",
    "m2m_signals",
    "m2m_through",
    "m2m_through_regress",
    "m2o_recursive",
    "managers_regress",
    "many_to_many",
    "many_to_one",
    "many_to_one_null",
    "max_lengths",
    "model_fields",
    "model_inheritance",
    "model_inheritance_regress",
    "model_options",
    "model_regress",
    "model_utils",
    "mutually_referential",
    "nested_foreign_keys",
    "null_fk",
    "null_fk_ordering",
    "null_queries",
    "one_to_one",
    "or_lookups",
    "order_with_respect_to",
    "ordering",
    "pagination",
    "prefetch_related",
    "properties",
    "proxy_models",
    "queries",
    "queryset_pickle",
    "raw_query",
    "reserved_names",
    "reverse_lookup",
    "save_delete_hooks",
    "schema",
    "select_for_update",
    "select_related",
    "select_related_onetoone",
    "select_related_regress",
    "sequence_reset",
    "string_lookup",
    "transaction_hooks",
    "transactions",
    "unmanaged_models",
    "update",
    "update_only_fields",
    "validation",
    "xor_lookups",
]
SETTINGS = """
DATABASES = {{alias: {{"ENGINE": "{engine}"}} for alias in ("default", "other")}}
SECRET_KEY = "only for tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = False
"""
ENGINES = {"plain": "django.db.backends.sqlite3", "gate": "salerno.privacy.gate.sqlite"}


def fetched(folder: Path) -> Path:
    """Download and unpack the source distribution of the Django in use."""
    version = django.get_version()
    words = ["pip", "download", "-q", "--no-binary", "Django", "--no-deps", f"Django=={version}"]
    subprocess.run([sys.executable, "-m", *words, "-d", str(folder)], check=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as packed:
        packed.extractall(folder, filter="data")
    return next(one for one in folder.iterdir() if (one / "tests" / "runtests.py").exists())


def failures(source: Path, name: str, labels: list[str]) -> tuple[set[str], str]:
    """The tests that fail on one backend, and the runner's last words."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"suite_{name}.py").write_text(SETTINGS.format(engine=ENGINES[name]))
        environment = {**os.environ, "PYTHONPATH": f"{folder}:{ROOT}:{source}"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        words = [sys.executable, "runtests.py", f"--settings=suite_{name}", "--parallel=1", *labels]
        done = subprocess.run(
            words,
            cwd=source / "tests",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    found = set(re.findall(r"^(?:FAIL|ERROR): (\S+ \(\S+?\))", done.stderr, re.MULTILINE))
    counts = re.findall(r"^(Ran \d+ tests.*|OK.*|FAILED.*)$", done.stderr, re.MULTILINE)
    return found, "; ".join(counts) or done.stderr[-2000:]


def main(words: list[str]) -> int:
    """Run both, and say what the gate's backend alone gets wrong."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(words[0]).resolve() if words else fetched(Path(folder))
        labels = [one for one in LABELS if (source / "tests" / one).is_dir()]
        told = {name: failures(source, name, labels) for name in ENGINES}
    for name, (found, counts) in told.items():
        sys.stdout.write(f"{name:<6}{len(found)} failing; {counts}\n")
    new = sorted(told["gate"][0] - told["plain"][0])
    for one in new:
        sys.stdout.write(f"new: {one}\n")
    return 1 if new or "Ran" not in told["gate"][1] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
