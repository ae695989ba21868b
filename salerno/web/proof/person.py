"""A person who gives a value that stands nowhere else to every field that a form offers."""

from __future__ import annotations

import io
import re
import time

from django.core import signing
from fpdf import FPDF
from PIL import Image

from salerno.web.proof.canaries import Canary, digits, word
from salerno.web.proof.explorer import Explorer, Given
from salerno.web.proof.house import House
from salerno.web.proof.rows import row_of_address, vaults
from salerno.web.proof.stores import Planted
from salerno.web.proof.visitor import Control, Form, Forms, ProofError, Visitor

PATIENCE = 90.0
FORMS = {
    "/you/profile": "name", "/you/recovery": "recovery_phone", "/you/region": "region",
    "/you/numbers": "gender",
}  # fmt: skip
PICTURE = "picture"
BLANK = frozenset({"coupon"})  # what only somebody else can have given
BIRTH = {"birth_day": "9", "birth_month": "6", "birth_year": "1984"}
REGION = "NL"
SLICE = slice(200, 232)  # of a stored picture: past its head, where it is noise
DESCRIPTION, COMMENT = 0x010E, 0x9286


class Person:
    """Registers, confirms, fills everything in, and at last erases the account."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.canaries: list[Canary] = []
        self.agent = f"Mozilla/5.0 ({self.planted('the browser', word())}) Firefox/140.0"
        self.visitor = Visitor(house.address, self.agent)
        self.email = self.planted("email", f"{word()}@example.org")
        self.password = self.planted("password", f"{word()} {word()}")
        self.subject = 0
        self.stores = Planted()
        self.photograph = ""
        self.name = ""
        done = frozenset({*FORMS, "/you/photograph", "/you/copy", "/you/copy/portable"})
        self.explorer = Explorer(self.visitor, self._answer, done)

    def planted(self, field: str, value: str) -> str:
        """Remember a value, and hand it back to be given to a field."""
        self.canaries.append(Canary(field, value.encode()))
        return value

    def fill(self, path: str, *, has: str, **said: str) -> None:
        """Give every field of a form what it wants: a known answer, a choice, or a canary."""
        known = {"email": self.email, "login": self.email, "password": self.password}
        known |= BIRTH | said

        def value(control: Control) -> str | None:
            if control.name in known:
                return known[control.name]
            if control.kind in {"checkbox", "radio"}:
                return control.value or "on"
            if control.kind == "select":
                wanted = REGION in control.choices
                return REGION if wanted else control.choices[-1] if control.choices else None
            named = "/".join(path.split("/")[:3])  # without what a link carries
            made = self.planted(f"{named} {control.name}", _made(control))
            self.name = made if control.name == "name" else self.name
            return made

        self.visitor.fill(path, value, has=has)

    def settle_in(self) -> None:
        """Everything that somebody can give to this house."""
        self.fill("/register", has="email")
        self._confirm()
        if "/sign-in" in self.visitor.get("/you").address:
            self.fill("/sign-in", has="password")
        self.subject = row_of_address(self.house, self.email.lower())
        for path, field in FORMS.items():
            self.fill(path, has=field)
        self._send_photograph()
        need = {"subject": self.subject, "what": "A printed issue"}
        link = signing.dumps(
            need, key=self.house.secret, salt="salerno.accounts.postal", compress=True
        )
        self.fill(f"/you/address/{link}", has="lines")
        for path in ("/you", "/you/looked", "/you/received", "/you/letters", "/you/devices"):
            self._look(path)

    def explore(self) -> None:
        """Walk the whole site, and give every form of every room what it asks for."""
        self.explorer.walk("/", "/you")

    def _answer(self, path: str, form: Form) -> Given:
        """A value that stands nowhere else for each field; the first choice of each group."""
        values: dict[str, str] = {}
        files: dict[str, tuple[str, bytes]] = {}
        named = "/".join(path.split("/")[:3])
        for one in form.controls:
            if one.kind == "file":
                ending, content = self._file(named, one)
                name = self.planted(f"{named} file name", word())
                files[one.name] = (f"{name}.{ending}", content)
            elif one.kind in {"submit", "radio", "checkbox"}:
                values.setdefault(one.name, one.value or "on")
            elif one.kind == "password":
                values[one.name] = self.password
            elif one.kind == "select":
                values[one.name] = one.value or _choice(one)
            elif one.name in BLANK:
                values[one.name] = ""
            elif one.kind in {"text", "textarea"} and not (one.name == "name" and one.value):
                values[one.name] = self.planted(f"{named} {one.name}", _made(one))
            else:
                values[one.name] = one.value or _usual(one.kind)
        return values, files

    def _file(self, named: str, control: Control) -> tuple[str, bytes]:
        """What a field for a file takes: a document where it says so, else a picture."""
        if "pdf" in control.accept:
            written = FPDF()
            written.add_page()
            written.set_author(self.planted(f"{named} author", word()))
            return "pdf", bytes(written.output())
        return "jpg", noise(word(), word())

    def _look(self, path: str) -> None:
        answer = self.visitor.get(path)
        if answer.status != 200:
            raise ProofError(f"{path} answered {answer.status}.")

    def _confirm(self) -> None:
        """Follow the link of the letter, which a job carries to the outbox."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = re.search(r"/confirm/[\w:.%-]+", self.visitor.get("/outbox").text)
            if found:
                path = found[0].rstrip(".")
                # Each page signs the link anew.
                self.visitor.fill(path, lambda control: control.value, has="/confirm/")
                return
            time.sleep(0.5)
        raise ProofError("No letter came to the outbox.")

    def _send_photograph(self) -> None:
        """A picture of noise with remarks in it, under a name of its own."""
        picture = noise(
            self.planted("/you/photograph description", word()),
            self.planted("/you/photograph comment", word()),
        )
        name = self.planted("/you/photograph file name", word())
        widest = {"audience": lambda control: control.choices[-1]}
        self.visitor.fill(
            "/you/photograph",
            lambda control: widest.get(control.name, lambda one: one.value)(control),
            {"file": (f"{name}.jpg", picture)},
            has="audience",
        )
        page = self.visitor.get("/you/photograph").text
        found = re.search(r"/photographs/[\w-]+", page)
        if not found:
            raise ProofError("The photograph was not kept.")
        self.photograph = found[0]
        kept = self.visitor.get(self.photograph).body
        self.canaries.append(Canary("the photograph itself", kept[SLICE], is_text=False))

    def take_copy(self) -> None:
        """Have both copies made: what an export leaves behind is searched for as well."""
        page = self.visitor.get("/you/copy")
        reader = Forms()
        reader.feed(page.text)
        tokens = [
            one.value
            for form in reader.forms
            for one in form.controls
            if form.action.endswith("/portable") and one.name == "csrfmiddlewaretoken"
        ]
        for path in ("/you/copy", "/you/copy/portable"):
            answer = self.visitor.send(path, page.address, {"csrfmiddlewaretoken": tokens[0]})
            if answer.status != 200:
                raise ProofError(f"{path} answered {answer.status}.")
            self.stores.note_export(answer.body, self.canaries)

    def close_and_return(self) -> None:
        """Close the account with a return key and come back: the vault is a store as well."""
        known = {"password": self.password, "word": "close"}
        page = self.visitor.fill(
            "/you/close", lambda one: known.get(one.name, one.value), has="word"
        )
        shown = re.search(r"<code>([0-9A-Z-]{39})</code>", page.text)
        if not shown:
            raise ProofError("No return key was shown.")
        key = self.planted("the return key", shown[1])
        if vaults(self.house):
            self.stores.note("vault", ["everything, sealed under the key"])
        given = {"key": key, "what": "back"}
        self.visitor.fill("/return", lambda one: given.get(one.name, one.value), has="key")
        self.fill("/sign-in", has="password")
        self._look("/you")

    def erase(self) -> None:
        """Ask for the erasure, on the page."""
        answer = self.visitor.fill(
            "/you/erase",
            lambda control: self.password if control.name == "password" else "erase",
            has="word",
        )
        if "/gone" not in answer.address:
            raise ProofError(f"After the erasure came {answer.address}.")


def _usual(kind: str) -> str:
    """What a field takes that is no text."""
    known = {"number": "1", "date": "2027-01-04", "email": "somebody@example.org"}
    known |= {"url": "https://example.org/", "tel": "+49301234567"}
    return known.get(kind, "")


def _choice(control: Control) -> str:
    """The choice that goes with a picture where there is one, else the last."""
    return PICTURE if PICTURE in control.choices else (control.choices or [""])[-1]


def _made(control: Control) -> str:
    """A value of the right kind that stands nowhere else."""
    if "phone" in control.name:
        return f"+49{digits(10)}"
    if "code" in control.name:
        return digits(12)
    return word()


def noise(description: str, comment: str) -> bytes:
    """A JPEG of random pixels, with both texts in its Exif."""
    picture = Image.effect_noise((320, 320), 90).convert("RGB")
    exif = Image.Exif()
    exif[DESCRIPTION] = description
    exif[COMMENT] = comment
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=exif, comment=comment.encode())
    return made.getvalue()
