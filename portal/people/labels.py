"""What people are to each other, in words."""

from __future__ import annotations

from portal.core.words import _
from portal.people.rules import Kind


def to_me(kind: Kind) -> str:
    """What somebody is to the young person who reads this."""
    return {
        Kind.SOCIAL_WORKER: _("your social worker"),
        Kind.PERSONAL_ADVISER: _("your personal adviser"),
        Kind.IRO: _("runs your review"),
        Kind.FOSTER_CARER: _("you live with them"),
        Kind.KEYWORKER: _("looks out for you at home"),
        Kind.MANAGER: _("your worker's manager"),
        Kind.TEACHER: _("looks out for you at school"),
        Kind.NURSE: _("your nurse"),
        Kind.FAMILY: _("your family"),
        Kind.FRIEND: _("your friend"),
        Kind.OTHER: _("someone you know"),
    }[kind]


def to_them(kind: Kind) -> str:
    """What somebody is to the young person, for an adult who reads this."""
    return {
        Kind.SOCIAL_WORKER: _("Social worker"),
        Kind.PERSONAL_ADVISER: _("Personal adviser"),
        Kind.IRO: _("Reviewing officer"),
        Kind.FOSTER_CARER: _("Foster carer"),
        Kind.KEYWORKER: _("Keyworker"),
        Kind.MANAGER: _("Manager"),
        Kind.TEACHER: _("Teacher"),
        Kind.NURSE: _("Nurse"),
        Kind.FAMILY: _("Family"),
        Kind.FRIEND: _("Friend"),
        Kind.OTHER: _("Someone they know"),
    }[kind]
