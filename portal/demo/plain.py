"""Names and words for people made in bulk: believable, plain, and shared by many."""

from __future__ import annotations

from portal.people.rules import Kind

FIRST = (
    "Aisha Alfie Amelia Anya Archie Ayaan Bella Ben Caleb Chidi Connor Daisy Dani Dylan Eden Eli "
    "Ella Emre Erin Esme Evie Farah Finley Freddie Grace Hamza Harper Holly Idris Imogen Isaac "
    "Ivy Jamal Jasmin Jodie Josef Kayla Kian Kofi Lacey Layla Levi Lily Logan Lola Luca Maja "
    "Maisie Malachi Maryam Mateo Megan Milo Mohamed Nadia Nia Noah Oliwia Omari Oscar Paige Poppy "
    "Quinn Reece Rhys Robin Rosie Ruby Sade Safa Scarlett Seth Shanice Skye Sofia Summer Tariq "
    "Temi Toby Tomasz Umar Violet Will Xena Yara Zack Zainab Zoe"
).split()
LAST = (
    "Abara Ashdown Barrow Bexton Birch Calloway Castell Cole Dray Eastman Elwood Farrow Fenn "
    "Garside Gale Hale Hartnoll Holt Iveson Jarrow Keane Kestrel Lark Lowry Marden Moss Nettle "
    "Oakes Orrin Pell Quill Rawcliffe Reave Rook Sallow Sorrell Stile Tarn Thorne Underhill Vale "
    "Venn Wick Wilder Yarrow"
).split()

# Most young people with a plan are in their teens; a third have left care.
AGES = (
    8,
    9,
    10,
    11,
    12,
    13,
    13,
    14,
    14,
    15,
    15,
    16,
    16,
    17,
    17,
    17,
    18,
    18,
    19,
    19,
    20,
    20,
    21,
    22,
)
HOMES = (("C2", "U4"), ("C2", "U6"), ("V2", "U4"), ("C2", "U1"), ("V2", "K2"), ("C2", "K2"))

DOES = {
    Kind.SOCIAL_WORKER: "Your social worker. Visits you and sorts things out.",
    Kind.PERSONAL_ADVISER: "Your personal adviser. Helps with money, home and work.",
    Kind.IRO: "Runs your review and checks that promises are kept.",
}

# area, the council's words, who, by when, the reader's words.
PARTS = {
    "care": (
        ("home", "Placement stable; to continue.", "Your worker", "Now",
         "You stay where you live now. If that ever had to change, we would tell you first."),
        ("family_time", "Contact fortnightly, community venue.", "Your worker", "Every two weeks",
         "You see your family every two weeks. You can say where you would like to meet."),
        ("school", "School place maintained; PEP termly.", "Your school", "Every term",
         "You stay at your school. Each term we look together at what helps you there."),
        ("health", "Annual health assessment; dental recall.", "Your carer", "This year",
         "A nurse asks how you are once a year. You can see her on your own."),
        ("fun", "Leisure activity funded weekly.", "Your carer", "Every week",
         "There is money for one thing you love each week. You choose what."),
        ("legal", "Legal status as recorded.", "Your worker", "At your review",
         "Your worker can tell you why you are in care, in words that make sense to you."),
    ),
    "pathway": (
        ("home", "Accommodation suitable; tenancy readiness reviewed.", "Your adviser", "This year",
         "Your home suits you for now. We plan the next one together, in good time."),
        ("work", "Education, employment and training support.", "Your adviser", "This term",
         "You choose work, college or training. We help with forms, fares and clothes."),
        ("money", "Setting-up allowance; savings.", "Your adviser", "Before you move",
         "There is money to set up your first home, and savings kept in your name."),
        ("health", "Registered with GP and dentist.", "You", "When you like",
         "You have a doctor and a dentist. Ask us for the story of your health so far."),
        ("skills", "Independent living skills assessed.", "Your adviser", "At each visit",
         "You can already do a lot. Next we do bills and the boiler together."),
        ("future", "Support to 25 on request.", "Your adviser", "Before you are 21",
         "Help goes on until your 25th birthday whenever you ask for it."),
    ),
}  # fmt: skip

PROMISES = (
    ("home", "Get the lamp you chose for your room"),
    ("school", "Ask school about the trip"),
    ("family_time", "Find out when you can call your family"),
    ("fun", "Find a club near you"),
    ("health", "Book the dentist"),
    ("money", "Show you how your savings work"),
    ("home", "Ask the landlord about the repair"),
)


def name(n: int) -> tuple[str, str]:
    """The n-th first and last name. They come round again only after thousands."""
    return FIRST[n % len(FIRST)], LAST[(n // len(FIRST) + n * 7) % len(LAST)]
