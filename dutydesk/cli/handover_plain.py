"""``handover --plain``: the walkthrough as questions and answers, one line after another; no cursor is moved.

For a screen reader, a bad line, a pipe. The steps, their texts and what may be answered are those of the screen
(``handover.briefing``, ``handover.keys``); what is answered is performed by the same acts. A terminal types secrets unseen,
a pipe gives them as a line.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dutydesk import terminal
from dutydesk.capabilities.accounts.login import check_signature
from dutydesk.capabilities.handover import briefing as b
from dutydesk.capabilities.handover.keys import Key, keys_of
from dutydesk.capabilities.handover.rules import walkthrough as w
from dutydesk.capabilities.handover.rules.checklist import READBACK
from dutydesk.capabilities.obligations.bundles import bundled
from dutydesk.cli.context import CommandError, Context
from dutydesk.desk.echo import remarks
from dutydesk.i18n import explain, say, title, translate
from dutydesk.kernel.refusal import OwnSecretError, Refused
from dutydesk.kernel.text import clean, one_line
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_checklist

STATES = {"ok": "正常", "tick": "√", "off": "停用"}
"""What a key answers an item with."""

LEAVES = {"leave", "close"}
"""Choices that end the conversation; what was done stays."""

POSTS = (("a", "接班 A岗"), ("b", "接班 B岗"), ("leader", "接班带班领导"), ("director", "主任"))


class EndedError(Exception):
    """There is nothing more to read."""


def ask(prompt: str, *, secret: bool = False) -> str:
    """Return one line that was typed, without its end; a secret unseen where there is a terminal.

    Raises:
        EndedError: the input is over.
    """
    if secret and sys.stdin.isatty():
        try:
            return getpass.getpass(prompt)
        except EOFError as error:
            raise EndedError from error
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EndedError
    if not sys.stdin.isatty():
        sys.stdout.write("\n")  # nobody's Enter moved to the next line
    return line.rstrip("\r\n")


class Conversation:
    """One walkthrough, asked and answered."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.actor = context.actor()
        self.desk = context.container.desk
        self.checklist = load_checklist(context.rulebook)
        self.follow = ""
        self.at = ""
        """Key of the step that is asked about."""
        self.brief = b.Brief(None, w.NONE, (), (), {}, w.Posts())

    # ------------------------------------------------------------ asking

    def hold(self) -> bool:
        """Go through it until it is left; return whether it is sealed."""
        while True:
            self._read()
            step = next((one for one in self.brief.steps if one.key == self.at), self.brief.steps[0])
            self._tell(step)
            choices = self._choices(step)
            for number, key in enumerate(choices, 1):
                print(
                    f"  {number}  {translate(key.words)}{f' ({key.name})' if len(key.name) == 1 and not key.name.isdigit() else ''}"
                )
            key = self._chosen(choices)
            if key.action in LEAVES:
                return self.brief.stage == w.SEALED
            try:
                self._do(key.action, step)
            except (Worded, StoreError) as error:
                print(say("没有办成: {0}", explain(error)))

    def _read(self) -> None:
        """Look at what is due, then read the walkthrough again; the cursor stays on its step or goes to the next open one."""
        self.context.container.watch.tick(watching=False)
        self.brief = b.read(self.context.views, self.checklist, self.context.now(), self.follow)
        if self.brief.walk is not None:
            self.follow = self.brief.walk.id
        if self.at not in {step.key for step in self.brief.steps}:
            self.at = b.SEALED if self.brief.stage == w.SEALED else self.brief.first_open()

    def _tell(self, step: b.Step) -> None:
        """Say what rings, how far it is, and the step."""
        print()
        for bundle in bundled(one for one in self.context.views.alerts() if one.acknowledged_at is None):
            first = bundle.first
            print(say("待签收: {0}", one_line(f"{title(first.title)} {first.label} {first.matter_title}".rstrip())))
        brief = self.brief
        place = say("走过 {0}/{1}", brief.done, len(brief.steps)) if brief.walk is not None else ""
        blocked = say("拦着 {0}", len(brief.blocks)) if brief.blocks else ""
        print("  ".join(part for part in (translate(w.STAGE_NAMES[brief.stage]), place, blocked) if part))
        print(f"== {one_line(step.title)}")
        print(clean(b.body(self.context.views, self.checklist, brief, step, self.context.now())))

    def _choices(self, step: b.Step) -> list[Key]:
        """What may be answered, the recommended one first; acknowledging only where something waits for it."""
        waiting = any(one.acknowledged_at is None for one in self.context.views.alerts())
        return [key for key in keys_of(step, self.brief) if waiting or key.action != "acknowledge"]

    @staticmethod
    def _chosen(choices: Sequence[Key]) -> Key:
        """Ask until a number of the list is typed, or the key that the screen has for it; an empty line takes the first."""
        while True:
            typed = ask(say("1 到 {0}, 直接回车为 1: ", len(choices))).strip()
            if not typed:
                return choices[0]
            if typed.isdecimal() and 1 <= int(typed) <= len(choices):
                return choices[int(typed) - 1]
            named = next((key for key in choices if key.name == typed and not typed.isdecimal()), None)
            if named is not None:
                return named
            print(say("没有这个选项: {0}", one_line(typed)))

    # ------------------------------------------------------------ doing

    def _do(self, action: str, step: b.Step) -> None:
        if action in STATES:
            self._answer(step, STATES[action])
            return
        moves: Mapping[str, Callable[[], str]] = {
            "next": lambda: self.brief.first_open(step.key),
            "to_sign": lambda: b.SIGN,
            "jump_unread": lambda: self.brief.ready()[0].key,
        }
        if action in moves:
            self.at = moves[action]()
        else:
            getattr(self, "_read_out" if action == "read" else f"_{action}")(step)

    def _perform(self, name: str, words: Mapping[str, Any], *, by: str = "", secret: str | None = None) -> None:
        """Perform an act as whoever acts here, or as another who proves it with the own secret; say what was saved."""
        act = REGISTRY[name].from_words(dict(words))
        actor = by or self.actor
        self.context.act = type(act)
        signed: tuple[str, ...] = ()
        if secret is not None:
            check_signature(self.desk, actor, secret, terminal.here())
            signed = (actor,)
        try:
            done = self.desk.perform(act, actor=actor, signed=signed)
        except OwnSecretError as wanted:
            check_signature(self.desk, wanted.actor, self._secret_of(wanted.actor), terminal.here())
            done = self.desk.perform(act, actor=actor, signed=(wanted.actor,))
        print(say("已保存 第 {0} 条", done.seq))
        for remark in remarks(done.rows):
            print(explain(remark))

    def _secret_of(self, officer: str) -> str:
        name = self.brief.names.get(officer, officer)
        return ask(say("{0} 的口令 (演练库没有口令的留空): ", one_line(name)), secret=True)

    def _on(self, step: b.Step) -> None:
        """Go on to the next step that is not done."""
        self._read()
        self.at = self.brief.first_open(step.key)

    def _start(self, _step: b.Step) -> None:
        planned, words = self.brief.incoming, dict[str, str]()
        for name, label in POSTS:
            who = getattr(planned, name)
            shown = one_line(self.brief.names.get(who, who))
            typed = ask(f"{translate(label)} [{shown}]: " if shown else f"{translate(label)}: ").strip()
            words[name] = typed or who
        self._perform("handover start", {name: who for name, who in words.items() if who})
        self.at = ""

    def _read_out(self, step: b.Step) -> None:
        self._perform("handover read", {"item": step.key})
        self._on(step)

    def _answer(self, step: b.Step, state: str, note: str = "") -> None:
        before = b.replaced(step, state)
        if before and ask(say("已有答复: {0}. 改为 {1} 吗? (y/n): ", before, translate(state))).strip().lower() != "y":
            print(translate("照旧, 没有改"))
            return
        self._perform("check", {"item": step.about, "state": state, **({"note": note} if note else {})})
        if not step.seen:
            self._perform("handover read", {"item": step.key})
        self._on(step)

    def _count(self, step: b.Step) -> None:
        self._answer(step, ask(f"{translate('数目')}: ").strip())

    def _bad(self, step: b.Step) -> None:
        self._answer(step, "异常", ask(translate("什么异常, 谁在处理: ")).strip())

    def _fill(self, step: b.Step) -> None:
        if step.kind == b.READ_BACK:
            self._readback(step)
            return
        state = ask(translate("答复 (数目或文字): ")).strip()
        self._answer(step, state, ask(translate("备注 (可空): ")).strip())

    def _readback(self, step: b.Step) -> None:
        said = [ask(f"{translate(label)}: ").strip() for label in ("第一件", "第二件", "第三件")]
        if not all(said):
            raise Refused("state", "三件事都要写, 没有保存")
        self._perform("check", {"item": READBACK, "state": "; ".join(said)})
        self._on(step)

    def _cosign(self, step: b.Step) -> None:
        """The reason by whoever acts here where that side hands over, the name under it by the incoming A."""
        walk = self.brief.walk
        assert walk is not None
        before = walk.cosigned.get(step.about)
        shown = f" [{one_line(before.reason)}]" if before is not None else ""
        reason = ask(f"{translate('原因')}{shown}: ").strip() or (before.reason if before is not None else "")
        words = {"obligation": step.about, "reason": reason}
        incoming = walk.incoming.a
        if self.actor == incoming:
            self._perform("handover cosign", words)
        else:
            if self.actor in (walk.outgoing.a, walk.outgoing.b, walk.outgoing.leader):
                self._perform("handover cosign", words)
            self._perform("handover cosign", words, by=incoming, secret=self._secret_of(incoming))
        self._on(step)

    def _jump(self, _step: b.Step) -> None:
        """To the step behind what blocks; a red alert is acknowledged."""
        blocks = self.brief.blocks
        typed = ask(say("第几项, 直接回车为 1: ")).strip() or "1"
        if not (typed.isdecimal() and 1 <= int(typed) <= len(blocks)):
            raise CommandError("没有这个选项: {0}", typed)
        behind = {step.about: step.key for step in self.brief.steps if step.about}
        about = blocks[int(typed) - 1].about
        if about in behind:
            self.at = behind[about]
        else:
            self._acknowledge(_step)

    def _acknowledge(self, _step: b.Step) -> None:
        """Acknowledge what rings first, each alert by its own event."""
        waiting = bundled(one for one in self.context.views.alerts() if one.acknowledged_at is None)
        for alert in waiting[0].alerts if waiting else ():
            self._perform("ack", {"alert": alert.id})

    def _inform(self, step: b.Step) -> None:
        planned = self.brief.incoming.leader
        shown = one_line(self.brief.names.get(planned, planned))
        leader = ask(f"{translate('带班领导')} [{shown}]: ").strip() or planned
        note = ask(translate("怎样知悉 (如 电话; 领导本人记的可空): ")).strip()
        self._perform("handover inform", {"leader": leader, **({"note": note} if note else {})})
        self._on(step)

    def _sign_out(self, step: b.Step) -> None:
        self._sign(step, w.OUT)

    def _sign_in(self, step: b.Step) -> None:
        self._sign(step, w.IN)

    def _sign(self, _step: b.Step, side: str) -> None:
        """One signature with the signer's own secret; in spite of what stands open only with a reason."""
        walk = self.brief.walk
        assert walk is not None
        signer = (walk.outgoing if side == w.OUT else walk.incoming).a
        words: dict[str, Any] = {}
        if self.brief.blocks:
            print(say("带病交接, {0} 项: 须写理由, 空着不签", len(self.brief.blocks)))
            reason = ask(f"{translate('理由')}: ").strip()
            if not reason:
                raise Refused("reason", "没有写理由, 没有签字")
            words = {"despite": True, "reason": reason}
        self._perform("handover sign", words, by=signer, secret=self._secret_of(signer))
        self._read()
        self.at = b.SEALED if self.brief.sealed is not None else b.SIGN

    def _return(self, step: b.Step) -> None:
        self._with_reason(step, "handover return", incoming=True)

    def _cancel(self, step: b.Step) -> None:
        self._with_reason(step, "handover cancel", incoming=False)

    def _with_reason(self, _step: b.Step, name: str, *, incoming: bool) -> None:
        walk = self.brief.walk
        assert walk is not None
        officer = (walk.incoming if incoming else walk.outgoing).a
        reason = ask(f"{translate('理由')}: ").strip()
        self._perform(name, {"reason": reason}, by=officer, secret=self._secret_of(officer))
        self.at = ""


def converse(context: Context) -> int:
    """Hold the conversation on standard input and output; 0 once it is sealed or was left, 1 where the input ended before."""
    conversation = Conversation(context)
    try:
        sealed = conversation.hold()
    except EndedError:
        print()
        raise CommandError("输入到头, 交接还没有完; 已做的都保留, 再运行即接着走") from None
    finally:
        context.close()
    print(translate("交接已封存") if sealed else translate("已离开, 进度保留; 再运行即接着走"))
    return 0
