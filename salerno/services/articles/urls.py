"""Addresses of this room."""

from __future__ import annotations

from django.urls import path, re_path

from salerno.services.articles import views

app_name = "articles"
urlpatterns = [
    path("articles", views.articles, name="articles"),
    path("articles/<slug:slug>", views.article, name="article"),
    path("articles/<slug:slug>/versions/<int:number>", views.article, name="version"),
    path("issues/<slug:slug>", views.issue, name="issue"),
    re_path(
        r"^articles/figures/(?P<key>[0-9a-f]{40})\.(?P<suffix>[a-z]{3,4})\Z",
        views.picture,
        name="picture",
    ),
]
