"""Matters: opening, facts, level and colour, merging, closing."""

from __future__ import annotations

from dataclasses import replace

from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.duplicates import handlers as duplicates
from dutydesk.capabilities.grading import levels
from dutydesk.capabilities.intake import handlers as messages
from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.capabilities.matters import acts
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.matters.events import MatterAmended, MatterOpened
from dutydesk.capabilities.matters.figures import read_figures, record
from dutydesk.capabilities.matters.merging import merge_into
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.restricted import handlers as restricted
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.store.views import ClockView
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


def fresh_label(work: Work, kind: str, typed: str) -> str:
    """Return the typed label, or the next free one of the kind (Y1, P1 …).

    Raises:
        Refused: the typed label is taken.
    """
    if typed:
        label = work.text("label", typed)
        if work.views.matter(label) is not None:
            raise Refused("label", "标签 {0} 已有事项", label)
        return label
    return next_label(work, m.LABEL_LETTERS[kind])


def next_label(work: Work, letter: str) -> str:
    """Return the next free label of a letter, such as M2."""
    numbers = [int(label[1:]) for label in work.views.labels(letter) if label[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"


def read_taxonomy(work: Work, category: str, subtype: str) -> tuple[str, str]:
    """Return category and subtype as ids; a subtype alone names its category.

    Raises:
        Refused: unknown, with the nearest valid word.
    """
    taxonomy = work.books.taxonomy
    names = {c.name: c.id for c in taxonomy.categories.values()}
    category = names.get(category, category)
    if category and category not in taxonomy.categories:
        raise Refused(
            "category",
            "没有灾种 {0}, {1}",
            category,
            nearest(category, {one.id: one.name for one in taxonomy.categories.values()}),
        )
    if subtype:
        subtype = taxonomy.subtype_of(subtype)
        owner = taxonomy.category_of(subtype)
        if not owner or (category and owner != category):
            raise Refused("subtype", "没有亚类 {0}, {1}", subtype, nearest(subtype, taxonomy.names(category)))
        category = owner
    return category, subtype


@handles(acts.Open)
def open_matter(work: Work, act: acts.Open) -> Row:
    """Open a matter, or confirm a proposed one that has the same label."""
    if act.kind == m.AS_PROPOSED:
        act = messages.as_proposed(work, act)
    if act.kind not in m.KINDS:
        raise Refused("kind", "没有类别 {0}, {1}", act.kind, nearest(act.kind, m.KIND_NAMES))
    received_at = work.said if act.received is None else act.received
    occurred_at = act.occurred
    if occurred_at is not None and occurred_at > received_at:
        raise Refused("occurred", "发生时间 {0} 晚于收到时间 {1}", When(occurred_at), When(received_at))
    category, subtype = read_taxonomy(work, act.category, act.subtype)
    values = read_figures(work, act.figures, confirmed=act.confirmed)
    level, warning, colour = _read_alarm(act, values)
    said = levels.read_answers(work.books, category, subtype, act.applies, act.applies_not)
    graded = levels.proposal_of(work.books, category, subtype, values, warning=warning, said=said)
    colour = m.higher_colour(colour, _unsaid(act, graded.level))
    if act.affected and not warning:
        raise Refused("affected", "已有影响是对官方预警说的: 先写明预警颜色 (--warning)")
    _check_title(act.title)
    if not m.says_what(act.title, act.place, category, warning, act.label, act.message, values):
        raise Refused("title", "还没有写是什么事: 请写标题, 或地点、类别、数字")
    named = work.views.matter(act.label) if act.label else None
    message = messages.of_opening(work, act.message, act.received, named, colour)
    proposed = messages.pending(work, message, named)
    if proposed is not None and proposed.colour == "red" != colour and not act.reason.strip():
        raise Refused("reason", "红色建议改为{0}色, 须写明理由", m.COLOUR_NAMES[colour])
    opened = MatterOpened(
        label=_label(work, act, proposed),
        matter_kind=act.kind,
        title=act.title or _title(work, act, category, subtype),
        colour=colour,
        received_at=received_at,
        occurred_at=occurred_at,
        category=category,
        subtype=subtype,
        level=level,
        warning=warning,
        affected=act.affected,
        danger_to_life=act.danger_to_life,
        place=act.place,
        source=act.source,
    )
    reason = act.reason
    agreed = Consent()
    if act.kind == "incident":
        agreed = levels.check_against_table(work, level, graded, reason, act.consent, act.agreed_at, received_at)
    opened = replace(
        opened,
        proposed=graded.level,
        because=levels.because(graded),
        level_reason=reason,
        consent=agreed.person,
        agreement=agreed.agreement,
    )
    matter_id = proposed.id if proposed else work.new_id("matter")
    if act.sealed:
        restricted.open_sealed(work, matter_id, opened.label)
    row = work.append(opened, matter=matter_id)
    matter = work.matter(matter_id)
    consents.keep(work, agreed, row, matter)
    messages.became(work, message, matter, reason=act.reason)
    if values:
        record(work, matter, values, source=opened.source, verified=act.verified, opening=True, at=received_at)
    levels.record_answers(work, matter, said, opened.source)
    events: dict[str, Instant] = {f"{act.kind}.received": received_at}
    if occurred_at is not None:
        events[f"{act.kind}.occurred"] = occurred_at
    rings = proposed is not None and colour == "red" and not _rings_anew(work, matter, message)
    events.update(levels.colour_events(matter, "red" if rings else "", work.said))
    if proposed is not None and not rings:
        _call_off(work, matter, "confirmed" if colour == "red" else "not_red")
    dues.trigger(work, events, matter)
    if act.same_as is not None:
        merge_into(
            work,
            work.refreshed(matter),
            act.same_as,
            reason=act.reason,
            consent=act.consent,
            agreed_at=act.agreed_at,
        )
    elif proposed is None or act.not_same:
        duplicates.look(work, work.refreshed(matter), _denied(work, act))
    levels.weigh(work, matter)
    return row


def _denied(work: Work, act: acts.Open) -> list[Matter]:
    """Return the matters that were named as not the same.

    Raises:
        Refused: one of them is none.
    """
    found: list[Matter] = []
    for typed in act.not_same:
        matter = work.views.matter(typed.strip())
        if matter is None or not work.may_see(matter.id):
            raise Refused("not_same", "没有这个事项: {0}", typed)
        found.append(matter)
    return found


def _label(work: Work, act: acts.Open, proposed: Matter | None) -> str:
    """Return the label of a matter that is opened; what the sorting proposed under a label of its own gets one of its kind."""
    if proposed is None or act.label not in {"", proposed.label}:
        return fresh_label(work, act.kind, act.label)
    return fresh_label(work, act.kind, "") if m.is_proposal_label(proposed.label) else proposed.label


def _check_title(typed: str) -> None:
    """Refuse a title of marks alone, which names nothing."""
    if typed.strip() and not any(one.isalnum() for one in typed):
        raise Refused("title", "标题里没有字: {0}", typed)


def _title(work: Work, act: acts.Open, category: str, subtype: str) -> str:
    what = work.books.taxonomy.name_of(category, subtype) or m.KIND_NAMES[act.kind]
    return f"{act.place}{what}" if act.place else what


def _unsaid(act: acts.Open, level: str) -> str:
    """Return the colour of the level that the table proposes, where nobody said level or colour: Ⅰ to Ⅲ are red (rules 2.3)."""
    return m.level_colour(level) if act.kind == "incident" and not (act.level or act.colour) else ""


def _read_alarm(act: acts.Open, values: dict[str, float]) -> tuple[str, str, str]:
    level = ""
    if act.level:
        with naming("level"):
            level = m.read_level(act.level)
    warning = act.warning.removesuffix("色").removesuffix("色预警")
    if warning and warning not in m.WARNINGS:
        raise Refused("warning", "没有预警颜色 {0}; 可填 红, 橙, 黄, 蓝", act.warning)
    if not act.colour:
        return level, warning, m.proposed_colour(act.kind, level, warning, values)
    with naming("colour"):
        colour = m.read_colour(act.colour)
    return level, warning, m.higher_colour(colour, m.level_colour(level))


def _proposal_clocks(work: Work, matter: Matter) -> list[ClockView]:
    """Return the running clocks of a matter that a red proposal begins."""
    rules = work.books.rules.rules
    found = work.views.clocks(matter_id=matter.id)
    return [one for one in found if one.rule in rules and "triage.proposed_red" in rules[one.rule].trigger.events]


def _rings_anew(work: Work, matter: Matter, message: MessageView | None) -> bool:
    """Whether a confirmed red asks for an acknowledgement of its own: nobody has answered what the desk's sorting rang (R15)."""
    return message is not None and bool(message.proposal.get("rule")) and bool(_proposal_clocks(work, matter))


def _call_off(work: Work, matter: Matter, cause: str) -> None:
    """A red proposal was confirmed or got a lower colour: its own alarm stops."""
    for view in _proposal_clocks(work, matter):
        dues.cancel(work, view, cause)


@handles(acts.Amend)
def amend(work: Work, act: acts.Amend) -> Row:
    """Add facts that became known later; the clocks that they decide are looked at again (R7)."""
    matter = act.matter
    _check_title(act.title)
    category, subtype = read_taxonomy(work, act.category, act.subtype)
    occurred_at = act.occurred
    if occurred_at is not None and occurred_at > matter.received_at:
        raise Refused("occurred", "发生时间 {0} 晚于收到时间 {1}", When(occurred_at), When(matter.received_at))
    if act.affected and not matter.warning:
        raise Refused("affected", "已有影响是对官方预警说的: {0} 不是预警", matter.label)
    told: dict[str, object] = {"title": act.title, "place": act.place, "source": act.source, "occurred_at": occurred_at}
    name_of = work.books.taxonomy.name_of
    kind_name = name_of(category, subtype) if category else ""
    amended = MatterAmended(
        before={name: getattr(matter, name) for name, value in told.items() if value},
        kind_name=kind_name,
        kind_before=name_of(matter.category, matter.subtype) if category else "",
        title=act.title,
        place=act.place,
        source=act.source,
        category=category,
        subtype=subtype,
        occurred_at=occurred_at,
        danger_to_life=True if act.danger_to_life else None,
        affected=True if act.affected else None,
    )
    before = len(work.tx.appended)
    if any(told.values()) or category or act.danger_to_life or act.affected:
        work.append(amended, matter=matter)
    if act.colour:
        with naming("colour"):
            levels.set_colour(work, matter, m.read_colour(act.colour), act.reason)
    if category or act.level:
        _regrade(work, work.refreshed(matter), act)
    new = {"incident.occurred": occurred_at} if occurred_at is not None else None
    if occurred_at is not None:
        dues.retime(work, work.refreshed(matter), f"{matter.kind}.occurred", occurred_at)
    dues.reconsider(work, work.refreshed(matter), new)
    levels.weigh(work, matter)
    if len(work.tx.appended) == before:
        raise Refused("", "没有写要补充什么, 或与现在相同")
    return work.tx.appended[before]


def _regrade(work: Work, matter: Matter, act: acts.Amend) -> None:
    """Have the level follow another category or subtype: what the table says of it now counts as a level's own (R22)."""
    proposal = levels.proposal_for(work.views, work.books, matter)
    if act.level:
        with naming("level"):
            levels.set_level(work, matter, m.read_level(act.level), act.reason, "", act.consent, act.agreed_at)
    elif matter.level and proposal.level and m.is_higher(proposal.level, matter.level):
        levels.keep_level(work, matter, proposal, act.reason, act.consent, act.agreed_at)


@handles(acts.Merge)
def merge(work: Work, act: acts.Merge) -> Row:
    """Merge a matter into another (R9): its clocks are cancelled, its unit receipts move, both sources stay."""
    matter = act.matter
    if matter.state not in {m.OPEN, m.PROPOSED}:
        raise Refused("matter", "事项 {0} 已办结或已并案", matter.label)
    into = act.into
    if into.id == matter.id:
        raise Refused("into", "不能并入自己")
    row = merge_into(work, matter, into, reason=act.reason, consent=act.consent, agreed_at=act.agreed_at)
    if matter.state == m.PROPOSED:
        messages.proposal_merged(work, matter, into, act.reason)
    return row
