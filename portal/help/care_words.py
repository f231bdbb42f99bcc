"""Words that workers use, explained. The word itself stays in English in every language, because
that is what a young person hears and reads; the meaning is translated.

After TACT, "Language that Cares", and the plain words this house prefers.
"""

from __future__ import annotations

from typing import NamedTuple

from portal.core.words import later


class CareWord(NamedTuple):
    word: str  # English
    means: str


CARE_WORDS = tuple(
    CareWord(word, means)
    for word, means in (
        ("Advocate", later("Someone who is on your side and helps you speak up. It is free.")),
        ("Age assessment", later("Meetings to decide how old officials think you are.")),
        ("Appeal", later("Asking someone else to look at a decision again.")),
        ("Assessment", later("Finding out what you need.")),
        ("Asylum", later("Being allowed to stay because home is not safe.")),
        ("Care leaver", later("A young person who used to be in care.")),
        ("Care order", later("A judge says that the council helps to look after you.")),
        ("Care plan", later("Your plan: what you need, and who does what.")),
        ("Case file", later("What is written about you. You can ask to see it.")),
        ("Complaint", later("Telling the council that something is wrong. They must answer.")),
        ("Confidential", later("Private, unless someone could be badly hurt.")),
        ("Consent", later("Saying yes.")),
        ("Contact", later("Time with your family.")),
        ("Corporate parent", later("The council, acting like a parent.")),
        ("Delegated authority", later("Who can say yes for you, for example to a school trip.")),
        ("Entitlement", later("Something you have a right to.")),
        ("Foster carer", later("The person you live with, who looks after you.")),
        (
            "Independent reviewing officer (IRO)",
            later("The person who runs your review and checks that promises are kept."),
        ),
        ("Independent visitor", later("A grown-up friend for you, who does this for no money.")),
        ("Kinship care", later("Living with family or friends.")),
        ("Life story work", later("Finding out about your past, with someone to help you.")),
        ("Local offer", later("The list of help from your council.")),
        ("Looked-after child", later("A child or young person in care.")),
        (
            "NRPF (no recourse to public funds)",
            later("Not allowed some benefits because of immigration rules."),
        ),
        ("Ombudsman", later("People who check whether a council was fair.")),
        ("Parental responsibility", later("Who can make the big choices for you.")),
        ("Pathway plan", later("Your plan for growing up and living on your own.")),
        ("Personal adviser (PA)", later("Your worker from about 16 until you are 25.")),
        ("Personal education plan (PEP)", later("Your school plan.")),
        ("Placement", later("The home where you live.")),
        ("Remand", later("Being kept somewhere until you go to court.")),
        ("Return interview", later("A talk after you were missing, to see how to keep you safe.")),
        ("Review", later("A meeting about your plan, with you in it.")),
        ("Safeguarding", later("Keeping you safe.")),
        ("Section 20", later("Your family agreed, or you did, that you live somewhere else.")),
        ("Siblings", later("Brothers and sisters.")),
        ("Special guardianship", later("Living with someone a judge chose, until you are 18.")),
        ("Staying Put", later("Staying with your foster carers after you turn 18.")),
        ("Subject access request", later("Asking to see what is written about you.")),
        ("Supervised contact", later("Family time with a worker there.")),
        ("Supported lodgings", later("A room in someone’s home, with help.")),
        ("Trafficking", later("Being moved, or made to do things, so that others get money.")),
        ("Virtual school", later("The team that helps you with school.")),
    )
)
