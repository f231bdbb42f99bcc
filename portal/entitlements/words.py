"""An answer in words, to the young person whom it is about.

Every sentence is whole. Where it names a birthday there is one for each age that our data knows,
and one with the day alone for an age that a council brings.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from portal.core.words import _, full_date, later, plural
from portal.entitlements.engine import Answer, DueOn, Says, Why
from portal.entitlements.items import Amount, AmountKind
from portal.entitlements.truth import Form

DAY = timedelta(days=1)

SAYS = {
    Says.YES: later("Yes, you can have this"),
    Says.PROBABLY: later("You can probably have this"),
    Says.ASK: later("Ask about this"),
    Says.NOT_NOW: later("Not yet"),
    Says.NO: later("Not this one"),
}

UNTIL = {
    18: later("You can have this until your 18th birthday, %(day)s."),
    21: later("You can have this until your 21st birthday, %(day)s."),
    25: later("You can have this until your 25th birthday, %(day)s."),
}
# Of what has to be asked for or about: nobody has said that they can have it.
ASK_UNTIL = {
    18: later("You can ask for this until your 18th birthday, %(day)s."),
    21: later("You can ask for this until your 21st birthday, %(day)s."),
    25: later("You can ask for this until your 25th birthday, %(day)s."),
}
ASK_UNTIL_A_DAY = later("You can ask for this until %(day)s.")
FROM = {
    16: later("You can ask for this from your 16th birthday, %(day)s."),
    17: later("You can ask for this from your 17th birthday, %(day)s."),
    18: later("You can ask for this from your 18th birthday, %(day)s."),
    21: later("You can ask for this from your 21st birthday, %(day)s."),
}
OVER = {
    18: later("This was until your 18th birthday, %(day)s. Ask what there is now."),
    21: later("This was until your 21st birthday, %(day)s. Ask what there is now."),
    25: later("This was until your 25th birthday, %(day)s. Ask what there is now."),
}
ON_A_DAY = {
    Form.YES: later("You can have this until %(day)s."),
    Form.EARLY: later("You can ask for this from %(day)s."),
    Form.LATE: later("This was until %(day)s. Ask what there is now."),
}
BIRTHDAYS = {Form.YES: UNTIL, Form.EARLY: FROM, Form.LATE: OVER}
FOR_YOU = later("This is for you.")
BORN = later("We do not know your birthday, and this goes by age. Ask your worker.")


class Told(NamedTuple):
    """The sentences of one condition. early: with its own words for a day to come; "" says only
    the day."""

    yes: str = FOR_YOU
    likely: str = ""
    unknown: str = ""
    no: str = ""
    early: str = ""
    late: str = ""


_GROUP_UNKNOWN = later(
    "This goes by your leaving-care group, which the council decides. Ask your worker which one "
    "you are in."
)
_GROUP_LIKELY = later(
    "It looks as if this is for you. Your council has to say so: ask your worker."
)
_CARE_UNKNOWN = later(
    "This goes by when you were in care, and we do not have all the dates. Ask your worker."
)
_BEGUN_UNKNOWN = later(
    "There is a new law about this. Nobody has said yet from when it counts. Ask your adviser."
)

WHY: dict[str, Told] = {
    "age": Told(unknown=BORN),
    "age_money": Told(
        yes=later("You are 18 or older, so what is in it is yours. Ask for it."),
        unknown=BORN,
        early=later("What is in it is yours from your 18th birthday, %(day)s."),
    ),
    "age_papers": Told(unknown=BORN),
    "age_in_care": Told(unknown=BORN),
    "under_18_home": Told(
        yes=later(
            "You are under 18. If you have nowhere safe to sleep, the council has to help you "
            "today."
        ),
        unknown=later("If you have nowhere safe to sleep, ask your council for help today."),
    ),
    "under_16_health": Told(
        yes=later("Everyone under 16 has these free, and so do you."),
        unknown=BORN,
    ),
    "under_on_31_august": Told(
        yes=later("You can ask for this until %(day)s, when your last school year for it ends."),
        unknown=BORN,
        late=later("Your last school year for this ended on %(day)s. Ask what there is now."),
    ),
    "under_at": Told(
        yes=later("Your apprenticeship began before %(day)s, and so in time for this."),
        unknown=later("This goes by the day your apprenticeship began. Ask about it."),
        no=later("This is for an apprenticeship that began before %(day)s."),
    ),
    "group": Told(
        likely=_GROUP_LIKELY,
        unknown=_GROUP_UNKNOWN,
        no=later(
            "This is for another leaving-care group than the one your council wrote down. If you "
            "think that is wrong, ask."
        ),
    ),
    "in_care": Told(
        yes=later("This is for everyone in care, and so for you."),
        unknown=later("This is for young people in care. Ask your worker."),
        no=later("This is for young people who are in care now."),
    ),
    "in_care_at_18": Told(
        unknown=_CARE_UNKNOWN,
        no=later("This is for young people who were in care until their 18th birthday."),
    ),
    "in_care_or_13_weeks": Told(
        likely=_GROUP_LIKELY,
        unknown=_CARE_UNKNOWN,
        no=later(
            "This is for young people in care. It is also for those who were in care for 13 weeks "
            "after they turned 14, and still at 16 or 17."
        ),
        early=later("If you stay in care, you can ask for this from %(day)s."),
    ),
    "in_care_or_leaving": Told(
        yes=later("This is for everyone who is or was in care, and so for you."),
        likely=_GROUP_LIKELY,
        unknown=_GROUP_UNKNOWN,
        no=later(
            "This is for young people in care, and for other leaving-care groups than the one your "
            "council wrote down. If you think that is wrong, ask."
        ),
    ),
    "care_days": Told(
        unknown=_CARE_UNKNOWN,
        no=later("This is for people who were in care for 13 weeks after they turned 14."),
        early=later("If you stay in care, you can ask for this from %(day)s."),
    ),
    "care_days_ending_after_16": Told(
        unknown=_CARE_UNKNOWN,
        no=later("This is for people who were in care for 13 weeks, and still at 16 or 17."),
        early=later("If you stay in care, you can ask for this from %(day)s."),
    ),
    "care_at_16_or_17": Told(
        unknown=_CARE_UNKNOWN,
        no=later("This is for people who were in care at 16 or 17."),
        early=later("If you stay in care, you can ask for this from %(day)s."),
    ),
    "without_break": Told(
        unknown=_CARE_UNKNOWN,
        no=later("This is for children who were in care for 12 months without a break."),
        early=later("If you stay in care, you can ask for this from %(day)s."),
    ),
    "trust_fund_has_false": Told(
        yes=later("You have no Child Trust Fund, so a Junior ISA is for you."),
        unknown=later(
            "You may have a Child Trust Fund, or be due a Junior ISA. Ask your worker which it is."
        ),
        no=later("You have a Child Trust Fund, so you do not get a Junior ISA too."),
    ),
    "trust_fund_has_true": Told(
        yes=later("You have a Child Trust Fund. Ask for yours."),
        unknown=later(
            "You may have a Child Trust Fund, or be due a Junior ISA. Ask your worker which it is."
        ),
        no=later("You have no Child Trust Fund. Ask about a Junior ISA instead."),
    ),
    "fact_own_home": Told(
        unknown=later("This is for when you move into a home of your own. Ask your adviser."),
        no=later("This is for when you move into a home of your own."),
    ),
    "fact_private_rent": Told(
        unknown=later("This is for people who rent from a private landlord. Ask your adviser."),
        no=later("This is for people who rent from a private landlord."),
    ),
    "fact_single": Told(
        unknown=later("This is for people who claim on their own. Ask your work coach."),
        no=later("This is for people who claim on their own, without a partner."),
    ),
    "fact_lives_alone": Told(
        unknown=later("This is for people who live alone. Ask the council tax office."),
        no=later("This is for people who live alone."),
    ),
    "fact_lives_at_course": Told(
        unknown=later(
            "This is for full-time courses where you live away in term. Ask your adviser."
        ),
        no=later("This is for full-time courses where you live away in term."),
    ),
    "fact_course_in_plan": Told(
        unknown=later("Your course has to be in your pathway plan. Ask your adviser if it is."),
        no=later("Your course has to be in your pathway plan. Ask your adviser to put it in."),
    ),
    "fact_same_foster_carer": Told(
        unknown=later(
            "This is for when you live with the foster carer of your 18th birthday. Ask your "
            "adviser."
        ),
        no=later("This is for when you live with the foster carer of your 18th birthday."),
    ),
    "with_foster_carer": Told(
        unknown=later("This is for when you live with a foster carer. Ask your worker."),
        no=later("This is for when you live with a foster carer."),
    ),
    "fact_both_want_to_stay": Told(
        unknown=later("You and your foster carer both have to want it. Talk with your adviser."),
        no=later("For this, you and your foster carer both have to want it."),
    ),
    "not_with_parents": Told(
        unknown=later("This is for people who do not live with a parent again. Ask about it."),
        no=later("This is for people who do not live with a parent again."),
    ),
    "at_least_higher_years": Told(
        unknown=later("Your course has to last two years or more. Ask how long yours is."),
        no=later("This is for a course of two years or more. Ask what there is for shorter ones."),
    ),
    "study_higher": Told(
        yes=later("You are on a course of higher education, so this is for you."),
        unknown=later("This is for a course of higher education. Ask your adviser."),
        no=later("This is for when you start a course of higher education."),
    ),
    "study_16_to_19": Told(
        unknown=later("This is for school, college or training. Ask where you learn."),
        no=later("This is for when you are at school or college, or in training without wages."),
    ),
    "study_away": Told(
        unknown=later("This is for college and higher education. Ask your adviser."),
        no=later("This is for when you are at college or in higher education."),
    ),
    "study_bus": Told(
        unknown=later("This is for college, training or an apprenticeship. Ask your adviser."),
        no=later("This is for when you are at college, in training or in an apprenticeship."),
    ),
    "study_some": Told(
        unknown=later("This goes by where you learn or train. Ask your adviser."),
        no=later("This is for people who learn or train in another way than you do now. Ask."),
    ),
    "apprenticeship": Told(
        unknown=later("This is for an apprenticeship. Ask your adviser."),
        no=later("This is for when you start an apprenticeship."),
        early=later("You can ask for this when your apprenticeship begins, on %(day)s."),
    ),
    "fact_universal_credit": Told(
        unknown=later("This is for people who get Universal Credit. Ask your adviser."),
        no=later("This is for people who get Universal Credit."),
    ),
    "uc_or_hb": Told(
        likely=_GROUP_LIKELY,
        unknown=later("This is for people who get Universal Credit or Housing Benefit. Ask."),
        no=later("This is for people who get Universal Credit or Housing Benefit."),
    ),
    "papers_claim": Told(
        unknown=later(
            "Ask your adviser before you claim. A claim for money like this can harm your leave to "
            "stay, if your papers say so."
        ),
        no=later(
            "Ask your adviser before you claim. Your papers say no public funds, so a claim can "
            "harm your leave to stay."
        ),
    ),
    "papers_home": Told(
        unknown=later(
            "Ask your adviser, today if you have no bed. The housing team may look at your papers. "
            "Whatever those say, your leaving-care team must help you."
        ),
    ),
    "public_funds_no_sign": Told(
        unknown=later("Ask about this. Whoever decides looks at your case first."),
    ),
    "public_funds": Told(
        likely=later("It looks as if this is for you. Ask, and they look at it."),
        unknown=later(
            "Ask your adviser before you ask for this. It may count as public funds, and your "
            "papers may say something about those."
        ),
        no=later(
            "This may count as public funds, and your papers say no public funds. Talk with your "
            "adviser before you ask for it."
        ),
    ),
    "except": Told(
        likely=later("Probably. It may be different if you have a child, or cannot work."),
        unknown=later(
            "It may be different for you, because you have a child or cannot work. Ask your worker."
        ),
    ),
    "flag_act_2026_s7": Told(unknown=_BEGUN_UNKNOWN),
    "flag_act_2026_s8": Told(unknown=_BEGUN_UNKNOWN),
    "flag_act_2026_s9": Told(unknown=_BEGUN_UNKNOWN),
    "flag_free_health_costs": Told(
        unknown=later(
            "The government said that this will come. We could not find from when. Ask your "
            "adviser, and about the HC1 form until then."
        ),
    ),
    "decided_some_councils": Told(
        unknown=later("Some councils pay this in your leaving-care group too. Ask your adviser."),
    ),
    "decided_vulnerable": Told(
        unknown=later(
            "If you have nowhere to stay, ask. The housing team has to look at what your time in "
            "care means for you."
        ),
    ),
    "decided_rules_not_read": Told(
        unknown=later("We could not find out whom this is for. Ask your adviser."),
    ),
    "not_had": Told(
        unknown=later("This comes once. Ask if there is something left for you."),
        no=later("This comes once, and you have had it."),
    ),
    "in_force": Told(),
    "assessed": Told(likely=later("Somebody looks at what you need, and then decides. Ask.")),
    "ours_responsible_authority": Told(
        yes=later("%(council)s is your council, so this is for you, wherever you live."),
        unknown=later("This is for young people of %(council)s. Ask if you are one of them."),
        no=later("This is for young people of %(council)s. Look at what your own council has."),
    ),
    "ours_residence": Told(
        yes=later("You live where %(council)s sends the bills, so its rule counts for you."),
        unknown=later("This is for people who live where %(council)s sends the bills. Ask."),
        no=later(
            "This is for people who live where %(council)s sends the bills. Look at what there is "
            "where you live."
        ),
    ),
    "ours_placement_area": Told(
        yes=later("You live in the area of %(council)s, so this is for you."),
        unknown=later("This is for young people who live in the area of %(council)s. Ask."),
        no=later(
            "This is for young people who live in the area of %(council)s. Look at what there is "
            "where you live."
        ),
    ),
    "pair": Told(
        yes=later(
            "Your council and %(council)s have agreed on it: you live there, so this is for you."
        ),
        unknown=later(
            "Your council and %(council)s have agreed on it, for young people who live there. Ask."
        ),
        early=later("You can ask for this from %(day)s, as your council and %(council)s agreed."),
    ),
}

ASK = {
    "adviser": later("Your personal adviser"),
    "any_way": later("Your council, in any way you like"),
    "college": later("Your school or college"),
    "council_tax_office": later("The council tax office"),
    "housing_team": later("The council’s housing team, and your adviser"),
    "leisure_centre": later("The leisure centre"),
    "student_finance": later("Student Finance England"),
    "training_provider": later("Your training provider"),
    "work_coach": later("Your work coach"),
    "worker": later("Your social worker or adviser"),
}
DECIDES = {
    "bank": later("The bank"),
    "college": later("Your school or college"),
    "council": later("Your council"),
    "council_tax_office": later("The council tax office"),
    "firm": later("The firm that offers it"),
    "government": later("The government"),
    "housing_team": later("The council’s housing team"),
    "nhs": later("The NHS"),
    "nobody": later("Nobody has to decide: it is yours"),
    "student_finance": later("Student Finance England"),
    "training_provider": later("Your training provider"),
    "work_coach": later("Your work coach"),
}
BRING = {
    "council_confirmation": later("A letter or e-mail from your council, in any words"),
    "council_letter": later("A letter from your council"),
    "hc1": later("The HC1 form, for help with health costs"),
    "id": later("Something that shows who you are"),
    "offer_letter": later("The letter that offers you a place"),
    "pathway_plan": later("Your pathway plan"),
    "provisional_licence": later("Your provisional driving licence"),
    "term_dates": later("The dates of your terms"),
}
HOW = {
    "adviser": later("Ask your adviser. They do the rest with you."),
    "any_way": later("Say that you want it: by message, by phone, or to anyone at your council."),
    "ask_for_yours": later("Ask your adviser where yours is and how to get at it."),
    "automatic": later("You do not have to do anything. Ask if it has not come."),
    "college": later("Ask at your school or college, and take the letter along."),
    "council_tax_office": later("Send the letter to the council tax office."),
    "housing_team": later("Call the housing team, or your adviser, and say that you need a home."),
    "leisure_centre": later("Take the letter to the leisure centre."),
    "student_finance": later("Say on the form that you were in care, and send the letter once."),
    "training_provider": later("Tell your training provider. Your employer need not know."),
    "work_coach": later("Tell your work coach, and show the letter."),
    "worker": later("Ask your social worker or adviser. They do the rest with you."),
}


def title(answer: Answer) -> str:
    return _(answer.title)


def says(answer: Answer) -> str:
    return str(SAYS[answer.says])


def why(found: Why) -> str:
    """The one sentence of why."""
    told = getattr(WHY.get(found.say, WHY["age"]), found.form.value)
    if found.day is not None and (not told or told is FOR_YOU):
        return _dated(found.form, found.day, found.age)
    day = full_date(found.day) if found.day else ""
    return str(told or FOR_YOU) % {"day": day, "council": found.council}


def _dated(form: Form, day: date, age: int | None) -> str:
    """By a birthday that we have words for; else from a day, or until the last day of it."""
    sentence = BIRTHDAYS[form].get(age) if age is not None else None
    if sentence is None and age is not None and form is not Form.EARLY:
        day -= DAY
    return str(sentence or ON_A_DAY[form]) % {"day": full_date(day)}


def until(answer: Answer) -> str:
    """By which birthday or day it is over; "" if it does not end, or nobody can say."""
    if answer.until is None:
        return ""
    if answer.says is Says.ASK:
        by_age = ASK_UNTIL.get(answer.until_age or 0)
        day = answer.until if by_age else answer.until - DAY
        return str(by_age or ASK_UNTIL_A_DAY) % {"day": full_date(day)}
    if answer.until_age in UNTIL:
        return _dated(Form.YES, answer.until, answer.until_age)
    return _dated(Form.YES, answer.until - DAY, None)


def ask(answer: Answer) -> str:
    return str(ASK[answer.ask])


def decides(answer: Answer) -> str:
    return str(DECIDES[answer.decides])


def how(answer: Answer) -> str:
    return str(HOW[answer.how])


def bring(answer: Answer) -> list[str]:
    return [str(BRING[code]) for code in answer.bring]


def takes(answer: Answer) -> str:
    """How long it takes; where nobody says, that one should ask."""
    if answer.takes_days is None:
        return _("Ask how long it takes.")
    return plural("About %(num)s day", "About %(num)s days", answer.takes_days)


PER = {
    (AmountKind.EXACT, "once"): later("%(pounds)s, once"),
    (AmountKind.EXACT, "year"): later("%(pounds)s a year"),
    (AmountKind.EXACT, "month"): later("%(pounds)s a month"),
    (AmountKind.EXACT, "week"): later("%(pounds)s a week"),
    (AmountKind.EXACT, "time"): later("%(pounds)s each time"),
    (AmountKind.MINIMUM, "once"): later("%(pounds)s or more, once"),
    (AmountKind.MINIMUM, "year"): later("%(pounds)s or more a year"),
    (AmountKind.MINIMUM, "month"): later("%(pounds)s or more a month"),
    (AmountKind.MINIMUM, "week"): later("%(pounds)s or more a week"),
    (AmountKind.MINIMUM, "time"): later("%(pounds)s or more each time"),
    (AmountKind.UP_TO, "once"): later("Up to %(pounds)s, once"),
    (AmountKind.UP_TO, "year"): later("Up to %(pounds)s a year"),
    (AmountKind.UP_TO, "month"): later("Up to %(pounds)s a month"),
    (AmountKind.UP_TO, "week"): later("Up to %(pounds)s a week"),
    (AmountKind.UP_TO, "time"): later("Up to %(pounds)s each time"),
}


def pounds(number: int) -> str:
    """£3,000: written the same in every language, as it stands on the papers."""
    return f"£{number:,}"


def amount(found: Amount) -> str:
    if found.kind is AmountKind.PERCENT_OFF:
        return _("Nothing to pay") if found.number >= 100 else _(
            "%(percent)s less to pay", percent=f"{found.number}%"
        )  # fmt: skip
    return str(PER[found.kind, found.per]) % {"pounds": pounds(found.number)}


def left(answer: Answer) -> str:
    """What is still to come of something that comes once; "" if nothing is known of it."""
    if not answer.left:
        return ""
    if answer.amount is not None and answer.amount.kind is AmountKind.MINIMUM:
        return _("%(pounds)s or more is left for you.", pounds=pounds(answer.left))
    if answer.amount is not None and answer.amount.kind is AmountKind.UP_TO:
        return _("Up to %(pounds)s is left for you.", pounds=pounds(answer.left))
    return _("%(pounds)s is left for you.", pounds=pounds(answer.left))


def part(found: DueOn) -> str:
    if found.about is None:
        return pounds(found.pounds)
    return _("%(pounds)s at about %(day)s", pounds=pounds(found.pounds), day=full_date(found.about))
