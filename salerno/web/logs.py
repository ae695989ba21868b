"""Logs: one JSON object a line, and no value of anybody in it.

Only messages and their places are written; arguments appear by type unless they are numbers.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from salerno.privacy.paying import without_card_numbers


class Lines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of an exception, its type and place; never its text."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": self._says(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = self._where(record.exc_info[2])
        return without_card_numbers(json.dumps(line, ensure_ascii=False))

    @staticmethod
    def _says(record: logging.LogRecord) -> str:
        if not record.args:
            return str(record.msg) if record.name.startswith("salerno") else str(record.msg)[:80]
        args = record.args if isinstance(record.args, tuple) else (record.args,)
        safe = tuple(one if isinstance(one, int | float) else _Named(one) for one in args)
        try:
            return str(record.msg) % safe
        except (TypeError, ValueError):
            return str(record.msg)

    @staticmethod
    def _where(trace: Any) -> list[str]:
        found: list[str] = []
        while trace is not None:
            code = trace.tb_frame.f_code
            found.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return found[-8:]


class _Named:
    """Stands for a value in a log line: its type, never itself."""

    def __init__(self, value: object) -> None:
        self._name = type(value).__name__

    def __str__(self) -> str:
        return f"<{self._name}>"

    __repr__ = __str__
