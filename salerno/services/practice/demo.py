"""The demonstration: sixty questions, and residents of several kinds at work on them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp, log
from pathlib import Path
from random import Random

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, COURSES, EDITORIAL, PRACTICE
from salerno.privacy import clock, law
from salerno.privacy.context import Viewer, entered
from salerno.privacy.law import Basis
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.queries import subject_of_address
from salerno.services.accounts.values import NewAccount
from salerno.services.practice import actions, queries
from salerno.services.practice.actions.history import Told
from salerno.services.practice.actions.study import choose
from salerno.services.practice.formats import bank as files
from salerno.services.practice.queries import content
from salerno.services.practice.queries.content import Held
from salerno.services.practice.rules import learner, recharge
from salerno.services.practice.rules.choice import Why
from salerno.services.practice.rules.irt import chance
from salerno.services.practice.rules.learner import Given, State
from salerno.services.practice.values import SURENESS, Bank
from salerno.services.practice.values.study import Wanted

FILES = Path(__file__).parent / "demo_files"
WHY = "demonstration"
SLUG = "internal-medicine"
POLICY_FROM = datetime(2026, 10, 13, 6, tzinfo=UTC)
AFTER_REASONS = 1.7  # logits that reading the reasons adds to the same question


@dataclass(frozen=True)
class Resident:
    """A simulated resident. ``leaning``: logits by which they are surer than they should be.

    ``insight``: how much of their sureness follows the answer, 0 to 1.
    """

    name: str
    region: str
    ability: float
    leaning: float
    insight: float
    answers: int
    days: int
    has_exam: bool = True


RESIDENTS = (
    Resident("Adaeze Umeh", "US", 1.1, 0.0, 0.95, 150, 33),
    Resident("Bjarne Holt", "US", 0.2, 1.6, 0.6, 130, 32),
    Resident("Carmen Ruiz", "US", 0.6, -1.4, 0.85, 140, 30),
    Resident("Dev Malhotra", "US", -0.4, 1.2, 0.5, 120, 31),
    Resident("Esther Kimani", "US", 1.5, -0.4, 0.9, 160, 34),
    Resident("Felix Brandt", "DE", 0.0, 0.3, 0.8, 90, 24),
    Resident("Giulia Sarto", "US-CA", 0.9, 0.6, 0.7, 110, 28),
    Resident("Hana Sato", "US", 0.4, -0.8, 0.9, 125, 29),
    Resident("Isaac Mensah", "US", -0.8, 0.1, 0.7, 80, 20),
    Resident("Jana Kolar", "US", 0.7, 0.0, 0.4, 100, 26),
    Resident("Kofi Adomako", "US", -0.2, 2.0, 0.3, 70, 16),
    Resident("Leila Rahimi", "US", 1.2, 0.2, 0.85, 60, 12, has_exam=False),
    Resident("Marek Dudek", "US", 0.3, -0.2, 0.75, 24, 6, has_exam=False),
    Resident("Nia Okello", "US", 0.5, 0.4, 0.8, 12, 3, has_exam=False),
)
MEMBER = Resident("", "", 0.1, 0.9, 0.6, 72, 27)


def load() -> None:
    """Load what is missing. Again: nothing changes. Residents only where no courses are taught."""
    if not queries.is_offered():
        return
    by = Viewer.visitor()
    with entered(EDITORIAL, by, ground=WHY):
        for path in sorted(FILES.glob("*.toml")):
            if SLUG in {one.slug for one in queries.banks()} and _is_whole():
                break
            actions.load_bank(by=by, new=files.read(path.read_text(encoding="utf-8")))
    if law.in_force().purpose(COURSES.id).bases[""] is Basis.NONE:
        _fill()


def _is_whole() -> bool:
    asked = sum(
        path.read_text(encoding="utf-8").count("[[items]]") for path in FILES.glob("*.toml")
    )
    return sum(queries.counts(queries.bank(SLUG)).values()) >= asked


def _fill() -> None:
    for number, one in enumerate(RESIDENTS, 1):
        address = f"resident-{number}@example.org"
        if _subject(address) is None:
            _practise(_made(address, one), one, number)
    member = _subject("member@example.org")
    if member is not None:
        _practise(member, MEMBER, 0)


def _subject(address: str) -> int | None:
    with entered(AUTHENTICATE, Viewer.job("demonstration"), ground=WHY):
        return subject_of_address(address)


def _made(address: str, one: Resident) -> int:
    """An account to which nobody knows the password."""
    pack = store.pack()
    new = NewAccount(
        address, one.name, secrets.token_urlsafe(24), one.region, True, True,
        pack.documents["terms"].version, pack.policy.version,
    )  # fmt: skip
    with entered(ACCOUNT, Viewer.visitor(), ground=WHY):
        made = accounts.register(by=Viewer.visitor(), new=new)
    return made or _subject(address) or 0


def _practise(subject: int, one: Resident, seed: int) -> None:
    """A history, and an exam after it. Who has answered already is left as they are."""
    me = Viewer.person(subject)
    start = max(clock.now() - timedelta(days=one.days), POLICY_FROM)
    with entered(PRACTICE, me, ground=WHY):
        found = queries.bank(SLUG)
        with clock.clock_at(start):
            actions.begin(by=me)
        if queries.overview(found).answers:
            return
        told = history(found, one, start, Random(seed))  # noqa: S311  a simulation
        with clock.clock_at(told[-1].given.at):
            actions.take_history(by=me, bank=found, told=told)
        if one.has_exam:
            _sit(me, found, one, told[-1].given.at + timedelta(hours=20), seed)
        if not seed:
            day = (clock.now() + timedelta(days=40)).date()
            actions.set_plan(by=me, bank=found, exam_date=day)


def history(found: Bank, one: Resident, start: datetime, lot: Random) -> list[Told]:
    """Answers of a simulated resident: evenings of work, what is chosen for them, what they say."""
    held, state, keys = content.held(found), State(), _keys(found)
    told: list[Told] = []
    end = clock.now() - timedelta(hours=30)
    evenings = max(1, (end - start).days)
    each = max(6, -(-one.answers // max(1, evenings * 2 // 3)))
    at = start
    while len(told) < one.answers and at < end:
        for _number in range(each):
            at += timedelta(seconds=lot.randint(35, 170))
            given = _step(held, state, one, at, lot)
            if given is None:
                break
            chosen = _option(keys[given[0].item], lot, is_right=given[0].is_right)
            told.append(Told(given[0], chosen, given[1]))
            of = learner.Of(held.parameters(given[0].objective))
            state = learner.after(state, given[0], of)
        at = (at + timedelta(days=lot.choice((1, 1, 2)))).replace(
            hour=lot.randint(5, 21), minute=lot.randint(0, 50)
        )
    return told


def _step(
    held: Held, state: State, one: Resident, at: datetime, lot: Random
) -> tuple[Given, Why] | None:
    chosen = choose(held, state, Wanted(), at)
    if chosen is None:
        return None
    objective = held.objective_of[chosen.item]
    slope, difficulty = held.parameters(objective)[chosen.item]
    card = state.cards.get(chosen.item)
    bent = one.ability + 0.5 * (objective % 5 - 2) / 2
    if card is not None:
        bent += AFTER_REASONS * recharge.recall(card.memory, at)
    likely = 0.12 + 0.88 * chance(bent, slope, difficulty)
    is_right = lot.random() < likely
    said = one.insight * (0.5 if is_right else -0.5) + log(likely / (1.0001 - likely)) * 0.7
    sure = _level(said + one.leaning + lot.gauss(0, 0.7))
    given = Given(chosen.item, objective, is_right, sure, lot.randint(20, 110), at)
    return given, chosen.why


def _level(logit: float) -> int:
    """The level of sureness nearest to what somebody feels."""
    felt = 100 / (1 + exp(-logit))
    return min((one.percent for one in SURENESS), key=lambda one: abs(one - felt))


def _keys(found: Bank) -> dict[int, tuple[int, int]]:
    """The right place and the number of options of each question, as editors read them."""
    with entered(EDITORIAL, Viewer.visitor(), ground=WHY):
        return queries.keys(found)


def _option(key: tuple[int, int], lot: Random, *, is_right: bool) -> int:
    answer, options = key
    return answer if is_right else (answer + lot.randint(1, options - 1)) % options


def _sit(me: Viewer, found: Bank, one: Resident, at: datetime, seed: int) -> None:
    lot, keys = Random(seed + 1000), _keys(found)  # noqa: S311  a simulation
    at = min(at, clock.now() - timedelta(hours=2))
    with clock.clock_at(at):
        number = actions.start_exam(by=me, bank=found)
    with clock.clock_at(at + timedelta(minutes=24)):
        asked = queries.exam_page(found, number).exam.asked
        for place in range(1, asked + 1):
            likely = 0.2 + 0.8 * chance(one.ability + 0.8, 1.0, 0.0)
            key = keys[queries.exam_item(found, number, place)]
            chosen = _option(key, lot, is_right=lot.random() < likely)
            actions.answer_exam(by=me, bank=found, number=number, place=place, chosen=chosen)
        actions.hand_in(by=me, bank=found, number=number)
        actions.see_score(by=me, bank=found, number=number)
