"""The words themselves. Facts: a council keeps the record of a child in care until the 75th
birthday (Care Planning Regulations 2010, reg. 50); whoever asks for their record is answered within
a month, free of charge; a child who understands may ask themselves, at any age (UK GDPR art. 15;
the Information Commissioner's guide on children). `law`: words that a lawyer has still to check.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.core.access import Band
from portal.core.words import later


class Words(StrEnum):
    """For whom it is written; the first three are `access.Band`."""

    CHILD = Band.CHILD.value
    TEEN = Band.TEEN.value
    ADULT = Band.ADULT.value
    CARER = "carer"


@dataclass(frozen=True)
class Part:
    heading: str
    lines: tuple[str, ...]
    law: bool = False


_CHILD = (
    Part(
        later("What we know about you"),
        (
            later("Your name and your birthday."),
            later("Who your people are, like your worker and your family."),
            later("Your plan, your dates and what people promised you."),
            later("Why you are in care."),
            later("What you write here, and what people write back."),
            later("Who looked at your things, and when."),
        ),
    ),
    Part(
        later("Who keeps it, and why"),
        (
            later("Your council keeps it. The council helps to look after you."),
            later("The law says that it must write down what it does for you."),
            later("It helps adults to keep what they promised you."),
        ),
        law=True,
    ),
    Part(
        later("Who can see it"),
        (
            later("Your worker can see it, and the people who help your worker."),
            later("The person who runs your review can see your plan."),
            later("The people you live with see some of it. When you move, that stops."),
            later("Family you do not live with cannot look in this app."),
            later("Someone on duty can look if you may be in danger."),
            later("If someone could get badly hurt, your worker may have to tell others."),
        ),
    ),
    Part(
        later("How long it is kept"),
        (
            later("The council keeps what is written about you until you are 75 years old."),
            later("This app has a copy of some of it. It does not have all of it."),
        ),
        law=True,
    ),
    Part(
        later("What we do not do"),
        (
            later("We show no ads."),
            later("We do not ask your phone where you are."),
            later("We let no other company watch what you do here."),
        ),
    ),
    Part(
        later("What you can do"),
        (
            later("You can ask to see what is written about you. You do not have to pay."),
            later("Is something wrong? Ask us to put it right."),
            later("You can ask for a copy to keep."),
            later("Are you not happy with how we look after it? Tell the council."),
        ),
        law=True,
    ),
    Part(
        later("Who decides"),
        (
            later("We do not ask you to say yes to this. The council has to keep it."),
            later(
                "You can ask for your own things if you know what that means. Age does not matter."
            ),
            later("Your mum, your dad or someone else who makes big choices for you may ask too."),
            later("Then the council must think first. Is it safe? Is it good for you?"),
        ),
        law=True,
    ),
    Part(
        later("Who to ask"),
        (
            later("Ask your worker, or an adult you trust."),
            later("An advocate is on your side and helps you speak up. It is free."),
        ),
    ),
)

_TEEN = (
    Part(
        later("What is kept about you"),
        (
            later("Your name, your birthday, your language and your pronouns."),
            later("Your people: workers, carers, family and friends the council wrote down."),
            later("Your plans, dates, visits, family time and reviews."),
            later("Why you are in care, and since when."),
            later("Some facts about your health and school, and times when you were missing."),
            later("What was promised to you, what you write here, and the answers."),
            later("How you sign in, on which phones, and who looked at your things."),
        ),
    ),
    Part(
        later("Who keeps it, and why"),
        (
            later("Your council keeps it. The law calls the council the controller."),
            later("The law says that the council must look after you and write down how."),
            later("This app shows you a part of that, so that you can see what was promised."),
        ),
        law=True,
    ),
    Part(
        later("Who can see it"),
        (
            later("Your worker, their manager and the team that covers for them."),
            later("The person who runs your review sees your plan and your dates."),
            later(
                "The people you live with see only what the council gave them. It ends when you "
                "move."
            ),
            later("Family you do not live with cannot open this app to look."),
            later(
                "In an emergency someone on duty can look. You are told, unless that would not be "
                "safe."
            ),
            later("If someone could be badly hurt, your worker may have to tell others."),
            later("The council cannot see what you tell an advocate."),
        ),
    ),
    Part(
        later("How long it is kept"),
        (
            later("The council keeps your record until your 75th birthday."),
            later(
                "This app holds a copy of a part of it. The copy stays until the council takes it "
                "out."
            ),
        ),
        law=True,
    ),
    Part(
        later("What we do not do"),
        (
            later("There are no ads here."),
            later("No other company’s code runs in this app, so none can watch you."),
            later("We do not ask your phone where you are."),
        ),
    ),
    Part(
        later("Your rights"),
        (
            later(
                "You can ask to see what is written about you. It is free. You get an answer in a "
                "month, or are told why it takes longer."
            ),
            later("You can get a copy. Parts about other people may be left out."),
            later("If something is wrong, ask the council to put it right."),
            later(
                "You can tell the council that you do not agree with how it uses your information."
            ),
            later("The council cannot delete your whole record, because the law says to keep it."),
            later(
                "If the council does not sort it out, complain to the people who check (the ICO)."
            ),
        ),
        law=True,
    ),
    Part(
        later("Who decides"),
        (
            later(
                "We do not ask you to agree to this. The council keeps it because it has a duty to."
            ),
            later(
                "You can use these rights yourself as soon as you understand what they mean. No "
                "age is set."
            ),
            later(
                "A person with parental responsibility may ask for you. If you understand it "
                "yourself, it is your choice. The council must think about what is safe and good "
                "for you."
            ),
        ),
        law=True,
    ),
    Part(
        later("Who to ask"),
        (
            later("Ask your worker, or someone else you trust."),
            later("An advocate is on your side. They can help you ask, and it is free."),
        ),
    ),
)

_ADULT = (
    Part(
        later("What is kept about you"),
        (
            later(
                "Your name, birthday, language, pronouns, and a phone number if the council has "
                "one."
            ),
            later("Your people: workers, carers, family and friends the council wrote down."),
            later("Your plans and pathway plan, dates, visits, family time and reviews."),
            later(
                "Why you were in care, from when to when, and what leaving-care help you can get."
            ),
            later(
                "Facts the council counts each year: health checks, work or school, where you live."
            ),
            later("Times when nobody knew where you were, if there were any."),
            later("What was promised to you, what you write here, and the answers."),
            later("How you sign in, on which phones, and who looked at your information."),
        ),
    ),
    Part(
        later("Who keeps it, and why"),
        (
            later("Your council keeps it. In law it is the controller: it must answer for it."),
            later("The council has duties to you in law, and must keep a record of what it does."),
            later("It does not need your consent for that, and so we do not ask for it."),
            later(
                "This app shows you a part of the record, so that you can check what was promised."
            ),
        ),
        law=True,
    ),
    Part(
        later("Who can see it"),
        (
            later("Your worker, their manager and the team that covers for them."),
            later("The person who runs your reviews sees your plan and your dates."),
            later("Carers see only what the council gave them, and only while you live with them."),
            later("Family you do not live with cannot open this app to look."),
            later(
                "In an emergency someone on duty can look. You are told, unless that would not be "
                "safe."
            ),
            later("The few people who keep the app running could reach the data, to mend a fault."),
            later("If someone could be badly hurt, your worker may have to tell others."),
            later("The council cannot see what you tell an advocate."),
        ),
    ),
    Part(
        later("How long it is kept"),
        (
            later(
                "The council keeps your record until your 75th birthday. The law sets that date."
            ),
            later(
                "This app holds a copy of a part of it. The copy stays until the council takes it "
                "out."
            ),
            later("When you sign out, the note of that sign-in is deleted."),
        ),
        law=True,
    ),
    Part(
        later("What we do not do"),
        (
            later("There are no ads here."),
            later("No other company’s code runs in this app, so none can watch you."),
            later("We do not ask your phone where you are."),
        ),
    ),
    Part(
        later("Your rights"),
        (
            later(
                "Ask to see your record. It is free. You get an answer within a month, or are told "
                "why it takes longer."
            ),
            later(
                "Ask for a copy. What is about other people, or could do great harm, may be left "
                "out."
            ),
            later(
                "If something is wrong, ask the council to put it right, or to add what you say."
            ),
            later("You can object to how the council uses it, or ask it to stop for a while."),
            later("The council cannot delete the whole record, because the law says to keep it."),
            later(
                "If the council does not sort it out, complain to the people who check (the ICO)."
            ),
        ),
        law=True,
    ),
    Part(
        later("Who decides"),
        (
            later(
                "You do. From 18, others can use these rights for you only if you ask them to, or "
                "a court says so."
            ),
            later(
                "Before 18, you can use them yourself if you understand what they mean. A person "
                "with parental responsibility may ask too, if that is safe and good for you."
            ),
        ),
        law=True,
    ),
    Part(
        later("Who to ask"),
        (
            later(
                "Ask your worker. Each council also has someone who checks how it uses information."
            ),
            later("An advocate is on your side. They can help you ask, and it is free."),
        ),
    ),
)

_CARER = (
    Part(
        later("What is kept about you"),
        (
            later(
                "Your name, your work phone and email, and your language, if the council has them."
            ),
            later(
                "Which children live or lived with you, from when to when, and what you were given"
                " to see."
            ),
            later(
                "Each time you open a child’s page: who looked, and when. The child can see that."
            ),
            later("What children and workers write about you in plans and messages."),
            later("How you sign in, and on which phones."),
        ),
    ),
    Part(
        later("Who keeps it, and why"),
        (
            later("The council keeps it. In law it is the controller: it must answer for it."),
            later(
                "It must know who looks after a child, and who saw what. It does not ask for "
                "consent."
            ),
        ),
        law=True,
    ),
    Part(
        later("Who can see it"),
        (
            later("The children who live with you see your name, and that you looked."),
            later(
                "Their workers, the workers’ managers and the team that covers see your name and "
                "phone."
            ),
            later("The few people who keep the app running could reach the data, to mend a fault."),
        ),
    ),
    Part(
        later("How long it is kept"),
        (
            later("What is part of a child’s record is kept until the child’s 75th birthday."),
            later("When you sign out, the note of that sign-in is deleted."),
        ),
        law=True,
    ),
    Part(
        later("What we do not do"),
        (
            later("There are no ads here."),
            later("No other company’s code runs in this app, so none can watch you."),
            later("We do not ask your phone where you are."),
        ),
    ),
    Part(
        later("Your rights"),
        (
            later(
                "Ask to see what is kept about you. It is free. You get an answer within a month, "
                "or are told why it takes longer."
            ),
            later("Ask for a copy. What is about a child or somebody else may be left out."),
            later("If something is wrong, ask the council to put it right."),
            later(
                "If the council does not sort it out, complain to the people who check (the ICO)."
            ),
        ),
        law=True,
    ),
    Part(
        later("What you see of a child"),
        (
            later("You see what the council gave you, for as long as the child lives with you."),
            later(
                "It is the child’s. Do not pass it on, copy it, or show it to family or friends."
            ),
        ),
    ),
    Part(
        later("Who to ask"),
        (
            later("Ask your own social worker at the council, or the child’s worker."),
        ),
    ),
)  # fmt: skip

# What to know if nothing else is read.
_SHORT = (
    later("Your council keeps what is in this app."),
    later("Your worker, and the people who work with them, can see it."),
    later("You can see who looked, and when."),
    later("You can ask to see it all, and to put right what is wrong."),
)
SHORT = {
    Words.CHILD: _SHORT,
    Words.TEEN: _SHORT,
    Words.ADULT: _SHORT,
    Words.CARER: (
        later("The council keeps what is in this app."),
        later("What you see of a child is the child’s. They can see when you looked."),
        later("You can ask to see what is kept about you, and to put right what is wrong."),
    ),
}
PARTS = {
    Words.CHILD: _CHILD,
    Words.TEEN: _TEEN,
    Words.ADULT: _ADULT,
    Words.CARER: _CARER,
}
NAMES = {
    Words.CHILD: later("Age 8 to 11"),
    Words.TEEN: later("Age 12 to 15"),
    Words.ADULT: later("Age 16 and over"),
    Words.CARER: later("For carers"),
}
