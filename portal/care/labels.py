"""Why somebody is in care, in plain words.

Law: Children Act 1989 ss. 20, 31, 38, 44, 46; Adoption and Children Act 2002 s. 21; Legal Aid,
Sentencing and Punishment of Offenders Act 2012 s. 104 (remand). Drafted by us: each council's
own lawyer should read these lines.
"""

from __future__ import annotations

from portal.care.rules import HomeKind, Reason
from portal.core.words import _


def heading(reason: Reason) -> str:
    return {
        Reason.AGREED: _("Your family agreed"),
        Reason.COURT: _("A judge decided"),
        Reason.COURT_FOR_NOW: _("A judge decided, for now"),
        Reason.KEPT_SAFE: _("You had to be kept safe quickly"),
        Reason.ADOPTION: _("A judge said you can be adopted"),
        Reason.REMAND: _("You are waiting for court"),
        Reason.BREAKS: _("You have breaks away from home"),
        Reason.UNKNOWN: _("Ask your worker about this"),
    }[reason]


def lines(reason: Reason) -> list[str]:
    return {
        Reason.AGREED: [
            _("Your family, or you if you are 16 or over, said yes to you living somewhere else."),
            _("Your mum, dad or whoever brought you up still makes the big choices for you."),
            _("They can ask for you to come home. If that would not be safe, people talk first."),
            _("The law calls this section 20."),
        ],
        Reason.COURT: [
            _("A judge said the council must help to look after you."),
            _("The council and your family now make the big choices together."),
            _("It can be looked at again. You can ask for that, and someone can help you ask."),
            _("The law calls this a care order, section 31."),
        ],
        Reason.COURT_FOR_NOW: [
            _("A judge said the council looks after you while everyone finds out what is best."),
            _("It is not the last word. The judge will decide again, and wants your view."),
            _("The law calls this an interim care order, section 38."),
        ],
        Reason.KEPT_SAFE: [
            _("People were worried that you could be hurt, so you were moved at once."),
            _("This lasts a short time. Then a judge or your family decides what happens next."),
        ],
        Reason.ADOPTION: [
            _("A judge said that a new family may adopt you."),
            _("Nothing happens in one day. People will tell you each step before it comes."),
        ],
        Reason.REMAND: [
            _("A court said you must stay in a certain place until your next court day."),
            _("While you are there, the council looks after you, and you have the same rights."),
        ],
        Reason.BREAKS: [
            _("You live with your family and stay somewhere else for short times."),
            _("Your family makes the choices for you."),
        ],
        Reason.UNKNOWN: [
            _("We cannot tell from what is written here. Your worker knows, and will tell you."),
        ],
    }[reason]


def home(kind: HomeKind) -> str:
    return {
        HomeKind.FOSTER: _(
            "You live with foster carers: a family who look after you in their home."
        ),
        HomeKind.FAMILY_FOSTER: _("You live with someone from your family or a friend."),
        HomeKind.CHILDRENS_HOME: _(
            "You live in a children's home with other young people and staff."
        ),
        HomeKind.SECURE: _("You live in a home that is locked, to keep you safe."),
        HomeKind.PARENTS: _("You live with your family, and the council helps to look after you."),
        HomeKind.OWN: _("You live in a place of your own."),
        HomeKind.SUPPORTED: _("You live in your own room, with staff who help."),
        HomeKind.SCHOOL: _("You live at your school."),
        HomeKind.HOSPITAL: _("You are staying in hospital."),
        HomeKind.ADOPTIVE: _("You live with the family who want to adopt you."),
        HomeKind.OTHER: _("Your worker can tell you what kind of home this is."),
    }[kind]
