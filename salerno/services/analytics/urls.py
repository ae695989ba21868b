"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.analytics import views

app_name = "analytics"
urlpatterns = [
    path("you/history", views.history, name="history"),
    path("you/history/clear", views.forget_all, name="forget_all"),
    path("you/history/<int:opening_id>/forget", views.forget, name="forget"),
    path("you/history/fitting", views.fitting, name="fitting"),
    path("reading/<str:sent>", views.beacon, name="beacon"),
    path("desk/use", views.report, name="report"),
]
