"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.practice.views import desk, exams, report, study

app_name = "practice"
urlpatterns = [
    path("practice", study.banks, name="banks"),
    path("practice/how-it-works", report.how, name="how"),
    path("practice/<slug:slug>", study.bank, name="bank"),
    path("practice/<slug:slug>/begin", study.begin, name="begin"),
    path("practice/<slug:slug>/question", study.question, name="question"),
    path("practice/<slug:slug>/answers/<int:answer_id>", study.feedback, name="feedback"),
    path("practice/<slug:slug>/exams", exams.exams, name="exams"),
    path("practice/<slug:slug>/exams/<int:number>", exams.exam, name="exam"),
    path("practice/<slug:slug>/exams/<int:number>/<int:place>", exams.place, name="place"),
    path("practice/<slug:slug>/report", report.report, name="report"),
    path("practice/<slug:slug>/recharge", report.recharge, name="recharge"),
    path("practice/<slug:slug>/record", report.record, name="record"),
    path("practice/<slug:slug>/shared", report.shared, name="shared"),
    path("practice/<slug:slug>/plan", report.plan, name="plan"),
    path("desk/practice", desk.banks, name="desk"),
    path("desk/practice/<slug:slug>", desk.bank, name="desk_bank"),
    path("desk/practice/<slug:slug>/file", desk.file, name="file"),
    path("desk/practice/<slug:slug>/items/new", desk.item, name="new_item"),
    path("desk/practice/<slug:slug>/items/<int:item_id>", desk.item, name="desk_item"),
    path("desk/practice/<slug:slug>/items/<int:item_id>/move", desk.move, name="move"),
]
