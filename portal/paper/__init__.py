"""Pages on paper: one page of ours as a tagged PDF in the reader's language, drawn by WeasyPrint.
Where that is missing there is printing."""
