"""What the council's codes for legal status mean, in plain words for the person they are about.

Codes: the SSDA903 return's LS and PLACE sets, which change by year; one we do not know is
answered with "ask your worker", never guessed.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Kinds of legal status that are explained differently."""

    AGREED = "agreed"  # section 20
    COURT = "court"  # section 31 care order
    COURT_FOR_NOW = "court_for_now"  # section 38 interim care order
    POLICE = "police"  # police protection, section 46
    EMERGENCY = "emergency"  # emergency protection order, section 44
    LOOKED_AT = "looked_at"  # child assessment order, section 43
    ADOPTION = "adoption"  # placement order
    FREED = "freed"  # freeing order, of before December 2005
    REMAND = "remand"
    HELD = "held"  # kept by the police, and moved to the council's care until court
    SENTENCE = "sentence"  # youth rehabilitation order that says where to live
    BREAKS = "breaks"  # a series of short breaks
    UNKNOWN = "unknown"


_BY_CODE = {
    "C1": Reason.COURT_FOR_NOW,
    "C2": Reason.COURT,
    "D1": Reason.FREED,
    "E1": Reason.ADOPTION,
    "V2": Reason.AGREED,
    "V3": Reason.BREAKS,
    "V4": Reason.BREAKS,
    "L1": Reason.POLICE,
    "L2": Reason.EMERGENCY,
    "L3": Reason.LOOKED_AT,
    "J1": Reason.REMAND,
    "J2": Reason.HELD,
    "J3": Reason.SENTENCE,
}


class HomeKind(StrEnum):
    FOSTER = "foster"
    FAMILY_FOSTER = "family_foster"
    CHILDRENS_HOME = "childrens_home"
    SECURE = "secure"
    PARENTS = "parents"
    OWN = "own"
    SUPPORTED = "supported"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    ADOPTIVE = "adoptive"
    OTHER = "other"


_HOMES = {
    **dict.fromkeys(("U1", "U2", "U3"), HomeKind.FAMILY_FOSTER),
    **dict.fromkeys(("U4", "U5", "U6"), HomeKind.FOSTER),
    **dict.fromkeys(("A3", "A4", "A5", "A6"), HomeKind.ADOPTIVE),
    "K1": HomeKind.SECURE,
    "K2": HomeKind.CHILDRENS_HOME,
    "H5": HomeKind.SUPPORTED,
    "P1": HomeKind.PARENTS,
    "P2": HomeKind.OWN,
    "R2": HomeKind.HOSPITAL,
    "S1": HomeKind.SCHOOL,
}


def reason(legal_status: str) -> Reason:
    return _BY_CODE.get(legal_status.strip().upper(), Reason.UNKNOWN)


def home_kind(placement: str) -> HomeKind:
    return _HOMES.get(placement.strip().upper(), HomeKind.OTHER)
