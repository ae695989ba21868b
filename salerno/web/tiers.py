"""Which floor each room stands on. Imports and keys go down; rooms of one floor are strangers."""

from __future__ import annotations

TIERS = {
    "privacy": 0, "policy": 0,
    "accounts": 1, "catalog": 1, "access": 1, "post": 1, "discuss": 1, "media": 1, "search": 1,
    "experiments": 1,
    "institutions": 2, "commerce": 2, "surveys": 2, "pages": 2,
    "articles": 3, "courses": 3, "practice": 3, "community": 3, "careers": 3, "events": 3,
    "sponsors": 3,
    "credits": 4, "programs": 4, "directory": 4, "admissions": 4, "mailings": 4, "adverts": 4,
    "analytics": 4, "matching": 4, "research": 4, "desk": 4,
    "web": 5,
}  # fmt: skip
