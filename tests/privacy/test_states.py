"""The models that migrations render bring every column, index and constraint to the database."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey


@pytest.mark.django_db
def test_every_table_is_as_its_model_says() -> None:
    gate: Any = connection
    with gate.gate_open(), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            said, table = model._meta, model._meta.db_table
            if not said.managed or said.proxy:
                continue
            columns = connection.introspection.get_table_description(cursor, table)
            said_columns = {one.column for one in said.local_concrete_fields}
            assert said_columns <= {one.name for one in columns}, table
            found = connection.introspection.get_constraints(cursor, table)
            named = {one.name for one in (*said.indexes, *said.constraints)}
            assert named <= set(found), table
            pointing = {
                tuple(one["columns"]): one["foreign_key"]
                for one in found.values()
                if one["foreign_key"]
            }
            for field in said.local_concrete_fields:
                if field.remote_field and getattr(field, "db_constraint", False):
                    far = cast(ForeignKey[Any, Any], field).target_field
                    assert pointing[(str(field.column),)] == (far.model._meta.db_table, far.column)
