"""Drafts of reports: sentences by the office's patterns, each knowing the facts that it rests on.

A draft says what is known, marks what is not, and is changed or sent by a person. Official texts are Chinese in every
language of the desk (DESIGN §11).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field

from dutydesk.capabilities.matters.reads import FactView
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.reporting.rules.wording import Wording, filled, heading
from dutydesk.kernel import casualties
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import FigureView, ReportView

FOLLOW_UPS = ("follow_up", "change")
UNVERIFIED = casualties.UNVERIFIED


@dataclass(frozen=True)
class Ground:
    """What a sentence rests on: ``what`` it is, how it is said, whence and when; ``verified`` None where that is no question."""

    what: str
    said: str
    source: str = ""
    at: Instant | None = None
    verified: bool | None = None
    by: str = ""
    through: str = ""


Blanks = dict[str, tuple[str, tuple[Ground, ...]]]
"""What fills the blanks of the office's patterns, each with what it rests on."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a draft by its name in the office's wording; a heading has no name."""

    name: str
    text: str
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A drafted text."""

    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def text(self) -> str:
        """The whole text, a paragraph a line."""
        return "\n".join("".join(one.text for one in paragraph) for paragraph in self.paragraphs)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(one for paragraph in self.paragraphs for one in paragraph)

    def at(self, text: str, place: int) -> Sentence | None:
        """Return the sentence at a place of a text made from this draft; None where a hand has changed the words."""
        for one in self.sentences:
            begins = text.find(one.text)
            while begins >= 0:
                if begins <= place < begins + len(one.text):
                    return one
                begins = text.find(one.text, begins + 1)
        return None


@dataclass(frozen=True)
class Told:
    """A unit that was told, or confirmed, with the row that says so."""

    unit: str
    at: Instant
    seq: int


@dataclass(frozen=True)
class Planned:
    """A disposal plan: what is to be done, to whom it goes, who agreed (带班领导冯刚), and the row that says so."""

    text: str
    to: Sequence[str]
    by: str
    at: Instant
    seq: int


@dataclass(frozen=True)
class Material:
    """What a draft is made of.

    ``what`` names category or subtype; ``kinds`` are subtype, category and kind of the matter; ``figures`` are the current
    ones by field; ``last`` is the report before (corrections and copies aside), ``since`` its row; ``happened`` are
    sentences of what others did since then; ``reasons`` why figures changed, by field; ``checked`` with whom one spoke, and when.
    """

    matter: Matter
    what: str
    now: Instant
    kinds: tuple[str, ...] = ()
    figures: Mapping[str, FigureView] = field(default_factory=dict[str, FigureView])
    facts: Mapping[str, FactView] = field(default_factory=dict[str, FactView])
    heard: Sequence[FactView] = ()
    """What the messages of the matter name, oldest first: unverified, and no fact that somebody recorded."""
    reports: Sequence[ReportView] = ()
    last: ReportView | None = None
    since: int = 0
    told: Sequence[Told] = ()
    acknowledged: Sequence[Told] = ()
    happened: Sequence[str] = ()
    unfinished: Sequence[str] = ()
    plan: Planned | None = None
    """The disposal plan of an appeal that was approved last."""
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    checked: tuple[str, Instant] | None = None
    level_reached: str = ""
    """A level above the matter's that its figures reach, while nobody has decided on it; empty for none."""
    level_before: str | None = None
    """The level before it was set anew since the last report; None where it was not."""
    asked: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """Whether the office's wording asks for casualties and loss of such a matter; what is not named it asks for."""
    response_since: str | None = None
    """The response level before it was moved since the last report."""

    @property
    def values(self) -> dict[str, float]:
        """The current figures."""
        return {name: figure.value for name, figure in self.figures.items()}

    def told_of(self, kind: str) -> dict[str, FactView]:
        """Return the facts that a kind of report tells: what was recorded, else what the messages name.

        A final report rests on what was recorded alone. In a follow-up what a message named since the last report is told though
        something older was recorded: it is news.
        """
        found = dict(self.facts)
        for one in self.heard if kind != "final" else ():
            known = self.facts.get(one.name)
            if known is None or (kind in FOLLOW_UPS and known.seq <= self.since < one.seq):
                found[one.name] = one
        return found

    @property
    def unverified(self) -> list[str]:
        """The figures that nobody verified."""
        return [name for name, figure in self.figures.items() if not figure.verified]


UNKNOWN = ("cause", "scope", "trend")
"""Facts that a report asks for; the others are left out where there are none."""


def gaps_of(material: Material) -> list[str]:
    """Return the elements of a first report that are not known: the matter's own, then the facts.

    They are an incident's: an appeal, a policy or a meeting has neither casualties nor a place where it happened.
    """
    matter = material.matter
    if matter.kind != "incident":
        return []
    own = {
        "time": matter.occurred_at is not None,
        "place": bool(matter.place),
        "nature": bool(matter.category or material.what),
        "source": bool(matter.source),
        "casualties": any(name in material.figures for name in casualties.FIELDS),
        "loss": "loss_yuan" in material.figures,
    }
    heard = material.told_of("first")
    return [name for name, known in own.items() if not known and material.asked.get(name, True)] + [
        name for name in UNKNOWN if name not in heard
    ]


def compose(
    wording: Wording, kind: str, kinds: Sequence[str], blanks: Mapping[str, tuple[str, tuple[Ground, ...]]]
) -> Draft:
    """Return the text of a kind of report. ``blanks``: what is known, and what it rests on; ``kinds``: what the matter is."""
    known = {name: said for name, (said, _) in blanks.items()}
    paragraphs: list[tuple[Sentence, ...]] = []
    counted = 0
    for words, names in wording.shapes[kind].paragraphs:
        said: list[Sentence] = []
        for name in names:
            found = next(filter(None, (filled(text, known) for text in wording.texts(name, kinds))), None)
            if found is not None:
                grounds = dict.fromkeys(ground for blank in found[1] for ground in blanks[blank][1])
                said.append(Sentence(name, found[0], tuple(grounds)))
        if said and words:
            counted += 1
            said.insert(0, Sentence("", heading(counted, words)))
        if said:
            paragraphs.append(tuple(said))
    return Draft(tuple(paragraphs))


def renewed(before: Draft, text: str, after: Draft) -> str:
    """Return a text made from ``before`` with what the desk would say now: what a hand changed stays as it is.

    A sentence that stands as it was drafted gives way to its new wording; one that is new stands behind the sentence
    that precedes it in the new draft, or before the next one that is there.
    """
    if text == before.text:
        return after.text
    new = {one.name: one.text for one in after.sentences if one.name}
    for one in before.sentences:
        if one.name and one.text in text and one.text != new.get(one.name):
            text = text.replace(one.text, new.get(one.name, ""), 1)
    old = {one.name for one in before.sentences}
    for paragraph in after.paragraphs:
        for place, one in enumerate(paragraph):
            if not one.name or one.name in old or one.text in text:
                continue
            behind = next((other for other in reversed(paragraph[:place]) if other.text in text), None)
            ahead = next((other for other in paragraph[place + 1 :] if other.text in text), None)
            if behind is not None:
                text = text.replace(behind.text, behind.text + one.text, 1)
            elif ahead is not None:
                text = text.replace(ahead.text, one.text + ahead.text, 1)
            else:
                text = _put_paragraph(text, one.text, after)
    text = _headed(text, after)
    return "\n".join(line for line in text.split("\n") if line.strip())


def _headed(text: str, after: Draft) -> str:
    """Return the text with the headings that the draft has and the text has not: another kind of report was drafted."""
    for head, *rest in after.paragraphs:
        first = next((one for one in rest if one.text in text), None)
        if head.name or head.text in text or first is None:
            continue
        at = text.index(first.text)
        line = "" if at == 0 or text[at - 1] == "\n" else "\n"
        text = f"{text[:at]}{line}{head.text}{text[at:]}"
    return text


def _put_paragraph(text: str, sentence: str, after: Draft) -> str:
    """Return the text with a sentence of a paragraph that was not there, before the first line that follows it in the draft."""
    place = next(
        number for number, paragraph in enumerate(after.paragraphs) if any(one.text == sentence for one in paragraph)
    )
    lines = text.split("\n")
    for paragraph in after.paragraphs[place + 1 :]:
        for number, line in enumerate(lines):
            if any(one.name and one.text in line for one in paragraph):
                return "\n".join([*lines[:number], sentence, *lines[number:]])
    return "\n".join([*lines, sentence])


def notice(title: str, values: Mapping[str, float], unverified: Collection[str] = ()) -> str:
    """Return what a unit is told about a matter: its title, and the figures as they stand now, not as they came in.

    Args:
        title: of the matter.
        values: the current figures by field.
        unverified: fields whose figure is not verified.
    """
    told = casualties.listed(values, unverified)
    return f"{title}。目前{told}。" if told else title
