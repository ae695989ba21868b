"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.analytics import views

app_name = "analytics"
urlpatterns = [
    path("you/reading", views.history, name="history"),
    path("you/reading/clear", views.forget_all, name="forget_all"),
    path("you/reading/<int:opening_id>/forget", views.forget, name="forget"),
    path("you/reading/fitting", views.fitting, name="fitting"),
    path("reading/<str:sent>", views.beacon, name="beacon"),
    path("desk/use", views.report, name="report"),
]
