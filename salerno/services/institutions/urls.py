"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.institutions import views

app_name = "institutions"
urlpatterns = [
    path("you/affiliations", views.affiliations, name="affiliations"),
    path("institutions/<slug:slug>", views.account, name="account"),
    path("institutions/<slug:slug>/end", views.end, name="end"),
    path("institutions/<slug:slug>/bills", views.bills, name="bills"),
    path("desk/institutions", views.desk, name="desk"),
    path("desk/institutions/<slug:slug>", views.body, name="body"),
    path("desk/institutions/<slug:slug>/readers", views.readers, name="readers"),
]
