"""A visitor without a browser: opens pages, fills the forms that it finds there, sends them."""
# It talks to a site of its own on this machine, whose address it made itself.
# ruff: noqa: TID251, S310

from __future__ import annotations

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

PATIENCE = 60
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


class ProofError(Exception):
    """The site did not do what the proof needs of it; so nothing is proven."""


@dataclass(frozen=True)
class Answer:
    """What came back, after all redirections."""

    status: int
    address: str
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")


@dataclass
class Control:
    """One thing to fill in."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    is_marked: bool = False
    accept: str = ""


@dataclass
class Form:
    """A form as the page offers it."""

    action: str
    method: str
    enctype: str
    controls: list[Control] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._named: dict[str, Form] = {}  # for what stands elsewhere on the page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            method, enctype = said.get("method", "get").lower(), said.get("enctype", "")
            self._open = Form(said.get("action", ""), method, enctype)
            self.forms.append(self._open)
            self._named[said.get("id") or "-"] = self._open
        elif (form := self._named.get(said.get("form", "")) or self._open) is not None:
            self._control(form, tag, said)

    def _control(self, form: Form, tag: str, said: dict[str, str]) -> None:
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "option" and form.controls:
            form.controls[-1].choices.append(value)
            if "selected" in said:
                form.controls[-1].value = value
        elif name and tag in {"input", "textarea", "select", "button"}:
            usual = "text" if tag == "input" else "submit" if tag == "button" else tag
            kind = said.get("type", usual)
            one = Control(name, kind, value, is_marked="checked" in said)
            one.accept = said.get("accept", "")
            form.controls.append(one)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


class AtHome(urllib.request.HTTPRedirectHandler):
    """Follows where the site sends its visitor, and nowhere else: a link out ends the way."""

    def __init__(self, address: str) -> None:
        self.address = address

    def redirect_request(self, req: Any, fp: Any, code: int, *rest: Any) -> Any:
        """The next request, or None where the way leads to another host."""
        msg, headers, newurl = rest
        if not newurl.startswith(f"{self.address}/"):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


type Filler = Callable[[Control], str | None]


class Visitor:
    """Somebody with cookies of their own."""

    def __init__(self, address: str, agent: str = AGENT) -> None:
        self.address = address
        self.opened: set[str] = set()
        self.cookies = http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(cookies, AtHome(address))
        self._opener.addheaders = [("User-Agent", agent)]

    def get(self, path: str) -> Answer:
        """Open an address of the site."""
        self.opened.add(path)
        return self._send(urllib.request.Request(self.address + path))

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=PATIENCE) as found:
                return Answer(found.status, found.url, found.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.url or "", error.read())

    def fill(
        self,
        path: str,
        filler: Filler,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        *,
        has: str,
    ) -> Answer:
        """Fill the form at ``path`` that has the control ``has``, or goes below it, and send it.

        ``filler`` gives the value of a control, or None to leave it as it came. Raises
        ProofError where there is no such form, or where it was not taken.
        """
        page = self.get(path)
        form = _chosen(page, has)
        values = {}
        for one in form.controls:
            given = one.value if one.kind in {"hidden", "submit"} else filler(one)
            if given is not None and one.kind not in {"submit", "file"}:
                values[one.name] = given
        action = urllib.parse.urljoin(page.address, form.action or page.address)
        answer = self._post(action, page.address, values, files)
        if answer.status >= 400:
            raise ProofError(f"{path} answered {answer.status}: {_words(answer)}")
        return answer

    def send(
        self,
        path: str,
        referrer: str,
        values: Mapping[str, str],
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Answer:
        """Send values to an address of the site as a form would."""
        return self._post(self.address + path, referrer, values, files)

    def _post(
        self,
        action: str,
        referrer: str,
        values: Mapping[str, str],
        files: Mapping[str, tuple[str, bytes]] | None,
    ) -> Answer:
        if files:
            kind, body = _multipart(values, files)
        else:
            kind = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(values).encode()
        headers = {"Content-Type": kind, "Referer": referrer}
        return self._send(urllib.request.Request(action, body, headers, method="POST"))


def _chosen(page: Answer, has: str) -> Form:
    reader = Forms()
    reader.feed(page.text)
    for form in reader.forms:
        leads = has.startswith("/") and form.action.startswith(has)
        if leads or has in {one.name for one in form.controls}:
            return form
    raise ProofError(f"{page.address} ({page.status}) has no form {has}: {_words(page)}")


def _multipart(
    values: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]
) -> tuple[str, bytes]:
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    ]
    for name, (file, content) in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        parts.append(head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + content + b"\r\n")
    return f"multipart/form-data; boundary={edge}", b"".join(parts) + f"--{edge}--\r\n".encode()


class Words(HTMLParser):
    """Reads the words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    def handle_data(self, data: str) -> None:
        self.kept += data.split()


def _words(answer: Answer) -> str:
    """The beginning of what the main part of a page says."""
    reader = Words()
    reader.feed(answer.text.partition("<main")[2].partition(">")[2] or answer.text)
    return " ".join(reader.kept)[:600]
