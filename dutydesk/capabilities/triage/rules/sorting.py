"""One message sorted: its kind, category and subtype, the first line of the colour rule that holds, and its facts.

Read top to bottom: the words of the office say what kind it is; the lines of that kind are tried in their order; the
facts are what the text says, never more. Nothing here decides: a person confirms or changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dutydesk.capabilities.triage.rules import (
    crowds,
    limits,
    mentions,
    moments,
    people,
    places,
    plight,
    several,
    untrue,
)
from dutydesk.capabilities.triage.rules.book import CATEGORIES, KINDS, Line, Sign, Triage
from dutydesk.capabilities.triage.rules.counting import Figure
from dutydesk.capabilities.triage.rules.facts import FIGURES, PARTICIPANTS, UNVERIFIED
from dutydesk.capabilities.triage.rules.folding import Folded, Span, fold, without
from dutydesk.capabilities.triage.rules.likeness import Likeness
from dutydesk.capabilities.triage.rules.phrases import first
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass

NOT_WHEN_OVER = {"gathered", "lost", "danger", "child", "like_red"}
"""Figures that reach no line where the text says that it is over (``unless``)."""
SECURITY, HEALTH = "security", "health"
SUBTYPE_SPEAKS, MOST_SPOKEN = 0.4, 3.2
"""How much of the weight of the strongest word of a subtype speaks for an incident, and how much at most; ours."""

INCIDENT, APPEAL, POLICY, ROUTINE = KINDS
RED, BLUE = "red", "blue"
COLOURS = (RED, "yellow", BLUE)
"""The colours of the rule, the most urgent first."""
LIKENESS_SPEAKS, MOST_LIKE, MOST_WORDS = 0.6, 30.0, 6.0
LIKENESS_OF_CATEGORY, MOST_OF_CATEGORY = 0.3, 6.0
"""How much what a message reads like speaks beside the words, and how much at most; ``MOST_WORDS``: how far the words alone
can put a kind behind another. Ours, chosen on first readings: words written after one text mislead in the next more often
than what the whole of it reads like."""
ALARM_SPEAKS, PLIGHT_SPEAKS = 3, 6
"""How much the words of a red line speak for an incident, and how much a sentence that tells of people in danger; ours."""
CROWD_SPEAKS = 6
"""How much people who stand somewhere together, told by somebody else, speak for an incident; ours."""
LIKE_AN_APPEAL = 4
"""How much a text that asks for nothing may read like an appeal: so reads whatever a person tells in the first person; ours."""
LIKE_BLUE, UNLIKE_BLUE, UNLIKE_BLUE_PLEA = 6, 14, 20
"""From which margin an incident reads like the blue ones, from which it (or an appeal) reads like anything but them; ours,
chosen on first readings, as ``LIKE_RED``."""
LIKE_RED, LIKE_RED_UNDERSTOOD, LIKE_RED_PLEA = 2, 16, 5
LONG = 150
"""From which margin an incident, one whose dead, hurt or crowd are counted, an appeal reads like the red ones among the examples. Ours: on
sets left out of the examples so much finds 85, 37 and 87 of 100 reds by itself and takes 9, 4 and 2 of 100 others for red."""
ASKS = 5
"""From which weight a word of the office asks for something or complains."""
_FRAME = re.compile(
    r"(?:电话|值班|接电|来电|接报|通话|传真|微信)?(?:记录|日志|摘要|抄告单?)[:：|\s]|值班(?:员|室|长|人员)[^，。：；\n]{0,6}?(?:来电|报告?|电话|通报|称|说|：)"
    r"|(?:发件|收件|页数|事由|抄送|签发|来电人|来电单位|记录人)[:：]"
)
"""Words about the call or the sheet that a message came by: they say nothing of what it is about."""
_FIRST_PERSON = re.compile(r"(?:我|咱)(?:们)?(?![国省市县区校院局厅委办部司方])|俺")
_QUOTED = re.compile(r"[“「][^”」\n]{0,40}[”」]")
"""What stands on a banner or was called out is not said by whoever writes."""
_MINOR = re.compile(
    r"轻微伤|皮外伤|擦伤|擦破|现场包扎|未送医|无需送医|不用送医|没去医院|没送医院|未就医|没就医|没去看|自己走了|自行离开|简单处理|扭伤|症状(?:较|都|均|很)?轻|居家|没有?人?住院|[没无]大碍|[都均]正常(?:上课|上班|回)|缓过来|缓过劲|醒过来|已?好转|不用去医院|接着考|回去休息|继续(?:答题|考试|比赛|上课)|创可贴"
)


@dataclass(frozen=True)
class Known:
    """What is read besides the words: the names of places, and the simplified form of traditional characters."""

    gazetteer: places.Gazetteer
    simpler: Mapping[str, str]
    kinds: Likeness = Likeness({}, {})
    categories: Likeness = Likeness({}, {})
    urgency: Likeness = Likeness({}, {})
    """The colours of incidents."""
    pleas: Likeness = Likeness({}, {})
    """The colours of appeals."""
    mentioned: Likeness = Likeness({}, {})
    """Of whom a number of people tells."""


@dataclass(frozen=True)
class Fact:
    """One fact as the text says it: ``value`` as read (a number, an instant, the words), always unverified."""

    span: Span
    value: float | str | None
    status: str = UNVERIFIED


@dataclass(frozen=True)
class Why:
    """What something rests on: ``of`` is kind, category or the id of a line."""

    of: str
    span: Span


@dataclass(frozen=True)
class Proposal:
    """A message sorted. ``category`` and ``subtype`` are empty where none fits or the kind has none."""

    kind: str
    category: str
    subtype: str
    colour: str
    line: str
    why: tuple[Why, ...]
    facts: Mapping[str, Fact]
    occurred_at: Instant | None
    recipients: tuple[str, ...]
    version: str

    def figure(self, name: str) -> float | None:
        """Return a figure as read, None where the text says none."""
        fact = self.facts.get(name)
        return fact.value if fact is not None and isinstance(fact.value, int | float) else None


def sort(text: str, book: Triage, known: Known, now: Instant) -> Proposal:
    """Sort one message.

    Args:
        text: as it came in; it carries no state-secret mark.
        book: the office's words.
        known: names of places, traditional characters.
        now: when it came in; relative times are read from there.
    """
    folded = fold(text, known.simpler)
    present = without(folded.line, untrue.elsewhere(folded.line, book))
    kind, reasons = _kind(folded.line, present, book, known.kinds)
    why = [Why("kind", folded.span(*place)) for place in reasons[:6]]
    told = _told(book, kind, folded.line, present, known, now)
    where = present
    for head, (begin, end) in several.parts(present, known.gazetteer, book) if kind == INCIDENT else ():
        mine = _told(book, kind, present[begin:end], present[begin:end], known, now)
        if mine.more_urgent(told) or (where is present and mine.as_urgent(told) and mine.figures):
            alone = without(present, [(0, begin), (end, len(present))])
            told, where = (
                _told(book, kind, alone, alone, known, now),
                without(present, [(head, begin), (end, len(present))]),
            )
    why += [Why("category", folded.span(*place)) for place in told.of_category[:6]]
    why += [Why(told.line.id, folded.span(*place)) for place in told.rests_on if place[0] < place[1]]
    facts = _facts(kind, told.category, folded, where, told.figures, known)
    at = facts.get("occurred_at")
    when = moments.read(str(at.value), now) if at is not None else None
    line = told.line
    proposal = Proposal(
        kind, told.category, told.subtype, line.colour, line.id, tuple(why), facts, when, (), book.version
    )
    return replace(proposal, recipients=_recipients(book, proposal))


@dataclass(frozen=True)
class _Told:
    """What a text, or the part of it that is of one matter, comes to."""

    category: str
    subtype: str
    of_category: list[tuple[int, int]]
    line: Line
    rests_on: list[tuple[int, int]]
    figures: Mapping[str, Figure]

    def more_urgent(self, other: _Told) -> bool:
        return COLOURS.index(self.line.colour) < COLOURS.index(other.line.colour)

    def as_urgent(self, other: _Told) -> bool:
        return self.line.colour == other.line.colour


def _told(book: Triage, kind: str, whole: str, present: str, known: Known, now: Instant) -> _Told:
    category = subtype = ""
    of_category: list[tuple[int, int]] = []
    if kind == INCIDENT:
        category, subtype, of_category = _category(present, book, known.categories)
    figures = _figures(kind, whole, present, known, now)
    understood = any(name in figures for name in ("hospital", "deaths", "gathered"))
    understood = understood or (
        category == HEALTH and "injured" in figures
    )  # so many ill people are told by their number
    least = LIKE_RED_PLEA if kind == APPEAL else LIKE_RED_UNDERSTOOD if understood else LIKE_RED
    few_ill = category == HEALTH and figures.get("injured", Figure("", 0, 0, 0)).number > 0  # told by their number
    group = kind == APPEAL and ("gathered" in figures or "joined" in figures)  # told by their number
    examples = (
        known.urgency if kind == INCIDENT and not few_ill else known.pleas if kind == APPEAL and not group else None
    )
    like = examples.margins(present) if examples is not None else {}
    spread = min(1.0, LONG / max(len(present), 1))  # whatever is long reads much like something
    like = {name: much * spread for name, much in like.items()}
    unhurt = kind == INCIDENT and "deaths" in figures and not figures["deaths"].number
    reads = {
        "like_red": like.get(RED, -least) >= least and not unhurt,
        "like_blue": like.get(BLUE, 0) >= LIKE_BLUE,
        "unlike_blue": like.get(BLUE, 0) <= -(UNLIKE_BLUE if kind == INCIDENT else UNLIKE_BLUE_PLEA),
    }
    figures |= {name: Figure(name, 1, 0, 0) for name, holds in reads.items() if holds}
    line, rests_on = _line(book, kind, whole, present, figures)
    return _Told(category, subtype, of_category, line, rests_on, figures)


def _scored(signs: Iterable[Sign], line: str) -> Iterable[tuple[Sign, float, tuple[int, int]]]:
    """Yield each phrase that stands in a line once, with its weight and first place."""
    for sign in signs:
        for phrase in sign.words:
            place = next(phrase.places(line), None)
            if place is not None:
                yield sign, sign.weight, place


def _kind(line: str, present: str, book: Triage, likeness: Likeness) -> tuple[str, list[tuple[int, int]]]:
    scores: dict[str, float] = dict.fromkeys(KINDS, 0.0)
    whole, frame = line, [found.span() for found in _FRAME.finditer(line)]
    line, present = without(line, frame), without(present, frame)
    places_of: dict[str, list[tuple[float, tuple[int, int]]]] = {kind: [] for kind in KINDS}
    for kind in KINDS:
        signs = [sign for sign in book.signs if sign.name == kind]
        for _, weight, place in _scored(signs, present if kind == INCIDENT else line):
            scores[kind] += weight
            places_of[kind].append((-weight, place))
    said = [one for one in people.read(present) if one.field != "loss_yuan"]
    if said:
        scores[INCIDENT] += 3 if any(one.number > 0 for one in said) else 2
    strongest = max((weight for _, weight, _ in _scored(book.subtypes, present)), default=0)
    scores[INCIDENT] += min(strongest * SUBTYPE_SPEAKS, MOST_SPOKEN)
    if plight.lost(present) is not None or plight.danger(present) is not None:
        scores[INCIDENT] += PLIGHT_SPEAKS
    elif _alarming(book, present):
        scores[INCIDENT] += ALARM_SPEAKS
    if crowds.gathered(present) is not None and _FIRST_PERSON.search(_QUOTED.sub("", present)) is None:
        scores[INCIDENT] += CROWD_SPEAKS
    leading = max(scores.values())
    scores = {name: max(score, leading - MOST_WORDS) for name, score in scores.items()}
    like = likeness.of(whole, LIKENESS_SPEAKS, MOST_LIKE)
    if not any(sign.name == APPEAL and weight >= ASKS for sign, weight, _ in _scored(book.signs, line)):
        like[APPEAL] = min(like.get(APPEAL, 0), LIKE_AN_APPEAL)
    for name, weight in like.items():
        scores[name] += weight
    best = max(KINDS, key=lambda kind: scores[kind])  # the first of equals
    if scores[best] < book.least and not any(like.values()):
        best = INCIDENT if strongest > 0 else ROUTINE  # an incident missed costs most
    elif best == APPEAL and scores[best] < book.least and not places_of[best]:
        best = INCIDENT  # it asks for nothing and is of nothing that is known
    return best, [place for _, place in sorted(places_of[best])]


def _alarming(book: Triage, line: str) -> bool:
    """Return whether the words of a red incident stand in a line."""
    for one in book.lines:
        if one.kind == INCIDENT and one.colour == RED:
            over = bool(one.unless) and first(one.unless, line) is not None
            if first(one.always, line) is not None or (not over and first(one.words, line) is not None):
                return True
    return False


def _category(line: str, book: Triage, likeness: Likeness) -> tuple[str, str, list[tuple[int, int]]]:
    categories: dict[str, float] = {}
    subtypes: dict[str, float] = {}
    where: dict[str, list[tuple[int, int]]] = {one: [] for one in CATEGORIES}
    strongest: dict[str, dict[str, float]] = {one: {} for one in CATEGORIES}
    for sign, weight, place in _scored(book.subtypes, line):
        by_sign = strongest[sign.category]
        by_sign[sign.name] = by_sign.get(sign.name, 0) + weight
        if sign.name:
            subtypes[sign.name] = subtypes.get(sign.name, 0) + weight
        where[sign.category].append(place)
    for category, found in strongest.items():
        ordered = sorted(found.values(), reverse=True)
        categories[category] = sum(weight if number == 0 else weight / 2 for number, weight in enumerate(ordered))
    for one, weight in likeness.of(line, LIKENESS_OF_CATEGORY, MOST_OF_CATEGORY).items():
        categories[one] += weight
    category = max(CATEGORIES, key=lambda one: categories[one])
    if categories[category] <= 0:
        return "", "", []
    mine = {name for sign in book.subtypes if sign.category == category and (name := sign.name)}
    fitting = {name: weight for name, weight in subtypes.items() if name in mine and weight > 0}
    subtype = max(fitting, key=lambda name: fitting[name], default="")
    return category, subtype, sorted(where[category])


def _figures(kind: str, line: str, present: str, known: Known, now: Instant) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    if kind == INCIDENT:
        said = mentions.supplied(present, people.read(present), known.mentioned)
        found = {one.field: one for one in said}
        hospital = people.in_hospital(present)
        hurt = found.get("injured")
        if hospital is not None:
            number = max(hurt.number if hurt else 1, 1)
            found["hospital"] = Figure("hospital", number, *hospital)
        elif hurt is not None and hurt.number and _MINOR.search(present) is None:
            found["hospital"] = replace(hurt, field="hospital")
        found |= {
            name: Figure(name, 1, *place)
            for name, place in (("lost", plight.lost(present)), ("danger", plight.danger(present)))
            if place is not None
        }
    crowd = crowds.gathered(present)
    if crowd is not None and not (
        kind == INCIDENT and "hospital" in found and crowd.number <= found["hospital"].number
    ):
        found["gathered"] = crowd
    child = plight.child(present) if kind == APPEAL else None
    if child is not None:
        found["child"] = Figure("child", 1, *child)
    together = crowds.joined(present) if kind == APPEAL else None
    soon = limits.within(line, now) if kind in {POLICY, APPEAL} else None
    at_once = limits.minutes(line) if kind == ROUTINE else None
    return found | {one.field: one for one in (together, soon, at_once) if one is not None}


def _line(
    book: Triage, kind: str, whole: str, present: str, figures: Mapping[str, Figure]
) -> tuple[Line, list[tuple[int, int]]]:
    """Return the first line of the colour rule that holds, and what it rests on."""
    mine = [one for one in book.lines if one.kind == kind]
    for one in mine:
        told = kind == INCIDENT or (kind == APPEAL and one.colour != RED)
        line = present if told else whole  # a red appeal is looked for in all that is said
        over = bool(one.unless) and first(one.unless, line) is not None
        over |= any(name in figures and figures[name].number >= least for name, least in one.below.items())
        rests_on = [
            (figure.start, figure.end)
            for name, figure in figures.items()
            if (
                (name in one.at_least and figure.number >= one.at_least[name])
                or (name in one.at_most and figure.number <= one.at_most[name])
            )
            and not (name in NOT_WHEN_OVER and over)
        ]
        anyway = first(one.always, line)
        words = first(one.words, line)
        if words is not None and not over:
            rests_on.append(words)
        if anyway is not None:
            rests_on.append(anyway)
        if rests_on or (one.otherwise and not over):
            return one, rests_on
    return mine[-1], []


def _facts(
    kind: str, category: str, folded: Folded, present: str, figures: Mapping[str, Figure], known: Known
) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if kind == INCIDENT:
        moment = moments.find(present)
        if moment is not None:
            span = folded.span(*moment)
            facts["occurred_at"] = Fact(span, folded.line[slice(*moment)].replace("|", " "))
        for name in FIGURES:
            figure = figures.get(name)
            if figure is not None:
                facts[name] = Fact(folded.span(figure.start, figure.end), figure.number)
        crowd = figures.get("gathered")
        if crowd is not None and category == SECURITY:
            facts[PARTICIPANTS] = Fact(folded.span(crowd.start, crowd.end), crowd.number)
    where = (places.of_event if kind == INCIDENT else places.find)(
        present if kind == INCIDENT else folded.line, known.gazetteer
    )
    for level, place in where.items():
        span = folded.span(*place)
        facts[level] = Fact(span, span.words)
    call = limits.contact(folded.line)
    if call is not None:
        span = folded.span(*call)
        facts["contact"] = Fact(span, folded.line[slice(*call)].replace("|", ""))
    return facts


def _recipients(book: Triage, proposal: Proposal) -> tuple[str, ...]:
    """Return to whom it is proposed to go (IN-06): by kind, colour and category, and the place's own office."""
    named = next(
        (proposal.facts[level].span.words for level in ("province", "city", "district") if level in proposal.facts), ""
    )
    found: dict[str, None] = {}
    for one in book.sendings:
        if not one.fits(proposal.kind, proposal.colour, proposal.category):
            continue
        for name in one.to:
            if "{place}" not in name or named:
                found[name.replace("{place}", named)] = None
    return tuple(found)
