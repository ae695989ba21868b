"""What needs no database: questions, what answers them, which follow, what may be counted."""

from __future__ import annotations
