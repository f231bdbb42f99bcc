"""Pictures with which something can be said without words: what each means, and how it is drawn (a
name of `parts/icon.html`). What is kept is the code, so that whoever reads it reads the meaning in
their own language."""

from __future__ import annotations

from portal.core.words import later

MOST = 12  # of one thing that is said

# code: (what it means, icon)
SYMBOLS: dict[str, tuple[str, str]] = {
    # feelings
    "calm": (later("Calm"), "sun"),
    "loved": (later("Loved"), "heart"),
    "proud": (later("Proud"), "star"),
    "tired": (later("Tired"), "moon"),
    "worried": (later("Worried"), "cloud"),
    "cross": (later("Cross"), "storm"),
    "alone": (later("Alone"), "person"),
    "mixed": (later("Mixed up"), "unsure"),
    # where I live
    "room": (later("My room"), "bed"),
    "people": (later("The people here"), "people"),
    "food": (later("Food"), "food"),
    "rules": (later("Rules"), "list"),
    "quiet": (later("Quiet and sleep"), "moon"),
    "noise": (later("Noise"), "say"),
    "safe": (later("Feeling safe"), "lock"),
    "outside": (later("Outside"), "tree"),
    "pets": (later("Pets"), "paw"),
    # people who matter
    "more": (later("I want more"), "plus"),
    "less": (later("I want less"), "minus"),
    "fine": (later("It is fine"), "check"),
    "call": (later("Calls"), "phone"),
    "letters": (later("Letters and messages"), "messages"),
    "siblings": (later("Brothers and sisters"), "family"),
    "trips": (later("Going there together"), "travel"),
    # school, work
    "teachers": (later("Teachers"), "person"),
    "friends": (later("Friends"), "people"),
    "lessons": (later("Lessons"), "book"),
    "breaks": (later("Breaks"), "ball"),
    "help": (later("I need help"), "help"),
    "ways": (later("Getting there"), "walk"),
    "job": (later("A job"), "work"),
    # health
    "sleep": (later("Sleep"), "bed"),
    "body": (later("My body"), "health"),
    "feelings": (later("My feelings"), "heart"),
    "doctor": (later("Doctor or dentist"), "visit"),
    "move": (later("Moving and sport"), "walk"),
    # fun
    "sport": (later("Sport"), "ball"),
    "music": (later("Music"), "music"),
    "art": (later("Art and making"), "brush"),
    "games": (later("Games"), "game"),
    "reading": (later("Reading"), "book"),
    # who I am
    "faith": (later("My faith"), "faith"),
    "language": (later("My language"), "globe"),
    "festivals": (later("Special days"), "gift"),
    "hair": (later("My hair and skin"), "smile"),
    "family": (later("My family"), "family"),
    # plan, change, worries
    "home": (later("Where I live"), "house"),
    "school": (later("School"), "school"),
    "money": (later("Money"), "money"),
    "worker": (later("My worker"), "person"),
    "time": (later("When things happen"), "clock"),
    "who": (later("Who decides"), "unsure"),
    "papers": (later("My papers"), "id"),
    "phone": (later("My phone, being online"), "phone"),
    "night": (later("The night"), "moon"),
}
