"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.mailings import api
from salerno.services.mailings.views import desk, people

app_name = "mailings"
urlpatterns = [
    path("you/messages/<int:subscription_id>/end", people.end, name="end"),
    path("you/notes/<int:campaign_id>/close", people.close_note, name="close_note"),
    path("subscribe", people.subscribe, name="subscribe"),
    path("subscribe/confirm/<str:key>", people.confirm, name="confirm"),
    path("api/returns", api.returns, name="returns"),
    path("api/texts", api.texts, name="texts"),
    path("desk/mailings", desk.mailings, name="mailings"),
    path("desk/mailings/new", desk.compose, name="new"),
    path("desk/mailings/notice", desk.notice, name="notice"),
    path("desk/mailings/partners", desk.partners, name="partners"),
    path("desk/mailings/<int:campaign_id>", desk.mailing, name="mailing"),
    path("desk/mailings/<int:campaign_id>/edit", desk.compose, name="compose"),
    path("desk/mailings/<int:campaign_id>/act", desk.act, name="act"),
    path("desk/mailings/<int:campaign_id>/calls", desk.call_list, name="calls"),
]
