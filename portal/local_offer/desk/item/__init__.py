"""One thing that a council offers, written as a form: no editor has to know how the file is made.

Promise. Nothing is changed by accident: what is typed becomes a draft, which only editors see. It
is looked at as young people of several made-up lives will see it, on three widths, and publishing
it, now or from a day, is a step of its own. Each state of it stays, with who and when, and can be
published again. What nobody has looked up for half a year is brought up once.

Choices.

* A draft is one version of the item. From a day on it holds, and the one before ends the day
  before; or it corrects what stands, from the same day, where it was always meant so.
* A draft is read whole before it is kept (`entitlements.one_item.read_item`), so one that cannot be
  shown is never there to be published. What the form asks is enough for that.
* The form sets the common conditions. Those that it cannot set stay as they are in the file, and
  are shown in words. They may be rare, but a form that dropped them would give things to the wrong
  people.
* Two editors who type into one draft do not lose words: the second is told who was there, keeps
  what was typed, and sends again. A draft of something that was changed meanwhile (a file was
  brought) is not published before somebody has looked at it again.
* Turned down: a form for every kind of condition (a language of rules drawn with boxes, which
  nobody reads on a phone); deleting, as somebody may ask what was offered on a day.
"""
