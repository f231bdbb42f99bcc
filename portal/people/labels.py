"""What people are to each other, in words."""

from __future__ import annotations

from portal.core.words import later
from portal.people.rules import Kind

_TO_ME = {
    Kind.SOCIAL_WORKER: later("your social worker"),
    Kind.PERSONAL_ADVISER: later("your personal adviser"),
    Kind.IRO: later("runs your review"),
    Kind.FOSTER_CARER: later("your foster carer"),
    Kind.KEYWORKER: later("looks out for you at home"),
    Kind.MANAGER: later("your worker's manager"),
    Kind.EMERGENCY: later("somebody on duty who had to look"),
    Kind.COVER: later("answers you when your worker cannot"),
    Kind.TEACHER: later("looks out for you at school"),
    Kind.NURSE: later("your nurse"),
    Kind.FAMILY: later("your family"),
    Kind.FRIEND: later("your friend"),
    Kind.OTHER: later("someone you know"),
}


def to_me(kind: Kind) -> str:
    """What somebody is to the young person who reads this."""
    return str(_TO_ME[kind])


_TO_THEM = {
    Kind.SOCIAL_WORKER: later("Social worker"),
    Kind.PERSONAL_ADVISER: later("Personal adviser"),
    Kind.IRO: later("Reviewing officer"),
    Kind.FOSTER_CARER: later("Foster carer"),
    Kind.KEYWORKER: later("Keyworker"),
    Kind.MANAGER: later("Manager"),
    Kind.EMERGENCY: later("On duty, in an emergency"),
    Kind.COVER: later("Answers for their worker"),
    Kind.TEACHER: later("Teacher"),
    Kind.NURSE: later("Nurse"),
    Kind.FAMILY: later("Family"),
    Kind.FRIEND: later("Friend"),
    Kind.OTHER: later("Someone they know"),
}


def to_them(kind: Kind) -> str:
    """What somebody is to the young person, for an adult who reads this."""
    return str(_TO_THEM[kind])


_DOES = {
    Kind.SOCIAL_WORKER: later("Comes to see you, listens, and makes sure that your plan happens."),
    Kind.PERSONAL_ADVISER: later("Helps you with home, money, work and whatever comes up."),
    Kind.IRO: later("Runs your review, and checks that people do what they said."),
    Kind.FOSTER_CARER: later("Looks after you at home."),
    Kind.KEYWORKER: later("Is on your side at home, day to day."),
    Kind.COVER: later("Reads what you write, and answers, while your worker cannot."),
    Kind.TEACHER: later("Looks out for you at school."),
    Kind.NURSE: later("Asks how you are, and helps you stay well."),
}


def does_for_me(kind: Kind) -> str:
    """What somebody does for the young person who reads this, where nobody has said; "" of family
    and friends."""
    return str(_DOES.get(kind, ""))
