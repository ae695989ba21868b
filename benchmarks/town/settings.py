"""Settings of the benchmarks: the kernel and the town."""

import os

SECRET_KEY = "only for benchmarks"
USE_TZ = True
INSTALLED_APPS = ["salerno.privacy.apps.PrivacyConfig", "benchmarks.town"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if os.environ.get("BENCH_DATABASE") == "postgresql":
    NAMES = {"NAME": "PGDATABASE", "USER": "PGUSER", "HOST": "PGHOST", "PORT": "PGPORT"}
    KNOWN = {key: os.environ.get(name, "") for key, name in NAMES.items()}
    PLAIN = {"OPTIONS": {"options": "-c salerno.purpose=*"}}
    DATABASES = {
        "default": {"ENGINE": "salerno.privacy.gate.postgresql", **KNOWN},
        "plain": {"ENGINE": "django.db.backends.postgresql", **KNOWN, **PLAIN},
        "bare": {"ENGINE": "django.db.backends.postgresql", **KNOWN},
    }
else:
    FILE = {
        "NAME": os.environ.get("BENCH_FILE", ":memory:"),
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; "
            "PRAGMA cache_size=-200000; PRAGMA mmap_size=1000000000"
        },
    }
    DATABASES = {
        "default": {"ENGINE": "salerno.privacy.gate.sqlite", **FILE},
        "plain": {"ENGINE": "django.db.backends.sqlite3", **FILE},
    }
