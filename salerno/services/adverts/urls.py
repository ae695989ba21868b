"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.adverts.views import choosing, desk, reading

app_name = "adverts"
urlpatterns = [
    path("advertising", choosing.page, name="choices"),
    path("advertising/choose", choosing.choose, name="choose"),
    path("advertising/interests", choosing.add, name="add"),
    path("advertising/interests/clear", choosing.clear, name="clear"),
    path("advertising/interests/<int:interest_id>/drop", choosing.drop, name="drop"),
    path("advertising/image/<str:sent>", reading.image, name="image"),
    path("advertising/frame/<str:sent>", reading.frame, name="frame"),
    path("advertising/viewed/<str:sent>", reading.viewed, name="viewed"),
    path("advertising/go/<str:sent>", reading.go, name="go"),
    path("advertising/blocked/<int:creative>", reading.blocked, name="blocked"),
    path("api/advertising/conversions", reading.converted, name="converted"),
    path("ads.txt", choosing.sellers, name="sellers"),
    path("desk/advertising", desk.campaigns, name="desk"),
    path("desk/advertising/places/<slug:placement>", desk.vendor, name="desk_vendor"),
    path("desk/advertising/advertisers", desk.advertisers, name="desk_advertisers"),
    path("desk/advertising/advertisers/new", desk.advertiser, name="desk_new_advertiser"),
    path(
        "desk/advertising/advertisers/<int:advertiser_id>", desk.advertiser, name="desk_advertiser"
    ),
    path("desk/advertising/advertisers/<int:advertiser_id>/token", desk.token, name="desk_token"),
    path("desk/advertising/new", desk.campaign, name="desk_new_campaign"),
    path("desk/advertising/<int:campaign_id>", desk.campaign, name="desk_campaign"),
    path("desk/advertising/<int:campaign_id>/creatives", desk.creative, name="desk_creative"),
    path(
        "desk/advertising/<int:campaign_id>/creatives/<int:creative_id>/drop",
        desk.drop,
        name="desk_drop",
    ),
    path("desk/advertising/<int:campaign_id>/run", desk.run, name="desk_run"),
    path("desk/advertising/<int:campaign_id>/report", desk.report, name="desk_report"),
    path("desk/advertising/<int:campaign_id>/report.csv", desk.report_file, name="desk_file"),
]
