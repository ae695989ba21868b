"""The pages: ordering in a browser, the carrier's notices, the desk, and what is refused."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from django.test import Client

from salerno.policy.purposes import BILLING
from salerno.privacy import audit, clock
from salerno.privacy.context import entered
from salerno.privacy.errors import PurposeRefused
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts.models import Profile
from salerno.services.commerce import jobs
from salerno.services.commerce.tests import scene
from salerno.services.commerce.tests.scene import DAY, JOB, YEAR, Books
from salerno.services.commerce.values import Kind, NewProduct
from tests.people import Person, column, letters, person, words

CARD = "4242 4242 4242 4242"
SENT = {"name": "Ann Reader", "postcode": "02110", "country": "US", "coupon": ""}


@pytest.fixture(autouse=True)
def shop(pack: str) -> None:
    """A plan of a year."""
    scene.product(YEAR, 10_700)


def ordered(who: Person) -> tuple[Client, str]:
    """Order in a browser; the address of the order."""
    browser = who.browser()
    answer = browser.post("/plans/digital/order", SENT)
    assert answer.status_code == 302, words(answer)
    return browser, answer["Location"].removesuffix("/pay")


def paid(browser: Client, address: str, card: str = CARD) -> str:
    """Pay at the carrier's page; its words."""
    page = browser.post(f"{address}/pay").content.decode()
    where = page.split('href="/gateway/')[1].split('"')[0]
    return words(Client().post(f"/gateway/{where}", {"number": card, "expiry": "04/2030"}))


def test_from_the_plan_to_the_bill_in_a_browser() -> None:
    ann = person()
    assert "Regimen digital" in words(Client().get("/plans"))
    assert "An order needs an account" in words(Client().get("/plans/digital"))
    browser, address = ordered(ann)
    assert "$107.00 is still to be paid" in words(browser.get(address))
    said = words(browser.get(f"{address}/pay"))
    assert "Harbour Pay" in said
    assert "a company of its own" in said
    assert "declined" in paid(browser, address, scene.DECLINED)
    assert "Paid" in paid(browser, address)
    said = words(browser.get(address))
    assert "Delivered on" in said
    assert f"IN-{clock.today().year}-000001" in said
    (bill,) = column("commerce_invoice", "id")
    answer = browser.get(f"/you/orders/bills/{bill}.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.content == browser.get(f"/you/orders/bills/{bill}.pdf").content
    assert "Visa ···· 4242" in words(browser.get("/you/orders"))


@pytest.mark.clause("N-35", "works")
def test_a_card_number_is_nowhere_after_a_purchase(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ann = person()
    with caplog.at_level(logging.DEBUG):
        browser, address = ordered(ann)
        paid(browser, address)
    letters()
    audit.flush()
    number = CARD.replace(" ", "")
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept, "the carrier of the demonstration writes its own files here"
    assert not [one for one in kept if number.encode() in one or CARD.encode() in one]
    assert number not in caplog.text
    assert CARD not in caplog.text
    assert not [one for one in browser.cookies.values() if number in one.value]
    for table in ("commerce_payment", "commerce_method", "commerce_order", "accounts_session"):
        assert number not in str(column(table, "id")) + str(rows_of(table))


def rows_of(table: str) -> list[object]:
    """Everything in the text columns of a table."""
    names = {"commerce_payment": "reference", "commerce_method": "token",
             "commerce_order": "name", "accounts_session": "state"}  # fmt: skip
    return column(table, names[table])


@pytest.mark.clause("N-18", "refused")
@pytest.mark.parametrize(
    "more",
    [
        {"name": CARD}, {"postcode": "4242424242424242"}, {"coupon": "4242-4242-4242-4242"},
        {"card_number": CARD}, {"number": "4242424242424242"}, {"4242424242424242": "1"},
    ],
)  # fmt: skip
def test_a_card_number_that_reaches_us_is_refused_and_not_kept(
    more: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    browser = person().browser()
    with caplog.at_level(logging.DEBUG):
        answer = browser.post("/plans/digital/order", SENT | more)
    assert answer.status_code in {400, 422}
    assert "4242" not in answer.content.decode()
    assert "4242424242424242" not in caplog.text
    assert scene.rows("commerce_order") == 0


@pytest.mark.parametrize("extra", [{"specialty": "cardiology"}, {"quantity": "3"}, {"total": "1"}])
def test_an_order_takes_nothing_that_is_not_asked(extra: dict[str, str]) -> None:
    assert person().browser().post("/plans/digital/order", SENT | extra).status_code == 400
    assert scene.rows("commerce_order") == 0


def test_the_orders_of_others_are_not_there() -> None:
    ann, bob = person(), person("bob@example.org", "Bob Reader")
    browser, address = ordered(ann)
    paid(browser, address)
    other = bob.browser()
    (bill,) = column("commerce_invoice", "id")
    for where in (address, f"{address}/pay", f"/you/orders/bills/{bill}.pdf", "/you/orders/%00"):
        assert other.get(where).status_code == 404
    assert other.post(f"{address}/cancel").status_code == 404
    plan = column("commerce_subscription", "id")[0]
    assert other.post(f"/you/plans/{plan}", {"do": "cancel"}).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_notice_is_believed_by_its_signature_alone() -> None:
    ann = person()
    browser, address = ordered(ann)
    page = browser.post(f"{address}/pay").content.decode()
    reference = page.split('href="/gateway/')[1].split('"')[0]
    Books().pay(reference, scene.PAYS, "04/2030")
    ((signature, body),) = Books().due()
    forged = json.dumps({"event": "evt_x", "reference": reference}).encode()
    client = Client(enforce_csrf_checks=True)
    for what, sign in ((forged, signature), (body, ""), (body, "t=1,v1=aa"), (b"\0", "t=x")):
        answer = client.post(
            "/payments/notices", what, "application/json", headers={"X-Carrier-Signature": sign}
        )
        assert answer.status_code == 400
    assert column("commerce_payment", "state") == ["asked"]
    for _time in range(2):
        answer = client.post(
            "/payments/notices", body, "application/json",
            headers={"X-Carrier-Signature": signature},
        )  # fmt: skip
        assert answer.status_code == 200
    assert column("commerce_payment", "state") == ["paid"]
    assert len(column("commerce_invoice", "id")) == 1


@pytest.mark.clause("N-43", "refused")
def test_fulfilment_reads_nothing_but_what_it_needs() -> None:
    ann = person()
    with entered(BILLING, ann.viewer), expecting_refusals(), pytest.raises(PurposeRefused):
        list(Profile.objects.values_list("specialty", flat=True))


@pytest.mark.clause("H-55", "works")
def test_what_is_owed_is_reminded_and_seen() -> None:
    ann = person()
    scene.course()
    scene.buy(ann, scene.ONCE, slug="fee", instalments=3)
    browser = ann.browser()
    with clock.clock_ahead(35 * DAY):
        jobs.carry_on()
        assert "Reminder" in letters()[0].subject
        assert "overdue" in words(ann.browser().get("/you/orders"))
    assert browser.get("/you/orders").status_code == 200


@pytest.mark.clause("H-37", "works")
def test_the_page_that_leads_to_the_carrier_names_it_and_tells_it_nothing() -> None:
    ann = person()
    browser, address = ordered(ann)
    page = browser.post(f"{address}/pay").content.decode()
    link = page.split('href="/gateway/')[1].split(">")[0]
    assert 'rel="noreferrer"' in link
    assert ann.email not in link
    assert "reader" not in link.lower()


def test_what_is_no_form_of_ours_is_refused() -> None:
    browser = person().browser()
    for where in ("/plans/none/order", "/plans/digital/try", "/you/orders/NONE/ask"):
        assert browser.post(where, SENT).status_code == 404
    assert browser.post("/you/plans/99999999999999999999", {"do": "cancel"}).status_code == 404
    assert Client().post("/plans/digital/order", SENT).status_code == 302


def test_a_trial_in_a_browser_asks_for_no_card() -> None:
    scene.product(
        NewProduct("month", Kind.SUBSCRIPTION, "A month", covers="article", months=1,
                   trial_days=14), 1_000,
    )  # fmt: skip
    browser = person().browser()
    page = browser.get("/plans/month").content.decode()
    assert "No card is asked for" in page
    assert browser.post("/plans/month/try").status_code == 302
    assert "On trial until" in words(browser.get("/you/orders"))
    assert browser.post("/plans/month/try").status_code == 409
    assert JOB.machine
