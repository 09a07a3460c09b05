"""Level and colour of a matter: what the table proposes, who may go above or below it, and what follows (R20-R24)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.grading.events import CriteriaAnswered, LevelSet
from dutydesk.capabilities.grading.rules.levels import Proposal, propose, questions
from dutydesk.capabilities.limits.reads import answers
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.matters.events import ColourSet, MatterOpened
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.response.events import Assessed
from dutydesk.kernel import figures as f
from dutydesk.kernel.events import decode
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.wording import Worded
from dutydesk.store.journal import Row
from dutydesk.store.views import Views
from dutydesk.store.views.rows import LEVEL_REACHED
from dutydesk.usecase.books import Books
from dutydesk.usecase.work import Work

DECIDED = "level.decided"
"""What ends the clock of a level that is reached: an assessment, or another act that sets or keeps a level with its reason."""


def proposal_for(views: Views, books: Books, matter: Matter) -> Proposal:
    """Return what the grading table proposes for a matter with the figures as they stand."""
    figures = {name: figure.value for name, figure in views.figures(matter.id).items()}
    said = answers(views, matter.id)
    return proposal_of(books, matter.category, matter.subtype, figures, warning=matter.warning, said=said)


def proposal_of(
    books: Books,
    category: str,
    subtype: str,
    figures: Mapping[str, float],
    *,
    warning: str = "",
    said: Mapping[str, bool] | None = None,
) -> Proposal:
    """Return what the grading table proposes for figures; no level where there are none (R21)."""
    return propose(books.taxonomy.gradings, category, subtype, figures, warning_only=bool(warning), answers=said)


def proposal_typed(
    views: Views,
    books: Books,
    matter: Matter | None,
    category: str,
    subtype: str,
    typed: Mapping[str, str],
    warning: str,
) -> Proposal:
    """Return what the table would propose once typed figures are saved.

    Nothing where a figure cannot be read or cannot be true: whoever saves the form is told of that first.
    ``subtype`` may be its Chinese name.
    """
    figures = {name: figure.value for name, figure in views.figures(matter.id).items()} if matter else {}
    try:
        read = {name: f.read(name, text) for name, text in typed.items()}
        f.check(read, books.taxonomy.limits)
    except f.BadFigureError:
        return Proposal("")
    subtype = books.taxonomy.subtype_of(subtype)
    category = category or books.taxonomy.category_of(subtype)
    said = answers(views, matter.id) if matter else {}
    return proposal_of(books, category, subtype, {**figures, **read}, warning=warning, said=said)


def read_answers(
    books: Books, category: str, subtype: str, applies: Sequence[str], applies_not: Sequence[str]
) -> dict[str, bool]:
    """Return what an officer says of a subtype's criteria in words, by their text.

    A criterion is named by its number (``II.1``, as ``dutydesk grading`` shows it) or by its text.

    Raises:
        Refused: the subtype asks no such thing, or the same is said to apply and not to.
    """
    asked = questions(books.taxonomy.gradings, category, subtype)
    found: dict[str, bool] = {}
    for field, words, answer in (("applies", applies, True), ("applies_not", applies_not, False)):
        for word in (one for typed_in in words for one in _separate(typed_in)):
            typed = unicodedata.normalize("NFKC", word).strip().upper()
            known = next((one for one in asked if typed == one.number or word.strip() == one.text), None)
            if known is None:
                valid = (
                    Worded("可填 {0}", ", ".join(one.number for one in asked)) if asked else Worded("此类没有文字条款")
                )
                raise Refused(field, "没有文字条款 {0}; {1}", word, valid)
            if found.get(known.text, answer) is not answer:
                raise Refused(field, "{0} 不能又符合又不符合", known.number)
            found[known.text] = answer
    return found


def _separate(typed: str) -> list[str]:
    """Return the numbers of a field that holds several (``II.1, II.2``), else the text as it is."""
    parts = re.split(r"[\s,\uff0c\u3001;\uff1b]+", typed.strip())
    return parts if all(re.fullmatch(r"(?:[IVX0-9\u2160-\u2163]+)\.\d+", part) for part in parts) else [typed]


def figures_needed(books: Books, category: str, subtype: str) -> list[str]:
    """Return the figures that a subtype's tables measure, in the order of the tables."""
    tables = books.taxonomy.gradings.apply(category, subtype)
    asked = dict.fromkeys(key for table in tables for key in table.criteria())
    return [key for key in asked if key in f.FIELDS]


def record_answers(work: Work, matter: Matter, said: Mapping[str, bool], source: str = "") -> Row | None:
    """Write down what changed in an officer's answers; None where they are as before."""
    before = answers(work.views, matter.id)
    changed = {text: answer for text, answer in said.items() if before.get(text) is not answer}
    if not changed:
        return None
    return work.append(CriteriaAnswered(answers=changed, source=source), matter=matter)


def because(proposal: Proposal) -> str:
    """Return number and source that decided, for the journal (Chinese)."""
    reason = proposal.decided
    return f"{reason.worded()}; {reason.source}" if reason is not None else ""


def colour_events(matter: Matter, previous: str, now: Instant) -> dict[str, Instant]:
    """Return what a matter's colour makes happen (R15)."""
    if matter.colour == previous:
        return {}
    if matter.colour == "red":
        return {"matter.became_red": now}
    if matter.colour == "yellow" and matter.kind == "incident" and previous != "red":
        return {"incident.became_yellow": now}
    return {}


def set_colour(work: Work, matter: Matter, colour: str, reason: str) -> None:
    """Change how the desk is alarmed by a matter; alarm clocks follow (R15, R24).

    Raises:
        Refused: it falls without a reason, or below what the level demands (R22: colour never falls by itself).
    """
    if colour == matter.colour:
        return
    if m.higher_colour(colour, matter.colour) == matter.colour:
        if m.higher_colour(colour, m.level_colour(matter.level)) != colour:
            mark = m.LEVEL_MARKS[matter.level]
            raise Refused("colour", "{0}级事项不低于{1}色: 先降级别", mark, m.COLOUR_NAMES["red"], traced=True)
        if not reason.strip():
            raise Refused("reason", "降低颜色须写理由", traced=True)
    work.append(ColourSet(colour=colour, previous=matter.colour, reason=reason), matter=matter)
    changed = work.refreshed(matter)
    dues.trigger(work, colour_events(changed, matter.colour, work.said), changed)


def set_level(
    work: Work,
    matter: Matter,
    level: str,
    reason: str,
    colour: str = "",
    consent: str = "",
    agreed_at: Instant | None = None,
    since: Instant | None = None,
) -> None:
    """Set a matter's level and what follows from it: colour, alarm, change report, first-report clocks (R7, R15, R23).

    ``since``: the time of the figure that raised it, from which the change report counts; None for now.

    Raises:
        Refused: above the table's proposal without a reason; below the present level without a reason and a
            leader who agrees (R22).
    """
    before = matter
    if level and level != matter.level:
        proposal = proposal_for(work.views, work.books, matter)
        agreed = agreed_to(work, matter, level, reason, proposal, consent, agreed_at)
        event = LevelSet(
            level=level,
            previous=matter.level,
            reason=reason,
            proposed=proposal.level,
            because=because(proposal),
            consent=agreed.person,
            agreement=agreed.agreement,
            highest=level if m.is_higher(level, matter.highest_level) else matter.highest_level,
        )
        consents.keep(work, agreed, work.append(event, matter=matter), matter)
    wanted = m.higher_colour(m.higher_colour(matter.colour, m.level_colour(level)), colour)
    set_colour(work, work.refreshed(matter), wanted, reason)
    matter = work.refreshed(before)
    rose = bool(level) and m.level_rose(level, before.level)
    if rose and matter.kind == "incident":
        events: dict[str, Instant] = {}
        if before.colour == "red":
            events["incident.level_raised_while_red"] = work.said
        if matter.first_sent_at is not None:
            events["incident.level_raised"] = work.said if since is None else since
        dues.trigger(work, events, matter)
    if level != before.level:
        dues.end_snoozes(work, matter, "level")
    dues.reconsider(work, matter)


def keep_level(
    work: Work, matter: Matter, proposal: Proposal, reason: str, consent: str, agreed_at: Instant | None
) -> None:
    """Leave a level below what the table proposes by now, with the reason and the leader that a lower one asks for (R22).

    Raises:
        Refused: without them.
    """
    agreed = agreed_to(work, matter, matter.level, reason, proposal, consent, agreed_at)
    if agreed.person:
        kept = LevelSet(
            level=matter.level,
            previous=matter.level,
            reason=reason,
            proposed=proposal.level,
            because=because(proposal),
            consent=agreed.person,
            agreement=agreed.agreement,
            highest=matter.highest_level,
        )
        consents.keep(work, agreed, work.append(kept, matter=matter), matter)


def agreed_to(
    work: Work,
    matter: Matter,
    level: str,
    reason: str,
    proposal: Proposal,
    consent: str,
    agreed_at: Instant | None = None,
) -> Consent:
    """Refuse a level that R22 does not allow; return the consent of the leader to a lower one."""
    if stands_decided(work.views, matter, level, proposal):
        return Consent()
    lowered = matter.level and m.is_higher(matter.level, level)
    since = max(matter.received_at, _level_since(work.views, matter) if lowered else 0)
    return _agreed(work, owed_for(level, matter.level, proposal), reason, consent, agreed_at, since)


def _level_since(views: Views, matter: Matter) -> Instant:
    """Return when a matter got the level that it has: nobody agreed to a lower one before."""
    decided = [one for one in views.matter_entries(matter.id) if one.kind == LevelSet.KIND]
    return decided[-1].at if decided else matter.received_at


def undecided(views: Views, books: Books, matter: Matter) -> str:
    """Return the level that what is known of an incident reaches above its own, while nobody decided against it; else empty.

    One that nobody has graded yet is below what the table says where its colour is: its response asks for the assessment.
    """
    if matter.kind != "incident" or matter.state == m.PROPOSED or not (matter.category or matter.subtype):
        return ""
    proposal = proposal_for(views, books, matter)
    above = (
        m.is_higher(proposal.level, matter.level)
        if matter.level
        else m.higher_colour(matter.colour, m.level_colour(proposal.level)) != matter.colour
    )
    return proposal.level if above and not stands_decided(views, matter, matter.level, proposal) else ""


def weigh(work: Work, matter: Matter) -> None:
    """Have a level that is reached and not decided stand open and ring (R22), and end it once it is decided, or no longer reached."""
    matter = work.refreshed(matter)
    if matter.state != m.OPEN:
        return
    reached = undecided(work.views, work.books, matter)
    mark = str(m.LEVEL_MARKS.get(reached, ""))
    for view in work.views.clocks(matter_id=matter.id):
        level = next((level for level, one in m.LEVEL_MARKS.items() if one == view.subject), "")
        if not dues.is_met_with(work, view, DECIDED) or view.subject == mark or not level:
            continue
        if reached and m.is_higher(reached, level):
            dues.cancel(work, view, "superseded")
        elif m.is_higher(level, proposal_for(work.views, work.books, matter).level or "IV"):
            dues.cancel(work, view, "not_reached")
        else:
            dues.end_met(work, view, max(work.said, view.trigger_at))
    if reached:
        of_level = work.views.find_clocks(rule=LEVEL_REACHED, matter_id=matter.id, subject=mark)
        if not any(one.state in {"open", "waived"} for one in of_level):
            dues.trigger(work, {"incident.level_reached": work.said}, matter, subject=mark)


def stands_decided(views: Views, matter: Matter, level: str, proposal: Proposal) -> bool:
    """Return whether this level was decided against this very proposal before, with its reason."""
    if level != matter.level:
        return False
    decisions = (MatterOpened, LevelSet, Assessed)
    for entry in reversed(views.matter_entries(matter.id)):
        event = decode(entry.kind, entry.payload) if entry.kind in {one.KIND for one in decisions} else None
        if isinstance(event, decisions) and event.level == level and event.proposed == proposal.level:
            reason = event.level_reason if isinstance(event, MatterOpened) else event.reason
            if reason.strip():
                return True
    return False


def check_against_table(
    work: Work, level: str, proposal: Proposal, reason: str, consent: str, agreed_at: Instant | None, since: Instant
) -> Consent:
    """Refuse a level that is not the table's without a reason, a lower one without a leader too (R22).

    Returns:
        the consent of the leader to a level below the table's; nobody's where none is asked.

    Raises:
        Refused: naming the reason or the consent that is missing, with the number that decided.
    """
    return _agreed(work, owed_for(level, "", proposal), reason, consent, agreed_at, since)


Owed = tuple[Refused | None, Refused | None]
"""What is said where the reason, and where the leader is missing that a level asks for; None where it does not."""


def owed_for(level: str, present: str, proposal: Proposal) -> Owed:
    """Return what a level asks for beside the table's proposal and the level that a matter has (empty: none)."""
    if present and level != present and not m.is_higher(level, present):
        return Refused("reason", "降低级别须写理由", traced=True), Refused(
            "consent",
            "降低级别须带班领导同意: 写明同意的领导 (--consent, 电话同意即记入日志), 或由领导本人操作",
            traced=True,
        )
    if not level or not proposal.level or level == proposal.level:
        return None, None
    decided = proposal.decided
    mark, why = m.LEVEL_MARKS[proposal.level], decided.worded() if decided is not None else ""
    if m.is_higher(level, proposal.level):
        return Refused("reason", "高于表内建议的{0}级 ({1}), 须写理由", mark, why, traced=True), None
    template = "低于表内建议的{0}级 ({1}), 须带班领导同意: 写明同意的领导 (--consent), 或由领导本人操作"
    return (
        Refused("reason", "低于表内建议的{0}级 ({1}), 须写理由和同意的领导", mark, why, traced=True),
        Refused("consent", template, mark, why, traced=True),
    )


def _agreed(work: Work, owed: Owed, reason: str, consent: str, agreed_at: Instant | None, since: Instant) -> Consent:
    no_reason, nobody = owed
    if no_reason is not None and not reason.strip():
        raise no_reason
    if nobody is None:
        return Consent()
    return consents.leader(work, "consent", consent, nobody, at=agreed_at, since=since)


def refuse_assessment(views: Views, books: Books, matter: Matter, typed: Mapping[str, str], *, leads: bool) -> None:
    """Say before anybody signs what the level of an assessment asks for: the check of the desk, on what was typed.

    Raises:
        Refused: naming the reason or the consent that is missing, or a criterion that cannot be read.
    """
    with naming("level"):
        level = m.read_level(typed.get("level", ""))
    applies = [[typed[name]] if typed.get(name, "").strip() else [] for name in ("applies", "applies_not")]
    said = {**answers(views, matter.id), **read_answers(books, matter.category, matter.subtype, *applies)}
    figures = {name: figure.value for name, figure in views.figures(matter.id).items()}
    proposal = proposal_of(books, matter.category, matter.subtype, figures, warning=matter.warning, said=said)
    if stands_decided(views, matter, level, proposal):
        return
    no_reason, nobody = owed_for(level, matter.level, proposal)
    if no_reason is not None and not typed.get("reason", "").strip():
        raise no_reason
    if nobody is not None and not leads and not typed.get("consent", "").strip():
        raise nobody
