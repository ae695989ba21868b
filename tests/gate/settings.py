"""Settings in which the kernel stands alone."""

import os

SECRET_KEY = "only for tests"
USE_TZ = True
INSTALLED_APPS = ["salerno.privacy.apps.PrivacyConfig", "django.contrib.contenttypes"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if os.environ.get("SALERNO_DB") == "postgresql":
    DATABASES = {
        "default": {
            "ENGINE": "salerno.privacy.gate.postgresql",
            "NAME": os.environ.get("PGDATABASE", "salerno"),
            "USER": os.environ.get("PGUSER", "salerno"),
            "HOST": os.environ.get("PGHOST", ""),
            "PORT": os.environ.get("PGPORT", ""),
        }
    }
else:
    DATABASES = {"default": {"ENGINE": "salerno.privacy.gate.sqlite", "NAME": ":memory:"}}
