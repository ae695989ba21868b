"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.post import views

app_name = "post"
urlpatterns = [
    path("outbox", views.outbox, name="outbox"),
    path("letters/stop/<str:link>", views.stop, name="stop"),
    path("you/letters", views.letters, name="letters"),
]
