"""The pages: what they show is what the pack and the declarations say, and nothing else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client, RequestFactory, override_settings
from django.utils.html import conditional_escape

from salerno.policy import cookies, page, store
from salerno.policy.purposes import ACCOUNT
from salerno.policy.record import record
from salerno.policy.values import Pack
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import DeclarationError
from salerno.privacy.registry import registry
from salerno.privacy.subjects import new_subject
from salerno.web import legal
from salerno.web.requests import known

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(pack: str) -> Iterator[Pack]:
    """The working text of each pack, in force."""
    with store.under(store.working(pack)) as one:
        yield one


def shown(client: Client, address: str) -> str:
    """A page as it is answered, with its spaces evened out."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def ids(text: str, prefix: str) -> list[str]:
    """The ids on a page that begin with ``prefix``, in order."""
    return re.findall(rf'id="{prefix}([^"]+)"', text)


@pytest.mark.clause("N-05", "works")
def test_the_tables_are_the_declarations(whole: Pack, client: Client) -> None:
    text = shown(client, "/privacy/tables")
    assert sorted(ids(text, "kind-")) == sorted(registry().clauses)
    rows = page.tables(whole, "en").kinds
    for row in rows:
        clause = registry().clauses[row.id]
        done = [one.id for one in clause.purposes if page.is_done(whole, one.id)]
        assert sorted(one.id for one, _ in row.uses) == sorted(done)
        assert row.title == str(clause.title)
        assert [one.id for one in row.recipients] == list(whole.policy.clause(row.id).recipients)
        assert row.kept
    assert sorted(ids(text, "recipient-")) == sorted(whole.policy.recipients)


@pytest.mark.clause("H-31", "works")
def test_the_list_has_one_item_for_each_purpose_in_the_operators_words(
    whole: Pack, client: Client
) -> None:
    text = shown(client, "/privacy/tables")
    assert ids(text, "purpose-") == list(whole.policy.purposes)
    assert sorted(whole.policy.purposes) == sorted(registry().purposes)
    for row in page.tables(whole, "en").purposes:
        assert row.text == whole.policy.purpose(row.id).text
        assert conditional_escape(row.text) in text


@pytest.mark.clause("H-94", "works")
def test_each_section_names_purposes_and_the_index_finds_every_section(
    whole: Pack, client: Client
) -> None:
    text = shown(client, "/privacy")
    sections = page.policy_page(whole, "en").sections
    assert all(one.purposes for one in sections)
    for section in sections:
        assert f'<h2 id="{section.id}">' in text
        for purpose in section.purposes:
            assert f'href="/privacy/tables#purpose-{purpose.id}"' in text
    index = page.reverse_index(whole)
    assert set(index) == set(whole.policy.purposes)
    assert all(index.values())
    linked = {(one.id, p.id) for one in sections for p in one.purposes}
    assert linked <= {(s.id, name) for name, found in index.items() for s in found}


@pytest.mark.clause("N-109", "works")
def test_the_table_by_service_names_category_source_purpose_and_ground(
    whole: Pack, client: Client
) -> None:
    rows = page.tables(whole, "en", "eu").by_service
    expected = {
        (service.title, kind.category, purpose)
        for service in whole.services.values()
        for purpose in service.purposes
        for kind in whole.register.kinds.values()
        if purpose in kind.purposes
    }
    assert {(one.service, one.category, one.purpose.id) for one in rows} == expected
    assert all(one.source and one.basis for one in rows)
    text = shown(client, "/privacy/tables?layer=eu").split('id="by-service"')[1]
    assert text.count('<th scope="row">') == len(rows)
    assert "Use after notice" not in {one.basis for one in rows}


@pytest.mark.clause("N-104", "works")
def test_a_layer_is_shown_on_request_and_read_with_the_policy(whole: Pack, client: Client) -> None:
    plain, layered = shown(client, "/privacy"), shown(client, "/privacy?layer=eu")
    assert ids(plain, "eu-") == []
    own = [one.id for one in whole.text("eu").sections]
    assert [one for one in own if f'<h2 id="{one}">' in layered] == own
    for section in page.policy_page(whole, "en").sections:
        assert f'<h2 id="{section.id}">' in layered
    for layer in whole.layers:
        assert f'href="?layer={layer}"' in plain
    assert ids(shown(client, "/privacy?layer=mars"), "eu-") == []


@pytest.mark.clause("N-105", "works")
def test_the_controller_stands_on_page_and_record_from_one_place(
    whole: Pack, client: Client
) -> None:
    operator = whole.policy.operator
    moved = replace(operator, address="9 New Street, Boston")
    policy = replace(whole.policy, operator=moved, digest="moved")
    with store.under(replace(whole, policy=policy)):
        assert "9 New Street, Boston" in shown(client, "/privacy?layer=eu")
        assert client.get("/record.json").json()["address"] == "9 New Street, Boston"
    assert "9 New Street" not in shown(client, "/privacy?layer=eu")
    assert record(whole).controller == operator.legal_name


@pytest.mark.clause("N-107", "works")
def test_the_representative_is_printed_in_the_layer_that_needs_one(client: Client) -> None:
    with store.under(store.working("publisher")) as one:
        operator = one.policy.operator
        assert operator.country not in one.layers["eu"].countries
        assert operator.representative_address in shown(client, "/privacy?layer=eu")
        assert operator.representative_address not in shown(client, "/privacy")
        assert (
            operator.representative_address in client.get("/record.json").json()["representative"]
        )


@pytest.mark.clause("N-119", "works")
def test_each_recipient_stands_with_country_mechanism_and_offer_of_a_copy(
    whole: Pack, client: Client
) -> None:
    text = shown(client, "/privacy/tables")
    for row in page.tables(whole, "en").recipients:
        assert f"{row.country}: {row.mechanism}." in text
    assert text.count("Ask for a copy") == len(whole.policy.recipients)


@pytest.mark.clause("N-36", "works")
def test_the_cookie_page_lists_the_registry_and_lets_one_choose(
    whole: Pack, client: Client
) -> None:
    text = shown(client, "/cookies")
    assert ids(text, "cookie-") == [one.name for one in whole.policy.cookies]
    assert set(ids(text, "cookie-")) == cookies.of_code()
    assert 'action="/cookies/choose"' in text
    assert re.findall(r'name="count" value="(\w+)"', text.split('id="choice"')[1]) == ["yes", "no"]


@pytest.mark.clause("N-36", "refused")
def test_a_cookie_in_code_or_pack_alone_is_named(whole: Pack) -> None:
    coded, stated = cookies.of_code(), whole.policy.cookies
    assert cookies.against_pack(coded, stated) == []
    assert cookies.against_pack({*coded, "spy"}, stated) == [
        "The cookie spy is set, and the pack does not list it."
    ]
    fewer = [one for one in stated if one.name != "theme"]
    assert cookies.against_pack(coded, fewer) == [
        "The cookie theme is set, and the pack does not list it."
    ]
    assert cookies.against_pack(coded - {"theme"}, stated) == [
        "The pack lists the cookie theme, which nothing sets."
    ]
    with pytest.raises(DeclarationError, match="The cookie spy is not in the cookie registry"):
        cookies.check_set("spy", "7", stated)


@pytest.mark.clause("N-110", "works")
def test_the_consent_on_the_cookie_page_stands_alone_and_nothing_is_ticked(
    whole: Pack, client: Client
) -> None:
    text = shown(client, "/cookies")
    assert whole.policy.purpose("analytics").ask in text
    assert "checked" not in text
    others = [law.ask for name, law in whole.policy.purposes.items() if name != "analytics"]
    assert [ask for ask in others if ask and ask in text] == []


@pytest.mark.clause("N-87", "works")
@pytest.mark.clause("H-40", "works")
def test_the_security_statement_has_an_address_of_its_own(whole: Pack, client: Client) -> None:
    text = shown(client, "/privacy")
    body = text.split('<h2 id="security">')[1].split("<h2")[0]
    assert "We cannot guarantee" in body
    assert 'id="security-1"' in body
    assert "cannot guarantee" in record(whole).security


@pytest.mark.clause("H-08", "works")
def test_the_chain_of_parents_stands_in_record_and_affiliates(client: Client) -> None:
    with store.under(store.working("school")) as one:
        chain = client.get("/record.json").json()["chain"]
        assert chain == ["Aldersey Medical School", "Aldersey University"]
        named = {r.name for r in one.policy.recipients.values() if r.kind == "affiliate"}
        assert named == set(chain)
        assert "a unit of Aldersey Medical School" in shown(client, "/privacy")


@pytest.mark.clause("H-02", "works")
def test_every_domain_and_app_of_the_operator_is_listed_with_the_policy(
    whole: Pack, client: Client
) -> None:
    text = shown(client, "/privacy/tables")
    assert ids(text, "service-") == list(whole.services)
    for service in whole.services.values():
        assert service.document == "privacy"
        assert service.hosts or service.clients
        for name in (*service.hosts, *service.clients):
            assert f"<code>{name}</code>" in text


@pytest.mark.clause("H-07", "works")
def test_terms_and_policy_link_each_other_and_carry_versions(whole: Pack, client: Client) -> None:
    assert 'href="/terms"' in shown(client, "/privacy").split('class="text prose policy"')[1]
    terms = shown(client, "/terms")
    assert 'href="/privacy"' in terms.split('class="text prose policy"')[1]
    assert f"Version {whole.documents['terms'].version}" in terms
    assert f"with version {whole.policy.version} of the privacy policy" in terms


@pytest.mark.clause("H-38", "works")
def test_a_leaving_notice_names_the_site_and_its_policy(whole: Pack, client: Client) -> None:
    site = next(iter(whole.destinations.values()))
    text = shown(client, f"/leaving?to=https://{site.host}/page")
    assert site.title in text
    assert f'href="{site.policy}"' in text
    assert f'href="https://{site.host}/page"' in text


@pytest.mark.clause("H-38", "refused")
def test_an_unlisted_site_is_not_led_to(whole: Pack, client: Client) -> None:
    for address in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        answer = client.get("/leaving", {"to": address})
        assert answer.status_code == 400
        assert re.findall(r'(?:href|action|src)="[^"]*evil', answer.content.decode()) == []
        assert "Location" not in answer.headers


@pytest.mark.clause("H-43", "works")
def test_the_notice_of_a_change_offers_copy_and_closing(whole: Pack, client: Client) -> None:
    text = shown(client, "/privacy/changes").split('id="leave"')[1]
    offered = re.findall(r'<a class="button quiet" href="([^"]+)"', text)
    assert offered == ["/you/copy", "/you/erase"]
    assert "Neither asks you to accept anything." in text


@pytest.mark.clause("H-51", "works")
@pytest.mark.clause("N-03", "works")
def test_every_page_links_the_legal_set_and_the_bound_version(whole: Pack, client: Client) -> None:
    footed = [one.address for one in whole.documents.values() if one.footer]
    for address in ("/", "/about", "/faq", "/companies", "/institutions", "/you", *footed):
        answer = client.get(address, follow=True)
        foot = answer.content.decode().split('<footer class="foot">')[1]
        linked = set(re.findall(r'href="([^"]+)"', foot))
        assert [one for one in footed if one not in linked] == [], address
        assert f"Version {whole.policy.version}, in force since" in " ".join(foot.split())
    assert {"/contact", "/policies", "/terms", "/trademark", "/ferpa"} <= set(footed)


@pytest.mark.clause("H-30", "works")
def test_every_purpose_that_code_can_enter_is_in_the_register(whole: Pack) -> None:
    assert set(registry().purposes) == set(whole.policy.purposes)
    used = {one.id for clause in registry().clauses.values() for one in clause.purposes}
    assert used <= set(registry().purposes)
    assert used | {row.id for row in page.tables(whole, "en").purposes if not row.kinds} == set(
        registry().purposes
    )


def test_the_record_is_the_same_as_page_table_and_data(whole: Pack, client: Client) -> None:
    data = client.get("/record.json").json()
    lines = list(csv.reader(io.StringIO(client.get("/record.csv").content.decode())))
    text = shown(client, "/record")
    assert [one["id"] for one in data["activities"]] == list(whole.policy.purposes)
    assert [line[0] for line in lines[1:]] == [one["title"] for one in data["activities"]]
    assert ids(text, "activity-") == list(whole.policy.purposes)


@pytest.mark.clause("H-16", "works")
def test_the_definition_of_what_identifies_is_made_from_the_grades(whole: Pack) -> None:
    found = dict(page.identifiable(whole))
    listed = {one.id for kinds in found.values() for one in kinds}
    assert listed == set(registry().clauses)
    for grade, kinds in found.items():
        assert {registry().clauses[one.id].grade for one in kinds} <= {grade}
    assert "accounts.name" in {one.id for one in found["direct"]}


def test_security_txt_names_the_one_who_answers(whole: Pack, client: Client) -> None:
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert lines[0] == f"Contact: mailto:{whole.policy.operator.security_email}"
    assert [line.split(":")[0] for line in lines] == [
        "Contact", "Expires", "Canonical", "Policy", "Preferred-Languages",
    ]  # fmt: skip


def test_there_is_no_page_of_a_version_that_was_never_published(client: Client) -> None:
    assert client.get("/privacy/versions/999").status_code == 404


def test_every_cookie_that_is_set_is_in_the_registry(whole: Pack, client: Client) -> None:
    listed = {one.name: one for one in whole.policy.cookies}
    for address in ("/", "/cookies", "/register", "/sign-in", "/privacy"):
        client.get(address)
    client.post("/appearance", {"theme": "dark"})
    client.post("/cookies/choose", {"count": "yes"})
    seen = dict(client.cookies)
    assert {"theme", "asked", "visitor"} <= set(seen) <= set(listed)
    for name, cookie in seen.items():
        days = int(cookie["max-age"] or 0) / 86_400
        assert days <= listed[name].days, name


def test_a_second_language_shows_its_texts_and_english_where_it_has_none(
    whole: Pack, client: Client
) -> None:
    asked = {"accept-language": "de"}
    with override_settings(LANGUAGES=[("en", "English"), ("de", "Deutsch")]):
        text = " ".join(client.get("/privacy", headers=asked).content.decode().split())
    assert "Sie können" in text.split('class="short"')[1].split("</section>")[0]
    assert whole.text("privacy", "de") == whole.text("privacy", "en")
    assert set(whole.texts["de"]) <= set(whole.texts["en"])


@pytest.mark.clause("N-104", "works")
def test_the_layer_of_the_stated_region_is_shown_without_being_asked_for(whole: Pack) -> None:
    with entered(ACCOUNT, Viewer.visitor()), transaction.atomic():
        union, elsewhere = (new_subject(layer=one) for one in ("eu", "none"))
    for subject, layer in ((union, "eu"), (elsewhere, ""), (None, "")):
        request = RequestFactory().get("/privacy")
        known(request).viewer = Viewer(subject=subject)
        text = legal.privacy(request).content.decode()
        assert ('<h2 id="eu-controller">' in text) is (layer == "eu")
