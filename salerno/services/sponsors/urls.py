"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.sponsors import api
from salerno.services.sponsors.views import desk, papers

app_name = "sponsors"
urlpatterns = [
    path("papers", papers.papers, name="papers"),
    path("papers/receipts/<str:number>", papers.receipt, name="receipt"),
    path("papers/receipts/<str:number>/withdraw", papers.withdraw, name="withdraw"),
    path("papers/files/<str:key>", papers.file, name="file"),
    path("papers/<slug:slug>", papers.paper, name="paper"),
    path("papers/<slug:slug>/share", papers.share, name="share"),
    path("papers/<slug:slug>/take", papers.take, name="take"),
    path("sponsors/fetch", api.fetch, name="fetch"),
    path("api/sponsors/leads", api.leads, name="api"),
    path("desk/papers", desk.papers, name="desk_papers"),
    path("desk/papers/new", desk.paper, name="desk_new_paper"),
    path("desk/papers/<int:paper_id>", desk.paper, name="desk_paper"),
    path("desk/papers/<int:paper_id>/publish", desk.publish, name="desk_publish"),
    path("desk/sponsors", desk.sponsors, name="desk_sponsors"),
    path("desk/sponsors/new", desk.sponsor, name="desk_new_sponsor"),
    path("desk/sponsors/<int:sponsor_id>", desk.sponsor, name="desk_sponsor"),
    path("desk/sponsors/<int:sponsor_id>/token", desk.token, name="desk_token"),
    path("desk/sponsors/<int:sponsor_id>/switch", desk.switch, name="desk_switch"),
    path("desk/sponsors/<int:sponsor_id>/leads", desk.leads, name="desk_leads"),
]
