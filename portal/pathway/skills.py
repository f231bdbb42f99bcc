"""What a young person can do, is learning, or wants help with, by area of the pathway plan.

The key is kept in the database: it is never used for anything else, and a line that is taken out is
not used again. Words: short, plain, so that "I can", "I am learning" and "I want help" fit them.
"""

from __future__ import annotations

from portal.core.words import later

SKILLS: dict[str, dict[str, str]] = {
    "skills": {
        "cook_meal": later("Cook a hot meal"),
        "cook_week": later("Plan food for a week and shop for it"),
        "washing": later("Wash, dry and iron my clothes"),
        "cleaning": later("Keep a kitchen and bathroom clean"),
        "food_safe": later("Keep food so that it does not make me ill"),
        "travel": later("Travel on my own by bus and train"),
        "letters": later("Open letters and answer them"),
        "phone_calls": later("Ring an office or a shop"),
        "fix_small": later("Change a bulb and reset the electrics"),
        "time": later("Get up and be on time"),
    },
    "money": {
        "budget": later("Plan my money for a month"),
        "bank": later("Use a bank account and a card"),
        "bills": later("Pay bills on time"),
        "save": later("Save for something"),
        "benefits": later("Ask for money I have a right to"),
        "debt": later("Know what to do if I owe money"),
        "scams": later("Spot a trick or a fake message"),
        "payslip": later("Read a payslip and know about tax"),
    },
    "home": {
        "tenancy": later("Know what a tenancy says I must do"),
        "rent": later("Pay rent and council tax"),
        "meters": later("Read meters and top up gas and electric"),
        "repairs": later("Get repairs done"),
        "neighbours": later("Get on with neighbours and flatmates"),
        "safe_home": later("Keep my home and keys safe"),
        "bins": later("Do rubbish and recycling"),
    },
    "health": {
        "gp": later("See a doctor or nurse"),
        "dentist": later("See a dentist and an optician"),
        "medicine": later("Get and take medicine"),
        "sleep": later("Sleep and eat well enough"),
        "feelings": later("Get help when I feel low"),
        "sexual_health": later("Know where to ask about sex and contraception"),
        "substances": later("Know the risks of drink, drugs and vaping"),
        "emergency": later("Know what to do in an emergency"),
    },
    "education": {
        "apply": later("Apply for a course"),
        "study": later("Find my own way to study"),
        "bursary": later("Ask for the money that students get"),
        "ask_teacher": later("Ask a tutor for help"),
    },
    "work": {
        "cv": later("Write a CV"),
        "apply_job": later("Apply for a job"),
        "interview": later("Speak in an interview"),
        "rights_work": later("Know my rights at work"),
        "ni_number": later("Find my National Insurance number"),
    },
    "family": {
        "say_no": later("Say no when I want to"),
        "good_friends": later("Know who is good for me"),
        "family_time": later("Decide how I see my family"),
        "online": later("Stay safe online"),
        "lonely": later("Know what helps when I am lonely"),
    },
    "identity": {
        "id_papers": later("Keep my passport, birth certificate and letters safe"),
        "vote": later("Register to vote, or know if I may"),
        "faith": later("Find people of my faith or culture"),
        "my_story": later("Ask to see my file"),
        "my_name": later("Ask people to use my name and pronouns"),
    },
    "immigration": {
        "solicitor": later("Talk with my solicitor"),
        "interpreter": later("Ask for an interpreter"),
        "reporting": later("Know my dates with the Home Office"),
        "english": later("Find an English class"),
        "travel_papers": later("Ask about a travel document"),
    },
}
