"""Every address. Each route names its door at its view."""

from __future__ import annotations

from django.urls import include, path

from salerno.web import carrier, choices, cookies, desk, feed, health, retention, searching
from salerno.web.design.page import design

urlpatterns = [
    path("", include("salerno.services.pages.urls")),
    path("", include("salerno.web.legal_urls")),
    path("", include("salerno.services.accounts.urls")),
    path("", include("salerno.services.post.urls")),
    path("", include("salerno.services.media.urls")),
    path("", include("salerno.services.search.urls")),
    path("", include("salerno.services.discuss.urls")),
    path("", include("salerno.services.institutions.urls")),
    path("", include("salerno.services.articles.urls")),
    path("", include("salerno.services.courses.urls")),
    path("", include("salerno.services.sponsors.urls")),
    path("", include("salerno.services.commerce.urls")),
    path("", include("salerno.services.surveys.urls")),
    path("", include("salerno.services.practice.urls")),
    path("", include("salerno.services.community.urls")),
    path("", include("salerno.services.careers.urls")),
    path("", include("salerno.services.events.urls")),
    path("", include("salerno.services.credits.urls")),
    path("", include("salerno.services.programs.urls")),
    path("", include("salerno.services.mailings.urls")),
    path("", include("salerno.services.adverts.urls")),
    path("", include("salerno.services.analytics.urls")),
    path("", include("salerno.services.directory.urls")),
    path("", include("salerno.services.desk.urls")),
    path("", include("salerno.web.you_urls")),
    path("you/choices", choices.page, name="you_choices"),
    path("cookies/choose", cookies.choose, name="cookies_choose"),
    path("cookies/forget", cookies.forget, name="forget_device"),
    path("appearance", cookies.appearance, name="appearance"),
    path("design", design, name="design"),
    path("desk", desk.desk, name="desk"),
    path("desk/retention", retention.page, name="desk_retention"),
    path("desk/security", desk.security, name="desk_security"),
    path("search", searching.search, name="search"),
    path("gateway/<str:reference>", carrier.page, name="gateway"),
    path("feed", feed.feed, name="feed"),
    path("sitemap.xml", feed.sitemap, name="sitemap"),
    path("robots.txt", feed.robots, name="robots"),
    path("health", health.health, name="health"),
]
handler400 = "salerno.web.errors.bad_request"
handler403 = "salerno.web.errors.forbidden"
handler404 = "salerno.web.errors.not_found"
handler500 = "salerno.web.errors.failed"
