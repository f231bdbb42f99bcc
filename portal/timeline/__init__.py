"""What comes when: at 15½, 16, 17½, 18, 21 and 25, with the day; and what the council's word for
somebody means.

Promise. Every age has its date ("until your 21st birthday, 3 May 2029", never "until 21"). What is
past is shown as past, and what to do if it did not happen. Where we do not know enough, the page
says "we could not tell, please ask", and whom; it never says "you are not a care leaver".

Law. Row by row in `milestones.toml`, each with its source, the day it was checked and the days on
which it is in force. A row without a first day in force waits for its commencement (the Children's
Wellbeing and Schools Act 2026) and is shown to nobody.

Choices.

* The category is the one that the council recorded: a legal decision. The portal's own sum
  (`portal.clocks.category`) is shown to staff alone, beside the days it was made from.
* Nothing here goes by immigration status, and no row says who gets money because of it.
* Half years are months counted on from the birthday, clamped to the month's end; a birthday on 29
  February is 1 March where there is none (`clocks.days.birthday`).
* The words stand in the data file beside the rule they explain, in three ages, and are translated
  like all others (`core.catalogues.DATA`).
"""
