"""Pages that people read: what there is, what a word means, whom to ask. One file is one page.

Promise: every page says who wrote it down and when it was last checked, in words that those who
read it can read; what we do not know is "ask", never a made-up figure. `set/` holds the pages that
come with the portal: national ones, and those of the two councils of the demo, which do not exist.
They are drafts of ours: a council's own people check them before anybody relies on them, and where
a page explains law, somebody who knows it (`legal_draft`).

A page is `set/<slug>.md`: TOML between two lines of `+++`, then Markdown.

The slug becomes a path and the title a heading and the title of a window: both are neutral (see
`safety.md`, N6), also over a shoulder where `quiet` says so. Fields:

title, summary    at most 60 letters; one sentence.
needs             codes of `needs.toml`, the main one first.
ages              of "child" (8 to 11), "teen" (12 to 15), "adult" (16 and over): for whom the words
                  are. A page for children reads at 9, any other at 11, by `core.reading_age`.
for               "young", "carers", "parents" or "everybody".
scope, town       "national"; or "council", with the name of its area; "next" where a council has it
                  from the one next to it (`loading.of_council`).
items             codes of the entitlements that it tells of. Then these are all there: amount, who,
                  until (a birthday, never a bare age), decides, takes.
bring             a list, often empty.
if_no             what to do when they say no. It ends with the telephone of an advocate, and with
                  the page for complaints; for carers and parents with the Ombudsman, as that page
                  is the young person's.
sources           name, url, and either the day it was read, or sure = "known" (in the field, not
                  read again) or "made_up" (a council of the demo). An address is that of the site
                  where no longer one was written down.
sure              "read" in its sources; or "ask": a part is known in the field and not read again,
                  or was not found, and the page says to ask.
checked_on, next_check    three or six months apart.
quiet             the title says nothing over a shoulder. A list shows the title alone.
private           who reads it is shown to nobody else, and no list of what was read names it.
legal_draft       it explains law, and waits for somebody who knows the law.
seed              numbers of the lines of the founding documents that it answers.

Markdown is a small part of it, so that a reader is short and nothing can be slipped in: a line is a
paragraph, "## " a heading, "- " or "1. " a line of a list, or empty. Within a line: **strong** and
[words](where). Where is https://…, "page:slug" for another page of the set, or one of the paths in
the tests. No HTML, no pictures, and nothing runs over two lines.

Turned down: a place or an hour where only young people meet (whoever looks for one of them would
read it too); how to find somebody; a telephone number that is not in `helplines/contacts.toml`,
where it is checked every month, apart from the council's own (`editing.rules.unknown_numbers`).
"""
