"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.surveys import views

app_name = "surveys"
urlpatterns = [
    path("surveys", views.surveys, name="surveys"),
    path("surveys/refuse", views.refuse, name="refuse"),
    path("surveys/<slug:slug>", views.survey, name="survey"),
    path("surveys/<slug:slug>/answer", views.answer, name="answer"),
    path("surveys/<slug:slug>/thanks", views.thanks, name="thanks"),
    path("surveys/<slug:slug>/take-back", views.take_back, name="take_back"),
    path("desk/surveys", views.desk, name="desk"),
    path("desk/surveys/new", views.desk_survey, name="desk_new"),
    path("desk/surveys/<int:survey_id>", views.desk_survey, name="desk_survey"),
    path("desk/surveys/<int:survey_id>/run", views.run, name="desk_run"),
    path("desk/surveys/<int:survey_id>/results.csv", views.results, name="results"),
]
