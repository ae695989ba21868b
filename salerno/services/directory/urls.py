"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.directory import views

app_name = "directory"
urlpatterns = [
    path("courses/<slug:slug>/participants", views.participants, name="participants"),
    path("institutions/<slug:slug>/report", views.report, name="report"),
    path("desk/directory", views.desk, name="desk"),
    path("desk/directory/release", views.release, name="release"),
    path("desk/directory/inquiry", views.inquiry, name="inquiry"),
    path("desk/directory/refusal", views.refusal, name="refusal"),
]
