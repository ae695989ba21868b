"""The look: components render from their values, nothing is inline, and inks can be read."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client

from salerno.privacy.paging import Pager
from salerno.web import components as c
from salerno.web.design.sample import Birth
from salerno.web.plots import Bar, Plot
from tests.packs import PACKS

ROOT = Path(__file__).resolve().parents[2]
LOOK = ROOT / "salerno/web/static/look"
# A letter and a person's copy are read where our sheets are not.
ELSEWHERE = {"letters", "email", "copy.html"}
TEMPLATES = sorted(
    one
    for one in ROOT.glob("salerno/**/templates/**/*.html")
    if not ELSEWHERE & set(one.relative_to(ROOT / "salerno").parts)
    or one.is_relative_to(ROOT / "salerno/web/templates/you")
)
# Names of formats and files are the same in every language.
SAME = re.compile(r"sha-256|CSV|JSON|[\w.-]+\.(?:json|txt|csv)|[^\w]+", re.I)
AT = datetime(2026, 11, 19, 6, 2, tzinfo=UTC)
LINK = c.Link("Open <it>", "/there", current=True, count=3)
TEXT_RATIO, EDGE_RATIO = 7.0, 3.0


def shown(tag: str, **values: object) -> str:
    """What a component's tag makes of its value."""
    source = "{% load look %}{% " + tag + " %}"
    return engines["django"].from_string(source).render(dict(values, csrf_token="token"))


class Asked(forms.Form):
    """A control of each kind."""

    email = forms.EmailField(help_text="We write to it once.")
    kind = forms.ChoiceField(choices=[("a", "One"), ("b", "Other")], widget=forms.RadioSelect)
    born = Birth(required=False)
    picture = forms.FileField(required=False)
    note = forms.CharField(widget=forms.Textarea, required=False)
    agree = forms.BooleanField()


COMPONENTS: dict[str, tuple[str, object, tuple[str, ...]]] = {
    "notice": (
        "notice one 3",
        c.Notice("It stopped", "Try again.", "stop", (LINK,), "Because."),
        ('class="notice stop text"', "<h3>It stopped</h3>", "Because.", "Open &lt;it&gt;"),
    ),
    "empty": ("empty_state one", c.Empty("Nothing", "Yet.", (LINK,)), ("Nothing", "Yet.")),
    "choice on": (
        'choice one "/go"',
        c.Choice("toc", "Letters", "By mail.", True, "You said so.", "/receipt"),
        ('aria-checked="true"', 'value="off"', 'name="toc"', "You said so.", 'action="/go"'),
    ),
    "choice off": (
        'choice one "/go"',
        c.Choice("toc", "Letters", "By mail.", False),
        ('aria-checked="false"', 'value="on"'),
    ),
    "choice fixed": (
        'choice one "/go"',
        c.Choice("toc", "Letters", "By mail.", False, fixed="Off, by law"),
        ("Off, by law",),
    ),
    "receipt": ("receipt one", c.Receipt("You said so.", "7F3A", "/r"), ("7F3A", 'href="/r"')),
    "because": (
        "because one",
        c.Because("Your specialty.", "No more.", "/off", "tailor", "Show me all"),
        ("Your specialty.", "Show me all", 'name="tailor"'),
    ),
    "ledger": (
        "ledger one",
        [c.LedgerEntry(AT, "Post", "A letter", "Name", "out", LINK), c.LedgerEntry(AT, "Nobody")],
        ('<li class="out">', "<li>", "19 Nov 2026, 06:02 UTC", "2026-11-19T06:02:00+00:00"),
    ),
    "tabs": ('tabs one "Views"', [LINK], ('aria-current="page"', '<span class="n">3</span>')),
    "contents": ('contents one "Here"', [LINK], ('aria-current="location"', "<h2>Here</h2>")),
    "tally": ("tally one", [c.Tally(24, "items")], ("<dd>24</dd>", "<dt>items</dt>")),
    "facts": ("facts one", [c.Fact("State", "Bay")], ("<dt>State</dt><dd>Bay</dd>",)),
    "rights": ("rights one", [c.Right("Copy", "/copy", "Soon.")], ('href="/copy"', "Soon.")),
    "steps": (
        "steps one",
        [c.Step("Ask", "", True), c.Step("Decide", "Two people.", is_now=True, link=LINK)],
        ('class="done"', 'aria-current="step"', "Two people."),
    ),
    "diff": (
        "diff one",
        [c.VersionChange("2.1", (c.Word("90", "del"), c.Word("30", "ins")), "Shorter.", "x")],
        ("<del>90</del>", "<ins>30</ins>", 'id="x"', "Shorter."),
    ),
    "subject table": (
        "subject_table one",
        c.SubjectTable("who", "You", "Given.", (c.Row("Name", "Ines", "w", "k", "s", (LINK,)),)),
        ('<section id="who"', "1 item", "Ines", 'data-l="Who sees it"'),
    ),
    "subject table, empty": (
        "subject_table one",
        c.SubjectTable("who", "You", counted="none", empty=c.Empty("Nothing is held")),
        ("none", "Nothing is held"),
    ),
    "plot": (
        "plot one",
        Plot("Most in May.", "By month.", "Needed", "Asked", (Bar("May", 6, 2),), "Month"),
        ('aria-label="Most in May. May 8"', '<th scope="col">Month</th>', 'class="col-b"'),
    ),
    "progress": (
        "progress one",
        c.Progress("Renal", 0.71, 1, "0.71"),
        ('max="1" value="0.71"', 'aria-label="Renal, 0.71"'),
    ),
    "badge": ("badge one", c.Badge("Free", "open"), ('class="badge open"', "Free")),
    "gloss": ("gloss one", c.Gloss("why", "kept", "seen"), ("why", "kept", "seen")),
    "aside": ("aside one", c.Aside("Held", "To its text.", LINK), ("Held", "To its text.")),
    "watch": ("watch one", c.Watch("R-1.", "/close"), ("R-1.", 'action="/close"')),
    "pager": (
        "pager one",
        Pager(2, 3, "/list", (("kind", "out"),)),
        ("Page 2 of 3", "/list?kind=out&amp;page=1", "/list?kind=out&amp;page=3"),
    ),
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_says_what_its_value_says(name: str) -> None:
    tag, value, said = COMPONENTS[name]
    rendered = shown(tag, one=value)
    for words in said:
        assert words in rendered, rendered
    assert "Open <it>" not in rendered


def test_a_choice_that_something_else_decides_has_no_switch() -> None:
    rendered = shown('choice one "/go"', one=COMPONENTS["choice fixed"][1])
    assert "<button" not in rendered


def test_a_list_of_one_page_has_no_pager_and_a_form_without_error_no_summary() -> None:
    assert shown("pager one", one=Pager(1, 1)).strip() == ""
    assert shown("error_summary one", one=Asked()).strip() == ""


def test_a_plot_without_bars_is_drawn() -> None:
    assert Plot("Nothing yet.", "", "Needed", "", ()).columns == []
    assert "<svg" in shown("plot one", one=Plot("Nothing yet.", "", "Needed", "", ()))


def test_of_many_bars_only_some_are_named() -> None:
    bars = tuple(Bar(str(day), day) for day in range(30))
    named = [one["label"] for one in Plot("", "", "", "", bars).columns if one["label"]]
    assert named == ["0", "3", "6", "9", "12", "15", "18", "21", "24", "27"]


GLOSS = c.Gloss("To sign you in.", "Until you close it.", "You.")


@pytest.mark.parametrize("name", Asked.base_fields)
def test_a_field_is_labelled_glossed_and_says_whether_it_is_needed(name: str) -> None:
    bound = Asked()[name]
    rendered = shown("field one gloss left", one=bound, gloss=GLOSS, left="Nothing is closed.")
    assert str(bound.label) in rendered
    for words in ("To sign you in.", "Until you close it.", "You.", "Nothing is closed."):
        assert words in rendered
    assert ("(needed)" in rendered) == bool(bound.field.required)
    assert ("(you may leave it)" in rendered) != bool(bound.field.required)


@pytest.mark.parametrize("name", ["email", "kind", "agree"])
def test_a_wrong_field_says_so_where_a_reader_listens(name: str) -> None:
    bound = Asked({"email": "none"})[name]
    rendered = shown("field one", one=bound)
    assert 'aria-invalid="true"' in rendered
    described = re.search(r'aria-describedby="([^"]+)"', rendered)
    assert described is not None
    ids = re.findall(r'id="([^"]+)"', rendered)
    assert set(described[1].split()) <= set(ids)
    assert f"id_{name}_e" in described[1].split()


def test_each_answer_of_a_group_and_each_box_of_a_date_has_its_own_label() -> None:
    group, date = shown("field one", one=Asked()["kind"]), shown("field one", one=Asked()["born"])
    assert group.count('<label class="pick">') == group.count('type="radio"') == 2
    assert re.findall(r"<label[^>]*>(\w+)<input", date) == ["Day", "Month", "Year"]


def test_the_summary_takes_the_focus_and_leads_to_controls_that_exist() -> None:
    form = Asked({"email": "none"})
    rendered = shown("error_summary one", one=form)
    assert 'tabindex="-1" autofocus' in rendered
    page = "".join(shown("field one", one=bound) for bound in form)
    targets = re.findall(r'href="#([^"]+)"', rendered)
    assert len(targets) == len(form.errors)
    assert set(targets) <= set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500])
def test_an_error_page_says_what_happened_and_what_to_do_without_any_context(status: int) -> None:
    rendered = render_to_string(f"{status}.html")
    main = rendered.partition("<main")[2].partition("</main>")[0]
    assert "<h1>" in main
    assert main.count("<p") >= 3
    assert not re.search(r"\b(?:error|exception|server|request|HTTP|CSRF|[45]\d\d)\b", main)
    assert "None" not in rendered
    assert "This and that." in render_to_string(f"{status}.html", {"words": "This and that."})


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?pack=school&theme=dark", "?pack=other&theme=loud"])
def test_the_design_page_shows_every_component_in_either_dress(client: Client, query: str) -> None:
    answer = client.get(f"/design{query}")
    said = answer.content.decode()
    assert answer.status_code == 200
    assert ('data-pack="school" data-theme="dark">\n  <head>' in said) == ("school" in query)
    for stage in ("publisher", "school"):
        for theme in ("light", "dark"):
            assert f'class="stage" data-pack="{stage}" data-theme="{theme}"' in said
    classes = set(" ".join(re.findall(r'class="([^"]+)"', said)).split())
    wanted = "notice empty choice receipt because ledger tabs tally facts rights steps diff"
    assert set(f"{wanted} rows plot badge gloss watch pager trio picks bar-line".split()) <= classes


def test_a_letter_has_its_reason_and_its_stop_in_both_forms() -> None:
    told = {
        "action": "Confirm",
        "action_address": "https://example.org/x",
        "why": "You asked.",
        "stop_address": "https://example.org/stop",
    }
    for form in ("html", "txt"):
        rendered = render_to_string(f"letters/base.{form}", told)
        for words in ("Confirm", "https://example.org/x", "You asked.", "/stop"):
            assert words in rendered
        assert "<img" not in rendered
        assert "<table" not in rendered
        assert render_to_string(f"letters/base.{form}").strip()


INLINE = re.compile(
    r"\sstyle=|<style|\son[a-z]+=|=[\"']?javascript:|<script(?![^>]*(?:\ssrc=|type=.application/json))[^>]*>",
    re.I,
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda one: str(one.relative_to(ROOT)))
def test_no_style_and_no_script_is_inline(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("planted", ['<p style="x">', "<a onclick=x>", "<script>x</script>"])
def test_what_is_inline_is_found(planted: str) -> None:
    assert INLINE.search(planted)


class Bare(HTMLParser):
    """Gathers the words of a template that no translation reaches."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"code", "script"}:
            self.inside.append(tag)
        self.found += [
            str(value)
            for name, value in attrs
            if name in {"aria-label", "title", "alt", "placeholder", "data-l"} and worded(value)
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if worded(data) and not self.inside:
            self.found.append(data.strip())


def worded(text: str | None) -> bool:
    """Whether there is a word of two letters or more that another language would change."""
    return bool(re.search(r"[^\W\d_]{2}", SAME.sub(" ", text or "")))


def bare_words(source: str) -> list[str]:
    """The words of a template that stand outside every tag of Django."""
    for pattern in (
        r"{#.*?#}",
        r"{% comment.*?{% endcomment %}",
        r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}",
        r"{%.*?%}",
        r"{{.*?}}",
    ):
        source = re.sub(pattern, "", source, flags=re.S)
    parser = Bare()
    parser.feed(source.replace("<!DOCTYPE html>", ""))
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda one: str(one.relative_to(ROOT)))
def test_every_visible_word_can_be_translated(path: Path) -> None:
    assert bare_words(path.read_text()) == []


def test_a_word_that_cannot_be_translated_is_found() -> None:
    assert bare_words('<p aria-label="Why">Because {{ x }}</p>') == ["Why", "Because"]


def test_no_sheet_holds_a_word_and_only_one_a_colour() -> None:
    sheet = (LOOK / "base.css").read_text()
    assert [one for one in re.findall(r'content: "([^"]*)"', sheet) if worded(one)] == []
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|oklch\(", sheet) == []
    assert {one.name for one in LOOK.glob("*.css")} == {"tokens.css", "base.css"}


def test_every_face_that_is_named_is_there_with_its_licence() -> None:
    named = set(re.findall(r'url\("fonts/([^"]+)"\)', (LOOK / "tokens.css").read_text()))
    there = {one.name for one in (LOOK / "fonts").glob("*.woff2")}
    assert named == there
    assert "SIL OPEN FONT LICENSE" in (LOOK / "fonts/LICENSE-source-serif-4.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in (LOOK / "fonts/LICENSE-source-sans-3.txt").read_text()


def test_every_ink_that_a_sheet_uses_is_a_token() -> None:
    tokens, sheet = (LOOK / "tokens.css").read_text(), (LOOK / "base.css").read_text()
    assert set(re.findall(r"var\((--[\w-]+)", sheet)) <= set(re.findall(r"(--[\w-]+):", tokens))


def inks(pack: str, theme: int) -> dict[str, str]:
    """The colours of one pack in one theme: 0 is light, 1 is dark."""
    source = (LOOK / "tokens.css").read_text()
    rules = re.findall(r"(:root[^{]*|\[data-pack[^{]*){([^}]*)}", source)
    found: dict[str, str] = {}
    for selector, body in rules:
        if "data-pack" not in selector or f'"{pack}"' in selector:
            pairs = re.findall(r"--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)", body)
            found |= {name: (light, dark)[theme] for name, light, dark in pairs}
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """The ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


PAPERS = ("paper", "wash", "wash-2", "spot-wash", "good-wash", "care-wash", "stop-wash")
PAIRS = [(ink, paper) for ink in ("ink", "ink-2", "ink-3", "spot", "spot-deep") for paper in PAPERS]
PAIRS += [(state, paper) for state in ("good", "care", "stop") for paper in ("paper", "wash")]
PAIRS += [(state, f"{state}-wash") for state in ("good", "care", "stop")]
PAIRS += [("on-spot", "spot"), ("on-spot", "spot-deep")]
EDGES = [(edge, paper) for edge in ("edge", "focus", "spot") for paper in PAPERS]


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_keeps_seven_to_one_and_edges_three(pack: str, theme: int) -> None:
    known = inks(pack, theme)
    weak = [
        (one, other, round(contrast(known[one], known[other]), 2), least)
        for pairs, least in ((PAIRS, TEXT_RATIO), (EDGES, EDGE_RATIO))
        for one, other in pairs
        if contrast(known[one], known[other]) < least
    ]
    assert weak == []


def test_the_ratio_is_that_of_the_standard() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
