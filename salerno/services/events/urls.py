"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.events import views

app_name = "events"
urlpatterns = [
    path("events", views.events, name="events"),
    path("events/<slug:slug>", views.event, name="event"),
    path("events/<slug:slug>/register", views.register, name="register"),
    path("events/<slug:slug>/give-back", views.give_back, name="give_back"),
    path("events/<slug:slug>/calendar", views.ics, name="calendar"),
    path("desk/events", views.desk, name="desk"),
    path("desk/events/new", views.desk_event, name="desk_new"),
    path("desk/events/<int:event_id>", views.desk_event, name="desk_event"),
    path("desk/events/<int:event_id>/run", views.run, name="desk_run"),
    path("desk/events/<int:event_id>/door", views.attend, name="desk_door"),
]
