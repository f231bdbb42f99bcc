"""Cards by which adults say who they are to the young people they work or live with.

Whoever comes into a child's life should not be a job title. Each adult writes their own card: a
photo, what they do, a hello, the languages they speak. Choices made here:

* A card is shown to young people who are connected with its adult today, and to nobody else but
  colleagues, where it is a colleague's. When the connection is over, or one must not know of the
  other, it is not there any more: somebody who left does not keep smiling from a child's page.
* A carer's card is shown to the children who live with them alone. Colleagues have no need of it,
  and a photo of a carer says where a child lives.
* The photo is drawn anew (`uploads.pictures`), small, and kept with the card, not with anybody's
  messages: it goes when the card goes.
* It can be left out, and the page shows the first letter instead. Nobody is asked for it twice.
"""
