"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.community.views import hall, invitations, people, reuse

app_name = "community"
urlpatterns = [
    path("hall", hall.discussions, name="hall"),
    path("hall/open", hall.open_one, name="open"),
    path("hall/<int:number>", hall.discussion, name="discussion"),
    path("hall/<int:number>/people", hall.members, name="members"),
    path("hall/<int:number>/invite", invitations.invite, name="invite_to"),
    path("hall/mark", hall.mark, name="mark"),
    path("invitations/<slug:key>", invitations.invitation, name="invitation"),
    path("you/connections", people.connections, name="connections"),
    path("you/connections/invite", invitations.invite, name="invite"),
    path("you/stars", people.stars, name="stars"),
    path("people/<int:other>/meet", people.meet, name="meet"),
    path("you/reuse", reuse.own, name="reuses"),
    path("desk/reuse", reuse.reuse, name="reuse"),
]
