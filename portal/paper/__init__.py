"""Pages on paper: one page of ours as a tagged PDF in the reader's language, drawn by WeasyPrint.

Promise. `actions.pdf` gives a PDF that a screen reader can read (PDF/UA-1, with language and
direction), or says that there is none here (`NoPaper`); then there is printing, and every page
that can be kept as PDF can be printed, too.

Choices.

* A process of its own draws, and ends with the page: what hangs is stopped after so many seconds,
  what wants too much memory gets none, and nothing of a web server (its secrets, its database, its
  open files) is near. It starts in under a second, which is little beside the drawing.
* It can ask for nothing: no address, no file. A picture is handed over with the page, under a name
  that the page uses (`paper:name`), or it is not drawn.
* Fonts are those of the machine, found by fontconfig; nothing of ours is sent for them.
* The file says of itself its title, its language and the library that drew it: no author, no
  council, no product.
"""
