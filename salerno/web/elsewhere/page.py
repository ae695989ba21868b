"""The provider's one page: who do you want to be there?"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from string import Template

from salerno.web.elsewhere.people import NAME, PEOPLE

PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$name: sign in</title>
<link rel="stylesheet" href="/look.css">
</head>
<body>
<main>
<h1>$name</h1>
<p>This stands for an account elsewhere. It belongs to the demonstration and asks for no password. Choose who you are.</p>
$people
<form method="post" action="/authorize">$hidden<button name="who" value="">Decline</button></form>
</main>
</body>
</html>
""")  # noqa: E501  sentences
PERSON = Template("""<form method="post" action="/authorize">$hidden
<button name="who" value="$sub">Authorize as $name</button>
<p>$email, $hint</p></form>
""")
LOOK = b"""
body { font: 1.0625rem/1.6 system-ui, sans-serif; margin: 0; background: Canvas; color: CanvasText }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem }
form { margin: 1.25rem 0 }
button { font: inherit; min-height: 2.75rem; padding: .5rem 1rem;
  border: 1px solid; border-radius: .375rem;
  background: ButtonFace; color: ButtonText; cursor: pointer }
button:focus-visible { outline: 3px solid; outline-offset: 2px }
p { margin: .25rem 0 }
"""


def page(asked: Mapping[str, str]) -> bytes:
    """The page, which carries what was asked in its forms."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    people = "".join(
        PERSON.substitute(
            hidden=hidden, sub=one.sub, name=escape(one.name), email=one.email, hint=one.hint
        )
        for one in PEOPLE.values()
    )
    return PAGE.substitute(name=NAME, people=people, hidden=hidden).encode()
