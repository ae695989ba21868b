"""Addresses of "Your information"."""

from __future__ import annotations

from django.urls import path

from salerno.web import you, youopen

urlpatterns = [
    path("you", you.everything, name="you"),
    path("you/copy", you.copy, name="you_copy"),
    path("you/copy/portable", you.portable, name="you_portable"),
    path("you/correct", you.correct, name="you_correct"),
    path("you/erase", you.erase, name="you_erase"),
    path("you/received", you.received, name="you_received"),
    path("you/looked", you.looked, name="you_looked"),
    path("you/receipts/<str:number>", you.receipt, name="you_receipt"),
    path("you/open", youopen.page, name="you_open"),
    path("you/features", you.features, name="you_features"),
    path("gone", you.gone, name="gone"),
]
