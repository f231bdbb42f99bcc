"""One's own pages in words: what is asked at which age, who sees it, how somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from portal.core.access import Band
from portal.core.words import _, later, listed, plural
from portal.my_pages.rules import Mood, Page, Week
from portal.shares.labels import choice as choice  # for the templates, with the rest
from portal.shares.pages import Choice
from portal.shares.rules import Thing, To

TITLES: dict[Page, str] = {Page.ABOUT: later("About me"), Page.HELPS: later("What helps me")}
THING_TITLES: dict[Thing, str] = {
    Thing.ABOUT_ME: TITLES[Page.ABOUT],
    Thing.WELLBEING: TITLES[Page.HELPS],
    Thing.CHECK_INS: later("How I am"),
}
# What it is called on the page of somebody to whom it is shown.
OF_THEM: dict[Thing, str] = {
    Thing.ABOUT_ME: later("About me, in their own words"),
    Thing.WELLBEING: later("What helps them when things are hard"),
    Thing.CHECK_INS: later("How they say they are"),
}

# Of each question: for a child, for a teenager, for the rest; and what it is on the page itself.
_CHILD, _TEEN, _ADULT = range(3)
_BANDS = {Band.CHILD: _CHILD, Band.TEEN: _TEEN, Band.ADULT: _ADULT}
ASKED: dict[str, tuple[str, str, str]] = {
    "a1": (
        later("What do you like to be called? Are you a he, a she or a they?"),
        later("What do you like to be called, and what are your pronouns?"),
        later("What do you like to be called, and what are your pronouns?"),
    ),
    "a2": (
        later("What happens on a really good day?"),
        later("What is a good day for you?"),
        later("What does a good day look like for you?"),
    ),
    "a3": (
        later("What helps when you are sad, cross or scared?"),
        later("What helps when you are upset?"),
        later("What helps when you are upset?"),
    ),
    "a4": (
        later("What should grown-ups not do?"),
        later("What should people not do?"),
        later("What should people not do?"),
    ),
    "a5": (
        later("What do you love?"),
        later("What do you love?"),
        later("What do you love, and what are you into?"),
    ),
    "a6": (
        later("What are you good at?"),
        later("What are you good at?"),
        later("What are you good at, and proud of?"),
    ),
    "a7": (
        later("What do you like to eat? What do you not eat?"),
        later("Food: what do you like, and what do you not eat?"),
        later("Food: what do you like, cook, and not eat?"),
    ),
    "a8": (
        later("Do you pray, or have special days?"),
        later("Faith, and days that matter to you"),
        later("Faith, and days that matter to you"),
    ),
    "a9": (
        later("Which people and animals do you love?"),
        later("Which people and animals matter to you?"),
        later("Which people and animals matter to you?"),
    ),
    "a10": (
        later("What do you need to sleep well?"),
        later("Sleep: what helps, and when?"),
        later("Sleep: what helps, and when?"),
    ),
    "a11": (
        later("What else should people know about you?"),
        later("What do you want people to know about you?"),
        later("What do you want people to know about you?"),
    ),
    "w1": (
        later("How can people see that you are not OK?"),
        later("How can people tell that you are not OK?"),
        later("How can people tell that you are not OK?"),
    ),
    "w2": (
        later("What makes it better?"),
        later("What helps you?"),
        later("What helps you?"),
    ),
    "w3": (
        later("What can you do yourself?"),
        later("What can you do yourself?"),
        later("What can you do yourself?"),
    ),
    "w4": (
        later("Who do you go to?"),
        later("Who do you go to?"),
        later("Who do you go to?"),
    ),
    "w5": (
        later("What should people not do then?"),
        later("What should people not do then?"),
        later("What should people not do then?"),
    ),
    "w6": (
        later("Where do you feel safe?"),
        later("Where is your safe place?"),
        later("Where is your safe place?"),
    ),
    "w7": (
        later("Which numbers can you ring?"),
        later("Which numbers can you call?"),
        later("Which numbers can you call?"),
    ),
    "a0": (later("A picture"), later("A picture"), later("A picture")),
}
STANDS_AS: dict[str, str] = {
    "a1": later("Call me"),
    "a2": later("A good day"),
    "a3": later("What helps when I am upset"),
    "a4": later("Please do not"),
    "a5": later("What I love"),
    "a6": later("What I am good at"),
    "a7": later("Food"),
    "a8": later("Faith and days that matter"),
    "a9": later("People and animals who matter to me"),
    "a10": later("Sleep"),
    "a11": later("What I want you to know"),
    "w1": later("How you can tell that I am not OK"),
    "w2": later("What helps me"),
    "w3": later("What I can do myself"),
    "w4": later("Who I go to"),
    "w5": later("What you should not do"),
    "w6": later("My safe place"),
    "w7": later("Numbers I can call"),
    "a0": later("A picture"),
}


def asked(code: str, band: str) -> str:
    return str(ASKED[code][_BANDS[Band(band)]])


def stands_as(code: str) -> str:
    return str(STANDS_AS[code])


def title(page: Page) -> str:
    return str(TITLES[page])


# --- who sees it --------------------------------------------------------------------------------

_GROUPS = {
    To.WORKERS.value: later("your workers (new ones, too)"),
    To.CARERS.value: later("the people you live with (also if you move)"),
}


def named(choices: Iterable[Choice]) -> str:
    """Helen and your workers (new ones, too)."""
    return listed([choice.name or str(_GROUPS[choice.value]) for choice in choices])


def who_sees(choices: Sequence[Choice]) -> str:
    """Beside the box: who reads it once it is saved."""
    if not choices:
        return _("Nobody sees this but you, until you show your page to somebody.")
    return _(
        "As soon as you save, this is shown to %(names)s. If you choose “Only for me”, nobody "
        "sees it but you.",
        names=named(choices),
    )


# --- how I am -----------------------------------------------------------------------------------

MOODS: dict[str, str] = {
    Mood.GREAT.value: later("Great"),
    Mood.GOOD.value: later("Good"),
    Mood.OK.value: later("OK"),
    Mood.LOW.value: later("Not good"),
    Mood.BAD.value: later("Bad"),
}
_OF_A_CHILD = {Mood.LOW.value: later("Sad or cross"), Mood.BAD.value: later("Really bad")}
MOOD_ICONS: dict[str, str] = {
    Mood.GREAT.value: "sun",
    Mood.GOOD.value: "smile",
    Mood.OK.value: "unsure",
    Mood.LOW.value: "sad",
    Mood.BAD.value: "storm",
}


def mood(value: str, band: str = Band.ADULT.value) -> str:
    words = {**MOODS, **_OF_A_CHILD} if band == Band.CHILD.value else MOODS
    return str(words[value])


def mood_taps(band: str) -> list[tuple[str, str, str]]:
    """For `parts/asks.html`."""
    return [(m.value, mood(m.value, band), MOOD_ICONS[m.value]) for m in Mood]


def week(found: Week) -> str:
    """2 times good, once OK."""
    if not found.counted:
        return _("Nothing told")
    return listed(
        [
            _("%(how)s: %(times)s", how=MOODS[m.value],
              times=plural("%(num)s time", "%(num)s times", n))
            for m, n in found.counted
        ]
    )  # fmt: skip
