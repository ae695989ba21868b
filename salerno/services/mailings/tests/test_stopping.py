"""One press stops a topic, without sign-in; what was stopped stays so, whoever asks again."""

from __future__ import annotations

import pytest
from django.test import Client

from salerno.policy.purposes import CORRESPONDENCE, MARKETING_MAIL
from salerno.privacy import rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.services.mailings import jobs
from salerno.services.mailings.tests import scene
from salerno.services.post import actions as post
from salerno.services.post.values import NewLetter, Sort, Topic
from salerno.services.post.values.links import stop_address
from tests import people
from tests.people import column

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.mark.clause("N-50", "works")
@pytest.mark.clause("N-46", "works")
def test_one_press_of_a_mail_program_stops_the_list_and_a_scan_does_not() -> None:
    editor, ann = scene.editor(), people.person()
    scene.wish(ann, Topic.CONTENTS, on=True)
    number = scene.sent(editor.viewer, scene.content())
    [mail] = scene.to(ann.email)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip("<>")
    assert link in scene.plain(mail)
    assert scene.report(editor.viewer, number).fates == {"dropped": 1, "handed": 1}
    path = link.removeprefix(scene.BASE)
    robot = Client(enforce_csrf_checks=True)
    for _scan in range(2):
        assert robot.get(path).status_code == 200
        assert robot.head(path).status_code == 200
    assert column("post_suppression", "topic") == []
    assert robot.post(path, ONE_CLICK).status_code == 200
    assert robot.post(path, ONE_CLICK).status_code == 200
    assert column("post_suppression", "topic") == ["contents"]
    again = scene.sent(editor.viewer, scene.content(subject="Next week"))
    assert scene.report(editor.viewer, again).fates == {"dropped": 2}
    assert len(scene.to(ann.email)) == 1


@pytest.mark.clause("N-50", "refused")
@pytest.mark.clause("N-89", "works")
def test_who_withdraws_while_it_is_on_its_way_drops_out_at_every_stage() -> None:
    editor = scene.editor()
    ann, ben, cid = (people.person(f"{one}@example.org") for one in ("ann", "ben", "cid"))
    scene.queued(editor.viewer, scene.offer())
    jobs.send_due(0)  # everybody has a copy that waits
    assert column("mailings_delivery", "fate") == ["queued"] * 4
    scene.wish(ann, Topic.OFFERS, on=False)
    jobs.send_due()
    assert sorted(column("mailings_delivery", "fate")) == ["dropped", "handed", "handed", "handed"]
    scene.wish(ben, Topic.OFFERS, on=False)  # handed over, and not yet at the carrier
    said = [one["To"] for one in scene.mails()]
    assert sorted(said) == [cid.email, editor.email]
    with entered(CORRESPONDENCE, Viewer.job("test")):  # what has to be sent still arrives
        for one in (ann, ben):
            post.send(
                by=Viewer.job("test"),
                letter=NewLetter(
                    one.subject, "receipt", one.email, "house", "Your receipt", "Paid."
                ),
            )
    assert [len(scene.to(one.email)) for one in (ann, ben)] == [1, 1]


def test_what_was_stopped_outlives_the_account_and_holds_for_the_next_one() -> None:
    editor, ann = scene.editor(), people.person()
    path = stop_address("", ann.subject, Topic.OFFERS, ann.email)
    assert Client().post(path).status_code == 200
    rights.erase(ann.subject, ground="asked")
    assert len(column("post_suppression", "address_digest")) == 1
    assert ann.email not in str(column("post_suppression", "address_digest"))
    again = people.person(ann.email)
    number = scene.sent(editor.viewer, scene.offer())
    assert scene.report(editor.viewer, number).reasons == {"stopped": 1}
    assert scene.to(ann.email) == []
    scene.wish(again, Topic.OFFERS, on=True)  # a yes of the address's own person outweighs it
    assert scene.tally(scene.saved(editor.viewer, scene.offer())).excluded == {"recent": 1}


def test_a_link_of_somebody_who_is_gone_still_stops_the_address() -> None:
    ann = people.person()
    path = stop_address("", ann.subject, Topic.OFFERS, ann.email)
    rights.erase(ann.subject, ground="asked")
    for _press in range(2):
        assert Client().post(path).status_code == 200
    again = people.person(ann.email)
    assert scene.tally(scene.saved(scene.editor().viewer, scene.offer())).excluded == {"stopped": 1}
    assert again.subject != ann.subject


def test_everything_can_be_stopped_from_one_letter() -> None:
    editor, ann = scene.editor(), people.person()
    scene.wish(ann, Topic.CONTENTS, on=True)
    path = stop_address("", ann.subject, Topic.OFFERS, ann.email)
    assert Client().post(path, {"what": "all"}).status_code == 200
    for new in (scene.offer(), scene.content(), scene.offer(topic=Topic.EVENTS)):
        assert scene.tally(scene.saved(editor.viewer, new)).recipients <= 1
    scene.sent(editor.viewer, scene.offer())
    scene.sent(editor.viewer, scene.content())
    assert scene.to(ann.email) == []
    scene.sent(editor.viewer, scene.service())
    assert len(scene.to(ann.email)) == 1


@pytest.mark.clause("N-49", "refused")
def test_an_opted_out_address_that_is_added_by_hand_is_refused_by_the_gate() -> None:
    ann, ben = people.person(), people.person("ben@example.org")
    Client().post(stop_address("", ann.subject, Topic.OFFERS, ann.email))
    link = stop_address(scene.BASE, ben.subject, Topic.OFFERS, ann.email)
    text = f"Buy.\n{link}\n{in_force().operator.address}\n"
    job = Viewer.job("test")
    letter = NewLetter(ben.subject, "offer", ann.email, "house", "Buy", text, "", Sort.OFFER,
                       Topic.OFFERS, scene.BASE)  # fmt: skip
    with entered(MARKETING_MAIL, job), pytest.raises(Refused, match="were stopped"):
        post.send(by=job, letter=letter)
    assert scene.mails() == []


def test_a_changed_link_stops_nothing() -> None:
    ann = people.person()
    path = stop_address("", ann.subject, Topic.OFFERS, ann.email)
    for wrong in (path[:-2] + "xx", path.replace("stop/", "stop/x"), "/letters/stop/a:b"):
        assert Client().post(wrong).status_code == 403
    assert column("post_suppression", "topic") == []
