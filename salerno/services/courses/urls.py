"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.courses.views import course, desk, discussion, quiz, report, teach, units

app_name = "courses"
urlpatterns = [
    path("courses", course.courses, name="courses"),
    path("courses/<slug:slug>", course.course, name="course"),
    path("courses/<slug:slug>/enrol", course.enrol, name="enrol"),
    path("courses/<slug:slug>/leave", course.leave, name="leave"),
    path("courses/<slug:slug>/units/<int:number>", units.unit, name="unit"),
    path("courses/<slug:slug>/units/<int:number>/mark", units.mark, name="mark"),
    path("courses/<slug:slug>/units/<int:number>/files/<str:name>", units.file, name="file"),
    path("courses/<slug:slug>/quiz", quiz.quiz, name="quiz"),
    path("courses/<slug:slug>/quiz/<int:number>", quiz.question, name="question"),
    path("courses/<slug:slug>/quiz/attempts/<int:number>", quiz.attempt, name="attempt"),
    path("courses/<slug:slug>/progress", report.progress, name="progress"),
    path("courses/<slug:slug>/discussion", discussion.discussion, name="discussion"),
    path("courses/<slug:slug>/teach", teach.roster, name="teach"),
    path("courses/<slug:slug>/teach/<int:subject>", teach.learner, name="learner"),
    path("desk/courses", desk.courses, name="desk"),
    path("desk/courses/<slug:slug>", desk.teachers, name="desk_course"),
]
