"""Health checks in words, in three ages of them."""

from __future__ import annotations

from portal.core.words import _, later
from portal.my_health.rules import NoScore, Said

_CHECK = {
    "child": later(
        "A nurse or doctor sees how you are growing and asks how you are. You can ask them "
        "anything."
    ),
    "teen": later(
        "Once a year a nurse or doctor looks at how you are: body, sleep, food, feelings. It is"
        " your time: you can ask anything, and you can talk to them alone."
    ),
    "adult": later(
        "Once a year a nurse or doctor goes through your health with you: body, sleep, food, "
        "feelings. It is your time: you can ask anything, and you can talk to them alone."
    ),
}
_QUESTIONS = {
    "child": later(
        "Somebody who looks after you answers questions about how you feel and how you get on. "
        "It helps people see if you need more help."
    ),
    "teen": later(
        "Once a year your carer answers 25 questions about feelings, friends and worries. You "
        "can be asked too. It helps people see who needs more support. It is not a test."
    ),
    "adult": later(
        "Once a year, up to 16, your carer answers 25 questions about feelings, friends and "
        "worries. It helps people see who needs more support. It is not a test."
    ),
}
_SCORE = {
    "child": later("Ask your worker if you want to know more about the answers."),
    "teen": later(
        "The answers add up to a number from 0 to 40. It goes up when days are harder and down "
        "when they are easier. It says nothing about who you are, and nobody may decide "
        "anything from the number alone."
    ),
    "adult": later(
        "The answers add up to a number from 0 to 40. It goes up when days are harder and down "
        "when they are easier. It says nothing about who you are, and nobody may decide "
        "anything from the number alone."
    ),
}


def check(band: str) -> str:
    return str(_CHECK[band])


def questions(band: str) -> str:
    return str(_QUESTIONS[band])


def score(band: str) -> str:
    return str(_SCORE[band])


def teeth(said: Said) -> str:
    words = {
        Said.YES: _("Your council wrote down that you saw a dentist in the last year."),
        Said.NO: _("Your council wrote down no visit to a dentist in the last year."),
        Said.NOTHING: _("Nothing is written down about the dentist."),
        Said.UNKNOWN: _("Something is written down about the dentist that we cannot read. Ask."),
    }
    return words[said]


def injections(said: Said) -> str:
    words = {
        Said.YES: _("Your council wrote down that your injections are up to date."),
        Said.NO: _("Your council wrote down that some injections are still to come."),
        Said.NOTHING: _("Nothing is written down about your injections."),
        Said.UNKNOWN: _(
            "Something is written down about your injections that we cannot read. Ask."
        ),
    }
    return words[said]


_WHY_NONE = {
    NoScore.AGE: later("They were too young or too old for it."),
    NoScore.CARER: later("The carer did not want to fill it in."),
    NoScore.DISABILITY: later("The questions do not fit, because of a disability."),
    NoScore.OTHER: later("Another reason."),
    NoScore.YOUNG: later("The young person did not want it."),
}


def why_none(found: NoScore | None) -> str:
    return str(_WHY_NONE[found]) if found else _("No reason that we know is written down.")


_YES_NO = {
    Said.YES: later("yes"),
    Said.NO: later("no"),
    Said.NOTHING: later("nothing recorded"),
    Said.UNKNOWN: later("a code that we do not know"),
}


def yes_no(said: Said) -> str:
    return str(_YES_NO[said])
