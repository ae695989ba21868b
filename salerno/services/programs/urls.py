"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.programs.views import desk, program, resident

app_name = "programs"
urlpatterns = [
    path("institutions/<slug:slug>/seats/<int:item>", resident.take, name="take"),
    path("you/seats/<int:item>/give-back", resident.give_back, name="give_back"),
    path("you/programs", resident.own, name="own"),
    path("programs/join/<str:key>", resident.join, name="join"),
    path("programs/<slug:slug>", program.report, name="report"),
    path("programs/<slug:slug>/seats", program.seats, name="seats"),
    path("programs/<slug:slug>/seats/roster", program.from_roster, name="roster"),
    path("programs/<slug:slug>/seats/<int:seat>/end", program.free, name="free"),
    path("desk/programs", desk.desk, name="desk"),
    path("desk/programs/<slug:slug>", desk.program, name="desk_program"),
    path("desk/programs/<slug:slug>/bill", desk.block, name="desk_block"),
    path("desk/programs/<slug:slug>/reader", desk.reader, name="desk_reader"),
]
