"""Intake: a council's own files come in, or are refused in words that say what to do.

What this room promises

* Reading is pure. It takes a folder and a day, and gives a `Reading`: what the files say, and
  everything that is wrong with them. It touches no database and changes no file.
* Reading never raises for what a file holds. A bad row is a finding with file, line, column and
  what to do; a bad file is a refusal.
* Tables are known by their header row, never by the name of the file.
* A row is rejected only when we cannot be sure who it is about or when it happened. A code that
  we do not know is a warning, and the council's own value is kept.
* Nothing is read that the portal does not need: postcodes, pupil numbers, convictions, substance
  misuse and Ofsted numbers are passed over without looking (`shapes.NOT_LOOKED_AT`).
* A row that is missing ends nothing, unless every file of its table says that it is complete, no
  file was refused and no row of the table was rejected (`Reading.complete_as_at`). An import
  that misread one row must never end the relationship that row was about.

* Writing is all or nothing. A dry run works out the same changes by the same code
  (`apply.work_out`), from one query a table; `apply.apply` writes them in the caller's one
  transaction, with the run, its findings, the agenda, what is owed and the notices. A second run
  with the same files changes nothing, and leaves no row about itself.
* Nobody is mixed up with anybody: a key with another birth date, another spelling or another kind
  of person behind it rejects every row of that key (`joins`).
* Access is never widened by a slip: an unknown kind makes no connection, an unknown word grants
  nothing, one young person is to another no more than a name, and no file makes or connects an
  advocate (`connection_rows`).
* What people did in the portal stands: a file's usual word ("coming", "open", "draft", an empty
  cell) never undoes it. What was published stays; a plan changes by a new version.

Choices

* No guessing of character sets. A name read as Windows-1252 by mistake is a damaged name.
* Standard library only: a council's files are read by code that can be read in an afternoon.
* No file reopens what has ended, neither by a blank end nor by a later one: it may be older than
  what we know, and a carer's access ends with the placement. Beginning again takes a new first day.
  So does a connection that a complete file left out by mistake: a row more is a small price.
* A review that is in the yearly return and in dates is one review, found by its day.
* Words such as a promise's "who" are joined to an adult only if they name exactly one of those
  connected with this young person today. Nobody else could be owed, or shown, anything by them.
* Codes and the years they were valid lie in `codes.toml`, so that a new return year is data.

`FORMATS.md` describes our own files. The yearly return is the Department for Education's.
"""
