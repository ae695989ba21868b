"""The command line, `salerno [--pack P] [--data D] COMMAND …`.

`demo` and `serve` start the processes of a site; every other command is a management command of
the kernel or of a room: `salerno policy check` runs `policy_check`, or else `policy check`.
"""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

import django
from django.core.management import ManagementUtility, get_commands, load_command_class

from salerno.web import supervise

ROOT = Path(__file__).resolve().parent.parent
PACKS = ("publisher", "school")


def options_parser() -> ArgumentParser:
    """The options that stand before a command, or after `demo` and `serve`."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--pack", help=f"the policy pack: {', '.join(PACKS)}, or a folder")
    parser.add_argument("--data", type=Path, help="where everything is stored")
    parser.add_argument("--port", type=int, help="the port to listen on, 8000 if not given")
    return parser


def place(pack: str | None, data: Path | None, port: int | None) -> None:
    """Hand the options to this process, its settings and its children."""
    if pack:
        os.environ["SALERNO_PACK"] = pack
    if data:
        os.environ["SALERNO_DATA"] = str(data.resolve())
    if port:
        os.environ["SALERNO_PORT"] = str(port)
    os.environ.setdefault("SALERNO_PACK", PACKS[0])
    name = Path(os.environ["SALERNO_PACK"]).name
    os.environ.setdefault("SALERNO_DATA", str(ROOT / ".salerno" / name))
    os.environ.setdefault("SALERNO_PORT", "8000")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salerno.web.settings")


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Part the leading options from the command and its own arguments."""
    at = 0
    while at < len(arguments) and arguments[at].startswith("--"):
        at += 1 if "=" in arguments[at] or arguments[at] == "--help" else 2
    return arguments[:at], arguments[at:]


def resolve(words: list[str], known: dict[str, str]) -> list[str]:
    """Find the command that most of the leading words name; the rest are its arguments."""
    plain = next((n for n, word in enumerate(words) if word.startswith("-")), len(words))
    for count in range(plain, 0, -1):
        name = "_".join(words[:count]).replace("-", "_")
        if name in known:
            return [name, *words[count:]]
    return words


def dispatch(words: list[str]) -> None:
    """Run one management command."""
    django.setup()
    ManagementUtility(["salerno", *resolve(words, get_commands())]).execute()


def show_help() -> None:
    """Print our own commands, one line each."""
    django.setup()
    lines = {"demo": "serve the demonstration operator", "serve": "serve this site"}
    for name, app in get_commands().items():
        if isinstance(app, str) and app.startswith("salerno"):
            lines[name] = load_command_class(app, name).help.strip().partition("\n")[0]
    sys.stdout.write("salerno [--pack PACK] [--data DIR] COMMAND …\n\n")
    for name, line in sorted(lines.items()):
        sys.stdout.write(f"  {name.replace('_', '-'):<20} {line}\n")


def main(arguments: list[str]) -> int:
    """Read the leading options, then run the command."""
    before, words = split(arguments)
    if words[:1] in (["demo"], ["serve"]):
        parser = ArgumentParser(prog=f"salerno {words[0]}", parents=[options_parser()])
        place(**vars(parser.parse_args([*before, *words[1:]])))
        return supervise.serve(demonstration=words[0] == "demo")
    asks_help = "--help" in before or not words or words[0] in ("-h", "help")
    place(**vars(options_parser().parse_args([word for word in before if word != "--help"])))
    if asks_help:
        show_help()
    elif words[0] == supervise.PREPARE:
        return supervise.prepare(demonstration="demo" in words)
    else:
        dispatch(words)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
