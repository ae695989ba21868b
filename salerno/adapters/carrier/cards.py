"""The cards of the demonstration, and what happens with each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trick:
    """What a card does. ``notices``: seconds after which each notice is sent; none: it is lost.

    ``later``: whether it can be charged again without its owner.
    """

    words: str
    declines: bool = False
    later: bool = True
    notices: tuple[int, ...] = (0,)
    is_reordered: bool = False


CARDS = {
    "4242424242424242": Trick("pays"),
    "4000000000000002": Trick("is declined", declines=True),
    "4000000000000341": Trick("pays once, and is declined when it is charged again", later=False),
    "4000000000000077": Trick("pays, and every notice comes three times", notices=(0, 0, 0)),
    "4000000000000085": Trick("pays, and no notice comes", notices=()),
    "4000000000000093": Trick("pays, and the notice comes a minute late", notices=(60,)),
    "4000000000000101": Trick("pays, and the notices come in the wrong order", is_reordered=True),
}


def digits(given: str) -> str:
    """A number as it is compared."""
    return "".join(one for one in given if one.isdigit())[:19]
