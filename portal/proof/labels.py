"""Letters and passes in words."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core import clock, words
from portal.core.languages import ENGLISH
from portal.core.words import _, full_date, later, time_words
from portal.proof.rules import Good, Name, Purpose, Support, last_day
from portal.proof.wording import Gap, Problem

# As a young person sees them.
TITLES = {
    Purpose.COLLEGE: later("For a college"),
    Purpose.LANDLORD: later("For a landlord"),
    Purpose.COUNCIL_TAX: later("For a council tax office"),
    Purpose.LEISURE: later("For a leisure centre"),
    Purpose.LEISURE_ELSEWHERE: later("For a leisure centre of another council"),
    Purpose.PASS: later("My pass"),
}
ICONS = {
    Purpose.COLLEGE: "school",
    Purpose.LANDLORD: "house",
    Purpose.COUNCIL_TAX: "money",
    Purpose.LEISURE: "ball",
    Purpose.LEISURE_ELSEWHERE: "ball",
    Purpose.PASS: "id",
}
LINES = {
    Purpose.COLLEGE: later("It says that you are or were in care, so that they find your bursary."),
    Purpose.LANDLORD: later("It says that the council knows you, and nothing about your past."),
    Purpose.COUNCIL_TAX: later("It says that you are a care leaver, and when you turn 25."),
    Purpose.LEISURE: later("It says that you can use what the council offers, and not why."),
    Purpose.LEISURE_ELSEWHERE: later(
        "For when you live in the area of another council. It names no place, and does not say why."
    ),
}  # fmt: skip
# What whoever checks one is told.
FOR = {
    Purpose.COLLEGE: later("A letter for a college"),
    Purpose.LANDLORD: later("A letter for a landlord"),
    Purpose.COUNCIL_TAX: later("A letter for a council tax office"),
    Purpose.LEISURE: later("A letter for a leisure centre"),
    Purpose.LEISURE_ELSEWHERE: later("A letter for a leisure centre"),
    Purpose.PASS: later("A pass for what the council offers"),
}
# At the head of a letter.
TO = {
    Purpose.COLLEGE: later("To the student support team"),
    Purpose.LANDLORD: later("To the landlord or letting agent"),
    Purpose.COUNCIL_TAX: later("To the council tax office"),
    Purpose.LEISURE: later("To the leisure centre"),
    Purpose.LEISURE_ELSEWHERE: later("To the leisure centre"),
}
# Our own words: used only where a person of the council has read them and agreed.
STANDARD = {
    Purpose.COLLEGE: (
        later("{name} {support}."),
        later("Please use this letter to work out which bursary, place and help {name} can have."),
        later("Nothing else is needed for that. If you want to know more, please ask {name}."),
    ),
    Purpose.LANDLORD: (
        later("{council} knows {name}, and helps them to set up a home of their own."),
        later("This letter says no more than that, and promises no payment. "
              "If you have a question about a letting, please call {phone}."),
    ),
    Purpose.COUNCIL_TAX: (
        later("{name} {support}. Their 25th birthday is on {turns_25}."),
        later("Please use this letter to work out whether {name} has less council tax to pay, or "
              "none."),
    ),
    Purpose.LEISURE: (
        later("{name} can use what {council} offers to young people in its leisure centres."),
        later("This letter is enough: please ask for no other proof."),
    ),
    Purpose.LEISURE_ELSEWHERE: (
        later("{council} confirms that {name} can use what your council offers to young people in "
              "its leisure centres while they live in your area: by an agreement between the "
              "councils, or by your council’s own offer."),
        later("This letter is enough: please ask for no other proof."),
    ),
}  # fmt: skip
# Where no number is given with them.
WITHOUT_PHONE = {
    Purpose.LANDLORD: (
        STANDARD[Purpose.LANDLORD][0],
        later("This letter says no more than that, and promises no payment."),
    ),
}
SUPPORT = {
    Support.IN_CARE: later("is in the care of %(council)s"),
    Support.LEAVER: later("is a care leaver, supported by %(council)s"),
}
NAMES = {
    Name.WHOLE: later("My whole name: %(name)s"),
    Name.USED: later("The name I use: %(name)s"),
}
GAPS = {
    Gap.NAME: later("the young person’s name"),
    Gap.COUNCIL: later("the council’s name"),
    Gap.PHONE: later("the number for questions about letters"),
    Gap.SUPPORT: later("“is in the care of …” or “is a care leaver, supported by …”"),
    Gap.TURNS_25: later("the day of their 25th birthday"),
}


def standard(purpose: Purpose, *, phone: bool) -> str:
    """Our words for a letter, in the language that is spoken here, as an editor would type them.
    phone: a number is given with them."""
    ours = STANDARD if phone else {**STANDARD, **WITHOUT_PHONE}
    return "\n\n".join(map(str, ours[purpose]))


def why_not(purpose: Purpose, problem: Problem, what: str) -> str:
    if problem is Problem.TELLS:
        return _(
            "“%(words)s” tells more than this reader needs to know. Say it without.", words=what
        )
    if problem is Problem.UNKNOWN_GAP:
        return _("{%(gap)s} cannot stand in this letter. Take it out.", gap=what)
    if problem is Problem.LACKS_GAP:
        return _("Put {%(gap)s} somewhere in the letter.", gap=what)
    if problem is Problem.NO_PHONE:
        return _("Give the number that {phone} stands for, or take {phone} out.")
    if problem is Problem.STRAY:
        return _("There is a { or } too many. Look at the gaps again.")
    if problem is Problem.MANY:
        return _("Please write 8 paragraphs or fewer.")
    return _("Please write 1,200 letters or fewer.")


def ask_first(purpose: Purpose) -> str:
    """Why it cannot be made yet, where something has to be written down."""
    if purpose is Purpose.COUNCIL_TAX:
        return _(
            "We could not find it written down that you are a care leaver. That does not mean that "
            "you are not. Ask your worker to write it down: then you can make this letter."
        )
    if purpose is Purpose.LEISURE_ELSEWHERE:
        return _(
            "We could not find that another council opens its leisure centres to you. Ask your "
            "worker: they can ask there."
        )
    return _(
        "Something is not written down yet that this needs. Ask your worker to write down how the "
        "council supports you, and your birthday."
    )


def standard_in_english(purpose: Purpose, *, phone: bool) -> str:
    with words.aside(ENGLISH):
        return standard(purpose, phone=phone)


def until(good: Good) -> str:
    """Until when, in the reader's language: the last day of a letter, the moment of a pass."""
    if good.purpose is Purpose.PASS:
        wall = clock.local(good.until)
        return _("%(day)s at %(time)s", day=full_date(wall.date()), time=time_words(wall.time()))
    return _("the end of %(day)s", day=full_date(last_day(good.until)))


@dataclass(frozen=True)
class ForItsReader:
    heading: str
    how: str
    picture: str
    shows: str


def for_its_reader(last_day: str, place: str) -> ForItsReader:
    """At the foot of a letter, whatever language is spoken here: in English, as its reader's is."""
    with words.aside(ENGLISH):
        return ForItsReader(
            _("Is this letter real?"),
            _(
                "It is valid until the end of %(day)s. Point a phone at the picture, or go to "
                "%(place)s and type this number:",
                day=last_day, place=place,
            ),
            _("The code as a picture, for the camera of a phone"),
            _(
                "The page says until when the letter is valid, what it is for, and how its number "
                "ends. It does not know the name or the words on the paper."
            ),
        )  # fmt: skip
