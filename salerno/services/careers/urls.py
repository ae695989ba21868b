"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.careers.views import employing, positions, seeking

app_name = "careers"
urlpatterns = [
    path("careers", positions.positions, name="positions"),
    path("careers/<int:number>", positions.position, name="position"),
    path("careers/<int:number>/apply", positions.apply, name="apply"),
    path("you/career", seeking.career, name="career"),
    path("you/career/profile", seeking.profile, name="profile"),
    path("you/career/profile/blocks", seeking.block, name="block"),
    path("you/career/as-employer", seeking.preview, name="preview"),
    path("you/career/documents", seeking.documents, name="documents"),
    path("you/career/documents/<int:number>", seeking.document, name="document"),
    path("you/career/searches", positions.searches, name="searches"),
    path("you/career/applications/<int:number>", seeking.application, name="application"),
    path("employers", employing.employers, name="employers"),
    path("employers/<int:number>", employing.employer, name="employer"),
    path("employers/<int:number>/post", employing.post, name="post"),
    path("employers/<int:number>/close/<int:posting>", employing.close, name="close"),
    path("employers/<int:number>/candidates", employing.candidates, name="candidates"),
    path("employers/<int:number>/candidates/<int:profile>", employing.candidate, name="candidate"),
    path(
        "employers/<int:number>/applications/<int:application_id>",
        employing.application,
        name="worked",
    ),
    path(
        "employers/<int:number>/applications/<int:application_id>/<slug:key>",
        employing.document,
        name="sent_document",
    ),
    path("desk/employers", employing.desk, name="desk"),
    path("desk/employers/<int:number>", employing.decide, name="decide"),
]
