"""The one calendar that every clock of the house asks: hours of a council, days it is closed, bank
holidays, and who is away.

Promise. What a young person is told ("by Wednesday at 5pm", "nobody reads until 9 on Monday") comes
from the same calendar by which an unanswered message goes on to somebody else. It never says that
somebody reads at night, and past the last bank holiday that is known it says no day at all.

Choices.

* Hours are a weekday's opening and closing, in minutes on the wall in England; a day is one span.
  Between them time is counted as it passes: on the day the clocks change an hour is still an hour.
* A council that has set no hours works from Monday to Friday, 9 until `Council.closes_hour`.
* What is closing time on one day may not be on another; a message that came at closing time itself
  came in time.
* Somebody's own calendar is the council's without the days on which they are away and nobody
  covers (`Calendar.without`): there is no second kind of calendar.
* A page that needs the calendar asks for it in the query that it makes anyway (`pages.columns`),
  as text: two short sub-selects cost less than a cache that two web machines keep differently.
"""
