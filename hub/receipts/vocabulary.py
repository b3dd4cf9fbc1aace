"""Which word of the W3C Data Privacy Vocabulary stands for which of ours.

Names and terms follow the profile of DPV for ISO/IEC TS 27560:2023
(https://w3id.org/dpv/guides/consent-27560). What DPV has no word for has one of our own, which means
what it means in `hub.consent.model`.
"""

from collections.abc import Mapping
from typing import Any

from hub.consent.model import Action, Kind, State
from hub.receipts.model import Role

SCHEMA_VERSION = "1"
RECEIPT_PROFILE = "https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr"
RECORD_PROFILE = "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr"
OURS = "urn:fallraum:"


def _link(term: str) -> dict[str, str]:
    return {"@id": term, "@type": "@id"}


def _instant(term: str) -> dict[str, str]:
    return {"@id": term, "@type": "xsd:dateTime"}


# Stands in every receipt itself: to read one or to verify it takes no network.
CONTEXT: Mapping[str, Any] = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "fallraum": f"{OURS}vocabulary:",
    # The receipt and the record in it.
    "conforms_to": _link("dct:conformsTo"),
    "schema_version": "schema:schemaVersion",
    "receipt_id": "dct:identifier",
    "record_id": "dct:identifier",
    "created_at": _instant("dct:created"),
    "language": "dct:language",
    "record": "dpv:hasRecordOfActivity",
    "case": "fallraum:case",
    "kind": "fallraum:kind",
    "stand": "fallraum:stand",
    "state": _link("dpv:hasStatus"),
    "in_force": "fallraum:in_force",
    "subject": "dpv:hasDataSubject",
    "subject_id": "dct:identifier",
    "given_by": "dpv:isIndicatedBy",
    "capacity": "fallraum:capacity",
    "validity": "dct:valid",
    "valid_from": _instant("dcat:startDate"),
    "valid_until": _instant("dcat:endDate"),
    "review_at": _instant("fallraum:review_at"),
    # The notice.
    "notice": "dpv:hasNotice",
    "template": "dct:identifier",
    "version": "schema:version",
    "sha256": "fallraum:sha256",
    "level": "fallraum:level",
    "told": "fallraum:told",
    "separate_from_application": "fallraum:separate_from_application",
    # What is done with which data.
    "process": "dpv:hasProcess",
    "purpose": "dpv:hasPurpose",
    "description": "dct:description",
    "legal_basis": "dpv:hasLegalBasis",
    "norm": "dct:bibliographicCitation",
    "data_categories": "dpv:hasPersonalData",
    "declined": "dpv:hasProhibition",
    "code": "fallraum:code",
    "broader": _link("skos:broader"),
    "special": "fallraum:special",
    "answer": "fallraum:answer",
    "actions": "dpv:hasProcessing",
    "storage": "dpv:hasStorageCondition",
    "location": _link("dpv:hasLocation"),
    "duration": "dpv:hasDuration",
    "jurisdiction": _link("dpv:hasJurisdiction"),
    "withdrawal_method": "dpv:hasConsentControl",
    "rights": "dpv:hasRight",
    # Parties.
    "controllers": "dpv:hasDataController",
    "recipients": "dpv:hasRecipient",
    "authority": "dpv:hasAuthority",
    "released": "fallraum:released",
    "team": "fallraum:team",
    "alone": "fallraum:alone",
    "party_id": "dpv:hasIdentifier",
    "name": "dpv:hasName",
    "contact": "dpv:hasContact",
    "function": "schema:jobTitle",
    "unit": "schema:department",
    "person": "schema:employee",
    # Events.
    "events": "dpv:hasConsentStatus",
    "number": "schema:position",
    "at": _instant("dpv:isIndicatedAtTime"),
    "actor": _link("dpv:isIndicatedBy"),
    "actor_role": "fallraum:actor_role",
    "type": "fallraum:deed",
    "form": "dpv:hasIndicationMethod",
    # Signatures.
    "signed": "fallraum:signed",
    "statement": "fallraum:statement",
    "contents": "fallraum:contents",
    "themes": "fallraum:themes",
    "signatures": "fallraum:signatures",
    "rest_of": "fallraum:rest_of",
    "public_key": "fallraum:public_key",
    "signature": "fallraum:signature",
    "proof": "fallraum:proof",
}

STATES: Mapping[State, str] = {
    State.REQUESTED: "dpv:ConsentRequested",
    State.DEFERRED: "dpv:ConsentRequestDeferred",
    # Declared, but nobody has confirmed it: DPV has no word for that, only that it is no basis.
    State.RECORDED: "dpv:ConsentStatusInvalidForProcessing",
    State.GIVEN: "dpv:ConsentGiven",
    State.EXPIRED: "dpv:ConsentExpired",
    State.REFUSED: "dpv:ConsentRefused",
    State.WITHDRAWN: "dpv:ConsentWithdrawn",
    State.REVOKED: "dpv:ConsentRevoked",
    State.INVALIDATED: "dpv:ConsentInvalidated",
    # Another record holds in its place; this one is a basis no more.
    State.SUPERSEDED: "dpv:ConsentStatusInvalidForProcessing",
}

THEMES: Mapping[str, str] = {
    "organisation": "dpv:PersonalData",
    "school": "pd:Education",
    "work": "pd:EmploymentHistory",
    "housing": "pd:Household",
    "family": "pd:Family",
    "childcare": "pd:Family",
    "debts": "pd:FinancialStatus",
    "health": "pd:Health",
    "addiction": "pd:Health",
    "offences": "pd:CriminalOffense",
}

ACTIONS: Mapping[Action, str] = {
    Action.READ: "dpv:Access",
    Action.WRITE: "dpv:Share",
    Action.ATTACH: "dpv:MakeAvailable",
    Action.ATTEND: "dpv:Consult",
    Action.EXPORT: "dpv:Export",
    Action.FORWARD: "dpv:DiscloseByTransmission",
}

ACTORS: Mapping[Role, str] = {
    Role.CLIENT: "dpv:DataSubject",
    Role.PARTY: "dpv:GuardianOfDataSubject",
    Role.STAFF: "dpv:DataController",
    Role.OFFICER: "dpv:DataProtectionOfficer",
    Role.DOOR: "dpv:DataProcessor",
}

CONSENT = ("eu-gdpr:A6-1-a", "Art. 6 Abs. 1 Buchst. a, Art. 7 DSGVO")
SOCIAL_CONSENT = ("dpv:Consent", "§ 67b Abs. 2 SGB X")
SPECIAL_CONSENT = ("eu-gdpr:A9-2-a", "Art. 9 Abs. 2 Buchst. a DSGVO")
RELEASES: Mapping[Kind, tuple[str, str]] = {
    Kind.SECRECY_RELEASE: ("dpv:Consent", "§ 203 StGB"),
    Kind.ENTRUSTED_RELEASE: ("dpv:Consent", "§ 65 Abs. 1 SGB VIII"),
}

# What the client may ask for, and on which paragraph.
RIGHTS = (
    ("eu-gdpr:A7-3", "Art. 7 Abs. 3 DSGVO"),
    ("eu-gdpr:A15", "Art. 15 DSGVO, § 83 SGB X"),
    ("eu-gdpr:A16", "Art. 16 DSGVO, § 84 SGB X"),
    ("eu-gdpr:A17", "Art. 17 DSGVO, § 84 SGB X"),
    ("eu-gdpr:A18", "Art. 18 DSGVO, § 84 SGB X"),
    ("eu-gdpr:A20", "Art. 20 DSGVO"),
    ("eu-gdpr:A77", "Art. 77 DSGVO, § 81 SGB X"),
)
