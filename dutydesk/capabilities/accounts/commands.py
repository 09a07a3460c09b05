"""Commands about who sits here: change the person, lock the screen, change the secret."""

from __future__ import annotations

from dutydesk.i18n import explain, say, translate
from dutydesk.ids import new_id
from dutydesk.kernel.people import ROLE_NAMES
from dutydesk.kernel.refusal import Refused
from dutydesk.tui.choices import Choice
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.comparing import Known
from dutydesk.tui.screens.host import CommandScreen, act_of
from dutydesk.tui.screens.signing import perform_signed


class SwitchPerson(Command):
    """Another person takes this terminal over."""

    id = "switch"
    key = "U"
    words = "换人"
    help_text = "换人接这个终端: 先问在岗的另一位, 输口令即换; F3 选别人; 各人草稿各自保留"
    sought = ("换班人员", "切换用户", "登录", "login", "switch user", "sit down")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask who, and the secret."""
        screen.desk.change_sitting()


class LockNow(Command):
    """Lock the screen before leaving the desk."""

    id = "lock"
    key = "K"
    words = "锁屏"
    help_text = "锁屏: 提醒和时限仍可见 (不显示内容), 铃声照响; 输口令回到原处"
    sought = ("锁定", "离座", "锁住", "lock screen")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Lock, if there is a secret to open it with."""
        if not await screen.gateway.needs_secret(screen.gateway.actor):
            screen.tell(translate("没有口令, 不能锁屏"))
            return
        screen.desk.lock_screen()


class ChangeSecret(Command):
    """Change one's own secret."""

    id = "secret"
    words = "改口令"
    does = "people secret"
    help_text = "改自己的口令: 先输现在的, 新口令输两次; 连错会锁账号"
    sought = ("密码", "修改密码", "口令", "password", "pin")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the present secret, if there is one, and the new one twice."""
        from dutydesk.tui.screens.form import FormScreen

        gateway = screen.gateway
        officer = gateway.actor
        has = await gateway.read(lambda views: views.has_secret(officer))
        fields = [
            *([Field("old", "现在的口令", secret=True, required=True)] if has else []),
            Field("new", "新口令", secret=True, required=True),
            Field("again", "新口令再输一次", secret=True, required=True),
        ]

        async def submit(values: dict[str, str]) -> None:
            if values["new"] != values["again"]:
                raise Refused("again", "两次输入不一样; 未改动")
            if has:
                await gateway.check_secret(officer, values["old"])
            await gateway.change_secret(officer, values["new"])

        if await screen.desk.push_screen_wait(FormScreen(translate("改口令"), fields, submit)):
            screen.tell(translate("口令已改"))


class GiveSecret(Command):
    """Give somebody who has forgotten the secret another one, to be changed at the first use."""

    id = "people_secret"
    words = "代设口令"
    does = "people secret"
    help_text = "有人忘了口令: 代设一个, 首次使用时须改; 限能管理账号的人"
    sought = ("忘记口令", "忘了口令", "重设口令", "重置口令", "重置密码", "代设", "forgotten secret", "reset password")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask for whom, and the secret twice."""
        from dutydesk.tui.screens.form import FormScreen

        if not screen.may("people add"):  # the same right: to manage accounts
            return
        gateway, act_id, known = screen.gateway, new_id(), Known(screen.known())
        people = await gateway.read(lambda views: [one for one in views.officers().values() if not one.disabled])
        others = tuple(Choice(one.id, one.name) for one in people if one.id != gateway.actor)
        fields = [
            Field("officer", "姓名", choices=others, required=True),
            Field("secret", "口令", secret=True, required=True),
            Field("again", "口令再输一次", secret=True, required=True),
        ]

        async def submit(values: dict[str, str]) -> None:
            if values["secret"] != values["again"]:
                raise Refused("again", "两次输入不一样; 未改动")
            digest = await gateway.new_digest(values["officer"], values["secret"])
            act = act_of("people secret", {"officer": values["officer"], "digest": digest})
            async with known.comparing(screen, fields):
                screen.say_saved(await perform_signed(screen, act, act_id, since=known.seq))

        await screen.desk.push_screen_wait(FormScreen(translate("代设口令"), fields, submit))


class SecondFactor(Command):
    """Give a code of a device behind one's own secret."""

    id = "totp"
    words = "动态码"
    does = "people totp"
    help_text = "设自己的动态码: 以后口令后空一格再写验证器上的 6 位数字; 设备丢了由管理员和主任取消"
    sought = ("验证码", "双因素", "两步验证", "验证器", "second factor", "authenticator", "2fa")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the present secret, show a new key, and ask the code that the device makes of it."""
        from dutydesk.capabilities.accounts import factor
        from dutydesk.tui.screens.form import FormScreen

        gateway, act_id, shared, known = screen.gateway, new_id(), factor.new_key(), Known(screen.known())
        officer = gateway.actor
        asked = act_of("people totp", {"shared": shared})
        try:
            await gateway.write(lambda container: container.desk.rehearse(asked, actor=officer))
        except Refused as refusal:
            if refusal.field != "code":  # the code is all that may still be missing
                screen.tell(explain(refusal), trouble=True)
                return
        has = await gateway.read(lambda views: views.has_secret(officer))
        fields = [
            *([Field("old", "现在的口令", secret=True, required=True)] if has else []),
            Field("code", "动态码", hint="验证器上现在的 6 位数字", required=True),
        ]
        site = await gateway.read(lambda views: views.meta().get("site", ""))
        notes = [
            translate("只显示这一次. 在手机的验证器里输入密钥, 再写它现在显示的 6 位数字. 扫码: dutydesk people totp"),
            say("密钥 (手工输入用): {0}", " ".join(shared[at : at + 4] for at in range(0, len(shared), 4))),
            factor.address(shared, officer, site),
        ]

        async def submit(values: dict[str, str]) -> None:
            act = act_of("people totp", {"shared": shared, "code": values["code"]})
            if has:
                await gateway.check_secret(officer, values["old"])
            async with known.comparing(screen, fields):
                done = await gateway.perform(act, act_id, (officer,) if has else (), since=known.seq)
            screen.say_saved(done)

        if await screen.desk.push_screen_wait(FormScreen(translate("设动态码"), fields, submit, notes=notes)):
            screen.tell(translate("动态码已设: 以后口令后空一格再写"))


class AddPerson(Command):
    """Add somebody who may act, with a secret to be changed at the first use."""

    id = "people_add"
    words = "添加人员"
    does = "people add"
    help_text = "添加人员: 账号、姓名、角色, 代设一个首次使用时须改的口令"
    sought = ("新人", "新增人员", "加人", "新账号", "add person", "new account")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask who, what for, and the secret twice."""
        from dutydesk.capabilities.shifts.acts import AddOfficer
        from dutydesk.tui.screens.form import FormScreen
        from dutydesk.tui.vocabularies import completed

        desk, place, act_id, known = screen.desk, "people-add", new_id(), screen.known()
        needs = not screen.state.drill
        roles = tuple(Choice(role, name) for role, name in ROLE_NAMES.items())
        fields = [
            Field("officer", hint="不含空格, 登录时用", required=True),
            Field("name"),
            Field("role", value="officer", choices=roles, proposed=True, required=True),
            Field("also", hint="可空", choices=roles, many=True),
            Field("secret", "口令", secret=True, required=needs),
            Field("again", "口令再输一次", secret=True, required=needs),
        ]
        fields = await completed(screen, AddOfficer, fields, {})

        async def submit(values: dict[str, str]) -> None:
            if values["secret"] != values["again"]:
                raise Refused("again", "两次输入不一样; 未改动")
            secret, gateway = values["secret"], screen.gateway
            words = {name: said for name, said in values.items() if name not in {"secret", "again"} and said.strip()}
            digest = await gateway.new_digest(values["officer"], secret) if secret else ""
            act = act_of("people add", {**words, "digest": digest})
            screen.say_saved(await perform_signed(screen, act, act_id, draft=place, since=known))

        draft = await desk.drafts.of(place)
        form = FormScreen(translate("添加人员"), fields, submit, draft=draft, place=place)
        if await desk.push_screen_wait(form):
            desk.drafts.put(place, "")
            await desk.refresh_state()
