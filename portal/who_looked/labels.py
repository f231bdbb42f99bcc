"""Who it was, what they did, and when, in words."""

from __future__ import annotations

from portal.core.access import Role
from portal.core.words import _, later, plural, time_words
from portal.people.rules import Kind
from portal.who_looked.pages import Looker, Looks
from portal.who_looked.things import Thing

_DID = {
    Thing.SOME_LOOK: later("Looked at your information"),
    Thing.SOME_CHANGE: later("Changed your information"),
    Thing.OVERVIEW: later("Looked at your dates, your people and promises to you"),
    Thing.PLAN: later("Looked at your plan"),
    Thing.PLAN_WRITTEN: later("Opened your plan to write in it"),
    Thing.PLAN_PUBLISHED: later("Published a new version of your plan"),
    Thing.PLAN_TAKEN_BACK: later("Took away something put in your plan by mistake, and saw to it"),
    Thing.MESSAGES: later("Read your messages"),
    Thing.DATES: later("Looked at your dates"),
    Thing.PROMISE: later("Looked at a promise to you"),
    Thing.WROTE: later("Wrote to you"),
    Thing.PROMISE_DONE: later("Said that a promise to you is done"),
    Thing.PROMISE_MADE: later("Promised you something, or wrote down what somebody promised"),
    Thing.PROMISE_CHANGED: later("Changed a promise to you, and said why"),
    Thing.WAY_IN_GIVEN: later("Gave a code to sign in"),
    Thing.WAY_IN_USED: later("Signed in with a code"),
    Thing.LOCKED_OUT: later("Signed everyone else out, and picked a new passphrase"),
    Thing.LOOKED_FOR: later("Searched for you"),
    Thing.OPENED: later("Opened your information, and wrote down why"),
    Thing.ASKED_TO_OPEN: later("Asked to look into messages an adult wrote to you"),
    Thing.ABOUT_OPENING: later("Checked why your information was opened"),
    Thing.IN_TOUCH: later("Looked at when and how you are in touch"),
    Thing.IN_TOUCH_WRITTEN: later("Wrote down when you were in touch"),
    Thing.LIKES_WRITTEN: later("Wrote down how you like to be in touch"),
    Thing.CHECK_IN: later("Looked at your answers to a quick hello"),
    Thing.OWN_WORDS: later("Read what you wrote and showed them"),
    Thing.OWN_FEELINGS: later("Looked at how you said you are, as you showed them"),
    Thing.CODES: later("Confirmed what your council tells the government once a year"),
    Thing.REACHING: later("Looked for a way to reach you"),
    Thing.FOUND: later("Wrote down that you are in touch again"),
    Thing.LET_IN: later("Was let in to your messages, as nobody else could answer them"),
    Thing.LET_SOMEBODY_IN: later("Let somebody answer you while your worker is away"),
    Thing.READ_TO_LOOK_INTO: later("Read messages between you and an adult, to look into them"),
    Thing.ATTACHED: later("Opened a picture or a voice message"),
    Thing.CHANGED_MESSAGE: later("Changed a message, or took it back, just after sending it"),
    Thing.NOTES: later("Read notes between the people who work with you"),
    Thing.NOTE_WRITTEN: later("Wrote a note for the people who work with you"),
    Thing.ABOUT_NEWS: later("Read what you wrote about news"),
    Thing.GROUPS: later("Looked at which groups you are in"),
    Thing.GROUPED: later("Changed which groups you are in"),
    Thing.HANDED_OVER: later("Agreed who will be there for you"),
    Thing.WHAT_COMES: later("Looked at what comes when for you"),
    Thing.CAN_GET: later("Looked at what you can get"),
    Thing.CHECKS: later("Looked at your checks"),
    Thing.WISHES: later("Read what you want for your meetings"),
    Thing.SAID_OF_PLAN: later("Read what you said about your plan"),
    Thing.PLAN_ANSWERED: later("Answered you about your plan"),
    Thing.SAID: later("Read something you said to them"),
    Thing.SAID_ANSWERED: later("Answered something you said"),
    Thing.SAID_TALKED: later("Wrote down that what you said was talked about"),
    Thing.DECISIONS: later("Looked at decisions about you"),
    Thing.DECISION_WRITTEN: later("Wrote down something about a decision"),
    Thing.QUESTIONS: later("Looked at the big questions in your plan"),
    Thing.QUESTION_WRITTEN: later("Wrote down what was decided about a big question"),
    Thing.REVIEW: later("Looked at your review"),
    Thing.REVIEW_CHANGED: later("Arranged something for your review"),
    Thing.REVIEW_LETTER: later("Wrote to you about your review"),
    Thing.REVIEW_PART: later("Wrote down that your review was held, and how you took part"),
    Thing.CHALLENGE: later("Wrote about something in which somebody stands up for you"),
    Thing.PROMISE_ASKED: later("Asked after a promise to you"),
    Thing.ASKED_FOR: later("Read what you asked for"),
    Thing.ASKED_FOR_DONE: later("Decided what you asked for, or noted what was paid"),
    Thing.PUT_RIGHT: later("Read something you sent, to look into it"),
    Thing.PUT_RIGHT_DONE: later("Looked into something you sent, and answered you"),
    Thing.GOOD_NEWS: later("Saw something good that you shared, or sent something back"),
    Thing.HELLO: later("Saw that a hello would be nice for you on a day"),
    Thing.HELLO_WRITTEN: later("Wrote you a hello"),
    Thing.HELLO_HELD: later("Kept back a hello that somebody wrote"),
    Thing.TOLD_AGAIN: later("Saw that a notice could not reach you, and dealt with it"),
    Thing.GOALS: later("Looked at your goals and steps"),
    Thing.SCHOOL_GOALS: later("Looked at your school plan"),
    Thing.GOALS_CHANGED: later("Changed something in your goals and steps"),
    Thing.SAT: later("Changed your plan together with you"),
    Thing.EARLY: later("Read that you ask for an early look at your plan"),
    Thing.EARLY_ANSWERED: later("Answered: an early look at your plan"),
    Thing.DOCUMENTS: later("Looked at which of your documents you show them"),
    Thing.DOCUMENT: later("Opened a document that you show them"),
    Thing.DOCUMENT_PUT_IN: later("Put a document in for you"),
}

_WAS = {
    Kind.SOCIAL_WORKER: later("%(name)s, your social worker"),
    Kind.PERSONAL_ADVISER: later("%(name)s, your personal adviser"),
    Kind.IRO: later("%(name)s, who runs your review"),
    Kind.FOSTER_CARER: later("%(name)s, your foster carer"),
    Kind.KEYWORKER: later("%(name)s, who looks out for you at home"),
    Kind.MANAGER: later("%(name)s, your worker's manager"),
    Kind.EMERGENCY: later("%(name)s, who was on duty and had to look"),
    Kind.COVER: later("%(name)s, who answers you when your worker cannot"),
    Kind.TEACHER: later("%(name)s, who looks out for you at school"),
    Kind.NURSE: later("%(name)s, your nurse"),
}
_WORKED_AS = {
    Role.WORKER: later("%(name)s, a worker at the council"),
    Role.IRO: later("%(name)s, who runs reviews"),
    Role.DUTY: later("%(name)s, a worker on duty"),
    Role.MANAGER: later("%(name)s, a manager at the council"),
    Role.CARER: later("%(name)s, a carer"),
    # Their own way in: it may have been them, or not.
    Role.YOUNG: later("%(name)s, that is you, or someone with your account"),
}
_SOMEBODY = later("%(name)s, who works with the council")


def did(thing: Thing) -> str:
    """What they did, as a line under their name."""
    return str(_DID[thing])


def who(looker: Looker) -> str:
    """Their name, and what they were to the young person then; else what they worked as."""
    said = _WAS.get(looker.kind) if looker.kind else None
    if said is None:
        said = _WORKED_AS.get(looker.role, _SOMEBODY) if looker.role else _SOMEBODY
    return str(said) % {"name": looker.name or _("Somebody")}


def when(looks: Looks) -> str:
    """at 4:10pm; 3 times, last at 4:10pm."""
    return plural(
        "at %(time)s",
        "%(num)s times, last at %(time)s",
        looks.times,
        time=time_words(looks.last_at),
    )
