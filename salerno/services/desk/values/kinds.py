"""The words of the closed lists. The lists themselves stand in the rules."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class KindWord(models.TextChoices):
    """What somebody asks for."""

    QUESTION = "question", _("A question")
    ACCESS = "access", _("See what is held about me")
    CORRECTION = "correction", _("Correct something")
    ERASURE = "erasure", _("Erase something, or everything")
    RESTRICTION = "restriction", _("Stop using something for now")
    OBJECTION = "objection", _("Object to a use")
    PORTABILITY = "portability", _("Take my data elsewhere")
    COMPLAINT = "complaint", _("A complaint")
    DIRECTORY = "directory", _("Keep me out of directory information")
    CHILD = "child", _("A child under 13 has an account here")


class ChannelWord(models.TextChoices):
    """How it reached us."""

    PAGE = "page", _("On a page")
    MAIL = "mail", _("By e-mail")
    PHONE = "phone", _("By telephone")
    POST = "post", _("By post")


class AskerWord(models.TextChoices):
    """Who asks."""

    SELF = "self", _("I ask for myself")
    AGENT = "agent", _("I ask for somebody who authorised me")
    GUARDIAN = "guardian", _("I ask for my child, or as a guardian")


class StateWord(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class OutcomeWord(models.TextChoices):
    """What the answer was."""

    DONE = "done", _("Done as asked")
    PARTLY = "partly", _("Done in part")
    REFUSED = "refused", _("Refused, with reasons")


class DenialWord(models.TextChoices):
    """Why something was not done, as the log of requests counts it."""

    UNPROVEN = "unproven", _("It was not shown that the person asks")
    NOTHING = "nothing", _("Nothing of the kind is held")
    LAW = "law", _("A law keeps it, or excepts it")
    OTHERS = "others", _("It would harm the rights of somebody else")
    EXCESSIVE = "excessive", _("Unfounded or excessive")


class AboutWord(models.TextChoices):
    """Which record of the kernel a case decides."""

    RESTRICTION = "restriction", _("A restriction or an objection")
    CORRECTION = "correction", _("A correction")


class ProofWord(models.IntegerChoices):
    """How sure we are that it is the person."""

    NONE = 0, _("No proof")
    LETTER = 1, _("Reads the mail of the address")
    SESSION = 2, _("Signed in")
    AGAIN = 3, _("Signed in, and asked once more")
    DOCUMENT = 4, _("Showed a paper")


class RegimeWord(models.TextChoices):
    """Whose clock runs."""

    GDPR = "gdpr", _("GDPR: one month, and two more with a reason")
    CCPA = "ccpa", _("CCPA: 45 days, and 45 more with notice")
    FERPA = "ferpa", _("FERPA: 45 days")
    HOUSE = "house", _("Our own promise: one month, and one more with a reason")


class LetterWord(models.TextChoices):
    """The letters of the desk."""

    VERIFY = "verify", _("Is this your address?")
    ACKNOWLEDGEMENT = "acknowledgement", _("We received your request")
    EXTENSION = "extension", _("We need more time")
    ANSWER = "answer", _("Our answer")
    REFUSAL = "refusal", _("Our answer: no")
    AGENT = "agent", _("Somebody asks in your name")
    HEARING = "hearing", _("The day of your hearing")
    DECISION = "decision", _("The decision after your hearing")
    DEMAND = "demand", _("Notice of a demand")
    BREACH = "breach", _("Notice of an incident")


class Verb(models.TextChoices):
    """What happened to a case."""

    RECEIVED = "received", _("Received")
    SAID = "said", _("The person wrote again")
    CONFIRMED = "confirmed", _("The address was confirmed")
    PAPER = "paper", _("A paper was sent")
    SIGHTED = "sighted", _("A paper was looked at, and it fits")
    DOUBTED = "doubted", _("The proof did not suffice")
    OPENED = "opened", _("The person’s data was opened")
    LEFT = "left", _("The person’s data was closed again")
    CHANGED = "changed", _("Data was changed as asked")
    GAVE = "gave", _("A copy was handed out")
    ERASED = "erased", _("Everything was erased")
    NOTED = "noted", _("Noted")
    MOVED = "moved", _("Handed to the data protection officer")
    WROTE = "wrote", _("A letter was written")
    EXTENDED = "extended", _("The term was extended")
    ANSWERED = "answered", _("Answered")
    APPEALED = "appealed", _("The person wants somebody else to look at it")
    NAMED = "named", _("The person was named for whom somebody asks")
    AGREED = "agreed", _("The person said that somebody may ask for them")
    DISOWNED = "disowned", _("The person said that nobody asks for them")
    LIMITED = "limited", _("Something was restricted, or a check began")
    DECIDED = "decided", _("It was decided")
    TOLD = "told", _("The person was told that it ends")
    LIFTED = "lifted", _("It ended")
    REVIEWED = "reviewed", _("It was looked at, and goes on")
    WITHHELD = "withheld", _("Kept out of directory information")
    HEARING = "hearing", _("The person asked for a hearing")
    SET = "set", _("A day was set for the hearing")
    HEARD = "heard", _("The hearing was held, and decided")
    STATED = "stated", _("The person put a statement beside it")
    CLOSED = "closed", _("Closed")


class GroundWord(models.TextChoices):
    """On which ground something is given out."""

    REQUIRED = "required", _("The law demands it")
    LEGAL_PROCESS = "legal_process", _("To comply with law or legal process")
    RIGHTS_PROPERTY = "rights_property", _("To protect our rights and property")
    MISUSE = "misuse", _("Against misuse or use without leave")
    SAFETY = "safety", _("To protect somebody’s safety")
    COOPERATION = "cooperation", _("Cooperation that no law demands")
    ENFORCEMENT = "enforcement", _("To enforce terms and look into breaches of them")


class InstrumentWord(models.TextChoices):
    """What came, or what we do ourselves."""

    ORDER = "order", _("A court order")
    SUBPOENA = "subpoena", _("A subpoena")
    REQUEST = "request", _("A request of an authority")
    EMERGENCY = "emergency", _("An emergency")
    INVESTIGATION = "investigation", _("An inquiry of our own")


class ExemptionWord(models.TextChoices):
    """What lets education records out to third parties."""

    CONSENT = "consent", _("Signed and dated consent of each student (99.30)")
    ORDER = "order", _("A judicial order or lawful subpoena (99.31(a)(9))")
    EMERGENCY = "emergency", _("An emergency of health or safety (99.31(a)(10), 99.36)")
    AUDIT = "audit", _("Audit or evaluation by an education authority (99.31(a)(3))")
    LITIGATION = "litigation", _("Legal action between us and the student (99.31(a)(9)(iii))")


class QueueWord(models.TextChoices):
    """Who works on it."""

    DESK = "desk", _("Privacy desk")
    DPO = "dpo", _("Data protection officer")


class FormatWord(models.TextChoices):
    """As what the data is wanted."""

    ZIP = "zip", _("Pages to read, and files")
    JSON = "json", _("For another service to read (JSON)")


class DestinationWord(models.TextChoices):
    """To whom the data goes."""

    SELF = "self", _("To me")
    OTHER = "other", _("To somebody else, whom I name")


class WayWord(models.TextChoices):
    """How a letter goes."""

    MAIL = "mail", _("By e-mail")
    POST = "post", _("By post")
