"""Addresses of "Your information"."""

from __future__ import annotations

from django.urls import path

from salerno.web import leaving, you, youmessages, youopen, youreceived, yourestrict, yourevoke

urlpatterns = [
    path("you", you.everything, name="you"),
    path("you/copy", you.copy, name="you_copy"),
    path("you/copy/portable", you.portable, name="you_portable"),
    path("you/correct", you.correct, name="you_correct"),
    path("you/correct/ask", yourestrict.ask, name="you_ask"),
    path("you/limits", yourestrict.limits, name="you_limits"),
    path("you/limits/restrict", yourestrict.restrict, name="you_restrict"),
    path("you/limits/object", yourestrict.object_to, name="you_object"),
    path("you/limits/<int:number>/take-back", yourestrict.take_back, name="you_take_back"),
    path("you/limits/receipts/<str:number>", yourestrict.receipt, name="you_limit_receipt"),
    path("you/consents", yourevoke.consents, name="you_consents"),
    path("you/consents/<str:token>", yourevoke.revoke, name="you_revoke"),
    path("you/erase", you.erase, name="you_erase"),
    path("you/close", leaving.close, name="you_close"),
    path("return", leaving.come_back, name="return"),
    path("you/received", youreceived.page, name="you_received"),
    path("you/looked", you.looked, name="you_looked"),
    path("you/receipts/<str:number>", you.receipt, name="you_receipt"),
    path("you/open", youopen.page, name="you_open"),
    path("you/features", you.features, name="you_features"),
    path("you/messages", youmessages.page, name="you_messages"),
    path("you/messages/number", youmessages.number, name="you_number"),
    path("you/messages/postal", youmessages.postal, name="you_postal"),
    path("gone", you.gone, name="gone"),
]
