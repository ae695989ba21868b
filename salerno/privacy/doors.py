"""What a route says of itself: its purpose, who may pass, where it collects.

A view is decorated; ``salerno.web.doors`` reads the mark and enters the purpose. A view
without a door answers nothing: start-up names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar, Unpack

from salerno.privacy.declare import CollectionPoint, Purpose

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Door:
    """The purpose of a route. ``purpose`` None: the page reads nothing about anybody.

    ``signed_in``: visitors are sent to sign in. ``role``: only staff who hold it pass.
    ``library``: a library's own view writes here, in one act, at ``collects``.
    ``needs``: lines of the viewer's own profile without which the page cannot serve.
    ``takes``: what a machine may send here besides forms, such as "application/json".
    """

    purpose: Purpose | None
    collects: CollectionPoint | None = None
    signed_in: bool = False
    role: str = ""
    library: bool = False
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """A page in a list of pages: the name of its address, what it is called, what is done there.

    Who may enter is said at its door alone. ``late``: how many wait there too long.
    """

    to: str
    words: str
    note: str
    late: int = 0


class Marks(TypedDict, total=False):
    """What a door says beside its purpose: the fields of ``Door``."""

    collects: CollectionPoint | None
    signed_in: bool
    role: str
    library: bool
    needs: tuple[str, ...]
    takes: tuple[str, ...]


def door(purpose: Purpose | None, **marks: Unpack[Marks]) -> Callable[[View], View]:
    """Mark a view with its door."""
    made = Door(purpose, **marks)

    def mark(view: View) -> View:
        view.__dict__["door"] = made
        return view

    return mark
