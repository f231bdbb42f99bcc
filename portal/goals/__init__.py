"""Goals split into steps, in a pathway plan and a school plan: who does each, by when, and every
word that was ever in them."""
