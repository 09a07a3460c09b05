"""The walkthrough as two people go through it: one step after another, red first, nothing skipped unseen.

Reads only. A step is done when it was read out and, where it wants an answer, answered; leaving and coming
back changes nothing, because what is done stands in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dutydesk.capabilities.files import pages
from dutydesk.capabilities.handover import gather, paper, sheet, since
from dutydesk.capabilities.handover.reads import SealedView, sealed, walkthrough, walkthrough_of
from dutydesk.capabilities.handover.rules import Checklist, Item
from dutydesk.capabilities.handover.rules import walkthrough as w
from dutydesk.capabilities.handover.rules.blocking import ABNORMAL, OVERDUE, RED, UNANSWERED, UNCLASSIFIED, Block
from dutydesk.capabilities.handover.rules.checklist import READBACK, STATE_WORDS
from dutydesk.capabilities.handover.words import page_name
from dutydesk.capabilities.log.lines import line_of, print_line
from dutydesk.capabilities.roster.reads import PlannedShift, planned_next
from dutydesk.i18n import explain, lasting, say, title, translate, when
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.text import one_line
from dutydesk.store.views import Views
from dutydesk.usecase.books import EARLY

START, MATTER, SINCE, LATE, ITEM, DELTA = "start", "matter", "since", "late", "item", "delta"
BLOCKS, READ_BACK, SIGN, INFORM, SEALED = "blocks", "readback", "sign", "inform", "sealed"
READ_FIRST = frozenset({MATTER, SINCE, ITEM, DELTA, READ_BACK})
LATE_KEY = "late:"
WHAT_TO_DO: Mapping[str, str] = {
    RED: "先签收",
    UNCLASSIFIED: "看封面, 到涉密件登记补填密级",
    OVERDUE: "办结, 或写原因由接班人签认",
    ABNORMAL: "写备注",
    UNANSWERED: "填这一项",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``about`` is the id behind it (matter, clock, item); ``red`` wants eyes first."""

    key: str
    kind: str
    title: str
    done: bool
    about: str = ""
    seen: bool = False
    """It was read out; an item that wants an answer is done only with it."""
    red: bool = False
    answer: str = ""
    """What an item takes: tick, state, count, list, text; empty for all others."""
    state: str = ""
    automatic: bool = False
    note: str = ""
    blocked: bool = False
    """Its answer is missing, too old, or lacks the remark: it keeps the sheet from being signed."""
    must: bool = True
    """Whether an item wants an answer at all."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The walkthrough at one look."""

    walk: w.Walkthrough | None
    stage: str
    steps: tuple[Step, ...]
    blocks: tuple[Block, ...]
    names: Mapping[str, str]
    incoming: w.Posts
    """Who takes over: planned, once it is begun said, once it is sealed signed."""
    until: Instant | None = None
    """Until when they are planned to stay, before it begins."""
    sealed: SealedView | None = None

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(1 for step in self.steps if step.done)

    def first_open(self, after: str = "") -> str:
        """Return the key of the next step that is not done, behind ``after`` first; the last step when all are."""
        keys = [step.key for step in self.steps]
        start = keys.index(after) + 1 if after in keys else 0
        order = [*self.steps[start:], *self.steps[:start]]
        return next((step.key for step in order if not step.done), keys[-1])

    def ready(self) -> list[Step]:
        """Return the steps that must be gone through before anybody signs and were not."""
        return [step for step in self.steps if step.kind in READ_FIRST and not step.seen]


def read(views: Views, checklist: Checklist, now: Instant, follow: str = "") -> Brief:
    """Read the walkthrough under way; ``follow`` is the one that the screen went through, once it is sealed."""
    shift, walk = views.shift(), walkthrough(views)
    names = views.names()
    found = sealed(views, follow) if follow and walk is None else None
    if found is not None:
        done = walkthrough_of(views, found.id)
        assert done is not None
        inform = Step(INFORM, INFORM, translate("带班领导知悉"), bool(done.informed))
        end = Step(SEALED, SEALED, translate("已封存"), done=True)
        return Brief(done, w.SEALED, (inform, end), (), names, done.incoming, sealed=found)
    stage = w.stage_of(walk, shift.ends if shift else None, now)
    if walk is None or shift is None:
        start = Step(START, START, translate("开始交接"), done=False)
        next_one = planned_next(views, shift.begins, shift.ends) if shift is not None else None
        blocks = tuple(gather.blocking(views, checklist, now, None))
        return Brief(None, stage, (start,), blocks, names, _posts(next_one), next_one.ends if next_one else None)
    open_ones = gather.blocking(views, checklist, now, walk)
    steps = _steps(views, checklist, now, walk, open_ones)
    return Brief(walk, stage, tuple(steps), tuple(open_ones), names, walk.incoming)


def _posts(shift: PlannedShift | None) -> w.Posts:
    return w.Posts(shift.a, shift.b, shift.leader, shift.director) if shift is not None else w.Posts()


def _steps(
    views: Views, checklist: Checklist, now: Instant, walk: w.Walkthrough, open_ones: Sequence[Block]
) -> list[Step]:
    rows = {row.item: row for row in sheet.rows(views, checklist, now)}
    blocked = {block.about for block in open_ones}
    steps: list[Step] = []
    items: list[Step] = []
    for page in gather.pages(views.matters(), checklist):
        read_out = page.key in walk.read
        if page.matter is not None:
            matter = page.matter
            name = f"{one_line(matter.label)} {one_line(matter.title)}"
            steps.append(Step(page.key, MATTER, name, read_out, page.key, read_out, matter.colour == "red"))
        elif page.key == gather.SINCE:
            steps.append(Step(page.key, SINCE, page_name(page.key), read_out, "", read_out))
        else:
            items.append(_item_step(checklist.items[page.key], rows[page.key], read_out, page.key in blocked))
    for clock in gather.overdue(views, now):
        one = walk.cosigned.get(clock.id)
        complete = one is not None and one.complete
        name = one_line(say("超时: {0}", gather.words_of(clock)))
        steps.append(Step(LATE_KEY + clock.id, LATE, name, complete, clock.id, red=not complete))
    fresh = gather.delta(views, walk)
    steps += items
    if fresh or gather.DELTA in walk.read:
        name = say("截止以后的 {0} 条", len(fresh))
        steps.append(Step(gather.DELTA, DELTA, name, not fresh, seen=not fresh, red=bool(fresh)))
    shift = views.shift()
    answer = views.answers(shift.id).get(READBACK) if shift is not None else None
    both = len(walk.signatures) == len(w.SIDES)
    return [
        *steps,
        Step(READ_BACK, READ_BACK, translate("接班人复述三件事"), answer is not None, READBACK, answer is not None),
        Step(BLOCKS, BLOCKS, say("拦着签字的 {0} 项", len(open_ones)), not open_ones, red=bool(open_ones)),
        Step(INFORM, INFORM, translate("带班领导知悉"), bool(walk.informed)),
        Step(SIGN, SIGN, translate("双方签字"), both),
    ]


def _item_step(item: Item, row: sheet.SheetRow, read_out: bool, blocked: bool) -> Step:
    return Step(
        item.id,
        ITEM,
        translate(item.text),
        read_out and not blocked,
        item.id,
        read_out,
        red=row.raw_state == "abnormal",
        answer=item.answer,
        state=row.raw_state,
        automatic=row.answered and not row.raw_state,
        note=row.note,
        blocked=blocked,
        must=item.must,
    )


def replaced(step: Step, state: str) -> str:
    """Return the words of a person's answer that another one would take the place of; empty where it says the same."""
    if step.state in {"", state, STATE_WORDS.get(state)}:
        return ""
    return one_line(f"{translate(sheet.STATES.get(step.state, step.state))} {step.note}".rstrip())


# ---------------------------------------------------------------- what stands on a step


def body(views: Views, checklist: Checklist, brief: Brief, step: Step, now: Instant) -> str:
    """Return the text of a step."""
    walk = brief.walk
    if step.kind == MATTER:
        matter = views.matter(step.about)
        return pages.matter_page(views, matter, now) if matter is not None else ""
    if step.kind == SINCE and walk is not None:
        return since.page(since.read(views, walk.incoming.a), now)
    if step.kind == LATE and walk is not None:
        return _late_body(views, brief, walk, step, now)
    if step.kind == ITEM:
        return _item_body(views, checklist, step, now)
    if step.kind == DELTA and walk is not None:
        lines = [print_line(line_of(entry, brief.names), tildes=False) for entry in gather.delta(views, walk)]
        return "\n".join(lines) or translate("截止以后没有新的条目, 或都已读过")
    if step.kind == BLOCKS:
        return blocks_body(brief.blocks)
    if step.kind == SEALED and brief.sealed is not None:
        digest = say("封存文本 SHA-256 {0}", brief.sealed.digest)
        return f"{digest}\n\n{paper.with_addenda(views, brief.sealed, walk, now)}"
    return _plain_body(views, brief, step, now)


def _item_body(views: Views, checklist: Checklist, step: Step, now: Instant) -> str:
    item = checklist.items[step.about]
    row = next(one for one in sheet.rows(views, checklist, now) if one.item == item.id)
    lines = [translate(checklist.groups[item.group]), "", translate(item.text), ""]
    if row.automatic:
        lines += [translate("自动填入:"), *(f"  {one_line(part)}" for part in row.automatic.split("; ")), ""]
    if row.state:
        lines.append(say("答复: {0}", one_line(row.state)))
    if row.note:
        lines.append(say("备注: {0}", one_line(row.note)))
    if not row.answered:
        lines.append(translate("还没有填 (必填)") if item.must else translate("还没有填 (可不填)"))
    return "\n".join(lines)


def _late_body(views: Views, brief: Brief, walk: w.Walkthrough, step: Step, now: Instant) -> str:
    clock = views.clock(step.about)
    if clock is None:
        return ""
    one = walk.cosigned.get(clock.id)
    lines = [
        f"{one_line(clock.label)} {one_line(clock.matter_title)}".strip(),
        say("{0} 到期 {1}, 已超时", one_line(title(clock.title)), when(clock.due_at, local_date(now))),
        "",
        translate("移交超时事项须写原因, 由接班人签认; 到期时间和升级步骤不变"),
    ]
    if one is not None:
        people = [one_line(brief.names.get(who, who)) for who in (one.out_by, one.in_by) if who]
        lines += ["", say("原因: {0}", one_line(one.reason)), say("签认: {0}", people)]
    return "\n".join(lines)


def blocks_body(blocks: Sequence[Block], *, numbered: bool = True) -> str:
    """Return what blocks, each with what to do; with its number where that is a key."""
    if not blocks:
        return translate("没有拦着签字的事项")
    lines: list[str] = []
    for number, block in enumerate(blocks, 1):
        mark = f"{number}  " if numbered else "· "
        lines += [f"{mark}{one_line(explain(block.sentence))}", f"   > {translate(WHAT_TO_DO[block.kind])}"]
    if all(block.in_spite for block in blocks):
        lines += ["", translate("确实无法补齐的, 可以带病交接: 双方签字时都写理由")]
    return "\n".join(lines)


def _plain_body(views: Views, brief: Brief, step: Step, now: Instant) -> str:
    walk, names = brief.walk, brief.names
    if step.kind == START or walk is None:
        shift = views.shift()
        if shift is None:
            return translate("现在没有班次, 没有可交接的; 请先接班 (shift begin)")
        lines = [
            say("交班: {0}", _people(gather.posts_of(shift), names)),
            say("接班 (排班): {0}", _people(brief.incoming, names)),
            say("排定交班 {0}", when(shift.ends, local_date(now))),
            *_early(now, shift.ends, brief.until),
            "",
            translate("按 Enter 开始: 现在就是截止点, 之后写的条目在签字前另读一遍."),
            translate("双方签字以前, 责任仍在交班一方, 提醒同时发给双方."),
            "",
            *([translate("签字前还要办的:")] if brief.blocks else []),
            blocks_body(brief.blocks, numbered=False),
        ]
        return "\n".join(lines)
    if step.kind == READ_BACK:
        shift = views.shift()
        answer = views.answers(shift.id).get(READBACK) if shift is not None else None
        asked = translate("请接班人用自己的话说出三件最要紧的事, 逐件填写; 交班人核对.")
        return f"{asked}\n\n{one_line(answer.state)}" if answer is not None else asked
    if step.kind == INFORM:
        asked = translate("签字前告知带班领导; 由领导本人记, 或由值班员写明怎样告知.")
        return f"{asked}\n\n{paper.informed(walk, names, now)}"
    return _sign_body(brief, walk, now)


def _people(posts: w.Posts, names: Mapping[str, str]) -> str:
    pairs = (("A", posts.a), ("B", posts.b), ("带班", posts.leader))
    return " ".join(f"{translate(post)} {one_line(names.get(who, who)) or translate('空缺')}" for post, who in pairs)


def _early(now: Instant, planned: Instant, until: Instant | None) -> list[str]:
    """Say that this is long before the planned hour, and until when whoever takes over stays; nothing where it is not."""
    if planned - now <= EARLY:
        return []
    said = [say("比排定早 {0}", lasting(planned - now))]
    return [*said, say("接班一方从现在起值到 {0}", when(until, local_date(now)))] if until is not None else said


def _sign_body(brief: Brief, walk: w.Walkthrough, now: Instant) -> str:
    early = _early(now, walk.begins, walk.ends)
    lines = [*early, ""] if early else []
    for number, side in enumerate(w.SIDES, 1):
        posts = walk.outgoing if side == w.OUT else walk.incoming
        one = walk.signatures.get(side)
        who = one_line(brief.names.get(posts.a, posts.a)) or translate("空缺")
        state = say("已签 {0}", when(one.at)) if one is not None else translate("未签")
        lines.append(f"{number}  {translate(w.SIDE_NAMES[side])} {who}  {state}")
    open_steps = brief.ready()
    lines.append("")
    if open_steps:
        lines.append(say("还有 {0} 步没有走完, 第一步: {1}", len(open_steps), open_steps[0].title))
    if brief.blocks:
        lines += [translate("还拦着签字的:"), "", blocks_body(brief.blocks, numbered=False)]
    if walk.returned:
        lines += ["", say("上次退回的理由: {0}", one_line(walk.returned))]
    lines += ["", translate("两人各用自己的口令签字; 后一个签字就是移交.")]
    return "\n".join(lines)
