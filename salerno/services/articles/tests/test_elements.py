"""What becomes of one element each."""

from __future__ import annotations

import pytest

from salerno.services.articles.formats.jats.document import read
from salerno.services.articles.formats.metadata import linked_data, meta
from salerno.services.articles.tests.samples import NoImages, OneImage, Page, drawn, jats, whole

MATH = "<inline-formula><mml:math><mml:mi>x</mml:mi></mml:math></inline-formula>"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<p>One <bold>two</bold>.</p>", "<p>One <b>two</b>.</p>"),
        ("<p>a<list><list-item><p>b</p></list-item></list>c</p>",
         "<p>a</p><ul><li>b</li></ul><p>c</p>"),
        ('<list list-type="alpha-lower"><list-item><p>b</p></list-item></list>',
         '<ol type="a"><li>b</li></ol>'),
        ("<disp-quote><p>q</p><attrib>who</attrib></disp-quote>",
         '<blockquote><p>q</p><p class="by">who</p></blockquote>'),
        (f"<p>{MATH}</p>", "<p><math><mi>x</mi></math></p>"),
        ("<sec><title>T</title><sec><title>U</title><p>v</p></sec></sec>",
         '<h2 id="s-t">T</h2><h3 id="s-u">U</h3><p>v</p>'),
        ("<code>a  &lt; b</code>",
         '<pre tabindex="0" role="region" aria-label="Code"><code>a  &lt; b</code></pre>'),
        ('<p><ext-link ext-link-type="doi" xlink:href="10.1000/xyz">x</ext-link></p>',
         '<p><a href="https://doi.org/10.1000/xyz">x</a></p>'),
        ("<p><email>a@example.org</email></p>",
         '<p><a href="mailto:a@example.org">a@example.org</a></p>'),
        ("<p>&nbsp;&alpha;&agr;&Thgr;&hellip;</p>", "<p>ααΘ…</p>"),
    ],
)  # fmt: skip
def test_one_element(given: str, expected: str) -> None:
    assert drawn(given).body == expected


def test_a_line_of_words_has_no_numbers_of_parts_and_references_and_its_headings_end() -> None:
    one, two = (f'<xref ref-type="bibr" rid="b{n}">{n}</xref>' for n in (1, 2))
    cited = f"<sup>{one},{two}</sup>"
    abstract = (
        '<abstract><object-id pub-id-type="doi">10.1000/x.001</object-id><sec><title>Why</title>'
        f"<p>It helped.{cited} In 10<sup>3</sup> wards.</p></sec></abstract>"
    )
    back = (
        '<ref-list><ref id="b1"><mixed-citation>One.</mixed-citation></ref>'
        '<ref id="b2"><mixed-citation>Two.</mixed-citation></ref></ref-list>'
    )
    document = drawn("<sec><title>So what?</title><p>Much.</p></sec>", meta=abstract, back=back)
    assert document.summary == "Why. It helped. In 103 wards."
    assert "So what? Much." in document.text
    assert "10.1000" not in document.text


def test_a_pointer_and_its_reference_lead_to_each_other() -> None:
    body = '<p>As <xref ref-type="bibr" rid="b1 b2">1,2</xref> and <xref rid="b2"/>.</p>'
    back = (
        '<ref-list><ref id="b1"><mixed-citation>One.</mixed-citation></ref>'
        '<ref id="b2"><mixed-citation>Two.</mixed-citation></ref></ref-list>'
    )
    html = whole(drawn(body, back=back))
    assert 'id="x-b1-c1" href="#x-b1">1,2</a>' in html
    assert '<span id="x-b2-c1"></span>' in html
    assert 'id="x-b2-c2" href="#x-b2" aria-label="Note: 2" class="cite">2</a>' in html
    assert [f'href="#{one}"' in html for one in ("x-b1-c1", "x-b2-c1", "x-b2-c2")] == [True] * 3


def test_a_structured_reference_is_worded_and_nothing_of_it_is_left_out() -> None:
    back = (
        "<ref-list><ref><element-citation><person-group><name><surname>Roe</surname>"
        "<given-names>R</given-names></name><etal/></person-group><article-title>Why?"
        "</article-title><source>J</source><year>1999</year><volume>2</volume><issue>3</issue>"
        '<fpage>4</fpage><lpage>5</lpage><pub-id pub-id-type="doi">10.1000/x</pub-id>'
        '<pub-id pub-id-type="pmid">12</pub-id><novelty>kept</novelty></element-citation></ref>'
        "</ref-list>"
    )
    document = drawn("<p>x</p>", back=back)
    assert (
        "Roe R, et al. Why? <i>J</i>. 1999;2(3):4–5. <span>kept</span>. "
        '<a href="https://doi.org/10.1000/x">doi:10.1000/x</a> '
        '<a href="https://pubmed.ncbi.nlm.nih.gov/12/">PubMed 12</a>'
    ) in document.back
    assert [one.kind for one in document.notes] == ["unknown"]


def person(surname: str, given: str) -> str:
    """Somebody in a reference."""
    return f"<name><surname>{surname}</surname><given-names>{given}</given-names></name>"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # its own stops are those that stand there
        (f'{person("Roe", "R")} (<year>2010</year>) <article-title>Why</article-title>.',
         "Roe R (2010) Why."),
        # nothing stands between two names, or between two parts
        (f"<person-group>{person('Roe', 'R')}{person('Low', 'L')}</person-group>"
         "<year>1999</year><source>J</source>(accepted)", "Roe R, Low L 1999 J(accepted)"),
        # editors are a text and no names
        (f'{person("Roe", "R")}<person-group person-group-type="editor">Low L,Day D'
         "</person-group><article-title>Why</article-title><year>1983</year>",
         "Roe R. Why. edited by Low L,Day D. 1983."),
        ("<person-group>Low L, Day D</person-group><article-title>Why</article-title>",
         "Low L, Day D. Why."),
        # numbers of a register stand apart, and are linked
        ('<object-id>1b</object-id>[<source>J</source>, <year>1974</year>];'
         '<pub-id pub-id-type="pmid">12</pub-id><issn>0021-3640</issn>',
         "1b [J, 1974]; PubMed 12 0021-3640"),
    ],
)  # fmt: skip
def test_a_reference_that_brings_words_or_stops_keeps_them_and_its_parts_apart(
    given: str, expected: str
) -> None:
    back = f"<ref-list><ref><mixed-citation>{given}</mixed-citation></ref></ref-list>"
    shown = "".join(Page(drawn("<p>x</p>", back=back).back).texts)
    assert shown.removeprefix("References1") == expected


def test_a_table_has_heads_spans_notes_and_a_region_for_the_keyboard() -> None:
    body = (
        '<table-wrap id="t"><label>Table 1</label><caption><title>Ages</title></caption>'
        '<table><thead><tr><td/><th colspan="2">Years<xref ref-type="table-fn" rid="f">a</xref>'
        '</th></tr></thead><tbody><tr><th>Ann</th><td align="right">4</td>'
        '<td rowspan="99999">5</td></tr></tbody></table>'
        '<table-wrap-foot><fn id="f"><label>a</label><p>Whole.</p></fn></table-wrap-foot>'
        "</table-wrap>"
    )
    html = drawn(body).body
    assert '<figcaption id="x-t-caption"><b>Table 1. Ages</b></figcaption>' in html
    assert '<div class="scroll" tabindex="0" role="region" aria-labelledby="x-t-caption">' in html
    assert '<tr><td></td><th scope="colgroup" colspan="2">Years<a' in html
    assert '<th scope="row">Ann</th><td class="n">4</td><td rowspan="1000">5</td>' not in html
    assert '<th scope="row">Ann</th><td class="n">4</td><td>5</td>' in html
    assert '<li id="x-f"><span class="no">a</span> Whole.<span class="back">' in html


def test_a_figure_shows_its_picture_or_says_that_there_is_none() -> None:
    body = (
        '<fig id="f"><label>Figure 1</label><caption><title>Rise.</title></caption>'
        '<alt-text>It rises &amp; "falls"</alt-text><graphic xlink:href="dir/f1.tif">'
        "<alt-text>Up</alt-text></graphic></fig>"
    )
    seen = read(jats(body), OneImage())
    assert f'<img src="/articles/figures/{"a" * 40}.png" loading="lazy"' in seen.body
    assert 'width="30" height="20" alt="Up">' in seen.body
    assert [one.key for one in seen.images] == ["a" * 40]
    gone = drawn(body)
    assert "The picture “f1.tif” did not come with this article." in gone.body
    assert "<p>Up</p>" in gone.body
    assert [one.kind for one in gone.notes] == ["picture"]


def test_maths_is_kept_cleaned_and_its_tex_stands_inside() -> None:
    body = (
        '<disp-formula id="e"><label>(1)</label><alternatives><mml:math display="block">'
        '<mml:mfenced><mml:mi href="javascript:x" onclick="y" mathvariant="bold">a</mml:mi>'
        "<mml:mn>1</mml:mn></mml:mfenced><mml:maction>z</mml:maction></mml:math>"
        "<tex-math>(a, 1)</tex-math></alternatives></disp-formula>"
    )
    html = drawn(body).body
    assert '<mo>(</mo><mi mathvariant="bold">a</mi><mo>,</mo><mn>1</mn><mo>)</mo>' in html
    assert '<annotation encoding="application/x-tex">(a, 1)</annotation>' in html
    assert 'aria-label="Equation 1"' in html
    assert [one for one in ("javascript", "onclick") if one in html] == []


def test_tex_alone_is_shown_as_its_text_and_told() -> None:
    tex = r"\documentclass{m}\begin{document}$$\frac{1}{2}$$\end{document}"
    document = drawn(f"<p><inline-formula><tex-math>{tex}</tex-math></inline-formula></p>")
    assert r'<code class="tex">$$\frac{1}{2}$$</code>' in document.body
    assert [(one.kind, one.line) for one in document.notes] == [("maths", 1)]


def test_what_is_not_understood_is_shown_and_told_with_its_line() -> None:
    document = drawn("<p>a</p>\n\n<novelty>b <bold>c</bold></novelty>")
    assert "<span>b <b>c</b></span>" in document.body
    assert [(one.line, one.kind, one.words) for one in document.notes] == [
        (3, "unknown", "<novelty> is not understood; its text is shown.")
    ]


def test_a_footnote_in_the_midst_of_a_text_stands_among_the_notes() -> None:
    document = drawn('<p>a<fn id="f"><p>Note.</p></fn> b</p>')
    assert '<a href="#x-f" id="x-f-call" class="cite" aria-label="Note 1">1</a> b</p>' in (
        document.body
    )
    assert document.back.startswith('<h2 id="s-notes">Notes</h2><ol class="refs notes">')
    assert [one.words for one in document.headings] == ["Notes"]


def test_the_front_is_read_into_values() -> None:
    given = (
        '<contrib-group><contrib contrib-type="author" corresp="yes" equal-contrib="yes">'
        '<contrib-id contrib-id-type="orcid">http://orcid.org/0000-0002-1825-009x</contrib-id>'
        "<name><surname>Żółkiewski</surname><given-names>Piotr</given-names></name>"
        '<xref ref-type="aff" rid="a1"/><xref ref-type="corresp" rid="c1"/></contrib>'
        "<contrib><collab>The Group</collab></contrib></contrib-group>"
        '<aff id="a1"><label>1</label><institution>House</institution>, <country>Land</country>'
        '</aff><author-notes><corresp id="c1">To: <email>p@example.org</email></corresp>'
        '</author-notes><pub-date pub-type="epub"><day>31</day><month>02</month><year>2020</year>'
        "</pub-date><volume>3</volume><issue>4</issue><fpage>9</fpage><lpage>12</lpage>"
        '<permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/">'
        "<license-p>Free.</license-p></license></permissions>"
        '<related-article related-article-type="retracted-article" ext-link-type="doi" '
        'xlink:href="10.5555/two"/><kwd-group><kwd>one</kwd><kwd>two</kwd></kwd-group>'
    )
    document = drawn("<p>x</p>", meta=given, title="On <italic>this</italic>")
    front = document.front
    first, second = front.contributors
    assert (first.name, first.orcid, first.email, first.affiliations) == (
        "Piotr Żółkiewski", "0000-0002-1825-009X", "p@example.org", ("a1",),
    )  # fmt: skip
    assert (first.is_corresponding, first.is_equal, second.is_group) == (True, True, True)
    assert (front.title, front.title_html) == ("On this", "On <i>this</i>")
    assert [(one.number, one.html) for one in front.affiliations] == [("1", "House, Land")]
    assert [(one.kind, one.iso) for one in front.dates] == [("epub", "2020-02")]
    assert [(one.kind, one.doi) for one in front.related] == [("retracted-article", "10.5555/two")]
    assert front.licence.address == "https://creativecommons.org/licenses/by/4.0/"
    said = dict(meta(front))
    assert (said["citation_doi"], said["citation_firstpage"]) == ("10.5555/one", "9")
    linked = linked_data(document, is_free=False)
    assert (linked["headline"], linked["isAccessibleForFree"]) == ("On this", False)


@pytest.mark.parametrize(
    ("doctype", "prefix", "namespace"),
    [
        ("", "", ""),
        ('<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.3//EN" "JATS.dtd">', "", ""),
        ("", "jats:", ' xmlns:jats="http://jats.nlm.nih.gov"'),
        ("", "", ' xmlns="http://jats.nlm.nih.gov/ns/archiving/1.3/"'),
        ('<!DOCTYPE article [<!ENTITY us "Society &#169;">]>', "", ""),
    ],
)
def test_files_of_every_flavour_read_alike(doctype: str, prefix: str, namespace: str) -> None:
    text = (
        f"{doctype}<p:article{namespace}><p:front><p:article-meta><p:title-group>"
        "<p:article-title>T</p:article-title></p:title-group></p:article-meta></p:front>"
        '<p:body><p:p>See <p:ext-link xlink:href="https://example.org/">x</p:ext-link></p:p>'
        "</p:body></p:article>"
    ).replace("p:", prefix) if prefix else (
        f"{doctype}<article{namespace}><front><article-meta><title-group>"
        "<article-title>T</article-title></title-group></article-meta></front>"
        '<body><p>See <ext-link xlink:href="https://example.org/">x</ext-link></p></body></article>'
    )  # fmt: skip
    document = read(text.replace("htthttps", "https").encode(), NoImages())
    assert document.body == '<p>See <a href="https://example.org/">x</a></p>'


def test_an_article_inside_a_wrapper_of_an_archive_is_found() -> None:
    inner = jats().partition(b"?>")[2]
    document = read(b"<record><metadata>" + inner + b"</metadata></record>", NoImages())
    assert (document.front.title, document.body) == ("A Title", "<p>Text.</p>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_are_read(encoding: str) -> None:
    text = jats("<p>Größe</p>").decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    assert read(text.encode(encoding), NoImages()).body == "<p>Größe</p>"
