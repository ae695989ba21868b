"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.media import views

app_name = "media"
urlpatterns = [
    path("you/photograph", views.own_photograph, name="own_photograph"),
    path("photographs/<slug:key>", views.photograph, name="photograph"),
]
