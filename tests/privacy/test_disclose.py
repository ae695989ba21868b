"""Disclosure: the one way out. What is not granted does not leave; what leaves is accounted for."""

import json
import socket
from collections.abc import Iterator, Mapping
from datetime import timedelta
from email import message_from_bytes
from email import policy as mail_policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from salerno.adapters.file_drop import FileDrop
from salerno.adapters.smtp import Smtp
from salerno.policy.purposes import (
    CORRESPONDENCE,
    CREDITS,
    MARKETING_MAIL,
    RESEARCH,
)
from salerno.privacy import audit, choices, clock, law, ledger, outbox
from salerno.privacy.context import Viewer, current, entered, handover
from salerno.privacy.declare import Clause, Grade, Purpose
from salerno.privacy.disclose import (
    Payload,
    Received,
    deliver_outbox,
    disclose,
    received,
    recipients_of,
)
from salerno.privacy.errors import DeclarationError, Refused
from salerno.privacy.law import Policy
from salerno.privacy.models import Disclosure, LedgerEntry, OutboxItem, Subject
from salerno.privacy.outbox import Delivered, DeliveryFailed, Waiting
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import close, grant, keeping
from tests.privacy.conftest import ADDRESS, LETTER, SCORE, House, a_policy, carrier

FIELDS = {"to": "mary@example.org", "text": "Dear Mary", "subject": "Hello", "html": "<p>Dear</p>",
          "headers": {"X-Kind": "test"}}  # fmt: skip


@pytest.fixture(autouse=True)
def at_the_door(house: House) -> Iterator[None]:
    """Every test has entered a purpose for which letters go out."""
    with entered(CORRESPONDENCE, Viewer.visitor()):
        yield


def send(person: int, **fields: object) -> tuple[int, ...]:
    return disclose(LETTER, "mail_carrier", {person: FIELDS | fields}, ground="a confirmation")


def with_carrier(**changes: Any) -> Policy:
    return a_policy(recipients={"mail_carrier": carrier(**changes)})


def counts() -> tuple[int, int, int]:
    with entered(RECORD, Viewer.job("count")):
        return (
            Disclosure.objects.count(),
            OutboxItem.objects.count(),
            LedgerEntry.objects.count(),
        )


def refused_words(person: int, **fields: object) -> str:
    with pytest.raises(Refused) as refused:
        send(person, **fields)
    noted = [one for one in audit.records_of(person) if "refused" in one.why]
    assert noted[-1].why == f"disclosure refused: {refused.value}"
    assert counts() == (0, 0, 0)
    return str(refused.value)


def test_what_leaves_is_accounted_for_to_the_person(house: House) -> None:
    person, other = house.person(), house.person()
    with clock.clock_at(clock.now()):
        send(person)
        waits = Received(
            clock.now(), "Our mail carrier", ("text", "to"), ("test.address",), "correspondence",
            "contract", "Agreement 7", "US", "scc", "a confirmation", "waiting", None,
        )  # fmt: skip
        assert received(person) == (waits,)
        assert deliver_outbox() == Delivered(sent=1)
        (sent,) = received(person)
        assert (sent.state, sent.sent_at) == ("sent", clock.now())
    assert received(other) == ()
    assert recipients_of([person, other]) == {person: ("mail_carrier",)}
    assert counts() == (1, 0, 1)
    assert ledger.verify().is_whole


def test_one_call_accounts_for_each_person(house: House) -> None:
    people = [house.person() for _ in range(3)]
    numbers = disclose(LETTER, "mail_carrier", dict.fromkeys(people, FIELDS), ground="a notice")
    assert len(set(numbers)) == 3
    assert counts() == (3, 3, 3)
    assert current().durable
    assert current().subjects == set(people)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contract": ""}, "There is no contract with Our mail carrier."),
        ({"enabled": False}, "Our mail carrier is switched off: the pack does not use it"),
        (
            {"purposes": ("research",)},
            "Our mail carrier receives nothing for this: Send the letters you need or asked for.",
        ),
        (
            {"clauses": ("test.score",)},
            "Our mail carrier does not receive this for Send the letters you need or asked for: "
            "Your address.",
        ),
    ],
)
def test_what_the_pack_does_not_grant_does_not_leave(
    house: House, changes: dict[str, Any], words: str
) -> None:
    person = house.person()
    with law.under(with_carrier(**changes)):
        assert refused_words(person) == words


def test_nobody_unknown_receives_anything(house: House) -> None:
    person = house.person()
    with law.under(a_policy(recipients={})):
        assert refused_words(person) == "mail_carrier is not in the list of recipients."


@pytest.mark.clause("N-105", "refused")
@pytest.mark.parametrize("role", ["controller", "joint"])
def test_a_controller_without_its_own_record_receives_nothing(house: House, role: str) -> None:
    person = house.person()
    with law.under(with_carrier(role=role)):
        assert refused_words(person) == (
            "Our mail carrier decides itself what the data is for and has no record of its own: "
            "nothing goes to it."
        )
    with law.under(with_carrier(role=role, address="12 Other Row")):
        assert len(send(person)) == 1


@pytest.mark.clause("N-119", "refused")
@pytest.mark.parametrize("layer", ["eu", "unknown"])
def test_a_row_of_an_eu_person_goes_nowhere_without_a_mechanism(house: House, layer: str) -> None:
    person, other = house.person(layer), house.person("california")
    with law.under(with_carrier(mechanism="")):
        assert refused_words(person) == (
            "Our mail carrier is in US, and no way to protect a transfer there is on record."
        )
        assert len(send(other)) == 1
    assert len(send(person)) == 1


def test_the_payload_holds_exactly_the_declared_fields(house: House) -> None:
    person = house.person()
    assert refused_words(person, phone="1", birth="2") == ("Not declared to go out: birth, phone.")
    with pytest.raises(Refused) as refused:
        disclose(LETTER, "mail_carrier", {person: {"to": "a", "text": "b"}}, ground="x")
    assert str(refused.value) == "Declared to go out, and not given: headers, html, subject."
    with pytest.raises(Refused) as refused:
        disclose(LETTER, "mail_carrier", {}, ground="x")
    assert str(refused.value) == "Nobody is named, so nothing goes out."
    assert counts() == (0, 0, 0)


def test_a_ground_is_said(house: House) -> None:
    with pytest.raises(Refused) as refused:
        disclose(LETTER, "mail_carrier", {house.person(): FIELDS}, ground=" ")
    assert str(refused.value) == "Say why this goes out."


@pytest.mark.parametrize("secret", [True, False])
def test_a_secret_and_a_clause_of_another_purpose_never_leave(house: House, secret: bool) -> None:
    uses: tuple[Purpose, ...] = (CORRESPONDENCE,) if secret else (CREDITS,)
    clause = Clause("test.hidden", "Hidden", "user.x", Grade.DIRECT, uses, secret=secret)
    shape = Payload("test.hidden", {"it": clause})
    with law.under(with_carrier(clauses=("test.hidden",))), pytest.raises(Refused) as refused:
        disclose(shape, "mail_carrier", {house.person(): {"it": 1}}, ground="x")
    assert str(refused.value).startswith("Our mail carrier does not receive this for ")


def test_who_did_not_agree_or_is_not_there_is_not_disclosed(house: House) -> None:
    person = house.person()
    with handover(RESEARCH, ground="a study"):
        assert refused_words(person) == (
            "This person did not agree to this, or ended it: Study how people learn and read."
        )
    with keeping("frozen"):
        Subject.objects.filter(pk=person).update(state=Subject.State.FROZEN)
    assert refused_words(person) == "This person is not here any more, or is frozen."


def test_consent_is_named_by_its_receipt_and_an_open_gate_is_not_enough(house: House) -> None:
    person, other = house.person(), house.person()
    receipt = choices.choose(person, choices.ask(RESEARCH), "given")
    grant(other, RESEARCH)
    with handover(RESEARCH, ground="a study"):
        send(person)
        with pytest.raises(Refused) as refused:
            send(other)
    assert str(refused.value) == (
        "There is no consent on record for this: Study how people learn and read."
    )
    with entered(RECORD, Viewer.job("test")):
        row = Disclosure.objects.get()
    assert (row.choice, row.basis, row.owner_id) == (receipt, "consent", person)


def test_the_kernels_own_letters_need_no_ground_in_the_pack(house: House) -> None:
    person = house.person()
    own = Clause("test.code", "A code", "user.x", Grade.DIRECT, (RECORD,))
    shape = Payload("test.code", {"to": own})
    bare = dict(law.in_force().purposes)
    del bare["record"]
    recipients = {"mail_carrier": carrier(purposes=("record",), clauses=("test.code",))}
    with law.under(a_policy(purposes=bare, recipients=recipients)), handover(RECORD, ground="x"):
        disclose(shape, "mail_carrier", {person: {"to": "a"}}, ground="a code")
        assert [one.basis for one in received(person)] == ["own"]


def test_the_shape_of_a_payload_has_an_id() -> None:
    assert LETTER.clauses == (ADDRESS,)
    with pytest.raises(DeclarationError):
        Payload("Not an id", {"x": SCORE})


# The outbox


class Told:
    """An adapter whose answers a test tells it."""

    took: list[tuple[Mapping[str, Any], str]]
    answers: list[DeliveryFailed]

    def deliver(self, payload: Mapping[str, Any], key: str) -> None:
        Told.took.append((payload, key))
        if Told.answers:
            raise Told.answers.pop(0)


@pytest.fixture
def told(settings: Any) -> type[Told]:
    Told.took, Told.answers = [], []
    settings.SALERNO_ADAPTERS = {"mail": f"{Told.__module__}.Told"}
    return Told


def test_a_failed_delivery_is_tried_again_later_under_the_same_key(
    house: House, told: type[Told]
) -> None:
    person, start = house.person(), clock.now()
    send(person)
    told.answers = [DeliveryFailed("Busy."), DeliveryFailed("Busy still.")]
    runs = []
    for minutes in (0, 1, 2, 5, 6, 7):
        with clock.clock_at(start + timedelta(minutes=minutes, seconds=1)):
            runs.append(deliver_outbox())
            if minutes == 0:
                assert outbox.waiting() == (Waiting("mail_carrier", 1, 1, "Busy."),)
    again, nothing = Delivered(again=1), Delivered()
    assert runs == [again, nothing, again, nothing, Delivered(sent=1), nothing]
    assert told.took[0] == (FIELDS, told.took[0][1])
    assert len({key for _, key in told.took}) == 1
    assert received(person)[0].state == "sent"


def test_a_final_failure_and_too_many_tries_end_it(house: House, told: type[Told]) -> None:
    person, start = house.person(), clock.now()
    send(person)
    told.answers = [DeliveryFailed("No such place.", final=True)]
    with clock.clock_ahead(timedelta(seconds=1)):
        assert deliver_outbox() == Delivered(failed=1)
    assert received(person)[0].state == "failed"
    send(person)
    told.answers = [DeliveryFailed("Busy.")] * 20
    for day in range(1, 10):
        with clock.clock_at(start + timedelta(days=day)):
            deliver_outbox()
    assert len(told.took) == 1 + outbox.MOST_TRIES
    assert counts()[:2] == (2, 0)


def test_the_switch_stops_what_waits_and_what_comes(house: House, told: type[Told]) -> None:
    person = house.person()
    send(person)
    outbox.switch_off("mail_carrier", "they lost a disk")
    assert outbox.stopped() == {"mail_carrier": "they lost a disk"}
    assert deliver_outbox() == Delivered()
    with pytest.raises(Refused) as refused:
        send(person)
    assert str(refused.value) == "Our mail carrier is switched off: they lost a disk"
    outbox.switch_on("mail_carrier")
    assert deliver_outbox() == Delivered(sent=1)
    assert len(told.took) == 1


def test_who_withdraws_drops_out_of_what_waits_for_that_purpose(
    house: House, told: type[Told]
) -> None:
    person = house.person()
    send(person)
    with handover(MARKETING_MAIL, ground="an offer"):
        send(person)
    choices.choose(person, choices.ask(MARKETING_MAIL), "refused")
    states = {one.purpose: one.state for one in received(person)}
    assert states == {"correspondence": "waiting", "marketing_mail": "stopped"}
    assert counts()[1] == 1
    assert outbox.stop(person, ground="erased") == 1
    assert counts()[1] == 0
    assert deliver_outbox() == Delivered()


def test_who_was_closed_or_frozen_meanwhile_is_not_delivered(
    house: House, told: type[Told]
) -> None:
    person, frozen = house.person(), house.person()
    send(person)
    send(frozen)
    close(person, CORRESPONDENCE, "restricted")
    with keeping("frozen"):
        Subject.objects.filter(pk=frozen).update(state=Subject.State.FROZEN)
    assert deliver_outbox() == Delivered(stopped=2)
    assert told.took == []
    assert [one.state for one in received(person) + received(frozen)] == ["stopped", "stopped"]


def test_what_another_worker_claimed_is_left_to_it(house: House, told: type[Told]) -> None:
    send(house.person())
    with entered(RECORD, Viewer.job("other")), keeping("a claim"):
        item = OutboxItem.objects.select_related("disclosure").get()
        OutboxItem.objects.update(next_try_at=clock.now() + outbox.CLAIM)
        assert outbox._deliver_one(item) == Delivered()
    assert told.took == []


def test_a_purpose_that_is_no_more_delivers_nothing(house: House, told: type[Told]) -> None:
    send(house.person())
    with keeping("a purpose of old"):
        Disclosure.objects.update(purpose="gone")
    assert deliver_outbox() == Delivered(stopped=1)


def test_a_limit_leaves_the_rest_for_the_next_run(house: House, told: type[Told]) -> None:
    for _ in range(3):
        send(house.person())
    assert outbox.deliver(limit=2) == Delivered(sent=2)
    assert outbox.deliver(limit=2) == Delivered(sent=1)


# The adapters


def test_the_file_drop_lays_a_letter_down_once_and_can_remove_it(house: House) -> None:
    person, other = house.person(), house.person()
    send(person)
    send(other)
    deliver_outbox()
    place = house.data / "outbox"
    prefix = outbox.key_prefix(person)
    (letter,) = place.glob(f"{prefix}*.eml")
    read = message_from_bytes(letter.read_bytes(), policy=mail_policy.default)
    assert (read["To"], read["Subject"], read["From"], read["X-Kind"]) == (
        "mary@example.org", "Hello", "Testers <privacy@testers.example>", "test",
    )  # fmt: skip
    assert read.get_body(("plain",)).get_content() == "Dear Mary\n"  # type: ignore[union-attr]
    assert read.get_body(("html",)).get_content() == "<p>Dear</p>\n"  # type: ignore[union-attr]
    assert json.loads(letter.with_suffix(".json").read_text()) == FIELDS
    FileDrop().deliver(FIELDS, letter.stem)
    assert len(list(place.iterdir())) == 4
    assert FileDrop().forget(prefix) == 2
    assert len(list(place.iterdir())) == 2


def test_what_is_no_letter_is_laid_down_as_data(house: House) -> None:
    FileDrop().deliver({"score": 4}, "k1")
    assert [one.name for one in (house.data / "outbox").iterdir()] == ["k1.json"]


def test_a_folder_that_cannot_be_written_is_a_failure_in_words(house: House) -> None:
    (house.data / "outbox").write_text("in the way")
    with pytest.raises(DeliveryFailed) as failed:
        FileDrop().deliver({"score": 4}, "k1")
    assert str(failed.value) == "The file could not be written: File exists."
    assert not failed.value.final


@pytest.mark.parametrize("fields", [{"subject": "a\nBcc: x@y.example"}, {"to": "a@b\r\nX: y"}])
def test_a_header_that_smuggles_another_is_refused_for_good(
    house: House, fields: dict[str, str]
) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        FileDrop().deliver(FIELDS | fields, "k1")
    assert (str(failed.value), failed.value.final) == ("A header of the letter is malformed.", True)


class Carrier:
    """A mail carrier of the test: what it took, and with which code it refuses."""

    def __init__(self) -> None:
        self.took: list[Envelope] = []
        self.refuse_to = self.refuse_data = ""

    async def handle_RCPT(  # noqa: N802  the name that the server calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.refuse_to:
            return self.refuse_to
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the name that the server calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.took.append(envelope)
        return self.refuse_data or "250 OK"


def a_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def smtp(settings: Any) -> Iterator[Carrier]:
    handler = Carrier()
    port = a_port()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.SALERNO_SMTP = {"host": "127.0.0.1", "port": port}
    settings.SALERNO_ADAPTERS = {"mail": "salerno.adapters.smtp.Smtp"}
    yield handler
    server.stop()


def test_a_letter_reaches_the_mail_carrier_as_it_was_written(house: House, smtp: Carrier) -> None:
    person = house.person()
    send(person)
    assert deliver_outbox() == Delivered(sent=1)
    (envelope,) = smtp.took
    assert envelope.rcpt_tos == ["mary@example.org"]
    assert isinstance(envelope.content, bytes)
    read = message_from_bytes(envelope.content, policy=mail_policy.default)
    assert read["Subject"] == "Hello"
    assert read["Message-ID"].endswith("@testers.example>")
    assert outbox.key_prefix(person) not in read["Message-ID"]
    assert counts()[1] == 0


@pytest.mark.parametrize(
    ("where", "answer", "words", "final"),
    [
        ("to", "450 later", "The mail carrier refused the recipient with code 450.", False),
        ("to", "550 no", "The mail carrier refused the recipient with code 550.", True),
        ("data", "451 later", "The mail carrier refused the letter with code 451.", False),
        ("data", "554 no", "The mail carrier refused the letter with code 554.", True),
    ],
)
def test_a_refusing_carrier_is_told_in_words_without_the_address(
    smtp: Carrier, where: str, answer: str, words: str, final: bool
) -> None:
    setattr(smtp, f"refuse_{where}", answer)
    with pytest.raises(DeliveryFailed) as failed:
        Smtp().deliver(FIELDS, "k1")
    assert (str(failed.value), failed.value.final) == (words, final)


@pytest.mark.parametrize("mode", ["none", "tls"])
def test_a_carrier_that_is_not_there_is_tried_again(settings: Any, mode: str) -> None:
    settings.SALERNO_SMTP = {"host": "127.0.0.1", "port": 1, "tls": mode}
    with pytest.raises(DeliveryFailed) as failed:
        Smtp().deliver(FIELDS, "k1")
    assert str(failed.value) == ("The mail carrier could not be reached (ConnectionRefusedError).")
    assert not failed.value.final


def test_a_carrier_without_encryption_gets_nothing_where_it_is_asked(
    smtp: Carrier, settings: Any
) -> None:
    settings.SALERNO_SMTP |= {"tls": "starttls"}
    with pytest.raises(DeliveryFailed) as failed:
        Smtp().deliver(FIELDS, "k1")
    assert "SMTPNotSupportedError" in str(failed.value)
    assert smtp.took == []


def test_a_password_is_given_where_the_settings_have_one(settings: Any) -> None:
    seen: list[Any] = []

    def check(_server: SMTP, _s: Session, _e: Envelope, _how: str, given: Any) -> AuthResult:
        seen.append((given.login, given.password))
        return AuthResult(success=True)

    handler = Carrier()
    port = a_port()
    server = Controller(
        handler, hostname="127.0.0.1", port=port, authenticator=check, auth_require_tls=False
    )
    server.start()
    settings.SALERNO_SMTP = {"host": "127.0.0.1", "port": port, "user": "us", "password": "pw"}
    Smtp().deliver(FIELDS | {"headers": None, "html": ""}, "k1")
    server.stop()
    assert seen == [(b"us", b"pw")]
    assert len(handler.took) == 1


def test_only_letters_go_by_mail(house: House) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        Smtp().deliver({"score": 1}, "k1")
    assert failed.value.final
