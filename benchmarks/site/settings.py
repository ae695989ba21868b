"""The same pages by plain Django: its own sessions, sign-in, backends and ORM; settings and views.

Each view reads the same rows of the same tables as ours, with no gate, and renders the same
template with the same values. What our view makes of the rows (words, figures, order) is given
to it ready made, so this page does less than a page that somebody would write by hand.
"""

from __future__ import annotations

from salerno.web.settings import *  # noqa: F403
from salerno.web.settings import DATABASES as GUARDED
from salerno.web.settings import INSTALLED_APPS as OURS
from salerno.web.settings import TEMPLATES as SHARED

ENGINES = {
    "salerno.privacy.gate.sqlite": "django.db.backends.sqlite3",
    "salerno.privacy.gate.postgresql": "django.db.backends.postgresql",
}
DATABASES = {"default": GUARDED["default"] | {"ENGINE": ENGINES[str(GUARDED["default"]["ENGINE"])]}}
INSTALLED_APPS = [*OURS, "django.contrib.sessions"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # its tables are read, and it asks for this
]
ROOT_URLCONF = "benchmarks.site.urls"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
TEMPLATES = [
    SHARED[0]
    | {
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "benchmarks.site.urls.page",
            ]
        }
    }
]
