"""What the keys of the walkthrough do: each one act, straight to the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.handover import briefing as b
from dutydesk.capabilities.handover.rules import walkthrough as w
from dutydesk.capabilities.handover.rules.blocking import Block
from dutydesk.capabilities.handover.rules.checklist import READBACK
from dutydesk.i18n import explain, say, translate
from dutydesk.ids import new_id
from dutydesk.kernel.acts import Act
from dutydesk.kernel.refusal import WrongSecretError
from dutydesk.kernel.text import clauses
from dutydesk.tui.fields import Field
from dutydesk.tui.gateway import Gateway
from dutydesk.tui.screens.comparing import Known
from dutydesk.tui.screens.host import CommandScreen, act_of
from dutydesk.tui.screens.signing import perform_signed

if TYPE_CHECKING:
    from dutydesk.tui.screens.form import Submit

SECRET = Field("secret", "口令", hint="本人口令; 演练库没有口令的留空", secret=True)
SIGNS = "签字"
READBACK_FIELDS = ("one", "two", "three")


class HandoverActs(CommandScreen):
    """The acts of the walkthrough's screen."""

    COMMAND_KEYS = False

    def __init__(self, gateway: Gateway, keys: dict[str, str]) -> None:
        super().__init__(gateway, keys)
        self.brief = b.Brief(None, w.NONE, (), (), {}, w.Posts())
        self.follow = ""

    def step(self) -> b.Step | None:
        """The step under the cursor."""
        raise NotImplementedError

    def go_to(self, key: str) -> None:
        """Put the cursor on a step."""
        raise NotImplementedError

    def read_to_the_end(self) -> bool:
        """Whether the whole step was on the screen."""
        raise NotImplementedError

    async def act(self, action: str, character: str) -> None:
        """Do what a key of the step under the cursor says."""
        step = self.step()
        if step is None:
            return
        simple = {
            "leave": self._leave,
            "close": self._leave,
            "next": lambda: self.go_to(self.brief.first_open(step.key)),
            "to_sign": lambda: self.go_to(b.SIGN),
            "jump_unread": lambda: self.go_to(self.brief.ready()[0].key),
        }
        if action in simple:
            simple[action]()
        elif action == "acknowledge":
            self.action_command("acknowledge")
        elif action == "jump":
            self._jump(character)
        else:
            await getattr(self, f"_do_{action}")(step, character)

    def _leave(self) -> None:
        self.app.pop_screen()

    def _jump(self, character: str) -> None:
        """To the step behind a block; to the matter of a red alert."""
        number = int(character) if character.isdigit() and character != "0" else 1
        if number > len(self.brief.blocks):
            return
        self._go_to_block(self.brief.blocks[number - 1])

    def _go_to_block(self, block: Block) -> None:
        keys = {step.about: step.key for step in self.brief.steps if step.about}
        if block.about in keys:
            self.go_to(keys[block.about])
        else:
            self.action_command("acknowledge")

    async def _on(self, step: b.Step) -> None:
        """Read again and go on to the next step that is not done."""
        await self.reload()
        self.go_to(self.brief.first_open(step.key))

    # ------------------------------------------------------------ starting, reading, answering

    async def _do_start(self, _step: b.Step, _character: str) -> None:
        planned = self.brief.incoming
        fields = [
            Field("a", value=planned.a, proposed=True),
            Field("b", value=planned.b, proposed=True),
            Field("leader", value=planned.leader, proposed=True),
            Field("director", value=planned.director, proposed=True),
            Field("reason"),
        ]
        if await self.form(translate("开始交接"), fields, "handover start", "handover-start"):
            await self.reload()
            self.go_to(self.brief.first_open())

    async def _do_read(self, step: b.Step, _character: str) -> None:
        if self.read_to_the_end() and await self.perform("handover read", item=step.key):
            await self._on(step)

    async def _answer(self, step: b.Step, state: str) -> None:
        """Answer with one key; what somebody answered otherwise is not written over without asking."""
        before = b.replaced(step, state)
        if before:
            choices = [("", say("照旧: {0}", before)), ("change", say("改为: {0}", translate(state)))]
            if await self.choose(say("{0}: 已有答复", step.title), choices) != "change":
                left = [explain(one.sentence) for one in self.brief.blocks if one.about == step.about]
                if left:  # it stays as it is, and goes on blocking: said here, where the answer was
                    self.tell(say("没有改动, 仍拦着: {0}", left[0]))
                return
        if await self.perform("check", item=step.about, state=state):
            await self._mark(step)

    async def _mark(self, step: b.Step) -> None:
        if step.seen or await self.perform("handover read", quiet=True, item=step.key):
            await self._on(step)

    async def _do_ok(self, step: b.Step, _character: str) -> None:
        await self._answer(step, "正常")

    async def _do_tick(self, step: b.Step, _character: str) -> None:
        await self._answer(step, "√")

    async def _do_off(self, step: b.Step, _character: str) -> None:
        await self._answer(step, "停用")

    async def _do_count(self, step: b.Step, character: str) -> None:
        """Begin the number with this figure: a number may have more, so nothing is saved before it is said to be whole."""
        await self._filled(step, character)

    async def _do_bad(self, step: b.Step, _character: str) -> None:
        fields = [Field("note", value=step.note, hint="什么异常, 谁在处理", proposed=bool(step.note))]
        saved = await self.form(step.title, fields, "check", f"check-{step.about}", item=step.about, state="异常")
        if saved:
            await self._mark(step)

    async def _do_fill(self, step: b.Step, _character: str) -> None:
        if step.kind == b.READ_BACK:
            await self._do_readback(step, "")
            return
        await self._filled(step, "")

    async def _filled(self, step: b.Step, begun: str) -> None:
        """Ask for the answer; ``begun`` is what was typed of it already."""
        fields = [
            Field("state", "答复", begun, hint="只填数目" if step.answer == "count" else "文字", begun=bool(begun)),
            Field("note", hint="可空"),
        ]
        notes = [] if step.must else [translate("此项可不填: Esc 返回")]
        if await self.form(step.title, fields, "check", f"check-{step.about}", notes=notes, item=step.about):
            await self._mark(step)

    async def _do_readback(self, step: b.Step, _character: str) -> None:
        labels = ("第一件", "第二件", "第三件")
        fields = [Field(name, label, required=True) for name, label in zip(READBACK_FIELDS, labels, strict=True)]

        async def submit(values: dict[str, str]) -> None:
            said = clauses(values[name].strip() for name in READBACK_FIELDS)
            act = act_of("check", {"item": READBACK, "state": said})
            self.say_saved(await perform_signed(self, act, act_id, since=known.seq))

        act_id, known = new_id(), Known(self.known())
        if await self._ask(translate("接班人复述三件事"), fields, submit, "handover-readback", known):
            await self._on(step)

    # ------------------------------------------------------------ cosigning, signing, informing, returning

    async def _do_cosign(self, step: b.Step, _character: str) -> None:
        """The reason by whoever sits here, the name under it by the incoming A."""
        walk = self.brief.walk
        if walk is None:
            return
        incoming, mine = walk.incoming.a, self.gateway.actor == walk.incoming.a
        before = walk.cosigned.get(step.about)
        fields = [Field("reason", "原因", before.reason if before is not None else "", required=True)]
        if not mine:
            fields.append(Field("secret", "接班人口令", hint=SECRET.hint, secret=True))
        first_id, second_id, known = new_id(), new_id(), Known(self.known())

        async def submit(values: dict[str, str]) -> None:
            words = {"obligation": step.about, "reason": values["reason"]}
            both = not mine and self._hands_over(walk)
            if both:
                act = act_of("handover cosign", words)
                self.say_saved(await perform_signed(self, act, first_id, since=known.seq))
            secret = values.get("secret", "")
            try:
                await self._perform_as(
                    incoming, secret, "handover cosign", words, second_id, asked=not mine, since=known.seq
                )
            except WrongSecretError as wrong:
                raise WrongSecretError("", "{0}. 原因已保存, 接班人还没有签认", wrong) if both else wrong from None

        if await self._ask(step.title, fields, submit, f"handover-cosign-{step.about}", known, SIGNS):
            await self._on(step)

    def _hands_over(self, walk: w.Walkthrough) -> bool:
        return self.gateway.actor in (walk.outgoing.a, walk.outgoing.b, walk.outgoing.leader)

    async def _perform_as(
        self, officer: str, secret: str, name: str, words: dict[str, Any], act_id: str, *, asked: bool, since: int
    ) -> None:
        act = act_of(name, words)
        if asked:
            self.say_saved(await self.gateway.perform_as(officer, secret, act, act_id, since=since))
        else:
            self.say_saved(await perform_signed(self, act, act_id, since=since))

    async def _do_sign_out(self, step: b.Step, _character: str) -> None:
        await self._sign(step, w.OUT)

    async def _do_sign_in(self, step: b.Step, _character: str) -> None:
        await self._sign(step, w.IN)

    async def _sign(self, step: b.Step, side: str) -> None:
        """One signature with the signer's own secret; in spite of what stands open only with a reason."""
        walk = self.brief.walk
        if walk is None:
            return
        if self.brief.ready():
            first = self.brief.ready()[0]
            self.tell(say("还有 {0} 步没有走完, 第一步: {1}", len(self.brief.ready()), first.title), trouble=True)
            self.go_to(first.key)
            return
        never = [block for block in self.brief.blocks if not block.in_spite]
        if never:
            self.tell(say("还有 {0} 项必须先办", len(never)), trouble=True)
            self.go_to(b.BLOCKS)
            return
        signer = (walk.outgoing if side == w.OUT else walk.incoming).a
        despite = bool(self.brief.blocks)
        title = say("{0}签字: {1}", w.SIDE_NAMES[side], self.brief.names.get(signer, signer))
        if despite:
            title = say("{0} (带病交接, {1} 项)", title, len(self.brief.blocks))
        fields = [Field("reason", "理由", hint="带病交接须写", required=True), SECRET] if despite else [SECRET]
        act_id, known = new_id(), Known(self.known())

        async def submit(values: dict[str, str]) -> None:
            words = {"despite": despite, "reason": values.get("reason", "")}
            act = act_of("handover sign", words)
            self.say_saved(await self.gateway.perform_as(signer, values["secret"], act, act_id, since=known.seq))

        if await self._ask(title, fields, submit, f"handover-sign-{side}", known, SIGNS):
            await self.reload()
            self.go_to(b.SEALED if self.brief.sealed is not None else step.key)

    async def _do_inform(self, step: b.Step, _character: str) -> None:
        fields = [
            Field("leader", "带班领导", self.brief.incoming.leader, proposed=True),
            Field("note", hint="如 电话; 领导本人记的可空"),
        ]
        if await self.form(translate("带班领导知悉"), fields, "handover inform", "handover-inform"):
            await self._on(step)

    async def _do_return(self, step: b.Step, _character: str) -> None:
        """The incoming refuses, with the own secret."""
        await self._with_reason(step, translate("退回: 签字作废, 重新交底"), "handover return", incoming=True)

    async def _do_cancel(self, step: b.Step, _character: str) -> None:
        """Whoever is responsible breaks it off."""
        await self._with_reason(step, translate("中止交接, 班次照旧"), "handover cancel", incoming=False)

    async def _with_reason(self, step: b.Step, title: str, name: str, *, incoming: bool) -> None:
        walk = self.brief.walk
        if walk is None:
            return
        officer = walk.incoming.a if incoming else walk.outgoing.a
        act_id, known = new_id(), Known(self.known())

        async def submit(values: dict[str, str]) -> None:
            act = act_of(name, {"reason": values["reason"]})
            self.say_saved(await self.gateway.perform_as(officer, values["secret"], act, act_id, since=known.seq))

        if await self._ask(
            f"{title}: {self.brief.names.get(officer, officer)}",
            [Field("reason", "理由", required=True), SECRET],
            submit,
            name.replace(" ", "-"),
            known,
        ):
            await self._on(step)

    async def _ask(
        self, title: str, fields: list[Field], submit: Submit, place: str, known: Known, does: str = Act.DOES
    ) -> bool:
        """A form with a way of its own to save; its draft has everything but the secrets."""
        from dutydesk.tui.screens.form import FormScreen

        async def compared(values: dict[str, str]) -> None:
            async with known.comparing(self, fields):
                await submit(values)

        draft = await self.desk.drafts.of(place)
        saved = await self.app.push_screen_wait(
            FormScreen(title, fields, compared, draft=draft, place=place, does=does)
        )
        if saved:
            self.desk.drafts.put(place, "")
            await self.desk.refresh_state()
        return bool(saved)
