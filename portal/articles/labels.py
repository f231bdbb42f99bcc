"""What people need, in words for every language. English stands in `needs.toml` too, where an icon
and an order are; a test keeps the two the same."""

from __future__ import annotations

from portal.core.words import later

TITLES = {
    "money": later("Money"),
    "home": later("A home"),
    "work": later("Work"),
    "college": later("School and college"),
    "health": later("Health"),
    "feelings": later("Feelings"),
    "family": later("Family"),
    "papers": later("Papers and ID"),
    "baby": later("My baby"),
    "law": later("Trouble with the law"),
    "new_in_uk": later("New in the UK"),
    "in_care": later("While others look after me"),
    "leaving": later("Moving on"),
    "fun": later("Fun and friends"),
    "carers": later("For people who look after a child"),
    "parents": later("For mums and dads"),
}
LINES = {
    "money": later("Grants, savings, rent and bills"),
    "home": later("Where you live now, and where you could live next"),
    "work": later("Jobs, apprenticeships and people who help you in"),
    "college": later("Help to learn, and money for it"),
    "health": later("Doctors, checks, medicine and private questions"),
    "feelings": later("When it is too much, and who listens"),
    "family": later("The people you belong to"),
    "papers": later("Papers that prove who you are"),
    "baby": later("Help before a baby comes, and after"),
    "law": later("Court, police, your rights and who speaks for you"),
    "new_in_uk": later("The first weeks, and your family far away"),
    "in_care": later("Your plan, your home and your rights"),
    "leaving": later("From 16 to your 25th birthday"),
    "fun": later("Sports, trips, clubs and company"),
    "carers": later("Training, a break and other people who do the same"),
    "parents": later("Your part, your rights and your own help"),
}
