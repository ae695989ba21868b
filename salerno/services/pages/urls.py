"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path

from salerno.services.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("about", views.about, name="about"),
    path("faq", views.faq, name="faq"),
    path("companies", views.companies, name="companies"),
    path("institutions", views.institutions, name="institutions"),
]
