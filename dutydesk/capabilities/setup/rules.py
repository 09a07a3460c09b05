"""The steps of setting up an office, and what counts as done: only what the store and the books themselves say.

What nobody can know from them (whether a number is right, whether somebody reads the group) is no step: nothing is ticked
because nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.people import ROLE_NAMES
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Word, Worded, vocabulary

STEP_NAMES = vocabulary(
    {
        "people": "人员和账号",
        "roster": "排班",
        "contacts": "通讯录",
        "channels": "外送通道",
        "choices": "规则册选项",
        "office": "公文资料",
        "shift": "第一班",
    }
)
"""The steps, in the order in which one leads to the next."""

WHY = vocabulary(
    {
        "people": "各岗要有人, 交接要双方签字; 没有口令的账号不能用",
        "roster": "接班、提醒叫谁、交接给谁都看排班",
        "contacts": "呼叫和通知时号码要现成, 不能临时去找",
        "channels": "屏幕前没人时, 红色和黄色提醒靠通道送出去",
        "choices": "报送时限按本省的算; 工作日期限按当年放假通知算",
        "office": "单据和公文上印的机关、代字、电话和期号都从这里来",
        "shift": "有人签字接班, 时限和提醒才有人负责",
    }
)
"""Why a step matters."""

WAYS: dict[str, tuple[str, ...]] = {
    "people": ("people_add",),
    "roster": ("roster_plan", "roster_import", "roster"),
    "contacts": ("contact",),
    "channels": ("channel_test",),
    "choices": ("limits", "rulebook"),
    "office": ("office",),
    "shift": ("shift",),
}
"""Commands of the screen that do a step."""

SHELL: dict[str, str] = {
    "people": "dutydesk people add",
    "roster": "dutydesk roster import",
    "contacts": "dutydesk contact save",
    "channels": "dutydesk channels test",
    "choices": "dutydesk limits choose",
    "office": "dutydesk office",
    "shift": "dutydesk shift begin",
}
"""The command line's word for it."""

POSTS = vocabulary({"a": "A岗", "b": "B岗", "leader": "带班领导", "director": "主任"})
"""The posts of a shift: each needs a person of its own."""

NEEDED = {"a": "officer", "b": "officer", "leader": "leader", "director": "director"}
"""The role of whoever stands there."""

NAMED = 8
"""Names that a line lists at most; it says how many more there are."""


@dataclass(frozen=True)
class Member:
    """Somebody with an account in use. ``able``: there is a secret, or the store is a drill's, where none is asked."""

    name: str
    roles: tuple[str, ...]
    able: bool


@dataclass(frozen=True)
class Way:
    """A channel that is switched on. ``tested``: what its last test said, None where there was none since it is known."""

    name: str
    tested: bool | None
    failing: bool


@dataclass(frozen=True)
class Office:
    """What the store and the books say of an office."""

    members: tuple[Member, ...] = ()
    planned_to: Instant | None = None
    """When the last planned shift ends."""
    planning: Worded | None = None
    unplanned: tuple[Worded, ...] = ()
    """Gaps of the roster in the next two weeks, each said."""
    """What the roster's own rule says of that (nothing planned, runs out); None: enough is planned."""
    units: tuple[str, ...] = ()
    """Units that the rulebook lets the desk write to."""
    reachable: frozenset[str] = frozenset()
    """Units of the contact book with a number."""
    channels: tuple[Way, ...] = ()
    limits: str | None = ""
    """Name of the chosen column of reporting limits, empty while none is chosen; None where the rulebook has no columns."""
    year: int = 0
    holidays: tuple[Worded, ...] = ()
    """What is missing of the holiday data."""
    shifts: int = 0
    """Shifts begun so far."""
    named: str = ""
    """What stands on the papers as the issuing office."""
    unsaid: tuple[str, ...] = ()
    """What the papers have a place for and the office has not said."""


@dataclass(frozen=True)
class Step:
    """One step as it stands: what is there, and what is missing (sentences, not raised)."""

    id: str
    here: tuple[Worded, ...]
    missing: tuple[Worded, ...]

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def steps(office: Office) -> tuple[Step, ...]:
    """Return every step of setting up an office, in order."""
    return (
        _people(office),
        _roster(office),
        _contacts(office),
        _channels(office),
        _choices(office),
        _letterhead(office),
        _shift(office),
    )


def first_open(found: Sequence[Step]) -> str:
    """Return the first step that is not done, the last one where all are."""
    return next((step.id for step in found if not step.done), found[-1].id)


def vacant(members: Sequence[Member]) -> list[str]:
    """Return the posts that no able person is left for, when every post has a person of its own."""
    able = [member for member in members if member.able]
    holds: dict[int, str] = {}

    def seat(post: str, asked: set[int]) -> bool:
        """Give a post a person; who sits elsewhere moves on where another post has somebody for it."""
        for who, member in enumerate(able):
            if NEEDED[post] in member.roles and who not in asked:
                asked.add(who)
                if who not in holds or seat(holds[who], asked):
                    holds[who] = post
                    return True
        return False

    return [name for post, name in POSTS.items() if not seat(post, set())]


def _people(office: Office) -> Step:
    here = [
        Worded("{0}: {1} 人", Word(name), sum(1 for member in office.members if role in member.roles and member.able))
        for role, name in ROLE_NAMES.items()
        if role in NEEDED.values()
    ]
    posts = vacant(office.members)
    missing = [Worded("还没有人能当: {0}", posts)] if posts else []
    mute = [member.name for member in office.members if not member.able]
    if mute:
        missing.append(Worded("没有口令, 还不能用: {0}", _some(mute)))
    return Step("people", tuple(here), tuple(missing))


def _roster(office: Office) -> Step:
    here = () if office.planned_to is None else (Worded("已排到 {0}", When(office.planned_to)),)
    return Step("roster", here, (*(() if office.planning is None else (office.planning,)), *office.unplanned))


def _contacts(office: Office) -> Step:
    lacking = [unit for unit in office.units if unit not in office.reachable]
    here = (Worded("有号码的单位 {0} 个", len(office.reachable)),)
    missing = (Worded("收文单位没有号码: {0}", _some(lacking)),) if lacking else ()
    return Step("contacts", here, missing)


def _channels(office: Office) -> Step:
    if not office.channels:
        none = Worded("没有启用的通道: 提醒只在本机响; 在规则册的 channels.toml 启用, 采用规则册后测试")
        return Step("channels", (), (none,))
    here = tuple(Worded("{0} 已试通", one.name) for one in office.channels if one.tested and not one.failing)
    missing = [Worded("{0} 还没有测试", one.name) for one in office.channels if one.tested is None and not one.failing]
    missing += [Worded("{0} 不通", one.name) for one in office.channels if one.failing or one.tested is False]
    return Step("channels", here, tuple(missing))


def _choices(office: Office) -> Step:
    here: list[Worded] = []
    missing: list[Worded] = []
    if office.limits:
        here.append(Worded("报送时限: {0}", Word(office.limits)))
    elif office.limits is not None:
        missing.append(Worded("没有选定本省的报送时限栏: 按最短的算"))
    if not office.holidays:
        here.append(Worded("{0} 年放假通知已录入", str(office.year)))
    return Step("choices", tuple(here), (*missing, *office.holidays))


def _letterhead(office: Office) -> Step:
    here = (Worded("发文机关 {0}", office.named),) if office.named else ()
    missing = (Worded("公文上没有 {0}", [Word(name) for name in office.unsaid]),) if office.unsaid else ()
    return Step("office", here, missing)


def _shift(office: Office) -> Step:
    if not office.shifts:
        return Step("shift", (), (Worded("还没有人接班"),))
    return Step("shift", (Worded("已接班 {0} 次", office.shifts),), ())


def _some(names: Sequence[str]) -> list[str | Word]:
    """Return some names; where there are more, the last one says how many there are."""
    shown: list[str | Word] = [*names[:NAMED]]
    return [*shown, "…"] if len(names) > NAMED else shown
