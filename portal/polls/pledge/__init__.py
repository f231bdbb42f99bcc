"""The council's promise to those in its care and those who left it, point by point: its words, what
the council did for it, when and who, and what young people say of it.

Each young person is asked once in a quarter of the year whether each point is true for them. What
they say is kept as answers to polls are: a number for each answer of each point, and apart from
that one row that says that they have answered. A quarter's numbers are shown when it is over, as
far as they can be (`core.few`), and the numbers behind them go. What a point said before it was
changed stays readable, as what was said of it was said of those words."""
