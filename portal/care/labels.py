"""Why somebody is in care, in plain words: what it is, who decides, and what they can ask; in three
ages of words.

Law: Children Act 1989 ss. 20, 31, 33, 38, 39, 43, 44, 46 and sch. 2; Adoption and Children Act 2002
ss. 21, 24; Legal Aid, Sentencing and Punishment of Offenders Act 2012 ss. 91, 92, 104; Police and
Criminal Evidence Act 1984 s. 38(6); Sentencing Act 2020 sch. 6. Drafted by us: each council's own
lawyer should read these lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.care.rules import HomeKind, Reason
from portal.core.words import later

_HEADINGS = {
    Reason.AGREED: later("Your family agreed"),
    Reason.COURT: later("A judge decided"),
    Reason.COURT_FOR_NOW: later("A judge decided, for now"),
    Reason.POLICE: later("The police had to keep you safe quickly"),
    Reason.EMERGENCY: later("You had to be kept safe quickly"),
    Reason.LOOKED_AT: later("A judge asked people to find out how you are"),
    Reason.ADOPTION: later("A judge said you can be adopted"),
    Reason.FREED: later("A judge said, some years ago, that you can be adopted"),
    Reason.REMAND: later("You are waiting for court"),
    Reason.HELD: later("You are waiting to go to court"),
    Reason.SENTENCE: later("A court said where you live for now"),
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
        Reason.POLICE: later("You were in care because you had to be kept safe."),
        Reason.EMERGENCY: later("You were in care because you had to be kept safe."),
        Reason.LOOKED_AT: later("You were in care while people found out how you were."),
        Reason.ADOPTION: later("You were in care, and a judge said you could be adopted."),
        Reason.FREED: later("You were in care, and a judge said you could be adopted."),
        Reason.REMAND: later("You were in care while you waited for court."),
        Reason.HELD: later("You were in care while you waited for court."),
        Reason.SENTENCE: later("You were in care because a court said where you should live."),
        Reason.BREAKS: later("You had breaks away from home."),
        Reason.UNKNOWN: later("You were in care for a time."),
    }
    return str(words[reason])


@dataclass(frozen=True)
class _Words:
    """what: by band. decides, ask: for children, and for everybody older."""

    what: dict[str, list[str]]
    decides: tuple[list[str], list[str]]
    ask: tuple[list[str], list[str]]


_WORDS = {
    Reason.AGREED: _Words(
        {
            "child": [
                later("Your family said yes to you living somewhere else. No judge was needed.")
            ],
            "teen": [
                later(
                    "Your family, or you if you are 16 or over, said yes to you living "
                    "somewhere else. No judge decided it."
                ),
                later("The law calls this section 20."),
            ],
            "adult": [
                later(
                    "Your family agreed to it, or you did if you were 16 or over. No court "
                    "was needed."
                ),
                later("The law calls this section 20 of the Children Act 1989."),
            ],
        },
        (
            [
                later(
                    "Your mum or dad, or whoever brought you up, still makes the big choices."
                    " Your worker makes the plan with them and with you."
                )
            ],
            [
                later(
                    "Your mum, dad or whoever brought you up still makes the big choices for "
                    "you. The council decides nothing without them."
                ),
                later(
                    "They can ask for you to come home. If that would not be safe, people "
                    "talk first, and a judge can be asked."
                ),
            ],
        ),
        (
            [
                later(
                    "You can say if you want to stay, go home or live with someone else. "
                    "Grown-ups must listen."
                )
            ],
            [
                later(
                    "You can ask to go home, to stay, or to live with somebody else. From 16 "
                    "you can agree to stay even if your family does not."
                )
            ],
        ),
    ),
    Reason.COURT: _Words(
        {
            "child": [
                later(
                    "A judge listened to everyone and said that the council must help to look"
                    " after you."
                )
            ],
            "teen": [
                later(
                    "A judge said the council must look after you, because you were being "
                    "hurt or could have been."
                ),
                later("The law calls this a care order, section 31."),
            ],
            "adult": [
                later(
                    "A judge made a care order, because you were being seriously harmed or "
                    "were likely to be."
                ),
                later("The law calls this a care order, section 31 of the Children Act 1989."),
            ],
        },
        (
            [
                later(
                    "The council and your family make the big choices together. The council "
                    "has the last word."
                )
            ],
            [
                later(
                    "The council and your family share the big choices, and the council has "
                    "the last word. It must ask you and them first."
                ),
                later(
                    "Some things stay with your family: your name and your faith, for "
                    "example, cannot just be changed."
                ),
            ],
        ),
        (
            [
                later(
                    "You can ask a judge to look at it again. Someone on your side can help "
                    "you ask."
                )
            ],
            [
                later(
                    "You can ask a court to end the order or change it, and to see your "
                    "family more. A lawyer and an advocate cost you nothing: ask your worker "
                    "or call one yourself."
                ),
                later("It ends at 18 if nothing ends it before."),
            ],
        ),
    ),
    Reason.COURT_FOR_NOW: _Words(
        {
            "child": [
                later(
                    "A judge said the council looks after you for now, while people find out "
                    "what is best."
                )
            ],
            "teen": [
                later(
                    "A judge said the council looks after you while everyone finds out what "
                    "is best. It is not the last word."
                ),
                later("The law calls this an interim care order, section 38."),
            ],
            "adult": [
                later(
                    "A judge made an order for the time until the last hearing. It is not the"
                    " last word."
                ),
                later(
                    "The law calls this an interim care order, section 38 of the Children Act 1989."
                ),
            ],
        },
        (
            [
                later(
                    "The judge decides. Until then the council and your family make the big "
                    "choices."
                )
            ],
            [
                later(
                    "The judge decides again, and wants your view. Until then the council and"
                    " your family share the big choices, and the council has the last word."
                )
            ],
        ),
        (
            [
                later(
                    "A person called a guardian tells the judge what you want. You can write "
                    "to the judge too."
                )
            ],
            [
                later(
                    "You have a guardian and a lawyer of your own, who tell the judge what "
                    "you want. You can ask to see your lawyer alone, and to write to the "
                    "judge."
                )
            ],
        ),
    ),
    Reason.POLICE: _Words(
        {
            "child": [
                later(
                    "People were worried that you could be hurt. So the police took you to a "
                    "safe place. You did nothing wrong."
                )
            ],
            "teen": [
                later(
                    "The police thought that you could be badly hurt, so you were moved at "
                    "once. You did nothing wrong. It lasts three days at most."
                ),
                later("The law calls this police protection, section 46."),
            ],
            "adult": [
                later(
                    "The police thought that you could be badly hurt, so you were moved at "
                    "once. You did nothing wrong. It lasts 72 hours at most."
                ),
                later("The law calls this police protection, section 46 of the Children Act 1989."),
            ],
        },
        (
            [
                later(
                    "A police officer and your council keep you safe for a short time. Your "
                    "family is told."
                )
            ],
            [
                later(
                    "A police officer decides, with the council, and only what is needed to "
                    "keep you safe. After three days your family has to agree, or a judge has"
                    " to decide."
                )
            ],
        ),
        (
            [later("You can say what you want and ask what happens next.")],
            [
                later(
                    "The officer has to tell you what happens and ask what you want. You can "
                    "ask to speak to your family, if that is safe."
                )
            ],
        ),
    ),
    Reason.EMERGENCY: _Words(
        {
            "child": [
                later(
                    "People were worried that you could be hurt. A judge said you had to be "
                    "kept safe at once."
                )
            ],
            "teen": [
                later(
                    "People were worried that you could be badly hurt, so a judge said that "
                    "you had to be kept safe at once. It lasts a short time: up to 8 days, "
                    "and once 7 more."
                ),
                later("The law calls this an emergency protection order, section 44."),
            ],
            "adult": [
                later(
                    "People were worried that you could be badly hurt, so a judge said that "
                    "you had to be kept safe at once. It lasts a short time: up to 8 days, "
                    "and once 7 more."
                ),
                later(
                    "The law calls this an emergency protection order, section 44 of the "
                    "Children Act 1989."
                ),
            ],
        },
        (
            [
                later(
                    "The council decides what keeps you safe for a few days. Then a judge or "
                    "your family decides."
                )
            ],
            [
                later(
                    "The council decides, for this short time and only what is needed to keep"
                    " you safe. Then a judge or your family decides what happens next."
                )
            ],
        ),
        (
            [later("You can say who you want to see. Somebody speaks for you to the judge.")],
            [
                later(
                    "You can ask to see your family: usually you may. A guardian and a lawyer"
                    " speak for you in court. You can ask the court to end the order."
                )
            ],
        ),
    ),
    Reason.LOOKED_AT: _Words(
        {
            "child": [later("A judge asked people to find out how you are and what you need.")],
            "teen": [
                later(
                    "A judge asked people to find out how you are and what you need. If you "
                    "stay away from home for it, it is for a short time: 7 days in all."
                ),
                later("The law calls this a child assessment order, section 43."),
            ],
            "adult": [
                later(
                    "A judge asked for an assessment of how you are and what you need. If you"
                    " stay away from home for it, it is for a short time: 7 days in all."
                ),
                later(
                    "The law calls this a child assessment order, section 43 of the Children "
                    "Act 1989."
                ),
            ],
        },
        (
            [
                later(
                    "Your family still makes the big choices. The judge said what may be looked at."
                )
            ],
            [
                later(
                    "Your family still makes the big choices. The judge said what may be "
                    "found out, and for how long."
                )
            ],
        ),
        (
            [later("You can say no to a doctor if you understand what it is about.")],
            [
                later(
                    "You can say no to being examined if you understand what it is about. Ask"
                    " for somebody to be with you."
                )
            ],
        ),
    ),
    Reason.ADOPTION: _Words(
        {
            "child": [
                later("A judge said that a new family may adopt you. Nothing happens in one day.")
            ],
            "teen": [
                later(
                    "A judge said that a new family may adopt you. Nothing happens in one "
                    "day: people tell you each step before it comes."
                ),
                later("The law calls this a placement order."),
            ],
            "adult": [
                later(
                    "A judge said that you may be adopted. Nothing happens in one day: people"
                    " tell you each step before it comes."
                ),
                later(
                    "The law calls this a placement order, section 21 of the Adoption and "
                    "Children Act 2002."
                ),
            ],
        },
        (
            [
                later(
                    "The council, your new family and your first family share the big "
                    "choices. A judge says the last yes."
                )
            ],
            [
                later(
                    "The council shares the big choices with your family, and later with the "
                    "family who want to adopt you. A judge decides about the adoption itself."
                )
            ],
        ),
        (
            [
                later(
                    "You can say if you want it. You can ask about your brothers, sisters and"
                    " first family."
                )
            ],
            [
                later(
                    "You can say if you want it or not, and the judge has to hear it. You can"
                    " ask about staying in touch with your first family."
                )
            ],
        ),
    ),
    Reason.FREED: _Words(
        {
            "child": [later("A judge said some years ago that a new family may adopt you.")],
            "teen": [
                later(
                    "Some years ago a judge said that a new family may adopt you. This kind "
                    "of order is not made any more."
                ),
                later("The law called this a freeing order."),
            ],
            "adult": [
                later(
                    "Some years ago a judge said that you may be adopted. This kind of order "
                    "has not been made since 2005."
                ),
                later("The law called this a freeing order, section 18 of the Adoption Act 1976."),
            ],
        },
        (
            [
                later(
                    "The council makes the big choices for you. Ask your worker if that is "
                    "still right."
                )
            ],
            [
                later(
                    "The council makes the big choices for you. Ask your worker if that is "
                    "still right: such orders can be looked at again."
                )
            ],
        ),
        (
            [later("You can ask what happens now, and who is there for you.")],
            [
                later(
                    "You can ask your worker or an advocate whether the order should still be"
                    " there, and how to have it looked at."
                )
            ],
        ),
    ),
    Reason.REMAND: _Words(
        {
            "child": [
                later(
                    "A court said where you stay until your next court day. The council looks"
                    " after you too."
                )
            ],
            "teen": [
                later(
                    "A court said you must stay in a certain place until your next court day."
                    " You have not been found guilty. You count as in care, with the same "
                    "rights."
                ),
                later("The law calls this remand."),
            ],
            "adult": [
                later(
                    "A court said that you must stay in a certain place until your next court"
                    " day. You have not been found guilty. You count as looked after, with "
                    "the same rights."
                ),
                later("The law calls this remand: sections 92 and 104 of the Act of 2012."),
            ],
        },
        (
            [
                later(
                    "The court says where you stay. Your family still makes the other big choices."
                )
            ],
            [
                later(
                    "The court says where you stay. The council decides the rest of your care"
                    " with your family, who keep the big choices."
                )
            ],
        ),
        (
            [later("You can ask for your lawyer, your worker and someone on your side.")],
            [
                later(
                    "You can ask your lawyer to ask the court again. You can ask for your "
                    "social worker, your reviews and an advocate, as everybody in care can."
                )
            ],
        ),
    ),
    Reason.HELD: _Words(
        {
            "child": [
                later(
                    "The police said you have to go to court. Until then you stay in a place "
                    "that the council found."
                )
            ],
            "teen": [
                later(
                    "The police want you to go to court, and until then you stay in a place "
                    "that the council found, and not in a cell. That is usually one night or "
                    "two."
                ),
                later("The law calls this section 38(6)."),
            ],
            "adult": [
                later(
                    "The police charged you, and until court you stay in a place that the "
                    "council found and not in a cell. That is usually one night or two."
                ),
                later(
                    "The law calls this section 38(6) of the Police and Criminal Evidence Act 1984."
                ),
            ],
        },
        (
            [later("The court decides what comes next. Your family still makes the big choices.")],
            [
                later(
                    "The court decides what comes next, at its next sitting. Your family "
                    "still makes the big choices."
                )
            ],
        ),
        (
            [later("You can ask for a lawyer. It is free. A grown-up must be with you.")],
            [
                later(
                    "You can ask for a lawyer, free of charge, and for a grown-up who is on "
                    "your side. You need not answer questions without them."
                )
            ],
        ),
    ),
    Reason.SENTENCE: _Words(
        {
            "child": [later("A court said where you live for now, and that people help you.")],
            "teen": [
                later(
                    "A court said that you live in a place which the council chose, for a "
                    "time, and that people help you to stay out of trouble."
                ),
                later("The law calls this a youth rehabilitation order."),
            ],
            "adult": [
                later(
                    "A court said that you live in a place which the council chose, for up to"
                    " six months, with help to stay out of trouble."
                ),
                later(
                    "The law calls this a youth rehabilitation order, with a local authority "
                    "residence requirement."
                ),
            ],
        },
        (
            [later("The court said for how long. Your family still makes the other big choices.")],
            [
                later(
                    "The court said where and for how long. Your family still makes the other"
                    " big choices."
                )
            ],
        ),
        (
            [later("You can ask your worker what has to happen, and by when.")],
            [
                later(
                    "You can ask the court, with a lawyer, to change or end it when things "
                    "have changed. You have a plan and reviews as everybody in care has."
                )
            ],
        ),
    ),
    Reason.BREAKS: _Words(
        {
            "child": [
                later(
                    "You live with your family. Sometimes you stay somewhere else for a short time."
                )
            ],
            "teen": [
                later(
                    "You live with your family and stay somewhere else for short times, "
                    "because everybody agreed that it helps."
                ),
                later("The law calls this a series of short breaks."),
            ],
            "adult": [
                later(
                    "You live with your family and stay somewhere else for short times, "
                    "because everybody agreed that it helps."
                ),
                later("The law calls this a series of short breaks, regulation 48."),
            ],
        },
        (
            [later("Your mum and dad, or whoever you live with, choose for you.")],
            [
                later(
                    "Your family makes the big choices. The council makes a plan for the "
                    "breaks with them and with you."
                )
            ],
        ),
        (
            [later("You can say what is good and what you do not like about your breaks.")],
            [
                later(
                    "You can say where you want to go, with whom, and how often, and ask for "
                    "something else."
                )
            ],
        ),
    ),
    Reason.UNKNOWN: _Words(
        {
            "child": [
                later(
                    "We cannot tell from what is written here. Your worker knows, and will "
                    "tell you."
                )
            ],
            "teen": [
                later(
                    "We cannot tell from what is written here. Your worker knows, and will "
                    "tell you."
                )
            ],
            "adult": [
                later(
                    "We cannot tell from what is written here. Your worker knows, and will "
                    "tell you."
                )
            ],
        },
        (
            [later("Ask your worker who decides what for you.")],
            [
                later(
                    "Ask your worker who decides what for you. They can show you the paper it"
                    " is written on."
                )
            ],
        ),
        (
            [later("You can ask your worker. If they cannot say, ask for somebody on your side.")],
            [
                later(
                    "You can ask your worker to show you what was decided, when, and by whom."
                    " An advocate can ask for you."
                )
            ],
        ),
    ),
}


def lines(reason: Reason, band: str) -> list[str]:
    """What it is."""
    return [str(line) for line in _WORDS[reason].what[band]]


def decides(reason: Reason, band: str) -> list[str]:
    """Who decides what under it."""
    return [str(line) for line in _WORDS[reason].decides[band != "child"]]


def can_ask(reason: Reason, band: str) -> list[str]:
    """What they can ask for."""
    return [str(line) for line in _WORDS[reason].ask[band != "child"]]


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
