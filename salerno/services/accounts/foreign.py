"""The tables of libraries, declared like our own; and the one cookie of this room."""

from __future__ import annotations

from salerno.policy.cookies import declare_cookie
from salerno.privacy.declare import Holds, Impersonal
from salerno.privacy.registry import declare_table
from salerno.services.accounts.clauses import (
    EMAIL,
    PROVIDER_LINK,
    SECOND_FACTOR,
    SECOND_FACTOR_KIND,
)

AGE_MARK = declare_cookie("answered")
"""That an answer about age ended a registration. Named here, so that every start knows of it."""


def declare() -> None:
    """Lay the clauses on them. Called once, before the registry is built."""
    declare_table(
        "account.EmailAddress",
        Holds(EMAIL.on("email"), owner="user", plain=("verified", "primary")),
    )
    declare_table(
        "account.EmailConfirmation",
        Impersonal("stays empty: a link of confirmation is signed and stored nowhere"),
    )
    declare_table(
        "mfa.Authenticator",
        Holds(
            SECOND_FACTOR.on("data"),
            SECOND_FACTOR_KIND.on("type"),
            owner="user",
            plain=("created_at", "last_used_at"),
            since="created_at",
        ),
    )
    _declare_elsewhere()
    for label in ("auth.Permission", "auth.Group", "auth.Group_permissions"):
        declare_table(label, Impersonal("names of permissions; nobody is listed in them"))
    declare_table("contenttypes.ContentType", Impersonal("names of tables"))
    declare_table(
        "django_tasks_database.DBTaskResult",
        Impersonal("jobs by name; an argument is the id of a row, never a value of one"),
    )


def _declare_elsewhere() -> None:
    declare_table(
        "socialaccount.SocialAccount",
        Holds(
            PROVIDER_LINK.on("provider", "uid", "extra_data"),
            owner="user",
            plain=("last_login", "date_joined"),
            since="date_joined",
        ),
    )
    declare_table(
        "socialaccount.SocialToken",
        Impersonal("stays empty: what a provider let us read once is not kept for a second time"),
    )
    declare_table(
        "socialaccount.SocialApp",
        Impersonal("stays empty: the providers are named in a file of the operator's"),
    )
