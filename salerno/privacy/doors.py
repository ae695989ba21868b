"""What a route says of itself: its purpose, who may pass, where it collects.

A view is decorated; ``salerno.web.doors`` reads the mark and enters the purpose. A view
without a door answers nothing: start-up names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from salerno.privacy.declare import CollectionPoint, Purpose

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Door:
    """The purpose of a route. ``purpose`` None: the page reads nothing about anybody.

    ``signed_in``: visitors are sent to sign in. ``role``: only staff who hold it pass.
    ``library``: a library's own view writes here, in one act, at ``collects``.
    ``always``: open to accounts that must first do something else (accept, second factor).
    ``needs``: lines of the viewer's own profile without which the page cannot serve.
    """

    purpose: Purpose | None
    collects: CollectionPoint | None = None
    signed_in: bool = False
    role: str = ""
    library: bool = False
    always: bool = False
    needs: tuple[str, ...] = ()


def door(  # noqa: PLR0913  the words of one declaration
    purpose: Purpose | None,
    *,
    collects: CollectionPoint | None = None,
    signed_in: bool = False,
    role: str = "",
    library: bool = False,
    always: bool = False,
    needs: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Mark a view with its door."""
    made = Door(purpose, collects, signed_in, role, library, always, needs)

    def mark(view: View) -> View:
        view.door = made  # type: ignore[attr-defined]
        return view

    return mark
