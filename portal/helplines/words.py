"""The sentences beside each number: what it is for, who answers, and who it is for."""

from __future__ import annotations

from typing import NamedTuple

from portal.core.words import later


class Words(NamedTuple):
    """heading: the need, or the name of who answers. about: what happens. who: may be empty. name:
    of who answers, where the heading says the need; a name is the same in every language."""

    heading: str
    about: str
    who: str = ""
    name: str = ""


WORDS: dict[str, Words] = {
    "danger": Words(
        later("In danger right now"),
        later("Call 999. Ask for the police or an ambulance."),
        later("For everyone."),
    ),
    "childline": Words(
        later("Any worry, big or small"),
        later("Childline listens. You do not have to say your name."),
        later("For anyone under 19."),
        "Childline",
    ),
    "urgent_mind": Words(
        later("You feel so bad that you need help now"),
        later("Call 111, then press 2. A health worker for feelings answers."),
        later("For all ages."),
    ),
    "shout": Words(
        later("You would rather text"),
        later("Text the word SHOUT to 85258. A trained person texts back."),
        later("For all ages."),
        "Shout",
    ),
    "samaritans": Words(
        later("You need someone to listen"),
        later("Samaritans listen, whatever it is about."),
        later("For all ages."),
        "Samaritans",
    ),
    "papyrus": Words(
        later("You think about ending your life"),
        later("Papyrus helps you stay safe. They talk about it calmly."),
        later("For anyone under 35."),
        "Papyrus",
    ),
    "safecall": Words(
        later("You have run away, or want to"),
        later("Call SafeCall. Also if someone uses you or hurts you. It is not your fault."),
        later("For anyone up to 25."),
        "SafeCall",
    ),
    "slavery": Words(
        later("Someone makes you work, or keeps your money or papers"),
        later("The Modern Slavery Helpline helps you get safe. It is not your fault."),
        later("For all ages."),
    ),
    "coram_voice": Words(
        "Coram Voice",
        later("They find you an advocate. They can talk with you in your language."),
        later("For everyone who is or was in care."),
    ),
    "nyas": Words(
        "NYAS",
        later("Advocates who help you say what you want."),
        later("For children and young people."),
    ),
    "help_at_hand": Words(
        later("Help at Hand"),
        later("They work for the Children’s Commissioner. They step in when nobody listens."),
        later("For everyone who is or was in care."),
    ),
    "become": Words(
        "Become",
        later("Advice about care and about leaving care."),
        later("For everyone who is or was in care."),
    ),
    "nspcc": Words(
        later("You are an adult and worried about a child"),
        later("Call the NSPCC and say what you have seen."),
    ),
    "police": Words(
        later("The police, when it is not an emergency"),
        later("Call 101 and say that it was a hate crime. Somebody you trust can call for you."),
        later("For everyone."),
    ),
    "victim_support": Words(
        "Victim Support",
        later("They help you after a hate crime, also if you do not tell the police."),
        later("For everyone."),
    ),
    "equality": Words(
        later("Equality Advisory and Support Service"),
        later("They tell you what the law says when you are treated unfairly, and what to do."),
        later("For everyone."),
    ),
    "ombudsman": Words(
        later("The Ombudsman"),
        later("They check what a council did about a complaint. They do not work for it. Free."),
        later("For everyone."),
    ),
    "ico": Words(
        later("The people who check (ICO)"),
        later("They check how councils look after what is written about you. Ask yours first."),
        later("For everyone."),
    ),
}
