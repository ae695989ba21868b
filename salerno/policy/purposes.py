"""The shared purposes and relations: one register, since rooms of one tier are strangers.

Code gives a purpose its shape; the pack gives it a basis and its words. Each one stands in the
published list of every pack, and nothing stands in that list which is not here.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.privacy.declare import Purpose, Relation, Rows

ACCOUNT = Purpose("account", _("Run your account"), Rows.OWN)
PROFILE = Purpose("profile", _("Show your profile to those you chose"))
CORRESPONDENCE = Purpose(
    "correspondence", _("Send the letters you need or asked for"), machine=True
)
MARKETING_MAIL = Purpose(
    "marketing_mail", _("Send you offers by mail"), machine=True, is_marketing=True
)
MARKETING_SMS = Purpose(
    "marketing_sms", _("Send you offers by text message"), machine=True, is_marketing=True
)
RECOVERY = Purpose("recovery", _("Help you back into your account"), machine=True)
SECURITY = Purpose("security", _("Keep the service safe"), Rows.EVERY, machine=True)
ANALYTICS = Purpose("analytics", _("Count use, without knowing who you are"), machine=True)
PERSONALISE = Purpose("personalise", _("Order pages by what you told us"))
BILLING = Purpose("billing", _("Take payments and keep accounts"), machine=True)
RESEARCH = Purpose("research", _("Study how people learn and read"), machine=True)
ADVERTS = Purpose("adverts", _("Choose advertising"), machine=True)
DIRECTORY = Purpose("directory", _("List you in a directory"))
DIRECTORY_INFORMATION = Purpose(
    "directory_information", _("Give out directory information"), machine=True
)
COMMUNITY = Purpose("community", _("Carry discussion among members"), service="community")
PRACTICE = Purpose(
    "practice", _("Choose practice questions and show your progress"), service="practice"
)
COURSES = Purpose("courses", _("Teach the courses you enrolled in"), service="courses")
CREDITS = Purpose("credits", _("Count and report your credits"), machine=True, service="credits")
CAREERS = Purpose("careers", _("Bring you and employers together"), machine=True, service="careers")
SPONSORS = Purpose("sponsors", _("Pass your contact to a sponsor you agreed to"), machine=True)
EVENTS = Purpose("events", _("Hold the events you registered for"), machine=True, service="events")
SURVEYS = Purpose("surveys", _("Ask your opinion"), machine=True)
INSTITUTION_REPORTS = Purpose(
    "institution_reports", _("Report to the institution that pays for you"), machine=True
)
LEGAL = Purpose(
    "legal",
    _("Answer what the law demands"),
    machine=True,
    meets_restricted=True,
    any_clause=True,
)
EDITORIAL = Purpose("editorial", _("Publish, and look after what is published"))
MODERATION = Purpose(
    "moderation", _("Look after discussion, and answer reports"), Rows.EVERY, machine=True
)
SUPPORT = Purpose("support", _("Help you when you ask"))
DESK = Purpose("desk", _("Take what you ask of us, and answer in time"), Rows.EVERY, machine=True)

SHARED: tuple[Purpose, ...] = (
    ACCOUNT, PROFILE, CORRESPONDENCE, MARKETING_MAIL, MARKETING_SMS, RECOVERY, SECURITY,
    ANALYTICS, PERSONALISE, BILLING, RESEARCH, ADVERTS, DIRECTORY, DIRECTORY_INFORMATION,
    COMMUNITY, PRACTICE, COURSES, CREDITS, CAREERS, SPONSORS, EVENTS, SURVEYS,
    INSTITUTION_REPORTS, LEGAL, EDITORIAL, MODERATION, SUPPORT, DESK,
)  # fmt: skip

CONNECTION = Relation("connection", _("those you connected with"))
CASE = Relation("case", _("staff who handle your case"))
CLASSMATE = Relation("classmate", _("participants of your course"))
TEACHER = Relation("teacher", _("the teachers of your course"))
SEAT = Relation("seat", _("the administrator of your program"))
PARTNER = Relation("partner", _("the administrator of your institution"))
EDITOR = Relation("editor", _("the editors"))
APPLICANT = Relation("applicant", _("the employer you applied to"))

RELATIONS: tuple[Relation, ...] = (
    CONNECTION, CASE, CLASSMATE, TEACHER, SEAT, PARTNER, EDITOR, APPLICANT,
)  # fmt: skip
