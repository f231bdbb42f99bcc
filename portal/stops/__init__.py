"""When somebody has died or must not be contacted: two people stop everything, at once.

No notice, no reminder, no day by which something is due, and never a birthday greeting.

A worker or manager who knows the young person says so and how it is known; a manager or the
safeguarding lead agrees. From that commit on nothing is written to them (`notifications.actions`
leaves it out in the statement itself), nothing is owed to them or coming for them, nobody is led
to write to them, and their account is sealed: it answers like a wrong passphrase, and says nothing
of why. It is sealed as well where somebody must not be contacted: whoever holds their phone could
be the reason. Help and its numbers need no account.

Colleagues who work with them are told in the app at once. Carers, family, and brothers and sisters
are not: no child and no carer may learn of a death from a screen. The page says whom to speak with,
and brothers' and sisters' own pages are silent until somebody has: a coming time together is left
out, and nothing says why.

What was kept stays, with who looked at it. To lift it takes two people, too; then what is owed and
coming is made afresh, and nothing that was left out meanwhile is sent.
"""
