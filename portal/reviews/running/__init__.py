"""Looking after a review: who comes, what is talked about, the talk alone, and the letter to the
young person with what was decided.

Promise. The letter is written to the young person, in words of their age, and what was decided
becomes promises in the moment in which they can read it: each has a name and a day, and nothing is
decided in their name that they cannot follow. What they wanted to talk about gets a word about what
was said of it, or the letter is not published.

Choices.

* One draft for each language, shared by those who may write it. Who saves says on which turn they
  began; where somebody else was quicker, both texts are shown, and nothing typed is lost.
* A published letter never changes. Putting it right is a new version with a line that says what was
  put right; the earlier one stays to be read.
* A decision that was published is a promise: another day, or that it will not happen, is said there
  with a reason, and the page of the review shows how it stands.
* Words are not simplified or translated by a machine. A letter in another language carries the name
  of who put it into it, and the original is one tap away.
* Turned down: minutes of the meeting as a file. Nobody who is nine reads them.
"""
