"""Settings. An operator sets them by environment; everything stored lies under SALERNO_DATA."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from salerno.web.databases import database
from salerno.web.providers import read_providers
from salerno.web.secret import kept_secret

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SALERNO_DATA", ROOT.parent / "data")).resolve()
SALERNO_DATA = DATA
SALERNO_PACK = os.environ.get("SALERNO_PACK", "publisher")
SALERNO_PACK_DIR = os.environ.get("SALERNO_PACK_DIR", "")
SALERNO_VERSIONS_DIR = os.environ.get("SALERNO_VERSIONS_DIR", "")
DEBUG = os.environ.get("SALERNO_DEBUG") == "1"
PRODUCTION = os.environ.get("SALERNO_PRODUCTION") == "1"
SALERNO_PLACES = os.environ.get("SALERNO_PLACES", "")
SALERNO_POSTS_PER_WINDOW = int(os.environ.get("SALERNO_POSTS_PER_WINDOW", "120"))
SALERNO_PROXIES = int(os.environ.get("SALERNO_PROXIES", "1" if PRODUCTION else "0"))

SECRET_KEY = os.environ.get("SALERNO_SECRET_KEY") or kept_secret(DATA)
ALLOWED_HOSTS = os.environ.get("SALERNO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

ROOMS = (  # lower floors first
    "accounts", "post", "media", "catalog", "access", "search", "discuss", "institutions", "pages",
    "articles", "courses", "sponsors", "commerce", "surveys", "practice", "community", "careers",
    "events", "credits", "programs", "mailings", "adverts", "analytics", "directory", "desk",
)  # fmt: skip
INSTALLED_APPS = [
    "salerno.privacy.apps.PrivacyConfig",
    "salerno.policy.apps.PolicyConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *(f"salerno.services.{one}.apps.{one.title()}Config" for one in ROOMS),
    "salerno.web.apps.WebConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "salerno.web.middleware.headers",
    "salerno.web.middleware.registered_service",
    "salerno.web.sessions.middleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "salerno.web.sessions.viewer",
    "salerno.web.heed.middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "salerno.web.doors.middleware",
]
ROOT_URLCONF = "salerno.web.urls"
WSGI_APPLICATION = "salerno.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "salerno.web.context.page",
            ]
        },
    }
]

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["salerno.services.accounts.backends.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "salerno.services.accounts.passwords.BreachedPasswordValidator"},
    {"NAME": "salerno.services.accounts.passwords.HouseWordValidator"},
]

# Sign-in (docs/adr/0006-sign-in.md).
SESSION_ENGINE = "salerno.web.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = MFA_PASSKEY_LOGIN_ENABLED = True
LOGIN_URL, LOGIN_REDIRECT_URL = "/sign-in", "/you"
PASSWORD_RESET_TIMEOUT = 3600
SALERNO_BREACHED_PASSWORDS = os.environ.get("SALERNO_BREACHED_PASSWORDS", "")
ACCOUNT_ADAPTER = "salerno.services.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "salerno.services.accounts.forms.sign_in.SignInForm",
    "add_email": "salerno.services.accounts.forms.sign_in.ChangeEmailForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION, ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = "mandatory", 1
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"confirm_email": "3/10m/key"}  # who left and comes back at once gets it
ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_CHANGE_EMAIL = ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "salerno.services.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SALERNO_PROVIDERS = os.environ.get("SALERNO_PROVIDERS", "")  # a TOML file (docs/OPERATING.md)
SOCIALACCOUNT_ADAPTER = "salerno.services.accounts.openid.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": read_providers(SALERNO_PROVIDERS),
        "OAUTH_PKCE_ENABLED": True,
        "provider_class": "salerno.services.accounts.openid.Provider",
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
_COUNTED = {"access.meter": "how many articles are free, for everybody"}
_CACHE = {"BACKEND": "salerno.privacy.stores.GuardedCache", "OPTIONS": {"IMPERSONAL": _COUNTED}}
CACHES = {"default": _CACHE}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SILENCED_SYSTEM_CHECKS = ["security.W002"]  # frames are refused by our own headers

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # another one joins with a whole catalogue: tests/laws
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE, USE_TZ = "UTC", True
FORMAT_MODULE_PATH = ["salerno.web.formats"]

CSRF_FAILURE_VIEW = "salerno.web.errors.csrf_failed"
SALERNO_SMTP = os.environ.get("SALERNO_SMTP", "")  # smtp(s)://user:password@host:port?tls=starttls
SALERNO_DKIM_KEY = os.environ.get("SALERNO_DKIM_KEY", str(DATA / "dkim.pem"))
SALERNO_CARRIER_TOKEN = os.environ.get("SALERNO_CARRIER_TOKEN", "")  # for their reports
SALERNO_ADAPTERS = {
    "file_drop": "salerno.adapters.file_drop.FileDrop",
    "feed_drop": "salerno.adapters.feed_drop.FeedDrop",
    "smtp": "salerno.adapters.smtp.Smtp",
    "webhook": "salerno.adapters.webhook.Webhook",
    "sign_in": "salerno.adapters.openid.OpenId",
    "payment": os.environ.get("SALERNO_PAYMENT", "salerno.adapters.carrier.local.LocalGateway"),
}
if find_spec("asyncssh"):  # requirements/sftp.txt
    SALERNO_ADAPTERS["sftp"] = "salerno.adapters.sftp.Sftp"
SALERNO_ADAPTERS["sms"] = os.environ.get("SALERNO_SMS", SALERNO_ADAPTERS["file_drop"])
SALERNO_ADAPTERS["mail"] = SALERNO_ADAPTERS["smtp" if SALERNO_SMTP else "file_drop"]

STATIC_URL, STATIC_ROOT = "/static/", DATA / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA / "media"
MAILERS = {"default": {"BACKEND": "salerno.services.post.backend.PostBackend"}}

SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{one}" for one in ALLOWED_HOSTS]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "salerno.web.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
