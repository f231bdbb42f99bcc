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

Choices

* No guessing of character sets. A name read as Windows-1252 by mistake is a damaged name.
* Standard library only: a council's files are read by code that can be read in an afternoon.
* Codes and the years they were valid lie in `codes.toml`, so that a new return year is data.

`FORMATS.md` describes our own files. The yearly return is the Department for Education's.
"""
