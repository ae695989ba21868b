"""The door: purposes at routes, hosts that may collect, headers, limits, roles."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, path

from salerno.policy.purposes import ANALYTICS, MARKETING_MAIL, SECURITY
from salerno.privacy import callers, clock
from salerno.privacy.context import Viewer, entered, refusals
from salerno.privacy.declare import Purpose
from salerno.privacy.errors import PurposeRefused
from salerno.privacy.purposes import INTEGRITY
from salerno.web import measures, security
from salerno.web.cookies import VISITOR, VISITOR_DAYS, known_device
from salerno.web.doors import doorless
from salerno.web.models import Device, SecurityEvent

pytestmark = pytest.mark.django_db


def _plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("plain")


def test_every_route_has_a_door_and_one_without_is_named() -> None:
    assert doorless(get_resolver().url_patterns) == []
    assert doorless([path("back", _plain)]) == ["back"]


@pytest.mark.clause("N-03", "refused")
def test_an_unregistered_host_or_client_collects_nothing(client: Client) -> None:
    with override_settings(ALLOWED_HOSTS=["*"]):
        answer = client.post("/cookies/choose", {"count": "yes"}, headers={"host": "evil.example"})
    assert answer.status_code == 403
    answer = client.post("/cookies/choose", {"count": "yes"}, headers={"x-client": "unknown-app"})
    assert answer.status_code == 403
    with entered(INTEGRITY, Viewer.job("test")):
        assert Device.objects.count() == 0


def test_headers_are_strict_and_no_script_or_style_is_inline(client: Client) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert b" style=" not in answer.content


def test_posting_too_often_is_told_so_and_stores_nothing(client: Client) -> None:
    cache.clear()
    with clock.clock_at(clock.now()), override_settings(SALERNO_POSTS_PER_WINDOW=2):
        answers = [client.post("/appearance", {"theme": "dark"}).status_code for _ in range(3)]
    assert answers == [302, 302, 429]


@pytest.mark.clause("N-34", "works")
def test_a_second_visit_joins_the_same_device(client: Client) -> None:
    client.post("/cookies/choose", {"count": "yes"})
    token = client.cookies[VISITOR].value
    client.get("/")
    client.post("/cookies/choose", {"count": "yes"})
    first = known_device(token)
    assert first is not None
    assert known_device(client.cookies[VISITOR].value) == first


@pytest.mark.clause("N-34", "refused")
def test_a_forgotten_or_expired_device_is_somebody_new(client: Client) -> None:
    client.post("/cookies/choose", {"count": "yes"})
    old = client.cookies[VISITOR].value
    client.post("/cookies/forget")
    client.post("/cookies/choose", {"count": "yes"})
    new = client.cookies[VISITOR].value
    assert known_device(old) is None
    assert known_device(new) is not None
    with clock.clock_ahead(timedelta(days=VISITOR_DAYS + 1)):
        assert known_device(new) is None


def test_no_means_that_no_number_is_kept(client: Client) -> None:
    client.post("/cookies/choose", {"count": "no"})
    assert client.cookies[VISITOR].value == ""
    with entered(INTEGRITY, Viewer.job("test")):
        assert Device.objects.count() == 0


@pytest.mark.clause("H-82", "works")
def test_the_security_log_keeps_refusals_for_its_own_short_term() -> None:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "192.0.2.7"
    security.note(request, SecurityEvent.Kind.SIGN_IN_FAILED)
    with entered(SECURITY, Viewer.job("test")):
        row = SecurityEvent.objects.get()
        assert row.kind == SecurityEvent.Kind.SIGN_IN_FAILED
        assert "192.0.2.7" not in row.address_digest
        with clock.clock_ahead(timedelta(days=400)):
            assert list(SecurityEvent.objects.all()) == []


@pytest.mark.clause("H-82", "refused")
@pytest.mark.parametrize("purpose", [ANALYTICS, MARKETING_MAIL])
def test_marketing_and_analytics_cannot_read_the_security_log(purpose: Purpose) -> None:
    with (
        entered(purpose, Viewer.job("test")),
        pytest.raises(PurposeRefused),
    ):
        list(SecurityEvent.objects.all())
    assert refusals.pop() is not None


@pytest.mark.clause("H-39", "works")
def test_each_measure_has_evidence_and_an_overdue_review_shows(client: Client) -> None:
    kinds = {one.kind for one in measures.measures()}
    assert kinds == {"administrative", "physical", "technical"}
    assert all(one.evidence for one in measures.measures())
    assert client.get("/health").json()["checks"]["security reviews"] == "green"
    with clock.clock_ahead(timedelta(days=3650)):
        answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["checks"]["security reviews"].startswith("Reviews overdue: two-factors")


@pytest.mark.clause("H-39", "refused")
def test_the_deployment_check_fails_on_what_must_not_be() -> None:
    with (
        override_settings(DEBUG=True, PRODUCTION=False, SECRET_KEY="default"),
        pytest.raises(SystemCheckError) as found,
    ):
        call_command("check", "--deploy", "--tag", "security")
    text = str(found.value)
    assert "SALERNO_DEBUG is on." in text
    assert "HTTPS is not enforced" in text
    assert "SALERNO_SECRET_KEY" in text


def test_behind_a_proxy_each_caller_is_counted_by_itself() -> None:
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.66, 192.0.2.7"}
    assert callers.address(request) == "10.0.0.1"
    with override_settings(SALERNO_PROXIES=1):
        assert callers.address(request) == "192.0.2.7"


def test_failures_at_the_door_stand_in_the_security_log(client: Client) -> None:
    cache.clear()
    client.post("/sign-in", {"login": "nobody@example.org", "password": "wrong words here"})
    with clock.clock_at(clock.now()), override_settings(SALERNO_POSTS_PER_WINDOW=2):
        client.post("/appearance", {"theme": "dark"})
        client.post("/appearance", {"theme": "dark"})
    with entered(SECURITY, Viewer.job("test")):
        kinds = list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["sign_in_failed", "throttled"]
