"""Checks and repairs: verify, rebuild, doctor."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.cli.rulebook import UPGRADE
from dutydesk.i18n import explain, listed, say, translate
from dutydesk.kernel.reading import Problem
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded
from dutydesk.usecase.accepted import Accepted


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add the checking commands."""
    one = add("verify", "核验日志, 以及由它算出的各表、结构、锚点和密钥", verify)
    one.add_argument("--journal", action="store_true", help=translate("只核验日志链和签名"))
    add("rebuild", "由日志重算各表", rebuild)
    add("doctor", "检查环境", doctor)


def verify(context: Context, parsed: argparse.Namespace) -> int:
    """Check the journal and, unless ``--journal``, all that is computed from it; exit 1 and name what does not hold."""
    from dutydesk.store.anchors import AnchorReport, verify_anchors
    from dutydesk.store.integrity import quick_check, verify_chain

    report = verify_chain(context.path)
    damage = quick_check(context.path) if report.ok else ""
    sound = report.ok and not damage
    signed = verify_anchors(context.path) if sound else AnchorReport(True, 0)
    checked = ["journal", "file", "heads"] if sound else ["journal"]
    ok = sound and signed.ok
    other: tuple[str, Worded] | None = None
    if ok and not parsed.journal:
        other = _beyond_the_journal(context, checked)
        ok = other is None
    first_bad = report.first_bad or signed.first_bad
    detail = report.detail or damage or (explain(signed.sentence) if signed.sentence is not None else "")
    detail = explain(other[1]) if other is not None else detail
    if context.json:
        context.object(
            {
                "ok": ok,
                "count": report.count,
                "head": report.head,
                "first_bad": first_bad,
                "anchors": signed.count,
                "checked": checked,
                "failed": other[0] if other is not None else None,
                "detail": detail or None,
            }
        )
    elif ok:
        context.text(say("日志完整: {0} 条, 链首 {1}", report.count, report.head))
        context.text(say("签名锚点 {0} 个, 都相符", signed.count))
        if not parsed.journal:
            context.text(translate("各表与日志重算的一致; 结构, 触发器, 旁存锚点, 口令和密钥文件无异常"))
    if not ok:
        where = translate("库文件损坏") if sound is False and not first_bad else translate("签名锚点不符")
        if first_bad:
            where = say("第 {0} 条起不符", first_bad)
        print(f"{where}: {detail}" if other is None else one_line(detail), file=sys.stderr)
    return 0 if ok else 1


def _beyond_the_journal(context: Context, checked: list[str]) -> tuple[str, Worded] | None:
    """Check one thing after another, noting each; return the first that fails with what is wrong."""
    from dutydesk.store import audit

    looks: tuple[tuple[str, Callable[[], Worded | None]], ...] = (
        ("schema", lambda: audit.schema_differs(context.path)),
        ("facts", lambda: audit.facts_differ(context.path)),
        ("tables", lambda: audit.tables_differ(context.path, context.now())),
        ("anchor", lambda: audit.anchor_differs(context.path)),
        ("key", lambda: audit.key_is_open(context.path)),
    )
    for name, look in looks:
        checked.append(name)
        wrong = look()
        if wrong is not None:
            return name, wrong
    return None


def rebuild(context: Context, _parsed: argparse.Namespace) -> int:
    """Compute all tables again from the journal; exit 1 and name the rows that cannot be worked in."""
    from dutydesk.store.integrity import Skipped
    from dutydesk.store.integrity import rebuild as rebuild_tables

    if context.views.officers():  # nobody can be asked where the tables are lost: they are what it repairs
        context.container.desk.require("rebuild", actor=context.actor(), what="rebuild")
    skipped: list[Skipped] = []
    count = rebuild_tables(context.container.desk.store, context.now(), skipped)
    context.container.close()
    for row in skipped:
        sentence = say("第 {0} 条 ({1}) 算不进各表 ({2}); 其余照算, 这一条仍在日志里", row.seq, row.kind, row.why)
        print(one_line(sentence), file=sys.stderr)
    if context.json:
        left_out = [{"seq": row.seq, "kind": row.kind, "why": row.why} for row in skipped]
        context.object({"ok": not skipped, "count": count, "skipped": left_out})
    else:
        context.text(say("已由 {0} 条日志重算各表", count - len(skipped)))
    return 1 if skipped else 0


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the doctor."""

    check: str
    ok: bool
    detail: str
    remedy: str = ""


def doctor(context: Context, _parsed: argparse.Namespace) -> int:
    """Look at the library, the disk, the store and the books; exit 1 when something is wrong."""
    checks = _environment(context)
    for check in checks:
        if context.json:
            context.object(
                {"check": check.check, "ok": check.ok, "detail": check.detail, "remedy": check.remedy or None}
            )
        else:
            mark = "√" if check.ok else "×"
            context.text(
                f"{mark} {translate(check.check)}: {check.detail}" + (f"; {check.remedy}" if check.remedy else "")
            )
    failed = [check for check in checks if not check.ok]
    if failed:
        print("; ".join(f"{translate(check.check)}: {check.detail}" for check in failed), file=sys.stderr)
    return 1 if failed else 0


def _counting(context: Context) -> Accepted | None:
    """Return the books that count for the store; the shipped ones where there is no store to ask."""
    from dutydesk.store.errors import StoreError

    try:
        return context.rulebook
    except StoreError:
        return None


def _environment(context: Context) -> list[Check]:
    from dutydesk.desk import backups
    from dutydesk.store import audit, connect
    from dutydesk.store.errors import StoreError

    version = ".".join(map(str, connect.library_version()))
    affected = connect.is_affected(connect.library_version())
    remedy = translate("请安装 pysqlite3>=0.6.1; 现以 DELETE 模式运行") if affected else ""
    checks = [Check("SQLite", not affected, version, remedy)]
    kind = connect.file_system_of(context.path.parent)
    try:
        connect.refuse_network(context.path)
        checks.append(Check("文件系统", ok=True, detail=kind or "?"))
    except StoreError as error:
        checks.append(Check("文件系统", ok=False, detail=str(error), remedy=translate("请放在本机磁盘")))
    checks.append(_settings(context))
    checks.extend(_rulebooks(context))
    checks.extend(_drills())
    try:
        connect.inspect(context.path)
    except StoreError as error:
        checks.append(Check("库", ok=False, detail=str(error)))
        return checks
    mode = context.path.stat().st_mode & 0o077
    fix = f"chmod 600 {context.path}" if mode else ""
    checks.append(Check("权限", ok=not mode, detail=oct(context.path.stat().st_mode & 0o777), remedy=fix))
    views = context.views
    seq, head, _recorded = views.head()
    checks.append(Check("库", ok=True, detail=f"{views.meta().get('site', '?')} {seq} {head.hex()[:16]}"))
    checks.extend(_setting_up(context))
    checks.extend(_limits(context))
    checks.extend(_years(context))
    checks.extend(_channels(context))
    detail = "已配置" if backups.is_configured(views) else "未配置备份位置: 每日备份的时限没有启用, 库没有备份"
    checks.append(Check("备份", ok=True, detail=translate(detail)))
    for name, wrong in (
        ("结构", audit.schema_differs(context.path)),
        ("锚点", audit.anchor_differs(context.path)),
        ("密钥", audit.key_is_open(context.path)),
    ):
        checks.append(
            Check(name, ok=wrong is None, detail=explain(wrong) if wrong is not None else translate("无异常"))
        )
    journal_mode = views.journal_mode()
    checks.append(Check("日志模式", ok=journal_mode == connect.journal_mode(), detail=journal_mode))
    return checks


def _settings(context: Context) -> Check:
    """The configuration file: every value and key of it that cannot be used, and which store is used."""
    faults = context.config.faults
    if context.config.keys:
        from dutydesk.tui.commands import every  # importing it registers the commands that keys belong to
        from dutydesk.tui.commands.base import keys_in_force

        del every
        faults = (*faults, *keys_in_force(context.config.keys)[1])
    if not faults:
        return Check("设置文件", ok=True, detail=one_line(str(context.config.path or translate("没有, 用默认的"))))
    detail = one_line("; ".join([str(context.config.path), *map(explain, faults)]))
    return Check("设置文件", ok=False, detail=detail, remedy=translate("请按所指位置修改; 其余照常"))


def _drills() -> list[Check]:
    """Drill scripts that cannot be read; nothing is said where all can."""
    from dutydesk.drill import script

    wrong: list[str] = []
    for name in script.listed():
        try:
            script.read(script.find(name))
        except script.DrillError as error:
            wrong.append(str(error))
    remedy = translate("请按所指位置修改; 其余照常")
    return [Check("演练脚本", ok=False, detail=one_line("; ".join(wrong)), remedy=remedy)] if wrong else []


def _rulebooks(context: Context) -> list[Check]:
    """The rulebook that counts and the configured folder: every file that cannot be used, and what stands in for it."""
    from dutydesk.capabilities.rulebooks.handlers import missing
    from dutydesk.kernel.reading import RulebookError
    from dutydesk.usecase.books import load_books, problems_of

    try:
        books = load_books(_counting(context))
        said = say("{0} 条启用, 版本 {1}", len(books.rules.enabled()), books.rules.version)
        newer = _newer(context)
        said += f"; {say(UPGRADE, listed(newer))}" if newer else ""
        checks = [_books("规则册", books.problems, said)]
    except RulebookError as error:
        checks = [_books("规则册", error.problems, "")]
    folder = context.config.rulebook
    if folder is not None and not folder.is_dir():
        checks.append(Check("规则册文件夹", ok=False, detail=say("没有这个文件夹: {0}", one_line(str(folder)))))
    elif folder is not None:
        lacking = missing(folder)
        said = say("{0} 没有, 用随程序的", listed(lacking)) if lacking else translate("无异常")
        checks.append(_books("规则册文件夹", problems_of(folder), said))
    return checks


def _newer(context: Context) -> list[str]:
    """Files of the rulebook that this version ships with another text; none where there is no store to ask."""
    from dutydesk.capabilities.rulebooks.handlers import upgraded
    from dutydesk.store.errors import StoreError

    try:
        return upgraded(context.views)
    except StoreError:
        return []


def _books(name: str, problems: Sequence[Problem], said: str) -> Check:
    if not problems:
        return Check(name, ok=True, detail=said)
    detail = one_line("; ".join(filter(None, (said, *map(str, problems)))))
    return Check(name, ok=False, detail=detail, remedy=translate("请按所指位置修改; 其余照常"))


def _setting_up(context: Context) -> list[Check]:
    """What the office still lacks, by the steps of ``dutydesk setup``; that something is missing is no fault."""
    from dutydesk.capabilities.setup.rules import STEP_NAMES
    from dutydesk.capabilities.setup.state import steps_of
    from dutydesk.kernel.reading import RulebookError
    from dutydesk.usecase.books import load_books

    try:
        found = steps_of(context.views, load_books(context.rulebook), context.now())
    except RulebookError:
        return []  # said already
    lacking = [f"{translate(STEP_NAMES[step.id])}: {explain(one)}" for step in found for one in step.missing]
    remedy = "dutydesk setup" if lacking else ""
    detail = say("还缺: {0}", "; ".join(lacking)) if lacking else translate("都已齐备")
    return [Check("启用准备", ok=True, detail=one_line(detail), remedy=remedy)]


def _limits(context: Context) -> list[Check]:
    """Which reporting limits hold; that none was chosen is said, and is no fault."""
    from dutydesk.capabilities.limits.handlers import column_of
    from dutydesk.capabilities.limits.rules import UNSET
    from dutydesk.kernel.reading import RulebookError
    from dutydesk.usecase.books import load_books

    try:
        column = column_of(context.views, load_books(context.rulebook))
    except RulebookError:
        return []  # said already
    if column is None:
        return []
    detail = one_line(f"{translate(column.name)} ({column.source})")
    remedy = "dutydesk limits choose" if column.id == UNSET else ""
    return [Check("报送时限", ok=True, detail=detail, remedy=remedy)]


def _years(context: Context) -> list[Check]:
    """The next year's holiday notice where it is due and not there, and what is kept how long; neither is a fault."""
    from dutydesk.kernel.instants import local_date
    from dutydesk.kernel.reading import RulebookError
    from dutydesk.kernel.retention import spelled
    from dutydesk.usecase.books import load_books

    try:
        books = load_books(context.rulebook)
    except RulebookError:
        return []  # said already
    year = books.holidays.unannounced(local_date(context.now()))
    checks: list[Check] = []
    if year is not None:
        detail = say("{0} 年放假通知还没有录入, 现为推算或缺失", str(year))
        checks.append(Check("节假日", ok=True, detail=detail, remedy=translate("通知公布后写入 holidays.toml")))
    kept: list[str] = []
    for one in books.retention:
        decided = say("{0} 决定", one.decided) if one.decided else translate("建议, 待本单位决定")
        kept.append(f"{translate(one.name)} {explain(spelled(one))} ({decided}; {one.source})")
    undecided = any(not one.decided for one in books.retention)
    remedy = translate("决定后写入 retention.toml 的 decided") if undecided else ""
    return [*checks, Check("保存期限", ok=True, detail=one_line("; ".join(kept)), remedy=remedy)]


def _channels(context: Context) -> list[Check]:
    """Channels that are switched on: whether they get through, and whether their secrets are there and private."""
    from dutydesk.capabilities.delivery.reads import outages
    from dutydesk.kernel.reading import RulebookError
    from dutydesk.usecase.books import load_books
    from dutydesk.watch.channels.references import MissingSecretError, is_open_to_others, resolve
    from dutydesk.watch.channels.templates import TemplateError, template_of

    try:
        specs = load_books(context.rulebook).channels.by_name
    except RulebookError:
        return []  # said already
    enabled = [spec for spec in specs.values() if spec.enabled]
    failing = [outage for outage in outages(context.views) if outage.channel in specs]
    detail = say("{0} 个启用", len(enabled))
    remedies: list[str] = []
    for outage in failing:
        detail += "; " + say("不通: {0}", f"{outage.channel} {translate(outage.reason)} {outage.detail}")
        remedies.append(f"dutydesk channels test {outage.channel}")
    for spec in enabled:
        if spec.kind not in {"command", "smtp"}:
            try:
                template_of(spec)
            except TemplateError as error:
                remedies.append(say("模板不能用: {0}", str(error)))
        for reference in filter(None, (spec.token, spec.secret)):
            try:
                resolve(reference)
            except MissingSecretError:
                remedies.append(say("缺少密钥: {0}", reference))
            if is_open_to_others(reference):
                remedies.append(f"chmod 600 {reference.removeprefix('file:')}")
    return [Check("外送通道", ok=not remedies, detail=one_line(detail), remedy=one_line("; ".join(remedies)))]
