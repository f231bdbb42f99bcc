"""What is asked, in three ages of words; what stands on the pages; and what a wish says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.core import words
from portal.core.access import Band
from portal.core.words import _, later, listed, plural, short_date, sleeps
from portal.my_views import rules
from portal.my_views.rules import Asked, Chair, Kept, Occasion, TakesPart, Wishes
from portal.my_views.symbols import SYMBOLS
from portal.say.labels import FACES as FACES  # for the templates, with the rest
from portal.say.pages import ReadersNow
from portal.say.rules import Readers

COUNCILS_OWN = "en"  # the language in which a council writes its own headings

# --- occasions ----------------------------------------------------------------------------------

OCCASIONS: dict[Occasion, str] = {
    Occasion.CARE: later("Before my review"),
    Occasion.PATHWAY: later("Before we look at my pathway plan"),
    Occasion.SCHOOL: later("Before my school plan is made"),
    Occasion.HEALTH: later("Before my health check"),
    Occasion.ANY: later("Something I want to say"),
}
OF_THEM: dict[Occasion, str] = {
    Occasion.CARE: later("Before their review"),
    Occasion.PATHWAY: later("Before their pathway plan is looked at"),
    Occasion.SCHOOL: later("Before their school plan is made"),
    Occasion.HEALTH: later("Before their health check"),
    Occasion.ANY: later("Something they wanted to say"),
}
ICONS: dict[Occasion, str] = {
    Occasion.CARE: "review",
    Occasion.PATHWAY: "plan",
    Occasion.SCHOOL: "school",
    Occasion.HEALTH: "health",
    Occasion.ANY: "say",
}
PICTURES: dict[Occasion, str] = {  # of `parts/event_picture.html`
    Occasion.CARE: "review",
    Occasion.PATHWAY: "path",
    Occasion.SCHOOL: "school",
    Occasion.HEALTH: "health",
    Occasion.ANY: "letter",
}


def coming(invitation: rules.Invitation, today: date) -> str:
    """Your review is in 12 sleeps."""
    occasion, day = invitation.occasion, invitation.day
    if invitation.by:
        return _should_be(occasion, short_date(day))
    nights = sleeps(day, today)
    if occasion is Occasion.CARE:
        if nights == 0:
            return _("Your review is today.")
        return plural("Your review is in %(num)s sleep.", "Your review is in %(num)s sleeps.",
                      nights)  # fmt: skip
    if nights == 0:
        return _("We look at your pathway plan today.")
    return plural(
        "We look at your pathway plan in %(num)s sleep.",
        "We look at your pathway plan in %(num)s sleeps.", nights,
    )  # fmt: skip


def _should_be(occasion: Occasion, day: str) -> str:
    if occasion is Occasion.CARE:
        return _("Your review should be by %(day)s.", day=day)
    if occasion is Occasion.PATHWAY:
        return _("We should look at your pathway plan by %(day)s.", day=day)
    if occasion is Occasion.SCHOOL:
        return _("Your school plan should be made by %(day)s.", day=day)
    return _("Your health check should be by %(day)s.", day=day)


def of_notice(ref: str, today: date) -> str:
    """What a notice says on Home; "" for one that is over."""
    found = rules.of_notice(ref)
    if found is None or found[0] < today:
        return ""
    day, occasion = found
    by = occasion not in (Occasion.CARE, Occasion.PATHWAY)
    return coming(rules.Invitation(occasion, day, "", by), today)


# --- headings -----------------------------------------------------------------------------------

NAMES: dict[str, str] = {
    "feel": later("How I feel"),
    "home": later("Where I live"),
    "family": later("Family time and people who matter"),
    "school": later("School or work"),
    "health": later("My health"),
    "fun": later("Friends and fun"),
    "roots": later("My culture, faith and language"),
    "plan": later("My plan and my future"),
    "well": later("What is going well"),
    "worry": later("What worries me"),
    "change": later("What I want to change"),
    "else": later("Anything else"),
}
WISHES = "wishes"  # the topic of how they want the meeting to be
TOPICS: dict[str, str] = {**NAMES, WISHES: later("How I want the meeting to be")}

_BANDS = {Band.CHILD: 0, Band.TEEN: 1, Band.ADULT: 2}
# Each for 8 to 11, for 12 to 15, for 16 and over.
ASKED: dict[str, tuple[str, str, str]] = {
    "feel": (
        later("How do you feel?"),
        later("How have you been feeling lately?"),
        later("How have you been feeling lately?"),
    ),
    "home": (
        later("How is it where you live?"),
        later("How is it where you live? What should be different?"),
        later("How is it where you live? What works, and what does not?"),
    ),
    "family": (
        later("Do you see the people you love? Too much, too little, or just right?"),
        later("Do you see the people who matter to you as you want to?"),
        later("Are you in touch with the people who matter to you as you want to be?"),
    ),
    "school": (
        later("How is school?"),
        later("How is school? What would help you?"),
        later("How is school, college or work? What would help you?"),
    ),
    "health": (
        later("How is your body? Do you sleep and eat well?"),
        later("How is your health: sleep, food, body, feelings?"),
        later("How is your health: sleep, food, body and mind?"),
    ),
    "fun": (
        later("What do you like to do? Who do you play with?"),
        later("What do you do for fun, and with whom? What would you like to try?"),
        later("What do you do for yourself, and with whom? What would you like to try?"),
    ),
    "roots": (
        later("Can you eat, pray, speak and celebrate as your family does?"),
        later("Your culture, your faith, your language: do you have what you need?"),
        later("Your culture, your faith, your language: do you have what you need?"),
    ),
    "plan": (
        later("What do you want to happen next?"),
        later("What do you think of your plan? What do you want for later?"),
        later("What do you think of your plan, and where do you want to go from here?"),
    ),
    "well": (
        later("What is going well?"),
        later("What is going well?"),
        later("What is going well?"),
    ),
    "worry": (
        later("Does something worry you?"),
        later("What worries you?"),
        later("What worries you?"),
    ),
    "change": (
        later("What do you want to be different?"),
        later("What do you want to change?"),
        later("What do you want to change?"),
    ),
    "else": (
        later("Do you want to say something else?"),
        later("Is there anything else you want to say?"),
        later("Is there anything else you want to say?"),
    ),
}


def name(heading: Asked) -> str:
    """What it is called, for the young person and in a list. A council's own word only where it is
    read in the language in which it was written: elsewhere ours, which is translated."""
    if heading.name and (_in_own() or not heading.built_in):
        return heading.name
    return str(NAMES[heading.code]) if heading.built_in else heading.name


def names(headings: Iterable[Asked]) -> str:
    return listed([name(heading) for heading in headings])


def asked(heading: Asked, band: Band) -> str:
    """How it is asked of this age: the council's own words for it; else ours; of a council's own
    heading, the words for the next older age."""
    if heading.built_in:
        own = heading.words.get(band, "") if _in_own() else ""
        return own or str(ASKED[heading.code][_BANDS[band]])
    bands = list(_BANDS)[_BANDS[band] :]
    return next((text for b in bands if (text := heading.words.get(b, ""))), heading.name)


def own_language(heading: Asked) -> str:
    """The language of a council's own heading, "" where it is the page's."""
    return "" if heading.built_in or _in_own() else COUNCILS_OWN


def _in_own() -> bool:
    return words.language().tag == COUNCILS_OWN


def symbol(code: str) -> str:
    return str(SYMBOLS[code][0])


KEPT: dict[Kept, str] = {
    Kept.SAID: later("You said something"),
    Kept.UNKNOWN: later("I don't know"),
    Kept.SKIP: later("Skipped"),
    Kept.OPEN: later("Not yet"),
}
KEPT_CHIPS = {Kept.SAID: "kept", Kept.UNKNOWN: "wait", Kept.SKIP: "wait", Kept.OPEN: "coming"}

# --- who reads it -------------------------------------------------------------------------------


def reader_choices(people: ReadersNow, offered: Readers) -> list[tuple[str, str]]:
    """To tick: each with a name."""
    found = []
    if Readers.IRO in offered:
        officer = _("%(name)s, who runs your review", name=people.iro)
        found.append((Readers.IRO, officer))
    if Readers.WORKER in offered:
        found.append((Readers.WORKER, _worker(people)))
    if Readers.CARER in offered:
        found.append((Readers.CARER, listed(list(people.carers))))
    if Readers.PARENTS in offered:
        found.append((Readers.PARENTS, _("My parents: somebody may tell them")))
    return [(str(int(reader)), label) for reader, label in found]


def _worker(people: ReadersNow) -> str:
    if people.worker:
        return _("%(name)s, and whoever covers for them", name=people.worker)
    return _("Your worker. Until you have one, somebody stands in.")


def sees(people: ReadersNow, readers: Readers) -> str:
    """Who will read it, each by name: "Ruth and Sam". "" for nobody."""
    names = []
    if Readers.IRO in readers:
        names.append(people.iro or _("who runs your review"))
    if Readers.WORKER in readers:
        names.append(people.worker or _("whoever stands in for your worker"))
    if Readers.CARER in readers:
        names += people.carers
    if Readers.PARENTS in readers:
        names.append(_("your parents, if somebody tells them"))
    return listed(names) if names else ""


def who_sees(people: ReadersNow, readers: Readers) -> str:
    """Stands beside what is said, before it is sent."""
    names = sees(people, readers)
    if not names:
        return _("Only you. It is not sent to anybody.")
    return _("When you send it, these read it: %(names)s. Nobody reads it before.", names=names)


def goes_to(people: ReadersNow, readers: Readers, offered: Readers) -> str:
    """The same on the page from which it is sent."""
    names = sees(people, readers & offered)
    if not names:
        return _("Only you. It is not sent to anybody.")
    return _("Read by %(names)s.", names=names)


# --- wishes -------------------------------------------------------------------------------------

TAKES_PART: dict[TakesPart, str] = {
    TakesPart.COME: later("I come"),
    TakesPart.SOME: later("I come for a part of it"),
    TakesPart.PHONE: later("I call in, by phone or video"),
    TakesPart.WRITE: later("I say it here, and do not come"),
    TakesPart.SPEAKS: later("Somebody speaks for me"),
}
TAKES_PART_ICONS = {
    TakesPart.COME: "walk", TakesPart.SOME: "clock", TakesPart.PHONE: "phone",
    TakesPart.WRITE: "edit", TakesPart.SPEAKS: "people",
}  # fmt: skip
CHAIR: dict[Chair, str] = {
    Chair.YES: later("Yes, I want to run it"),
    Chair.PARTLY: later("Some of it, together"),
    Chair.NO: later("No, thank you"),
}
ALONE = {"yes": later("Yes, I want to talk alone first"), "no": later("No, I do not need that")}
INTERPRETER = {"yes": later("Yes, I want an interpreter"), "no": later("No, I do not need one")}
_WISH = {
    "there": later("Who I want there"),
    "not_there": later("Who I do not want there"),
    "place": later("Where"),
    "time": later("When"),
    "takes_part": later("How I take part"),
    "speaker": later("Who speaks for me"),
    "chair": later("Running the meeting"),
    "alone": later("Talking alone before"),
    "interpreter": later("An interpreter"),
    "spoken": later("Which language"),
}
_CODES: dict[str, dict[str, str]] = {
    "takes_part": {k.value: v for k, v in TAKES_PART.items()},
    "chair": {k.value: v for k, v in CHAIR.items()},
    "alone": ALONE,
    "interpreter": INTERPRETER,
}


def wishes(found: Wishes) -> list[tuple[str, str]]:
    """What they wish, each with what it is called; their own words as they wrote them."""
    pairs = []
    for key, label in _WISH.items():
        value = getattr(found, key)
        if value:
            pairs.append((str(label), str(_CODES.get(key, {}).get(value, value))))
    return pairs


def wishes_text(found: Wishes) -> str:
    """The same as lines, in the language of the page: so that it is answered like all they say."""
    return "\n".join(
        _("%(what)s: %(wish)s", what=label, wish=wish) for label, wish in wishes(found)
    )


# --- for editors --------------------------------------------------------------------------------

ICON_NAMES: dict[str, str] = {
    "say": later("A voice"), "star": later("A star"), "heart": later("A heart"),
    "house": later("A house"), "family": later("A family"), "school": later("A school bag"),
    "health": later("A cross"), "ball": later("A ball"), "music": later("Music"),
    "money": later("Money"), "work": later("A case"), "globe": later("The world"),
    "people": later("People"), "phone": later("A phone"), "paw": later("A paw"),
    "tree": later("A tree"),
}  # fmt: skip

OWN_ICONS = {name: name for name in ICON_NAMES}  # for the tiles
