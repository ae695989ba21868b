"""The authorities to which somebody may complain, by country. Looked over once a year.

Names as each body gives its own in English, with the address of its site. ``CHECKED`` is the
day on which the table was last read against the lists of the European Data Protection Board
and of the bodies themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

CHECKED = date(2026, 11, 22)


@dataclass(frozen=True)
class Authority:
    """Where one complains."""

    country: str
    name: str
    site: str


def _table(*rows: tuple[str, str, str]) -> Mapping[str, Authority]:
    return MappingProxyType({row[0]: Authority(*row) for row in rows})


AUTHORITIES = _table(
    ("AT", "Austrian Data Protection Authority", "https://www.dsb.gv.at"),
    ("BE", "Data Protection Authority (Belgium)", "https://www.dataprotectionauthority.be"),
    ("BG", "Commission for Personal Data Protection (Bulgaria)", "https://www.cpdp.bg"),
    ("HR", "Croatian Personal Data Protection Agency", "https://azop.hr"),
    ("CY", "Commissioner for Personal Data Protection (Cyprus)",
     "https://www.dataprotection.gov.cy"),
    ("CZ", "Office for Personal Data Protection (Czechia)", "https://uoou.gov.cz"),
    ("DK", "Danish Data Protection Agency", "https://www.datatilsynet.dk"),
    ("EE", "Estonian Data Protection Inspectorate", "https://www.aki.ee"),
    ("FI", "Office of the Data Protection Ombudsman (Finland)", "https://tietosuoja.fi"),
    ("FR", "Commission Nationale de l’Informatique et des Libertés (CNIL)",
     "https://www.cnil.fr"),
    ("DE", "Federal Commissioner for Data Protection and Freedom of Information (Germany)",
     "https://www.bfdi.bund.de"),
    ("GR", "Hellenic Data Protection Authority", "https://www.dpa.gr"),
    ("HU", "Hungarian National Authority for Data Protection and Freedom of Information",
     "https://www.naih.hu"),
    ("IE", "Data Protection Commission (Ireland)", "https://www.dataprotection.ie"),
    ("IT", "Garante per la protezione dei dati personali", "https://www.garanteprivacy.it"),
    ("LV", "Data State Inspectorate (Latvia)", "https://www.dvi.gov.lv"),
    ("LT", "State Data Protection Inspectorate (Lithuania)", "https://vdai.lrv.lt"),
    ("LU", "National Commission for Data Protection (Luxembourg)", "https://cnpd.public.lu"),
    ("MT", "Office of the Information and Data Protection Commissioner (Malta)",
     "https://idpc.org.mt"),
    ("NL", "Dutch Data Protection Authority", "https://www.autoriteitpersoonsgegevens.nl"),
    ("PL", "Personal Data Protection Office (Poland)", "https://uodo.gov.pl"),
    ("PT", "Comissão Nacional de Proteção de Dados (Portugal)", "https://www.cnpd.pt"),
    ("RO", "National Supervisory Authority for Personal Data Processing (Romania)",
     "https://www.dataprotection.ro"),
    ("SK", "Office for Personal Data Protection of the Slovak Republic",
     "https://dataprotection.gov.sk"),
    ("SI", "Information Commissioner of the Republic of Slovenia", "https://www.ip-rs.si"),
    ("ES", "Spanish Data Protection Agency (AEPD)", "https://www.aepd.es"),
    ("SE", "Swedish Authority for Privacy Protection", "https://www.imy.se"),
    ("IS", "Icelandic Data Protection Authority", "https://www.personuvernd.is"),
    ("LI", "Data Protection Authority (Liechtenstein)", "https://www.datenschutzstelle.li"),
    ("NO", "Norwegian Data Protection Authority", "https://www.datatilsynet.no"),
    ("GB", "Information Commissioner’s Office", "https://ico.org.uk"),
    ("CH", "Federal Data Protection and Information Commissioner (Switzerland)",
     "https://www.edoeb.admin.ch"),
    ("CA", "Office of the Privacy Commissioner of Canada", "https://www.priv.gc.ca"),
    ("US", "Federal Trade Commission", "https://reportfraud.ftc.gov"),
)  # fmt: skip
CALIFORNIA = Authority("US", "California Privacy Protection Agency", "https://cppa.ca.gov")
EDUCATION = Authority(
    "US", "Student Privacy Policy Office, U.S. Department of Education",
    "https://studentprivacy.ed.gov",
)  # fmt: skip
UNION = Authority(
    "EU", "the data protection authority of your country, which the European Data Protection "
    "Board lists", "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en",
)  # fmt: skip


def authority(country: str, *, seat: str, layers: tuple[str, ...] = ()) -> Authority:
    """The authority of somebody's country; where it has none in the table, of the seat.

    Whom the law of the Union protects, and whose country is not known, is led to the list.
    """
    if "ferpa" in layers:
        return EDUCATION
    if "california" in layers:
        return CALIFORNIA
    if "eu" in layers and country not in AUTHORITIES:
        return UNION
    return AUTHORITIES.get(country) or AUTHORITIES.get(seat) or AUTHORITIES["US"]
