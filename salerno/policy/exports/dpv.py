"""The policy in the Data Privacy Vocabulary, as JSON-LD that needs nothing from elsewhere."""

from __future__ import annotations

import json
from typing import Any

from salerno.policy import store, words
from salerno.policy.exports.terms import DPV, DPV_BASES, DPV_VERSION, PURPOSES
from salerno.policy.page import is_done
from salerno.policy.values import Pack
from salerno.privacy.declare import Clause, Grade
from salerno.privacy.law import Basis, Recipient
from salerno.privacy.registry import registry

CONTEXT = {
    "dpv": DPV,
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def document() -> dict[str, Any]:
    """A process for each purpose, with its data, grounds and recipients."""
    pack = store.pack()
    operator = pack.policy.operator
    done = [name for name in pack.policy.purposes if is_done(pack, name)]
    used = {one.id: one for name in done for one in _data(name)}
    return {
        "@context": CONTEXT | {"here": f"urn:salerno:{pack.policy.pack}:"},
        "@id": "here:policy",
        "dct:conformsTo": f"DPV {DPV_VERSION}",
        "dct:hasVersion": str(pack.policy.version),
        "dct:identifier": pack.policy.digest,
        "@graph": [
            {
                "@id": "here:controller",
                "@type": "dpv:DataController",
                "dct:title": operator.legal_name,
                "dct:description": operator.address,
            },
            *(_recipient(one) for one in pack.policy.recipients.values()),
            *(_personal(pack, one) for one in used.values()),
            *(_process(pack, name) for name in done),
        ],
    }


def as_json() -> str:
    """The document as text."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _data(purpose: str) -> list[Clause]:
    known = registry()
    return [one for one in known.clauses.values() if known.purposes[purpose] in one.purposes]


def _ids(kind: str, names: list[str]) -> list[dict[str, str]]:
    return [{"@id": f"here:{kind}/{one}"} for one in names]


def _process(pack: Pack, name: str) -> dict[str, Any]:
    policy = pack.policy
    to = [one for one in policy.recipients.values() if name in one.purposes and one.enabled]
    grounds = {DPV_BASES[one] for one in policy.purposes[name].bases.values() if one in DPV_BASES}
    return {
        "@id": f"here:process/{name}",
        "@type": "dpv:PersonalDataProcess",
        "dct:title": str(registry().purposes[name].title),
        "dct:description": policy.purposes[name].text,
        "dpv:hasPurpose": {"@id": f"dpv:{PURPOSES[name].dpv}"},
        "dpv:hasDataController": {"@id": "here:controller"},
        "dpv:hasLegalBasis": [{"@id": f"dpv:{one}"} for one in sorted(grounds)],
        "dpv:hasPersonalData": _ids("data", [one.id for one in _data(name)]),
        "dpv:hasRecipient": _ids("recipient", [one.id for one in to]),
        "skos:note": [
            f"{layer or 'base'}: {words.BASES[basis]}"
            for layer, basis in policy.purposes[name].bases.items()
            if basis is not Basis.NONE
        ],
    }


def _personal(pack: Pack, clause: Clause) -> dict[str, Any]:
    kind = "IdentifyingPersonalData" if clause.grade is Grade.DIRECT else "PersonalData"
    if clause.grade is Grade.PSEUDONYMOUS:
        kind = "PseudonymisedData"
    kinds = [f"dpv:{kind}", *(["dpv:SensitivePersonalData"] if clause.sensitive else [])]
    return {
        "@id": f"here:data/{clause.id}",
        "@type": kinds,
        "dct:title": str(clause.title),
        "dct:subject": clause.category,
        "skos:note": words.kept(pack.policy.clauses[clause.id].term),
    }


def _recipient(one: Recipient) -> dict[str, Any]:
    kind = "DataProcessor" if one.role == "processor" else "DataController"
    return {
        "@id": f"here:recipient/{one.id}",
        "@type": ["dpv:Recipient", f"dpv:{kind}"],
        "dct:title": one.name,
        "dct:description": one.contract,
        "dct:spatial": one.country,
        "skos:note": str(words.MECHANISMS[one.mechanism]),
    }
