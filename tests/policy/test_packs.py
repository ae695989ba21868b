"""A pack is whole or it is refused, with file, line and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from salerno.policy import checks, crosschecks, publishing
from salerno.policy.errors import PackError, PublishRefused
from salerno.policy.loader import HOUSE
from salerno.policy.options import OPTIONS
from salerno.policy.register import against_pack
from salerno.policy.texts import promises
from salerno.policy.values import Kind
from salerno.privacy import clock
from salerno.privacy.declare import Clause, Grade, Purpose
from salerno.privacy.errors import DeclarationError
from salerno.privacy.law import Basis, ChoiceForm, TermKind
from tests.policy.bench import FIRST, SECOND, Bench, register_for

type BenchOf = Callable[[str], Bench]


def refusal(bench: Bench) -> str:
    """The one sentence with which a pack is refused."""
    with pytest.raises(PackError) as refused:
        bench.load()
    return str(refused.value)


def test_both_packs_are_whole_and_give_every_setting(bench: Bench) -> None:
    pack = bench.load()
    assert set(pack.policy.settings) == set(OPTIONS)
    assert {"eu", "california", "minor"} <= set(pack.policy.layers)


def test_the_packs_differ_where_the_operators_do(bench_of: BenchOf) -> None:
    publisher, school = (bench_of(one).load().policy.settings for one in ("publisher", "school"))
    differing = {name for name in OPTIONS if publisher[name] != school[name]}
    assert differing == {
        "consent_mode", "rights_offered", "retention_default", "retention_reason",
        "ugc_default_audience", "ugc_reuse", "profile_max_audience", "location_precision_max",
        "directory", "directory_information", "directory_fields", "partner_reports",
        "sponsor_gate", "cv_service", "experiments", "device_matching", "cross_unit_linking",
        "ads_mode", "channels", "contact_channels", "offline_rules", "min_age", "policy_change",
        "legal_grounds", "aggregate_release", "automated_decisions", "ferpa",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("pack.toml", "dnt = ", "dnt == ", "not TOML"),
        ("pack.toml", 'gpc = "honoured"', 'gpc = "ignored"', "must be one of: honoured"),
        ("pack.toml", "min_age = 13", "min_age = 12", "must be 13 or more"),
        ("pack.toml", "directory = ", "directoy = ", "unknown key"),
        ("pack.toml", "sponsor_gate = true", 'sponsor_gate = "yes"', "must be a bool"),
        ("recipients.toml", 'contract = "Mail', 'contrct = "Mail', "unknown key"),
        ("clauses/accounts.toml", 'source = "us"', 'source = "elsewhere"', "must be one of: you"),
        ("purposes.toml", 'basis = "contract"', 'basis = "habit"', "must be one of: contract"),
        ("purposes.toml", 'people = ["members"]', 'people = ["bots"]', "'bots'"),
    ],
)
def test_a_malformed_pack_is_refused_with_file_and_line(
    bench_of: BenchOf, file: str, old: str, new: str, reason: str
) -> None:
    bench = bench_of("publisher")
    bench.edit(file, old, new)
    said = refusal(bench)
    assert said.startswith(f"{file}:{bench.line(file, new.splitlines()[0])}: ")
    assert reason in said


def test_a_recipient_without_a_contract_is_refused(bench: Bench) -> None:
    bench.edit("recipients.toml", 'contract = "Mail', 'contract = "" # "Mail')
    line = bench.line("recipients.toml", "[recipients.mail_carrier]")
    assert refusal(bench) == (
        f"recipients.toml:{line}: recipients.mail_carrier: no `contract`: without one nothing "
        "flows, so it cannot be a recipient"
    )


@pytest.mark.clause("H-12", "works")
def test_every_clause_has_a_term_and_open_ended_ones_say_so(bench: Bench) -> None:
    kinds = {law.term.kind for law in bench.load().policy.clauses.values()}
    assert kinds == set(TermKind)
    suppressed = bench.load().policy.clause("post.suppression").term
    assert suppressed.reason.startswith("so that a letter you stopped stays stopped")


@pytest.mark.clause("H-12", "refused")
def test_a_clause_without_a_term_is_refused(bench: Bench) -> None:
    term = '[clauses."accounts.region"]\nterm = { account = 30 }'
    bench.edit("clauses/accounts.toml", term, '[clauses."accounts.region"]')
    line = bench.line("clauses/accounts.toml", "accounts.region")
    assert refusal(bench) == (
        f"clauses/accounts.toml:{line}: clauses.accounts.region: no `term`: say how long it is "
        "kept; account and indefinite are answers too"
    )


@pytest.mark.clause("H-12", "refused")
def test_an_endless_term_without_its_reason_is_refused(bench: Bench) -> None:
    bench.edit("clauses/accounts.toml", "term = { account = 1095 }", 'term = { indefinite = "" }')
    assert "indefinite: is empty" in refusal(bench)


@pytest.mark.clause("N-05", "refused")
def test_a_clause_in_code_alone_or_in_the_pack_alone_is_named(bench: Bench) -> None:
    pack = bench.load()
    code = register_for(pack)
    extra = Kind("rooms.new", "New", "user", "direct", ("account",))
    kinds = {name: one for name, one in code.kinds.items() if name != "accounts.name"}
    said = checks.working_problems(
        replace(pack, register=code), replace(code, kinds={**kinds, extra.id: extra})
    )
    assert said == [
        f"The clause rooms.new is in the code, and the pack {pack.policy.pack} says nothing "
        "about it.",
        f"The pack {pack.policy.pack} speaks of the clause accounts.name, which is not in the "
        "code.",
    ]


@pytest.mark.clause("H-31", "refused")
def test_a_purpose_in_code_alone_or_in_the_list_alone_is_named(bench: Bench) -> None:
    pack = bench.load()
    uses = dict(register_for(pack).uses)
    uses["resale"] = uses.pop("surveys")
    code = replace(register_for(pack), uses=uses)
    name = pack.policy.pack
    assert against_pack(code, pack.policy.clauses, pack.policy.purposes, name) == [
        f"The purpose resale is in the code, and the pack {name} says nothing about it.",
        f"The pack {name} speaks of the purpose surveys, which is not in the code.",
    ]


@pytest.mark.clause("H-31", "refused")
def test_publishing_stops_at_a_purpose_that_the_list_leaves_out(bench: Bench) -> None:
    code = bench.register()
    more = replace(code, uses={**code.uses, "resale": code.uses["billing"]})
    with clock.clock_at(FIRST), pytest.raises(PublishRefused, match="The purpose resale"):
        publishing.publish(bench.edition, more, effective_at=FIRST)


@pytest.mark.clause("H-94", "refused")
def test_a_purpose_of_which_no_section_speaks_is_refused(bench: Bench) -> None:
    path = bench.folder / "texts" / "en" / "privacy.md"
    path.write_text(path.read_text().replace(" surveys", ""))
    line = bench.line("purposes.toml", "[purposes.surveys]")
    assert refusal(bench) == (
        f"purposes.toml:{line}: purposes.surveys: no section of the policy speaks of it"
    )


@pytest.mark.parametrize("name", ["any", "all", '"*"', "other"])
@pytest.mark.clause("H-96", "refused")
def test_a_wildcard_is_no_purpose(bench: Bench, name: str) -> None:
    bench.edit("purposes.toml", "[purposes.account]", f"[purposes.{name}]")
    assert "never a wildcard" in refusal(bench)
    with pytest.raises(DeclarationError, match="never a wildcard"):
        Purpose("*", "Anything")


@pytest.mark.clause("H-96", "works")
def test_a_new_purpose_is_registered_with_reference_approval_and_version(bench: Bench) -> None:
    bench.publish(FIRST)
    bench.add(
        "purposes.toml",
        '[purposes.safety_study]\nbasis = "consent"\nchoice = "opt_in"\npeople = ["members"]\n'
        'text = "We study rare harms."\nask = "May your record be part of it?"\nsince = 2\n',
    )
    old = "## Advertising" if "## Advertising" in _privacy(bench) else "## Letters"
    new = "## Studies of harm {#harm: safety_study}\n\nWe study rare harms.\n\n" + old
    bench.edit("texts/en/privacy.md", old, new)
    with pytest.raises(PublishRefused, match="The purpose safety_study is new"):
        bench.publish(SECOND)
    approval = '[approvals.safety_study]\nlegal = "34 CFR 99.31(a)(6)"\nby = "The board"\n'
    bench.add("pack.toml", approval + 'date = "2026-04-02"\n')
    published = bench.publish(SECOND)
    assert published.policy.version == 2
    assert [one.legal for one in published.approvals if one.purpose == "safety_study"] == [
        "34 CFR 99.31(a)(6)"
    ]


def _privacy(bench: Bench) -> str:
    return (bench.folder / "texts" / "en" / "privacy.md").read_text()


@pytest.mark.clause("N-110", "works")
def test_each_consent_has_words_of_its_own_and_is_given_by_an_act(bench: Bench) -> None:
    purposes = bench.load().policy.purposes
    asked = [one.ask for one in purposes.values() if Basis.CONSENT in one.bases.values()]
    assert len(asked) == len(set(asked)) >= 5
    assert all(asked)
    first = [one.choice for one in purposes.values() if one.bases[""] is Basis.CONSENT]
    assert set(first) == {ChoiceForm.OPT_IN}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('ask = "May we send offers', 'ticked = true\nask = "May we send offers', "unknown key"),
        ('ask = "May we send offers', 'bundle = ["research"]\nask = "May we', "unknown key"),
    ],
)
@pytest.mark.clause("N-110", "refused")
def test_a_ticked_box_or_a_bundle_cannot_be_written(
    bench: Bench, old: str, new: str, reason: str
) -> None:
    bench.edit("purposes.toml", old, new)
    line = bench.line("purposes.toml", new.splitlines()[0])
    said = refusal(bench)
    assert said.startswith(f"purposes.toml:{line}: purposes.marketing_sms.")
    assert reason in said


@pytest.mark.clause("N-110", "refused")
def test_one_question_cannot_ask_for_two_purposes_nor_count_silence(bench: Bench) -> None:
    texts = {name: law.ask for name, law in bench.load().policy.purposes.items() if law.ask}
    bench.edit("purposes.toml", texts["analytics"], texts["marketing_sms"])
    assert "a bundled consent is none" in refusal(bench)
    bench.edit("purposes.toml", texts["marketing_sms"], texts["marketing_sms"] + " Yes?")
    opt = f'choice = "opt_in"\nask = "{texts["marketing_sms"]} Yes?"'
    bench.edit("purposes.toml", opt, opt.replace("opt_in", "opt_out"))
    assert "consent is an act" in refusal(bench)


@pytest.mark.clause("N-104", "refused")
def test_a_layer_that_contradicts_the_base_must_name_it(bench: Bench) -> None:
    (bench.folder / "layers").mkdir()
    own = (HOUSE / "layers" / "eu.toml").read_text()
    rule = '[clauses."web.security_log"]\nterm = { days = 14 }\n'
    (bench.folder / "layers" / "eu.toml").write_text(own + "\n" + rule)
    line = bench.line("layers/eu.toml", "term = { days = 14 }")
    assert refusal(bench) == (
        f"layers/eu.toml:{line}: layers.eu.clauses.web.security_log.term: contradicts the base "
        "text; name it: overrides = ['term']"
    )
    (bench.folder / "layers" / "eu.toml").write_text(own + "\n" + rule + 'overrides = ["term"]\n')
    pack = bench.load()
    assert pack.policy.clause("web.security_log").term.days == 14
    assert "clauses.web.security_log.term" in pack.layers["eu"].deviations


@pytest.mark.clause("N-104", "refused")
def test_a_pack_cannot_be_looser_than_its_layer(bench: Bench) -> None:
    ask = "[purposes.analytics]\n"
    bench.edit("purposes.toml", ask, ask + 'bases = { eu = "notice" }\n')
    assert "purposes.analytics.bases.eu: notice is looser than the layer allows" in refusal(bench)


@pytest.mark.clause("N-107", "refused")
def test_no_representative_in_the_union_needs_a_recorded_reason(bench_of: BenchOf) -> None:
    bench = bench_of("publisher")
    bench.edit("pack.toml", 'representative = "Auerbach & Lindqvist, lawyers"\n', "")
    line = bench.line("pack.toml", "[operator]")
    assert refusal(bench) == (
        f"pack.toml:{line}: operator: the layer eu needs a `representative` of an operator in US; "
        "or record why not: reasons.no_representative"
    )
    bench.add("pack.toml", '[reasons]\nno_representative = "Counsel advised so."\n')
    assert bench.load().warnings == (
        f"pack.toml:{line}: no representative for eu: Counsel advised so.",
    )


@pytest.mark.clause("N-105", "refused")
def test_nothing_flows_to_a_controller_without_a_record(bench: Bench) -> None:
    role = 'role = "controller"'
    before = bench.load()
    name = next(key for key, one in before.roles.items() if one == "controller")
    assert before.policy.recipients[name].enabled
    bench.edit("recipients.toml", f'address = "{before.addresses[name]}"\n', "")
    after = bench.load()
    assert role in (bench.folder / "recipients.toml").read_text()
    assert not after.policy.recipients[name].enabled
    assert [one for one in after.warnings if f": {name} decides itself" in one]


@pytest.mark.clause("H-08", "refused")
def test_a_body_outside_the_chain_is_no_affiliate(bench_of: BenchOf) -> None:
    bench = bench_of("school")
    bench.edit("recipients.toml", 'name = "Aldersey University"', 'name = "Harrow College"')
    assert refusal(bench).endswith(
        "Harrow College is not in the operator's chain (Trotula, Aldersey Medical School, "
        "Aldersey University), so it is no affiliate: give it the kind that it is"
    )


@pytest.mark.clause("H-51", "refused")
def test_a_missing_document_stops_the_start(bench: Bench) -> None:
    for name in ("contact", "terms", "trademark", "ferpa", "policies"):
        copy = Bench(bench.folder)
        text = (bench.folder / "pack.toml").read_text()
        copy.edit("pack.toml", f"[documents.{name}]", f"[documents.{name}_old]")
        assert f"the document '{name}' is missing" in refusal(copy)
        (bench.folder / "pack.toml").write_text(text)
    pack = bench.load()
    lost = replace(pack.documents["terms"], address="/nowhere")
    assert checks.unreachable({"terms": lost}) == [
        "The document Terms of service has no page at /nowhere."
    ]
    assert checks.unreachable(pack.documents) == []


@pytest.mark.clause("H-40", "refused")
def test_the_security_statement_cannot_be_dropped(bench: Bench) -> None:
    bench.edit("texts/en/privacy.md", "We cannot guarantee", "We see to it")
    assert "no section {#security} says what cannot be guaranteed" in refusal(bench)


@pytest.mark.clause("N-87", "refused")
@pytest.mark.clause("H-40", "refused")
def test_a_promise_of_absolute_security_is_refused(bench: Bench) -> None:
    bench.edit("texts/en/terms.md", "## Ending", "Your data is absolutely\nsecure.\n\n## Ending")
    assert "promises what nobody can keep: 'absolutely secure'" in refusal(bench)


@pytest.mark.clause("N-87", "refused")
def test_a_template_that_promises_is_named_and_the_operator_adds_words(bench: Bench) -> None:
    (bench.folder / "promises.txt").write_text("safe as houses\n")
    templates = bench.folder / "templates"
    templates.mkdir()
    (templates / "good.html").write_text("<p>We cannot guarantee it.</p>")
    (templates / "bad.html").write_text("<p>Safe as\n  houses.</p>")
    words = promises(bench.folder)
    assert checks.promising([templates], words) == [
        "bad.html promises what nobody can keep: 'safe as houses'."
    ]


@pytest.mark.clause("N-103", "refused")
def test_a_literal_contact_in_a_text_is_refused(bench: Bench) -> None:
    for literal in ("help@regimen.example", "+1 555 010 0199"):
        text = (bench.folder / "texts/en/contact.md").read_text()
        bench.add("texts/en/contact.md", f"Or call {literal}.\n")
        assert "is a literal contact" in refusal(bench)
        (bench.folder / "texts/en/contact.md").write_text(text)


@pytest.mark.clause("N-02", "refused")
def test_an_incomplete_operator_is_refused(bench: Bench) -> None:
    for key in ("legal_name", "seat", "address", "email"):
        text = (bench.folder / "pack.toml").read_text()
        bench.edit("pack.toml", f"\n{key} = ", f'\n{key} = "" # ')
        assert f"operator.{key}: is empty" in refusal(bench)
        (bench.folder / "pack.toml").write_text(text)


@pytest.mark.clause("N-31", "refused")
def test_a_pack_cannot_require_what_the_declaration_leaves_free(bench: Bench) -> None:
    pack = bench.load()
    code = register_for(pack)
    free = replace(code.kinds["accounts.name"], optional=True)
    register = replace(code, kinds={**code.kinds, free.id: free})
    assert crosschecks.check_register(replace(pack, register=register)) == [
        "The pack requires accounts.name, which the code lets a person leave out."
    ]


def test_a_pack_cannot_show_more_than_the_code(bench: Bench) -> None:
    pack = bench.load()
    code = register_for(pack)
    narrow = replace(code.kinds["accounts.biography"], reach=0)
    register = replace(code, kinds={**code.kinds, narrow.id: narrow})
    most = pack.policy.clause("accounts.biography").reach_max.name.lower()
    assert crosschecks.check_register(replace(pack, register=register)) == [
        f"The pack shows accounts.biography to {most}; the code cannot."
    ]


def test_a_secret_has_no_audience_in_code() -> None:
    with pytest.raises(DeclarationError, match="no purpose may use it"):
        Clause("rooms.lost", "Lost", "user", Grade.DIRECT, ())


@pytest.mark.clause("H-67", "refused")
@pytest.mark.parametrize("field", ["student_number", "ssn", "email", "score"])
def test_what_names_a_student_by_number_is_no_directory_information(
    bench_of: BenchOf, field: str
) -> None:
    bench = bench_of("school")
    old = 'directory_fields = ["name",'
    bench.edit("pack.toml", old, f'directory_fields = ["{field}", "name",')
    said = refusal(bench)
    assert "directory_fields" in said
    assert repr(field) in said
