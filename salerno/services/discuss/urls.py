"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.discuss.views import areas, files, posts, reviews

app_name = "discuss"
urlpatterns = [
    path("discuss/<int:area_id>/post", posts.post, name="new"),
    path("discuss/posts/<int:post_id>", posts.one, name="post"),
    path("discuss/posts/<int:post_id>/edit", posts.edit, name="edit"),
    path("discuss/posts/<int:post_id>/remove", posts.remove, name="remove"),
    path("discuss/posts/<int:post_id>/report", posts.report, name="report"),
    path("discuss/posts/<int:post_id>/appeal", posts.appeal, name="appeal"),
    path("discuss/files/<slug:key>", files.file, name="file"),
    path("you/posts", posts.own_posts, name="own_posts"),
    path("desk/discussions", areas.areas, name="areas"),
    path("desk/discussions/<int:area_id>", areas.area, name="area"),
    path("desk/discussions/<int:area_id>/shut", areas.shut, name="shut"),
    path("desk/review", reviews.queue, name="queue"),
    path("desk/review/<int:review_id>", reviews.review, name="review"),
    path("desk/review/<int:review_id>/<slug:key>", reviews.file, name="reviewed_file"),
]
