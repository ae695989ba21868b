"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.credits.views import bodies, desk, learner

app_name = "credits"
urlpatterns = [
    path("credits", learner.record, name="record"),
    path("credits/begin", learner.begin, name="begin"),
    path("credits/boards", bodies.bodies, name="bodies"),
    path("credits/boards/you", bodies.identity, name="identity"),
    path("credits/boards/<slug:slug>", bodies.body, name="body"),
    path("credits/reports", bodies.reports, name="reports"),
    path("credits/certificates/<str:number>", learner.certificate, name="certificate"),
    path("credits/certificates/<str:number>/sheet", learner.sheet, name="sheet"),
    path("credits/for/<slug:slug>", learner.activity, name="activity"),
    path("credits/for/<slug:slug>/exam", learner.exam, name="exam"),
    path("credits/for/<slug:slug>/evaluation", learner.evaluate, name="evaluate"),
    path("credits/for/<slug:slug>/claim", learner.claim, name="claim"),
    path("desk/credits", desk.desk, name="desk"),
    path("desk/credits/completion", desk.completion, name="desk_completion"),
    path("desk/credits/bodies/new", desk.body, name="desk_new_body"),
    path("desk/credits/bodies/<int:body_id>", desk.body, name="desk_body"),
    path("desk/credits/bodies/<int:body_id>/activate", desk.activate, name="desk_activate"),
    path("desk/credits/bodies/<int:body_id>/file", desk.run, name="desk_run"),
    path("desk/credits/bodies/<int:body_id>/one", desk.one, name="desk_one"),
    path("desk/credits/bodies/<int:body_id>/left", desk.left, name="desk_left"),
    path("desk/credits/bodies/<int:body_id>/answers", desk.answers, name="desk_answers"),
]
