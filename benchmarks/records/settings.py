"""Settings of the records: the store under the kernel, and the same store without it."""

import os
from pathlib import Path

FOLDER = Path(os.environ.get("BENCH_FOLDER", "."))
IS_DURABLE = os.environ.get("BENCH_DURABLE", "1") == "1"

SECRET_KEY = "only for benchmarks"
USE_TZ = True
INSTALLED_APPS = ["salerno.privacy.apps.PrivacyConfig", "benchmarks.records"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SALERNO_DATA = str(FOLDER / "house")  # the audit is written there
if os.environ.get("BENCH_DATABASE") == "postgresql":
    NAMES = {"NAME": "PGDATABASE", "USER": "PGUSER", "HOST": "PGHOST", "PORT": "PGPORT"}
    KNOWN = {key: os.environ.get(name, "") for key, name in NAMES.items()}
    FILL = {"OPTIONS": {"options": "-c salerno.purpose=*"}}
    DATABASES = {
        "default": {"ENGINE": "salerno.privacy.gate.postgresql", **KNOWN},
        "filler": {"ENGINE": "django.db.backends.postgresql", **KNOWN, **FILL},
        "plain": {"ENGINE": "django.db.backends.postgresql", **KNOWN},
    }
else:
    ALIKE = (
        f"PRAGMA journal_mode=WAL; PRAGMA synchronous={'FULL' if IS_DURABLE else 'OFF'}; "
        "PRAGMA cache_size=-200000; PRAGMA mmap_size=1000000000;"
    )
    OURS = {"NAME": FOLDER / "ours.sqlite3"}
    ERASING = {"init_command": f"{ALIKE} PRAGMA secure_delete=ON;"}  # as the site is served
    QUICK = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"}
    DATABASES = {
        "default": {"ENGINE": "salerno.privacy.gate.sqlite", **OURS, "OPTIONS": ERASING},
        "filler": {"ENGINE": "django.db.backends.sqlite3", **OURS, "OPTIONS": QUICK},
        "plain": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "plain.sqlite3",
            "OPTIONS": {"init_command": ALIKE},
        },
    }
