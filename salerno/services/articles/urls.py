"""Addresses of this room."""

from __future__ import annotations

from django.urls import path, re_path

from salerno.services.articles.views import handed, taken
from salerno.services.articles.views import published as views

app_name = "articles"
urlpatterns = [
    path("submissions", handed.submissions, name="submissions"),
    path("submissions/new", handed.new, name="submit"),
    path("submissions/<int:number>", handed.submission, name="submission"),
    path("submissions/<int:number>/<slug:key>", handed.file, name="submitted_file"),
    path("desk/submissions", handed.desk, name="desk"),
    path("desk/submissions/<int:number>", handed.one, name="desk_one"),
    path("you/reading", views.reading, name="reading"),
    path("articles", views.articles, name="articles"),
    path("articles/<slug:slug>", views.article, name="article"),
    path("articles/<slug:slug>/download", taken.download, name="download"),
    path("articles/<slug:slug>/versions/<int:number>", views.article, name="version"),
    path("issues/<slug:slug>", views.issue, name="issue"),
    re_path(
        r"^articles/figures/(?P<key>[0-9a-f]{40})\.(?P<suffix>[a-z]{3,4})\Z",
        views.picture,
        name="picture",
    ),
]
