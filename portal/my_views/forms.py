"""What is tapped, drawn, said and written before a meeting; and what a council asks."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import (
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.access import Band
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, tidy
from portal.core.words import _, later
from portal.my_views import labels, rules
from portal.my_views.rules import Asked, Occasion, Wishes
from portal.say.rules import Readers
from portal.uploads import labels as upload_words
from portal.uploads.forms import bytes_of, seconds_of
from portal.uploads.pictures import NoPicture, Picture, drawn_anew
from portal.uploads.voices import NoVoice, Voice, heard

PICTURES, WORDS = "pictures", "words"
ALONE, TOGETHER = "alone", "together"


class Ticks(SelectMultipleField):
    """Boxes to tick; what was never offered is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: object) -> None:
        offered = dict(self.choices or ())
        self.data: list[str] = [value for value in self.data or () if value in offered]


class BeginForm(Form):
    how = RadioField(
        later("How do you want to say it?"), validate_choice=False,
        choices=[(PICTURES, later("With pictures")), (WORDS, later("With words"))],
    )  # fmt: skip
    who = RadioField(
        later("Is somebody doing this with you?"), validate_choice=False, default=ALONE,
        choices=[(ALONE, later("No, just me")), (TOGETHER, later("Yes, somebody helps me"))],
    )  # fmt: skip
    helper = StringField(
        later("Who helps you?"), [AtMost(100)], filters=[tidy],
        description=later("Their name. It stands beside what you say, so that everybody knows."),
    )  # fmt: skip

    def validate_helper(self, field: StringField) -> None:
        if self.who.data == TOGETHER and not field.data:
            raise ValidationError(_("Write the name of who helps you."))

    @property
    def helped_by(self) -> str:
        return str(self.helper.data or "") if self.who.data == TOGETHER else ""


class PartForm(OnceForm):
    """drawn, spoken: what was brought, checked and ready to be kept. The box is not called `text`:
    the script that keeps a form would keep that alone."""

    face = RadioField(later("How is it? Tap a face."), validate_choice=False,
                      choices=[(str(n), label) for n, label in labels.FACES.items()])  # fmt: skip
    symbols = Ticks(later("Tap the pictures that fit."))
    words = TextAreaField(
        later("In my words"),
        [AtMost(rules.LONGEST_TEXT)],
        filters=[tidy],
        name="text_words",
    )
    picture = FileField(later("A photo or a picture"))
    voice = FileField(later("Your voice"))
    seconds = HiddenField()
    drop = Ticks(
        later("Take away"),
        choices=[("picture", later("Take the picture away")),
                 ("voice", later("Take the recording away"))],
    )  # fmt: skip
    readers = Ticks(later("Who may read this part?"))
    offered = HiddenField()  # that the question about readers was on the page
    drawn: Picture | None = None
    spoken: Voice | None = None
    _no_picture = ""
    _no_voice = ""

    def look(self) -> None:
        """Into what was brought, before the database is asked: to draw a picture anew takes a
        while, whether it is good or not."""
        if self.picture.data:
            try:
                self.drawn = drawn_anew(bytes_of(self.picture.data))
            except NoPicture as refused:
                self._no_picture = upload_words.no_picture(refused.why)
        if self.voice.data:
            try:
                self.spoken = heard(bytes_of(self.voice.data), seconds_of(self.seconds.data))
            except NoVoice as refused:
                self._no_voice = upload_words.no_voice(refused.why)

    def offer(self, heading: Asked, readers: list[tuple[str, str]]) -> None:
        self.symbols.choices = [(code, labels.symbol(code)) for code in heading.symbols]
        self.readers.choices = readers

    @property
    def brought(self) -> bool:
        """Whether there was a file at all, good or not."""
        return bool(self.picture.data or self.voice.data)

    def validate_picture(self, field: FileField) -> None:
        if self._no_picture:
            raise ValidationError(self._no_picture)

    def validate_voice(self, field: FileField) -> None:
        if self._no_voice:
            raise ValidationError(self._no_voice)

    def validate_readers(self, field: Ticks) -> None:
        if self.offered.data and rules.nobody_answers(self.chosen):
            raise ValidationError(_no_answer())

    @property
    def chosen(self) -> Readers:
        every = Readers(sum(int(value) for value, _label in self.readers.choices or ()))
        return rules.chosen(self.readers.data or (), every)


def _no_answer() -> str:
    return _(
        "Choose somebody who can answer, too: your worker, or who runs your review. Or take all "
        "ticks away, and it stays with you."
    )


def _codes(label: str, words: dict[str, str]) -> RadioField:
    return RadioField(label, validate_choice=False, choices=list(words.items()))


class ChooseForm(Form):
    """Who reads it, and how the meeting should be: all of it may stay empty."""

    readers = Ticks(
        later("Who may read what I say?"),
        description=later("For one part you can choose others, on its page."),
    )
    there = StringField(later("Who do you want there?"), [AtMost(rules.LONGEST_WISH)],
                          filters=[tidy],
        name="text_there",
    )  # fmt: skip
    not_there = StringField(
        later("Who do you not want there?"), [AtMost(rules.LONGEST_WISH)], filters=[tidy],
        description=later("You do not have to say why."),
        name="text_not_there",
    )  # fmt: skip
    place = StringField(
        later("Where should it be?"), [AtMost(rules.LONGEST_WISH)], filters=[tidy],
        description=later("At home, at a café, on a walk, on the phone. Not at school?"),
        name="text_place",
    )  # fmt: skip
    time = StringField(
        later("When is a good time?"), [AtMost(rules.LONGEST_WISH)], filters=[tidy],
        description=later("It does not have to be in school time."),
        name="text_time",
    )  # fmt: skip
    takes_part = _codes(later("How do you want to take part?"),
                        {k.value: v for k, v in labels.TAKES_PART.items()})  # fmt: skip
    speaker = StringField(
        later("Who speaks for you?"),
        [AtMost(100)],
        filters=[tidy],
        name="text_speaker",
    )
    chair = _codes(later("Do you want to run the meeting yourself?"),
                   {k.value: v for k, v in labels.CHAIR.items()})  # fmt: skip
    alone = _codes(later("Do you want to talk alone with who runs it, before?"), labels.ALONE)
    interpreter = _codes(later("Do you want an interpreter?"), labels.INTERPRETER)
    spoken = StringField(
        later("Which language, and who?"), [AtMost(200)], filters=[tidy],
        description=later("Like: Arabic from Sudan, a woman, nobody from my town."),
        name="text_spoken",
    )  # fmt: skip

    def offer(self, readers: list[tuple[str, str]], officer: str) -> None:
        self.readers.choices = readers
        if officer:
            self.alone.label.text = _("Do you want to talk alone with %(name)s before?",
                                      name=officer)  # fmt: skip

    def validate_readers(self, field: Ticks) -> None:
        if not self.chosen & rules.ANSWERING:
            raise ValidationError(
                _("Choose somebody who can answer: your worker, or who runs your review.")
            )

    @property
    def chosen(self) -> Readers:
        every = Readers(sum(int(value) for value, _label in self.readers.choices or ()))
        return rules.chosen(self.readers.data or (), every)

    @property
    def wishes(self) -> Wishes:
        """What stands in the boxes, cut to what there is room for: kept as they go."""

        def one(name: str) -> str:
            field = getattr(self, name)
            value = str(field.data or "")
            if isinstance(field, RadioField):
                return value if value in dict(field.choices) else ""
            most = 100 if name == "speaker" else 200 if name == "spoken" else rules.LONGEST_WISH
            return value[:most]

        return Wishes(**{name: one(name) for name in Wishes.__dataclass_fields__})


class SendForm(OnceForm):
    helper = StringField(
        later("Did somebody help you? Their name"), [AtMost(100)], filters=[tidy],
        description=later("Empty, if you did it on your own."),
    )  # fmt: skip


class HeadingForm(OnceForm):
    """One thing that is asked, in the council's own words."""

    name = StringField(
        later("What it is called"), [AtMost(rules.LONGEST_NAME)], filters=[tidy],
        description=later("Short, as they would say it: “Where I live”."),
    )  # fmt: skip
    child = TextAreaField(later("How it is asked at 8 to 11"), [AtMost(rules.LONGEST_ASKED)],
                          filters=[tidy])  # fmt: skip
    teen = TextAreaField(later("How it is asked at 12 to 15"), [AtMost(rules.LONGEST_ASKED)],
                         filters=[tidy])  # fmt: skip
    adult = TextAreaField(later("How it is asked at 16 and over"), [AtMost(rules.LONGEST_ASKED)],
                          filters=[tidy])  # fmt: skip
    occasions = Ticks(
        later("When it is asked"),
        choices=[(o.value, label) for o, label in labels.OCCASIONS.items()],
    )
    asked = RadioField(later("Is it asked?"), validate_choice=False, default="yes",
                       choices=[("yes", later("Yes")), ("no", later("No"))])  # fmt: skip

    def validate_occasions(self, field: Ticks) -> None:
        if self.asked.data == "yes" and not field.data:
            raise ValidationError(_("Choose when it is asked."))

    @property
    def when(self) -> frozenset[Occasion]:
        return frozenset(Occasion(value) for value in self.occasions.data or ())

    @property
    def own_words(self) -> dict[Band, str]:
        return {
            Band.CHILD: self.child.data or "", Band.TEEN: self.teen.data or "",
            Band.ADULT: self.adult.data or "",
        }  # fmt: skip


class OwnHeadingForm(HeadingForm):
    """A heading of the council's own: it has no words but these."""

    name = StringField(
        later("What it is called"),
        [Needed(later("Say what it is called.")), AtMost(rules.LONGEST_NAME)], filters=[tidy],
        description=later("Short, as they would say it: “Where I live”."),
    )  # fmt: skip
    adult = TextAreaField(
        later("How it is asked at 16 and over"),
        [Needed(later("Write how it is asked: these words are used where an age has none.")),
         AtMost(rules.LONGEST_ASKED)],
        filters=[tidy],
    )  # fmt: skip
    icon = RadioField(
        later("A picture for it"), [Chosen(later("Choose a picture."))], validate_choice=False,
        choices=list(labels.ICON_NAMES.items()), default="say",
    )  # fmt: skip
