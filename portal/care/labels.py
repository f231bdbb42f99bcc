"""Why somebody is in care, in plain words.

Law: Children Act 1989 ss. 20, 31, 38, 44, 46; Adoption and Children Act 2002 s. 21; Legal Aid,
Sentencing and Punishment of Offenders Act 2012 s. 104 (remand). Drafted by us: each council's
own lawyer should read these lines.
"""

from __future__ import annotations

from portal.care.rules import HomeKind, Reason
from portal.core.words import later

_HEADINGS = {
    Reason.AGREED: later("Your family agreed"),
    Reason.COURT: later("A judge decided"),
    Reason.COURT_FOR_NOW: later("A judge decided, for now"),
    Reason.KEPT_SAFE: later("You had to be kept safe quickly"),
    Reason.ADOPTION: later("A judge said you can be adopted"),
    Reason.REMAND: later("You are waiting for court"),
    Reason.BREAKS: later("You have breaks away from home"),
    Reason.UNKNOWN: later("Ask your worker about this"),
}


def heading(reason: Reason) -> str:
    return str(_HEADINGS[reason])


def was(reason: Reason) -> str:
    """The same of a time that is over."""
    words = {
        Reason.AGREED: later("You were in care because your family agreed to it."),
        Reason.COURT: later("You were in care because a judge decided it."),
        Reason.COURT_FOR_NOW: later("You were in care because a judge decided it for a time."),
        Reason.KEPT_SAFE: later("You were in care because you had to be kept safe."),
        Reason.ADOPTION: later("You were in care, and a judge said you could be adopted."),
        Reason.REMAND: later("You were in care while you waited for court."),
        Reason.BREAKS: later("You had breaks away from home."),
        Reason.UNKNOWN: later("You were in care for a time."),
    }
    return str(words[reason])


_LINES = {
    Reason.AGREED: [
        later("Your family, or you if you are 16 or over, said yes to you living somewhere else."),
        later("Your mum, dad or whoever brought you up still makes the big choices for you."),
        later("They can ask for you to come home. If that would not be safe, people talk first."),
        later("The law calls this section 20."),
    ],
    Reason.COURT: [
        later("A judge said the council must help to look after you."),
        later("The council and your family now make the big choices together."),
        later("It can be looked at again. You can ask for that, and someone can help you ask."),
        later("The law calls this a care order, section 31."),
    ],
    Reason.COURT_FOR_NOW: [
        later("A judge said the council looks after you while everyone finds out what is best."),
        later("It is not the last word. The judge will decide again, and wants your view."),
        later("The law calls this an interim care order, section 38."),
    ],
    Reason.KEPT_SAFE: [
        later("People were worried that you could be hurt, so you were moved at once."),
        later("This lasts a short time. Then a judge or your family decides what happens next."),
    ],
    Reason.ADOPTION: [
        later("A judge said that a new family may adopt you."),
        later("Nothing happens in one day. People will tell you each step before it comes."),
    ],
    Reason.REMAND: [
        later("A court said you must stay in a certain place until your next court day."),
        later("While you are there, the council looks after you, and you have the same rights."),
    ],
    Reason.BREAKS: [
        later("You live with your family and stay somewhere else for short times."),
        later("Your family makes the choices for you."),
    ],
    Reason.UNKNOWN: [
        later("We cannot tell from what is written here. Your worker knows, and will tell you."),
    ],
}


def lines(reason: Reason) -> list[str]:
    return [str(line) for line in _LINES[reason]]


_HOMES = {
    HomeKind.FOSTER: later(
        "You live with foster carers: a family who look after you in their home."
    ),
    HomeKind.FAMILY_FOSTER: later("You live with someone from your family or a friend."),
    HomeKind.CHILDRENS_HOME: later(
        "You live in a children's home with other young people and staff."
    ),
    HomeKind.SECURE: later("You live in a home that is locked, to keep you safe."),
    HomeKind.PARENTS: later("You live with your family, and the council helps to look after you."),
    HomeKind.OWN: later("You live in a place of your own."),
    HomeKind.SUPPORTED: later("You live in your own room, with staff who help."),
    HomeKind.SCHOOL: later("You live at your school."),
    HomeKind.HOSPITAL: later("You are staying in hospital."),
    HomeKind.ADOPTIVE: later("You live with the family who want to adopt you."),
    HomeKind.OTHER: later("Your worker can tell you what kind of home this is."),
}


def home(kind: HomeKind) -> str:
    return str(_HOMES[kind])
