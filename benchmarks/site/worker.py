"""One process that answers pages and counts what they cost. Told what to do line by line.

``python -m benchmarks.site.worker ours|plain``; on standard input one JSON object a line.
"""

from __future__ import annotations

import copyreg
import io
import json
import os
import pickle
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import django
from django.core.wsgi import get_wsgi_application

KIND = sys.argv[1] if len(sys.argv) > 1 else "ours"
if KIND == "plain":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site.settings"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.web.settings")
django.setup()

# After the setup: these need the settings.
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection  # noqa: E402
from django.forms import Textarea  # noqa: E402
from django.template.backends.django import Template  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.site import people  # noqa: E402
from salerno.privacy import audit  # noqa: E402
from salerno.privacy.registry import registry  # noqa: E402
from salerno.services.accounts.demo import PASSWORD  # noqa: E402
from salerno.web.context import page as around  # noqa: E402

MADE = ("/", "/privacy", "/you/profile", "/you")  # what the plain page shows is given to it
FROM = re.compile(r'FROM "(\w+)"')
TICKS = os.sysconf("SC_CLK_TCK")


class Worker:
    """Somebody who is signed in, and the pages that are opened for them."""

    def __init__(self, number: int) -> None:
        self.application = get_wsgi_application()
        self.number = number
        self.cookie = self.signed_in = self._sign_in()
        self.statements = 0

    def _sign_in(self) -> str:
        if KIND == "plain":
            return self._plain_session()
        client = Client(headers={"host": "127.0.0.1"})
        said = {"login": people.email_of(self.number), "password": PASSWORD}
        answer = client.post("/sign-in", said)
        assert answer.status_code == 302, answer.status_code
        return f"session={client.cookies['session'].value}; asked=1"

    def _plain_session(self) -> str:
        from django.contrib.sessions.models import Session  # noqa: PLC0415  only plain has it

        from salerno.services.accounts.models import User  # noqa: PLC0415

        if Session._meta.db_table not in connection.introspection.table_names():
            with connection.schema_editor() as editor:
                editor.create_model(Session)
        user = User.objects.get(pk=people.FIRST + self.number)
        store = Session.get_session_store_class()()  # type: ignore[no-untyped-call]
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        return f"session={store.session_key}; asked=1"

    def open(self, path: str) -> int:
        """Answer one request; how many bytes that were."""
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1", "HTTP_COOKIE": self.cookie,
            "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True,
            "wsgi.run_once": False, "REMOTE_ADDR": "127.0.0.1", "SCRIPT_NAME": "",
            "QUERY_STRING": "", "SERVER_PROTOCOL": "HTTP/1.1",
        }  # fmt: skip
        said: list[str] = []
        answer = self.application(environ, lambda status, _headers: said.append(status))
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        if not said[0].startswith("200"):
            raise AssertionError(f"{KIND} {path}: {said[0]}")
        return len(body)

    def measure(self, path: str, times: int) -> dict[str, float]:
        """The CPU of ``times`` requests, of this process and of the database server's."""
        size = self.open(path)
        before, server = time.process_time(), server_seconds()
        for _one in range(times):
            self.open(path)
        if KIND == "ours":
            audit.flush()
        mine, theirs = time.process_time() - before, server_seconds() - server
        return {"ms": (mine + theirs) * 1000 / times, "bytes": size}

    def count(self, path: str) -> dict[str, int]:
        """How many statements one page asks."""
        self.open(path)
        found = 0

        def counted(execute: Any, *rest: Any) -> Any:
            nonlocal found
            found += 1
            return execute(*rest)

        with connection.execute_wrapper(counted):
            self.open(path)
        return {"statements": found}


def server_seconds() -> float:
    """CPU of the server process that serves this connection; 0 where the database is in here."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def catching(found: dict[str, Any]) -> Iterator[None]:
    """Keep what a view hands to its template."""
    render = Template.render

    def caught(self: Template, context: Any = None, request: Any = None) -> Any:
        if request is not None and "template" not in found:
            kept = {name: listed(one) for name, one in (context or {}).items()}
            found.update(template=self.template.name, context=kept, around=around(request))
            context = dict(kept)
        return render(self, context, request)

    Template.render = caught  # type: ignore[method-assign]
    try:
        yield
    finally:
        Template.render = render  # type: ignore[method-assign]


def _unproxied(proxy: Any) -> Any:
    return dict, (dict(proxy),)


copyreg.pickle(MappingProxyType, _unproxied)  # type: ignore[arg-type]


def listed(value: Any) -> Any:
    """What can be read only once, read."""
    return list(value) if hasattr(value, "__next__") else value


def catch(worker: Worker, path: str) -> dict[str, Any]:
    """Template, context and personal tables of one of our pages."""
    found: dict[str, Any] = {"tables": [], "signed_in": False}

    def seen(execute: Any, sql: str, *rest: Any) -> Any:
        named = FROM.findall(sql)
        if named and "accounts_session" in named and not found["signed_in"]:
            found["signed_in"] = True  # plain Django reads its own session and user
        elif named and registry().tables[named[0]].owner:
            found["tables"].append(named[0])
        return execute(sql, *rest)

    worker.open(path)
    with connection.execute_wrapper(seen), catching(found):
        worker.open(path)
    if path not in MADE:
        return {"around": found["around"]}  # the plain page asks the same queries by itself
    form = found["context"].pop("form", None)
    found["context"].pop("pairs", None)
    if form is not None:
        found |= plain_fields(form)
    return found


def plain_fields(form: Any) -> dict[str, Any]:
    """A declared form, as a plain one needs it."""
    fields = {}
    for name, field in form.fields.items():
        one: dict[str, Any] = {"label": str(field.label), "required": field.required,
                               "help_text": str(field.help_text)}  # fmt: skip
        if hasattr(field, "choices"):
            one["choices"] = [(key, str(words)) for key, words in field.choices]
        fields[name] = one | {"is_long": isinstance(field.widget, Textarea)}
        if "choices" in one:
            fields[name].pop("is_long")
    glosses = [
        (row.bound.name, row.gloss, row.consequence, audience.name if audience else "")
        for row, audience in form.pairs()
    ]
    return {"fields": fields, "glosses": glosses}


def populate(given: dict[str, Any]) -> None:
    """Fill the house with what is asked."""
    if given.get("posts"):
        people.talk(given["posts"])
    if given.get("articles"):
        people.shelve(given["articles"])
    if given["people"]:
        (people.populate_all if given.get("full") else people.populate)(given["people"])


def main() -> None:
    """Answer line by line until the input ends."""
    given = json.loads(sys.stdin.readline())
    if given["do"] == "populate":
        populate(given)
        print("{}", flush=True)
        return
    worker = Worker(given["number"])
    for line in chain([json.dumps(given)], sys.stdin):
        asked = json.loads(line)
        answer: dict[str, Any] = {}
        worker.cookie = "asked=1" if asked.get("is_visitor") else worker.signed_in
        if asked["do"] == "measure":
            answer = worker.measure(asked["path"], asked["times"])
        elif asked["do"] == "count":
            answer = worker.count(asked["path"])
        elif asked["do"] == "catch":
            pages = {path: catch(worker, path) for path in asked["paths"]}
            Path(os.environ["SALERNO_CAUGHT"]).write_bytes(pickle.dumps(pages))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
