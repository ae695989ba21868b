"""A role that row-level security ignores is told apart from one that it binds."""

from __future__ import annotations

import pytest
from django.db import connection

from salerno.privacy.gate.locks import passes_by


@pytest.mark.django_db
def test_only_a_role_above_row_level_security_passes_by() -> None:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            assert not passes_by(connection)
            return
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolsuper LIMIT 1")
        above = cursor.fetchone()[0]
    assert passes_by(connection, above)
    assert not passes_by(connection)
