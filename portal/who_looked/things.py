"""What was looked at or changed: from the codes of the audit to things that have words.

A look is noted under the name of its route, a change under a code of its room. Every route and
code that can be noted stands here; a test gathers them from the house. One that is not known is
still shown, as "your information": nothing that was noted is kept quiet because a word is missing.
"""

from __future__ import annotations

from enum import Enum, auto

from portal.core import audit


class Thing(Enum):
    SOME_LOOK = auto()
    SOME_CHANGE = auto()
    LIST = auto()
    OVERVIEW = auto()
    PLAN = auto()
    PLAN_WRITTEN = auto()
    PLAN_PUBLISHED = auto()
    PLAN_TAKEN_BACK = auto()
    MESSAGES = auto()
    DATES = auto()
    PROMISE = auto()
    WROTE = auto()
    PROMISE_DONE = auto()
    PROMISE_MADE = auto()
    PROMISE_CHANGED = auto()
    WAY_IN_GIVEN = auto()
    WAY_IN_USED = auto()
    LOCKED_OUT = auto()
    LOOKED_FOR = auto()
    OPENED = auto()
    ASKED_TO_OPEN = auto()
    ABOUT_OPENING = auto()
    READ_TO_LOOK_INTO = auto()
    ATTACHED = auto()
    CHANGED_MESSAGE = auto()
    NOTES = auto()
    NOTE_WRITTEN = auto()
    ABOUT_NEWS = auto()
    GROUPS = auto()
    GROUPED = auto()
    HANDED_OVER = auto()
    IN_TOUCH = auto()
    IN_TOUCH_WRITTEN = auto()
    LIKES_WRITTEN = auto()
    CHECK_IN = auto()
    CODES = auto()
    REACHING = auto()
    FOUND = auto()
    LET_IN = auto()
    LET_SOMEBODY_IN = auto()
    TOLD_AGAIN = auto()
    GOALS = auto()
    SCHOOL_GOALS = auto()
    GOALS_CHANGED = auto()
    SAT = auto()
    EARLY = auto()
    EARLY_ANSWERED = auto()
    WHAT_COMES = auto()
    CAN_GET = auto()
    CHECKS = auto()
    OWN_WORDS = auto()
    OWN_FEELINGS = auto()
    WISHES = auto()
    DOCUMENTS = auto()
    DOCUMENT = auto()
    DOCUMENT_PUT_IN = auto()
    SAID_OF_PLAN = auto()
    PLAN_ANSWERED = auto()
    QUESTIONS = auto()
    QUESTION_WRITTEN = auto()
    REVIEW = auto()
    REVIEW_CHANGED = auto()
    REVIEW_LETTER = auto()
    REVIEW_PART = auto()
    CHALLENGE = auto()
    PROMISE_ASKED = auto()
    PUT_RIGHT = auto()
    PUT_RIGHT_DONE = auto()
    GOOD_NEWS = auto()
    HELLO = auto()
    HELLO_WRITTEN = auto()
    HELLO_HELD = auto()
    SAID = auto()
    SAID_ANSWERED = auto()
    SAID_TALKED = auto()
    DECISIONS = auto()
    DECISION_WRITTEN = auto()
    ASKED_FOR = auto()
    ASKED_FOR_DONE = auto()


LOOKS = {
    "staff.person": Thing.OVERVIEW,
    "claims.one": Thing.ASKED_FOR,
    "claims.note": Thing.ASKED_FOR,
    "plan.their_plan": Thing.PLAN,
    "said.theirs": Thing.SAID,
    "said.one": Thing.SAID,
    "said.answer": Thing.SAID,
    "said.answer_draft": Thing.SAID,
    "said.talked": Thing.SAID,
    "said.picture": Thing.SAID,
    "said.small_picture": Thing.SAID,
    "said.voice": Thing.SAID,
    **dict.fromkeys(
        (
            "decisions.theirs",
            "decisions.one",
            "decisions.new",
            "decisions.words",
            "decisions.decide",
            "decisions.drop",
            "decisions.throw_away",
        ),
        Thing.DECISIONS,
    ),
    "together.heard": Thing.SAID_OF_PLAN,
    "together.answer": Thing.SAID_OF_PLAN,
    "together.answer_draft": Thing.SAID_OF_PLAN,
    "together.their_questions": Thing.QUESTIONS,
    "together.write_question": Thing.QUESTIONS,
    "messages.their_thread": Thing.MESSAGES,
    "carers.children": Thing.DATES,
    "promises.theirs": Thing.PROMISE,
    "promises.make": Thing.PROMISE,
    "promises.one": Thing.PROMISE,
    "promises.kept": Thing.PROMISE,
    "promises.change": Thing.PROMISE,
    "promises.drop": Thing.PROMISE,
    "promises.hand_on": Thing.PROMISE,
    "invites.give": Thing.OVERVIEW,
    "invites.give_carer": Thing.OVERVIEW,
    "openings.find": Thing.LOOKED_FOR,
    "openings.opening": Thing.ABOUT_OPENING,
    "openings.end": Thing.ABOUT_OPENING,
    "openings.answer": Thing.ABOUT_OPENING,
    "openings.telling": Thing.ABOUT_OPENING,
    "openings.look_into": Thing.ABOUT_OPENING,
    "openings.messages": Thing.READ_TO_LOOK_INTO,
    "openings.attached": Thing.READ_TO_LOOK_INTO,
    "messages.read": Thing.OVERVIEW,
    "messages.carers_thread": Thing.OVERVIEW,
    "messages.child_thread": Thing.OVERVIEW,
    "messages.carers_draft": Thing.OVERVIEW,
    "messages.child_draft": Thing.OVERVIEW,
    "messages.their_draft": Thing.MESSAGES,
    "messages.mend": Thing.CHANGED_MESSAGE,
    "messages.take_back": Thing.CHANGED_MESSAGE,
    "messages.picture": Thing.ATTACHED,
    "messages.small_picture": Thing.ATTACHED,
    "messages.voice": Thing.ATTACHED,
    "keep_in_touch.contacts": Thing.IN_TOUCH,
    "keep_in_touch.log": Thing.IN_TOUCH,
    "keep_in_touch.put_right": Thing.IN_TOUCH,
    "keep_in_touch.rhythm": Thing.IN_TOUCH,
    "keep_in_touch.codes": Thing.CHECK_IN,
    "keep_in_touch.lost": Thing.IN_TOUCH,
    "keep_in_touch.begin_search": Thing.IN_TOUCH,
    "keep_in_touch.step": Thing.IN_TOUCH,
    "keep_in_touch.found": Thing.IN_TOUCH,
    # Who must not know is not hinted at on a page that somebody may look at over a shoulder: it
    # reads like the page on which every worker begins.
    "barred.must_not_know": Thing.OVERVIEW,
    "barred.bar": Thing.OVERVIEW,
    "barred.keep": Thing.OVERVIEW,
    "barred.lift": Thing.OVERVIEW,
    # Nor that something must not wait: it may have been a carer who said so, and whoever holds the
    # phone may be the one whom it is about. Of their own words the thread tells them.
    "worries.worry": Thing.OVERVIEW,
    "worries.take": Thing.OVERVIEW,
    "worries.done": Thing.OVERVIEW,
    "saved_replies.choose": Thing.MESSAGES,
    "staff_notes.notes": Thing.NOTES,
    # The young person cannot read it while it is in force; after a mistake it is no news to them.
    "stops.stop": Thing.OVERVIEW,
    "stops.answer": Thing.OVERVIEW,
    "stops.lift": Thing.OVERVIEW,
    "stops.answer_lift": Thing.OVERVIEW,
    "news.reply": Thing.ABOUT_NEWS,
    "news.their_groups": Thing.GROUPS,
    "news.take_out": Thing.GROUPS,
    "writing.start": Thing.PLAN,
    "writing.part": Thing.PLAN_WRITTEN,
    "writing.typed": Thing.PLAN_WRITTEN,
    "writing.forget": Thing.PLAN_WRITTEN,
    "writing.both": Thing.PLAN_WRITTEN,
    "writing.before": Thing.PLAN_WRITTEN,
    "writing.publish": Thing.PLAN_WRITTEN,
    "writing.take_back": Thing.PLAN,
    "writing.taken_back": Thing.PLAN_TAKEN_BACK,
    "writing.record": Thing.PLAN_TAKEN_BACK,
    "writing.step_done": Thing.PLAN_TAKEN_BACK,
    "hand_over.one": Thing.OVERVIEW,
    # That somebody complained is not said on a page that others may look at over a shoulder.
    **dict.fromkeys(
        (
            "complaints.one",
            "complaints.note",
            "complaints.answer",
            "complaints.answer_draft",
            "complaints.picture",
            "complaints.voice",
        ),
        Thing.PUT_RIGHT,
    ),
    "good_news.picture": Thing.GOOD_NEWS,
    "hellos.write": Thing.HELLO,
    "hellos.hold": Thing.HELLO,
    "hellos.waiting": Thing.HELLO,
    # Where they will live next is not said on a page that somebody may look at over a shoulder.
    # Nor that there are papers at all.
    **dict.fromkeys(
        (
            "staying.theirs",
            "proof.theirs",
            "proof.stop_theirs",
            "staying.their_thing",
            "staying.promise",
            "staying.fields",
            "staying.give_with_reason",
            "staying.open_for",
        ),
        Thing.OVERVIEW,
    ),
    **dict.fromkeys(
        (
            "moves.theirs",
            "moves.plan",
            "moves.happened",
            "moves.call_off",
            "moves.answer",
            "moves.their_photo",
            "moves.add_photo",
            "moves.take_photo_away",
        ),
        Thing.OVERVIEW,
    ),
    "hand_over.planned": Thing.OVERVIEW,
    "hand_over.answer": Thing.OVERVIEW,
    # goals, pathway and school plan
    "goals.goal": Thing.GOALS,
    "goals.words": Thing.GOALS,
    "goals.state": Thing.GOALS,
    "goals.add_step": Thing.GOALS,
    "goals.step": Thing.GOALS,
    "goals.step_state": Thing.GOALS,
    "goals.back": Thing.GOALS,
    "goals.their_together": Thing.GOALS,
    "goals.sitting": Thing.GOALS,
    "goals.end": Thing.GOALS,
    "pathway.theirs": Thing.GOALS,
    "pathway.theirs_on_paper": Thing.GOALS,
    "pathway.their_history": Thing.GOALS,
    "pathway.their_new_goal": Thing.GOALS,
    "pathway.early": Thing.EARLY,
    "school.theirs": Thing.SCHOOL_GOALS,
    "school.their_new_target": Thing.SCHOOL_GOALS,
    "timeline.theirs": Thing.WHAT_COMES,
    "local_offer.theirs": Thing.CAN_GET,
    "my_health.theirs": Thing.CHECKS,
    "my_pages.their_about_me": Thing.OWN_WORDS,
    "my_pages.their_picture": Thing.OWN_WORDS,
    "my_pages.their_what_helps": Thing.OWN_WORDS,
    "my_pages.their_weeks": Thing.OWN_FEELINGS,
    # what they want for their meetings
    "my_views.their_views": Thing.WISHES,
    # reviews
    **dict.fromkeys(
        (
            "reviews.shown",
            "running.theirs",
            "running.run",
            "running.letter",
            "running.add_point",
            "running.take_point",
            "running.heard",
            "running.add_comer",
            "running.settle",
            "running.talk_offered",
            "running.talk_day",
            "running.talk_done",
            "running.write",
            "running.typed",
            "running.throw_away",
            "running.publish",
            "running.decide",
            "running.decision",
            "running.take_decision",
            "review_desk.plan",
            "review_desk.one",
            "review_desk.held",
            "review_desk.move",
            "review_desk.not_held",
            "review_desk.offered",
            "review_desk.code",
            "review_desk.challenge",
            "review_desk.dispute",
            "review_desk.step_up",
            "review_desk.write_answer",
            "review_desk.end",
        ),
        Thing.REVIEW,
    ),
    # documents
    "documents.theirs": Thing.DOCUMENTS,
    "documents.put_in": Thing.DOCUMENTS,
    "documents.file": Thing.DOCUMENT,
    "documents.small": Thing.DOCUMENT,
}
LISTS = frozenset(
    {
        "staff.waiting",
        "said.waiting",
        "claims.desk",
        "claims.days",
        "complaints.desk",
        "complaints.register",
        "hellos.waiting",
        "good_news.shared",
        "good_news.back",
        "decisions.open_list",
        "writing.again",
        "writing.everywhere",
        "staff.people",
        "carers.children",
        "invites.told",
        "openings.openings",
        "barred.everywhere",
        "worries.worries",
        "stops.stops",
        "groups.run",
        "news.replies",
        "news.write",
        "news.rewrite",
        "news.draft",
        "news.send",
        "news.sent",
        "news.sent_one",
        "staff.team_view",
        "staff.worker",
        "promises.late",
        "review_desk.desk",
        "review_desk.ask_for",
        "review_desk.asked",
        "review_desk.answer",
        "review_desk.the_return",
        "review_desk.ask_return",
        "review_desk.agree_return",
        "review_desk.take_return",
        "hand_over.many",
        "hand_over.all",
        "keep_in_touch.due_list",
        "away.leave",
        "away.shorten",
        "channels.nicknames",
        "channels.undelivered",
        "channels.again",
        "channels.let_go",
        "my_pages.written_for_you",
        "goals.together_list",
        "pathway.lately",
        "documents.shown_to_me",
    }
)
CHANGES = {
    "messages.sent": Thing.WROTE,
    "messages.sent_to_carer": Thing.OVERVIEW,
    "messages.sent_by_carer": Thing.OVERVIEW,
    "messages.mended": Thing.CHANGED_MESSAGE,
    "messages.taken_back": Thing.CHANGED_MESSAGE,
    "promises.kept": Thing.PROMISE_DONE,
    "promises.made": Thing.PROMISE_MADE,
    "promises.changed": Thing.PROMISE_CHANGED,
    "promises.dropped": Thing.PROMISE_CHANGED,
    "promises.passed": Thing.PROMISE_CHANGED,
    "writing.published": Thing.PLAN_PUBLISHED,
    "writing.taken_back": Thing.PLAN_TAKEN_BACK,
    "writing.step_done": Thing.PLAN_TAKEN_BACK,
    "plan.answered": Thing.PLAN_ANSWERED,
    "say.answered": Thing.SAID_ANSWERED,
    "say.talked": Thing.SAID_TALKED,
    "decisions.written": Thing.DECISION_WRITTEN,
    "decisions.changed": Thing.DECISION_WRITTEN,
    "decisions.decided": Thing.DECISION_WRITTEN,
    "decisions.dropped": Thing.DECISION_WRITTEN,
    "plan.question": Thing.QUESTION_WRITTEN,
    "reviews.arranged": Thing.REVIEW_CHANGED,
    "reviews.talk": Thing.REVIEW_CHANGED,
    "reviews.letter": Thing.REVIEW_LETTER,
    "reviews.published": Thing.REVIEW_LETTER,
    "review_desk.planned": Thing.REVIEW_CHANGED,
    "review_desk.moved": Thing.REVIEW_CHANGED,
    "review_desk.not_held": Thing.REVIEW_CHANGED,
    "review_desk.prepared": Thing.REVIEW_CHANGED,
    "review_desk.held": Thing.REVIEW_PART,
    "review_desk.coded": Thing.REVIEW_PART,
    "review_desk.challenged": Thing.CHALLENGE,
    "review_desk.challenge_answered": Thing.CHALLENGE,
    "review_desk.challenge_ended": Thing.CHALLENGE,
    "promises.asked_for": Thing.PROMISE_ASKED,
    "invites.given": Thing.WAY_IN_GIVEN,
    "invites.given_to_carer": Thing.WAY_IN_GIVEN,
    "invites.used": Thing.WAY_IN_USED,
    "invites.used_again": Thing.WAY_IN_USED,
    "invites.others_locked_out": Thing.LOCKED_OUT,
    "openings.emergency": Thing.OPENED,
    "openings.asked": Thing.ASKED_TO_OPEN,
    "openings.agreed": Thing.ABOUT_OPENING,
    "openings.refused": Thing.ABOUT_OPENING,
    "openings.ended": Thing.ABOUT_OPENING,
    "openings.told": Thing.ABOUT_OPENING,
    "openings.not_told": Thing.ABOUT_OPENING,
    "barred.decided": Thing.OVERVIEW,
    "barred.kept": Thing.OVERVIEW,
    "barred.lifted": Thing.OVERVIEW,
    "worries.taken": Thing.OVERVIEW,
    "worries.done": Thing.OVERVIEW,
    "staff_notes.written": Thing.NOTE_WRITTEN,
    "stops.asked": Thing.OVERVIEW,
    "stops.agreed": Thing.OVERVIEW,
    "stops.refused": Thing.OVERVIEW,
    "stops.lift_asked": Thing.OVERVIEW,
    "stops.lifted": Thing.OVERVIEW,
    "stops.lift_refused": Thing.OVERVIEW,
    "news.answered": Thing.WROTE,
    "news.grouped": Thing.GROUPED,
    # What was only thought of is no news; they are told when it is agreed.
    "hand_over.asked": Thing.OVERVIEW,
    "hand_over.refused": Thing.OVERVIEW,
    "hand_over.agreed": Thing.HANDED_OVER,
    "keep_in_touch.logged": Thing.IN_TOUCH_WRITTEN,
    "keep_in_touch.put_right": Thing.IN_TOUCH_WRITTEN,
    "keep_in_touch.wished": Thing.LIKES_WRITTEN,
    "keep_in_touch.confirmed": Thing.CODES,
    "keep_in_touch.search": Thing.REACHING,
    "keep_in_touch.found": Thing.FOUND,
    "owed.let_in": Thing.LET_IN,
    "away.let_in": Thing.LET_SOMEBODY_IN,
    # About the council or a colleague: they stand in no young person's chain.
    "away.set": Thing.SOME_CHANGE,
    "away.shortened": Thing.SOME_CHANGE,
    "away.cancelled": Thing.SOME_CHANGE,
    "hours.changed": Thing.SOME_CHANGE,
    "moves.grace": Thing.SOME_CHANGE,
    **dict.fromkeys(
        (
            "moves.planned",
            "moves.happened",
            "moves.off",
            "moves.answered",
            "moves.photo_added",
            "moves.photo_gone",
            "staying.written",
            "proof.ended",
            "staying.given",
            "staying.opened",
        ),
        Thing.OVERVIEW,
    ),
    "claims.noted": Thing.ASKED_FOR_DONE,
    "complaints.noted": Thing.PUT_RIGHT_DONE,
    "complaints.answered": Thing.PUT_RIGHT_DONE,
    "good_news.back": Thing.GOOD_NEWS,
    "hellos.written": Thing.HELLO_WRITTEN,
    "hellos.held": Thing.HELLO_HELD,
    "channels.again": Thing.TOLD_AGAIN,
    "channels.let_go": Thing.TOLD_AGAIN,
    "goals.changed": Thing.GOALS_CHANGED,
    "goals.sat": Thing.SAT,
    "pathway.answered": Thing.EARLY_ANSWERED,
    "documents.added": Thing.DOCUMENT_PUT_IN,
}


def thing_of(act: str, what: str) -> Thing:
    if act == audit.LISTED:
        return Thing.LIST
    if act == audit.CHANGED:
        return CHANGES.get(what, Thing.SOME_CHANGE)
    return LOOKS.get(what, Thing.SOME_LOOK)
