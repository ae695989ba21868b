"""What stands before the text is said by the page, wherever a file puts it."""

from __future__ import annotations

from salerno.services.articles.formats.about import about, byline
from salerno.services.articles.formats.jats.document import read
from salerno.services.articles.formats.jats.values import Document
from salerno.services.articles.tests.samples import NoImages, Page, drawn, jats

NAME = "<name><surname>Roe</surname><given-names>Rita</given-names></name>"
GROUP = '<contrib-group content-type="authors">'


def said(document: Document) -> str:
    """The words of a page beside its text."""
    return " ".join(" ".join(Page(about(document.front)).texts).split())


def test_a_note_of_the_title_stands_at_the_title_or_in_a_group_of_notes_there() -> None:
    given = jats().replace(
        b"</article-title>",
        b"</article-title><alt-title>Ward light</alt-title><alt-title>R. ROE</alt-title>"
        b"<fn-group><fn><label>*</label><p>Tables are kept apart.</p></fn></fn-group>",
    )
    document = read(given, NoImages())
    assert "Tables are kept apart." in said(document)
    assert "Ward light; R. ROE" in said(document)
    assert document.notes == ()


def test_a_licence_outside_the_permissions_is_said_beside_what_they_say() -> None:
    meta = (
        "<license><license-p>Use it freely, says <ext-link "
        'xlink:href="https://example.org/free">the deed</ext-link>.</license-p></license>'
        "<permissions><copyright-statement>Roe holds it</copyright-statement>"
        "<copyright-year>2031</copyright-year><copyright-holder>Roe</copyright-holder></permissions>"
    )
    document = drawn("<p>x</p>", meta=meta)
    assert "Roe holds it 2031 Use it freely, says the deed ." in said(document)
    assert document.front.licence.address == "https://example.org/free"
    assert document.notes == ()


def test_who_is_a_person_is_an_author_unless_the_group_says_otherwise() -> None:
    one = f'<contrib contrib-type="person">{NAME}<collab>for the Lamp Group</collab></contrib>'
    meta = f'{GROUP}{one}</contrib-group><contrib-group content-type="editor">{one}</contrib-group>'
    document = drawn("<p>x</p>", meta=meta)
    assert [each.kind for each in document.front.contributors] == ["author", "editor"]
    assert byline(document.front) == "Rita Roe"
    assert said(document).count("for the Lamp Group") == 2


def test_a_name_in_several_writings_is_said_in_each() -> None:
    other = "<name><surname>Ρω</surname><given-names>Ρίτα</given-names></name>"
    names = f"<name-alternatives>{NAME}{other}</name-alternatives>"
    document = drawn("<p>x</p>", meta=f"{GROUP}<contrib>{names}</contrib></contrib-group>")
    assert byline(document.front) == "Rita Roe"
    assert "Ρω Ρίτα" in said(document)


def test_a_sentence_about_the_article_is_said_and_a_mark_for_machines_is_not() -> None:
    pairs = "".join(
        f"<custom-meta><meta-name>{name}</meta-name><meta-value>{value}</meta-value></custom-meta>"
        for name, value in (("Data", "They lie in a drawer."), ("pages", "12"))
    )
    meta = f"<custom-meta-group>{pairs}</custom-meta-group>"
    assert said(drawn("<p>x</p>", meta=meta)).endswith("Also Data: They lie in a drawer.")


def test_what_no_line_says_is_said_at_the_end_and_reported_with_its_line() -> None:
    member = f"<contrib>{NAME}<bio><p>She keeps lamps.</p></bio></contrib>"
    meta = (
        f"{GROUP}<contrib><collab>Lamps<contrib-group>{member}</contrib-group></collab></contrib>"
    )
    given = jats(meta=f"{meta}</contrib-group>").replace(
        b"</journal-title-group>",
        b"<journal-subtitle>A\nlantern quarterly</journal-subtitle></journal-title-group>",
    )
    document = read(given, NoImages())
    assert said(document).endswith("Also A lantern quarterly She keeps lamps.")
    assert {(one.line, one.kind) for one in document.notes} == {(1, "left"), (2, "left")}


def test_the_house_and_its_town_are_said() -> None:
    house = (
        b"<publisher><publisher-name>Lamp Press</publisher-name>"
        b"<publisher-loc>Salerno</publisher-loc></publisher></journal-meta>"
    )
    document = read(jats().replace(b"</journal-meta>", house), NoImages())
    assert "Publisher Lamp Press, Salerno" in said(document)
    assert document.front.journal.publisher == "Lamp Press"


def test_the_parts_of_a_date_in_a_reference_stand_apart() -> None:
    dated = "<year>2031</year><month>04</month><day>09</day>"
    back = (
        "<ref-list><ref><element-citation><source>J</source><date-in-citation>"
        f"{dated}</date-in-citation></element-citation></ref><ref><element-citation>"
        f"<source>K</source><date>{dated}</date></element-citation></ref></ref-list>"
    )
    shown = " ".join(Page(drawn("<p>x</p>", back=back).back).texts)
    assert shown.count("2031 04 09") == 2


def test_an_id_that_two_places_of_work_have_leads_to_the_first() -> None:
    who = f'<contrib>{NAME}<xref ref-type="aff" rid="a"/></contrib>'
    places = '<aff id="a"><label>1</label>North</aff><aff id="a">South</aff>'
    document = drawn("<p>x</p>", meta=f"{GROUP}{who}{places}</contrib-group>")
    assert said(document).startswith("Authors Rita Roe 1 Where they work 1 North 2 South")
