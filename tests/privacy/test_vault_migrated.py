"""Coming back across a migration: surviving columns are equal, gone ones go, new ones default."""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from salerno.privacy import law
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.gate.locks import lay_locks
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.rights import vault
from salerno.privacy.testing import installed
from tests.privacy import vault_room, vault_room_later
from tests.privacy.conftest import House, a_policy
from tests.privacy.vault_room import Before
from tests.privacy.vault_room_later import After


def put(**values: Any) -> None:
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        Before._base_manager.create(**values)


def test_what_comes_back_fits_the_tables_as_they_are_now(lasting_house: House) -> None:
    ann = lasting_house.person()
    with installed(vault_room, "vault_room"):
        with connection.schema_editor() as editor:
            editor.create_model(Before)
        lay_locks(connection)
        with law.under(a_policy()):
            put(owner_id=ann, text="one", old="gone", size="7")
            put(owner_id=ann, text="two", old="gone", size="no number")
            closed = vault.close(ann, ground="a test")
        with connection.schema_editor() as editor:
            editor.remove_field(Before, Before._meta.get_field("old"))
            editor.remove_field(Before, Before._meta.get_field("size"))
    with installed(vault_room_later, "vault_room_later"):
        try:
            with connection.schema_editor() as editor:
                for name in ("size", "new"):
                    field: models.Field[Any, Any] = After._meta.get_field(name)  # type: ignore[assignment]
                    editor.add_field(After, field)
            lay_locks(connection)
            with law.under(a_policy()):
                assert vault.come_back(closed.key) == ann
                with entered(ERASURE, Viewer.job("test")):
                    rows = list(After._base_manager.order_by("pk").values())
            assert rows == [
                {"id": 1, "owner_id": ann, "text": "one", "size": 7, "new": "fresh"},
                {"id": 2, "owner_id": ann, "text": "two", "size": 5, "new": "fresh"},
            ]
        finally:
            with connection.schema_editor() as editor:
                editor.delete_model(After)
