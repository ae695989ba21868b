"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from salerno.services.desk.views import cases, decide, incidents, legal, oversight, public

app_name = "desk"
ONE = "desk/requests/<slug:reference>"
FILE = "desk/demands/<slug:reference>"
urlpatterns = [
    path("contact/write", public.write, name="write"),
    path("contact/written", public.written, name="written"),
    path("you/requests", public.requests, name="requests"),
    path("requests/<str:key>", public.status, name="status"),
    path("requests/<str:key>/paper", public.paper, name="hand_in"),
    path("requests/<str:key>/confirm/<str:token>", public.confirm, name="confirm"),
    path("transparency", public.transparency, name="transparency"),
    path("desk/requests", cases.queue, name="queue"),
    path("desk/requests/new", cases.take_in, name="take_in"),
    path(ONE, cases.case, name="case"),
    path(f"{ONE}/person", cases.person, name="person"),
    path(f"{ONE}/leave", cases.leave, name="leave"),
    path(f"{ONE}/copy", cases.copy, name="copy"),
    path(f"{ONE}/elsewhere", cases.elsewhere, name="elsewhere"),
    path(f"{ONE}/letters/<int:letter_id>", cases.letter, name="letter"),
    path(f"{ONE}/papers/<int:paper_id>", cases.paper, name="paper"),
    path(f"{ONE}/decision", decide.decision, name="decision"),
    path(f"{ONE}/disclosures", decide.disclosures, name="disclosures"),
    path("desk/log", decide.log, name="log"),
    path("desk/officer", cases.officer_queue, name="officer_queue"),
    path("desk/officer/proof", oversight.oversight, name="oversight"),
    path("desk/recipients", oversight.receivers, name="receivers"),
    path("desk/recipients/<slug:recipient>", oversight.switch, name="switch"),
    path("desk/demands", legal.demands, name="demands"),
    path("desk/demands/new", legal.file, name="file_demand"),
    path(FILE, legal.demand, name="demand"),
    path(f"{FILE}/production", legal.produce, name="produce"),
    path(f"{FILE}/people/<int:subject>", legal.record, name="record"),
    path("desk/incidents", incidents.breaches, name="breaches"),
    path("desk/incidents/new", incidents.file, name="file_breach"),
    path("desk/incidents/<int:number>", incidents.breach, name="breach"),
    path("desk/incidents/<int:number>/notice", incidents.notice, name="breach_notice"),
]
