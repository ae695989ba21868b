"""Addresses of the legal set. Old versions keep theirs for ever."""

from __future__ import annotations

from django.urls import path

from salerno.web import legal, legal_record

urlpatterns = [
    path("privacy", legal.privacy, name="privacy"),
    path("privacy/changes", legal.changes, name="privacy_changes"),
    path("privacy/tables", legal.tables, name="privacy_tables"),
    path("privacy/versions", legal.versions, name="privacy_versions"),
    path("privacy/versions/<int:number>", legal.version, name="privacy_version"),
    path("cookies", legal.cookies, name="cookies"),
    path("terms", legal.terms, name="terms"),
    path("trademark", legal.trademark, name="trademark"),
    path("ferpa", legal.ferpa, name="ferpa"),
    path("contact", legal.contact, name="contact"),
    path("policies", legal.policies, name="policies"),
    path("leaving", legal.leaving, name="leaving"),
    path("record", legal_record.record, name="record"),
    path("record.csv", legal_record.record_csv, name="record_csv"),
    path("record.json", legal_record.record_json, name="record_json"),
    path(".well-known/gpc.json", legal_record.gpc, name="gpc"),
    path(".well-known/security.txt", legal_record.security_txt, name="security_txt"),
]
