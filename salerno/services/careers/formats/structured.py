"""A position as search engines read it: schema.org JobPosting."""

from __future__ import annotations

import json

from django.utils.safestring import SafeString, mark_safe

from salerno.services.careers.values import PostingShown

_SAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def job_posting(one: PostingShown) -> SafeString:
    """The element of a page's head. Nothing in it ends the element early."""
    said = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": one.title,
        "description": one.text,
        "identifier": {"@type": "PropertyValue", "name": one.employer_name, "value": str(one.id)},
        "datePosted": one.opens_at.date().isoformat(),
        "validThrough": one.expires_at.isoformat(timespec="seconds"),
        "hiringOrganization": {
            "@type": "Organization", "name": one.employer_name, "sameAs": one.employer_website,
        },
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": one.city,
                "addressCountry": one.country,
            },
        },
        "directApply": True,
    }  # fmt: skip
    text = json.dumps(said, ensure_ascii=False).translate(_SAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped
