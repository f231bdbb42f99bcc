"""The big questions explained, in three ages of words: what it means, who decides, and that it is
asked again. A draft, until a lawyer has read it; the page says so.

Sources: placement with a parent, SI 2010/959 part 4 (reg. 15-20), and ending an order, Children Act
1989 s. 39; a child of 16 accommodated by agreement, s. 20(8), (11). Moves: a review before a
placement is ended, reg. 14, save for danger, reg. 14(3); school in key stage 4, reg. 10; moves
to a home of one's own, reg. 27. Long-term fostering, reg. 2(1) and 22B; special guardianship,
s. 14A; staying put, s. 23CZA.
"""

from __future__ import annotations

from portal.core.access import Band
from portal.core.words import later
from portal.plan.together.rules import Question

MEANS: dict[Question, dict[Band, tuple[str, ...]]] = {
    Question.GOING_HOME: {
        Band.CHILD: (
            later(
                "Going home means living with your mum, your dad or your family again, all the "
                "time."
            ),
            later(
                "Grown-ups have to be sure that it is safe and that it can last. If a judge "
                "decided where you live, the council decides with your family if you can go home. "
                "If your parents asked the council for help, they and the council decide it "
                "together."
            ),
            later("They must ask you what you want. It is asked again at every review."),
        ),
        Band.TEEN: (
            later("Going home means living with a parent or your family again, not only visiting."),
            later(
                "If a court made a care order, the council decides, and a senior manager has to "
                "agree that it is safe. The court can also end the order. If you are looked after "
                "because your parents agreed to it, your parents and the council decide together, "
                "and from 16 your own wish counts for a lot."
            ),
            later(
                "They must ask you first and write down what you said. It is looked at in every "
                "review, and you can ask about it in between."
            ),
        ),
        Band.ADULT: (
            later("Going home means living with a parent or your family again."),
            later(
                "Under a care order the council decides and a senior manager has to agree; a court"
                " can end the order if you, your parents or the council ask it to. If you are "
                "accommodated by agreement, you can decide for yourself from 16. From 18 on, where"
                " you live is up to you."
            ),
            later(
                "Your wishes have to be asked for, written down and weighed. It is looked at in "
                "every review."
            ),
        ),
    },
    Question.MOVING: {
        Band.CHILD: (
            later("Moving means going to live in a different home, with different people."),
            later(
                "Your social worker and their manager decide it. They must talk with you first. "
                "There has to be a meeting about it before you move, unless you are not safe where"
                " you are."
            ),
            later("You can say if you want to move, and if you do not."),
        ),
        Band.TEEN: (
            later("Moving means a different home: other carers, or a place with staff."),
            later(
                "Your social worker and a manager decide. They have to ask you, and hold a review "
                "before a move that was planned. Only when somebody is not safe can it be quicker."
                " In years 10 and 11 a move must not upset your school without very good reasons."
            ),
            later(
                "You can ask for a move, say that you do not want one, and ask why. An advocate "
                "can help you say it."
            ),
        ),
        Band.ADULT: (
            later(
                "Moving means a different home: other carers, supported lodgings, or a place of "
                "your own."
            ),
            later(
                "Until you are 18 the council decides, after asking you and after a review; only "
                "danger makes it quicker. Before a move to a place that is not registered for "
                "children, a senior manager has to be satisfied that you are ready and agree. From"
                " 18 on you decide, with help to find and keep a home."
            ),
            later("You can ask for a move, say no, and complain. An advocate can help you."),
        ),
    },
    Question.LONG_TERM: {
        Band.CHILD: (
            later("A long-term home is a home where you can stay until you are grown up."),
            later(
                "The people you live with say that they want this, and you say what you want. Then"
                " your social worker and other people at the council decide if it is right for "
                "you. Sometimes a judge decides, too."
            ),
            later("When it is decided, you are told. If it is not decided, it is asked again."),
        ),
        Band.TEEN: (
            later(
                "A long-term home means that you and your carers plan for you to stay until you "
                "are grown up."
            ),
            later(
                "The council has to be sure that the home fits you, that your carers mean to keep "
                "you, and that you were asked. People at the council who look at it carefully "
                "agree it. Other ways of staying for good, such as special guardianship, are "
                "decided by a court."
            ),
            later("If it was not agreed, you can ask why and when it is asked again."),
        ),
        Band.ADULT: (
            later(
                "A long-term home means that the plan is for you to stay with your carers until "
                "you are 18. After that you may be able to stay put until you are 21."
            ),
            later(
                "The council assesses whether the home can meet your needs, asks you and your "
                "carers, and a senior decision maker agrees it. Special guardianship is decided by"
                " a court. Staying put after 18 is agreed between you, your carers and the "
                "council."
            ),
            later(
                "If it was not agreed, you can ask for the reasons in writing, and for it to be "
                "looked at again."
            ),
        ),
    },
}
