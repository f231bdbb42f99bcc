"""What went wrong, in words: what to do next, never whose fault it is."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from portal.core.words import later
from portal.staff_sign_in.rules import Fault


@dataclass(frozen=True)
class Words:
    heading: str
    text: str
    next_step: str
    status: HTTPStatus = HTTPStatus.FORBIDDEN


_AGAIN_THEN_IT = later(
    "Try again. If you see this page again, give the code below to your council's IT help."
)
_TO_THE_APP = later(
    "Trying again will not help. Give the code below to the person who looks after this app in "
    "your council."
)

_UNSURE = Words(
    later("We could not be sure that it is you"),
    later("The answer of your council's sign-in page did not fit together, so nobody came in."),
    _AGAIN_THEN_IT,
)
_SET_UP = Words(
    later("Sign-in for your council is not set up right"),
    later("This app and your council's sign-in page do not agree. It has nothing to do with you."),
    _TO_THE_APP,
)
_NOT_FOUND = Words(
    later("We could not find you in the list of staff"),
    later(
        "Your council's sign-in page knows you. But we could not match you with one person in the "
        "list of staff here."
    ),
    later(
        "Ask the person who looks after this app in your council to check your e-mail address and "
        "staff number in the list, then sign in again. Give them the code below."
    ),
)

WORDS = {
    Fault.AWAY: Words(
        later("Your council's sign-in page does not answer"),
        later("It may be busy or under repair. Nothing is lost."),
        later(
            "Wait a few minutes, then try again. If it goes on, give the code below to your "
            "council's IT help."
        ),
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    Fault.SETUP: _SET_UP,
    Fault.ISSUER: _SET_UP,
    Fault.AUDIENCE: _SET_UP,
    Fault.COUNCIL: _SET_UP,
    Fault.NONCE: _UNSURE,
    Fault.EXPIRED: _UNSURE,
    Fault.SIGNATURE: _UNSURE,
    Fault.ODD: _UNSURE,
    Fault.STATE: Words(
        later("Please begin again"),
        later(
            "This sign-in was begun too long ago, in another browser, or was used already. That "
            "happens after going back, or with two windows open."
        ),
        later("Begin again from here. You do not have to close anything."),
        HTTPStatus.BAD_REQUEST,
    ),
    Fault.REFUSED: Words(
        later("Your council's sign-in page did not let you through"),
        later("You may have stopped half way, or your account may not be open for this app yet."),
        later(
            "Try again. If it says no again, ask your council's IT help to open this app for you. "
            "Give them the code below."
        ),
    ),
    Fault.SECOND_FACTOR: Words(
        later("A second step is needed to sign in"),
        later(
            "Here are the records of children. So a password alone is not enough: your council's "
            "sign-in page also has to ask for something that you have, like a key or your phone."
        ),
        later("Ask your council's IT help to set up a second step for you, then sign in again."),
    ),
    Fault.ROLE: Words(
        later("You have no role in this app"),
        later(
            "Your council's IT decides who may use it, by putting people into groups. You are in "
            "none of them today."
        ),
        later(
            "If you need this app for your work, ask your manager or your council's IT help to put "
            "you into the right group. Then sign in again."
        ),
    ),
    Fault.NOBODY: _NOT_FOUND,
    Fault.SEVERAL: _NOT_FOUND,
    Fault.TAKEN: _NOT_FOUND,
    Fault.CLOSED: Words(
        later("Your account here is closed"),
        later("Somebody who looks after this app has closed it."),
        later("If you need it for your work, ask them to open it again."),
    ),
}
