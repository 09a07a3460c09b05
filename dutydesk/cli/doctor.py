"""``doctor``: everything that is wrong with an installation, in plain words, with what to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dutydesk.cli import arrivals, attachments, installation
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.cli.installation import Check
from dutydesk.cli.rulebook import UPGRADE
from dutydesk.i18n import explain, listed, say, translate, when
from dutydesk.kernel.reading import Problem
from dutydesk.kernel.text import one_line
from dutydesk.store.errors import StoreError
from dutydesk.usecase.accepted import Accepted


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``doctor``."""
    add("doctor", "检查环境", doctor)


def doctor(context: Context, _parsed: argparse.Namespace) -> int:
    """Look at the library, the disk, the store and the books; exit 1 when something is wrong (×), not for what is to do (!)."""
    checks = _environment(context)
    for check in checks:
        if context.json:
            context.object(
                {"check": check.check, "ok": check.ok, "detail": check.detail, "remedy": check.remedy or None}
            )
        else:
            mark = "×" if not check.ok else "!" if check.remedy else "√"
            context.text(
                f"{mark} {translate(check.check)}: {check.detail}" + (f"; {check.remedy}" if check.remedy else "")
            )
    failed = [check for check in checks if not check.ok]
    if failed:
        print("; ".join(f"{translate(check.check)}: {check.detail}" for check in failed), file=sys.stderr)
    return 1 if failed else 0


def _counting(context: Context) -> Accepted | None:
    """Return the books that count for the store; the shipped ones where there is no store to ask."""
    try:
        return context.rulebook
    except StoreError:
        return None


def _environment(context: Context) -> list[Check]:
    from dutydesk.store import audit, connect

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
    checks.extend(_encrypted(context))
    checks.append(_settings(context))
    checks.extend(_emergency_log(context))
    checks.extend(_rulebooks(context))
    checks.extend(_drills())
    try:
        connect.inspect(context.path)
    except StoreError as error:
        checks.append(Check("库", ok=False, detail=str(error)))
        return checks
    checks.extend(installation.checks(context))
    views = context.views
    seq, head, _recorded = views.head()
    checks.append(Check("库", ok=True, detail=f"{views.meta().get('site', '?')} {seq} {head.hex()[:16]}"))
    checks.extend(_setting_up(context))
    checks.extend(_limits(context))
    checks.extend(_years(context))
    checks.extend(_letterhead(context))
    checks.extend(_channels(context))
    checks.append(_backups(context))
    checks.extend(_sealed(context))
    checks.extend(arrivals.checks(context))
    checks.extend(attachments.checks(context))
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


def _emergency_log(context: Context) -> list[Check]:
    """Lines that were written down while the store could not be written, and are not taken in yet."""
    from dutydesk.capabilities.emergency_log.reads import waiting
    from dutydesk.store import emergency_log

    lines = emergency_log.read(context.path)
    if not lines:
        return []
    try:
        count = len(waiting(context.views, context.path))
    except StoreError:
        detail = say("{0} 行; 库读不出, 不知是否已收入", len(lines))
        return [Check("应急记录", ok=False, detail=detail, remedy=translate("库修好后: dutydesk emergency-log take"))]
    detail = say("{0} 行, 其中 {1} 行没有收入日志", len(lines), count)
    return [Check("应急记录", ok=not count, detail=detail, remedy="dutydesk emergency-log take" if count else "")]


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
            wrong.append(explain(error))
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
        said = say("{0} 没有, 用随程序的", listed(lacking)) if lacking else ""
        checks.append(_books("规则册文件夹", problems_of(folder), said))
    return checks


def _newer(context: Context) -> list[str]:
    """Files of the rulebook that this version ships with another text; none where there is no store to ask."""
    from dutydesk.capabilities.rulebooks.handlers import upgraded

    try:
        return upgraded(context.views)
    except StoreError:
        return []


def _books(name: str, problems: Sequence[Problem], said: str) -> Check:
    if not problems:
        return Check(name, ok=True, detail=said or translate("无异常"))
    detail = one_line("; ".join(filter(None, (said, *(explain(one.worded) for one in problems)))))
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
    detail = one_line(f"{translate(column.name)} ({translate(column.source)})")
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
        kept.append(f"{translate(one.name)} {explain(spelled(one))} ({decided}; {translate(one.source)})")
    undecided = any(not one.decided for one in books.retention)
    remedy = translate("决定后写入 retention.toml 的 decided") if undecided else ""
    return [*checks, Check("保存期限", ok=True, detail=one_line("; ".join(kept)), remedy=remedy)]


def _letterhead(context: Context) -> list[Check]:
    """What stands on the office's papers and is not known yet; a paper goes out without it, so that it is no fault."""
    from dutydesk.capabilities.papers.profile import lacking_of
    from dutydesk.capabilities.papers.reads import office_of
    from dutydesk.kernel.reading import RulebookError
    from dutydesk.usecase.books import load_books

    try:
        office = office_of(context.views, load_books(context.rulebook).papers.office)
    except RulebookError:
        return []  # said already
    lacking = [translate(name) for name in lacking_of(office)]
    if not lacking:
        return [Check("公文资料", ok=True, detail=one_line(f"{office.name or context.views.meta()['site']}"))]
    remedy = "dutydesk office"
    return [Check("公文资料", ok=True, detail=say("公文上没有 {0}", listed(lacking)), remedy=remedy)]


def _encrypted(context: Context) -> list[Check]:
    """Whether the store is encrypted as a whole, where a key for it is named."""
    from dutydesk.store import encrypted

    if not encrypted.is_asked():
        return []
    if not encrypted.CAN_ENCRYPT:
        remedy = "pip install 'dutydesk[encrypted]'"
        return [Check("整库加密", ok=False, detail=translate("写明了密钥, 但没有装 sqlcipher3"), remedy=remedy)]
    path = one_line(encrypted.KEY_FILE)
    if context.path.exists() and not encrypted.salt_of(context.path):
        remedy = translate("先备份, 再恢复该备份: 恢复时加密")
        return [Check("整库加密", ok=True, detail=say("写明了密钥 {0}, 但库还是明文", path), remedy=remedy)]
    return [Check("整库加密", ok=True, detail=say("密钥 {0} 不在备份里, 请另行保管", path))]


def _sealed(context: Context) -> list[Check]:
    """Whether the key is there with which matters were sealed."""
    from dutydesk.store import sealed
    from dutydesk.store.views.seen import sealed_keys

    keys = sealed_keys(context.views)  # how many matters there are is nobody's business here
    if not keys:
        return []
    cipher, path = sealed.cipher_of(context.path), one_line(str(sealed.key_path(context.path)))
    if cipher is None or not all(cipher.has(one) for one in keys):
        why = "读不到封存密钥" if cipher is None else "封存密钥不是当时用的那一个"
        detail = say("{0}: 用它封存的事项只见编号和时间, 不能写", translate(why))
        return [Check("封存", ok=False, detail=detail, remedy=say("放回密钥文件: {0}", path))]
    return [Check("封存", ok=True, detail=say("密钥 {0} 不在备份里, 请另行保管", path))]


def _backups(context: Context) -> Check:
    """Where the daily copy goes, how old the newest proved one is, and what came of the last attempt."""
    from dutydesk.capabilities.backups import reads, words
    from dutydesk.desk import backups
    from dutydesk.kernel.instants import DAY

    views, now = context.views, context.now()
    place, proved, failed = reads.place(views), reads.verified(views), reads.failed(views)
    told = [words.told_place(place)]
    if proved is not None:
        told.append(say("最近合格的: {0} ({1} 条)", when(proved[1]), proved[0].count))
    remedies: list[str] = []
    if place is None:
        told += [] if proved is not None else [translate("每日备份的时限没有启用, 库没有备份")]
        return Check("备份", ok=True, detail=one_line("; ".join(told)), remedy="dutydesk backups place")
    late = proved is None or now - proved[1] > 2 * DAY
    if late:
        told.append(translate("两天没有合格的备份"))
        remedies.append(translate("看护 (dutydesk watch) 须在运行; 或 dutydesk backup"))
    broken = failed is not None and (proved is None or failed[1] >= proved[1])
    if broken and failed is not None:
        told.append(say("上次未成: {0} {1}", when(failed[1]), failed[0].why))
    for folder in filter(None, (place.folder, place.second)):
        if not Path(folder).is_dir():
            broken = True
            remedies.append(say("没有这个文件夹: {0}", folder))
        elif Path(folder).stat().st_dev == context.path.parent.stat().st_dev:
            told.append(say("{0} 与库在同一块磁盘上: 磁盘坏了两份都没有", folder))
    try:
        backups.secret_of(place.key_file)
    except StoreError as error:
        broken = True
        remedies.append(explain(error))
    return Check(
        "备份", ok=not (late or broken), detail=one_line("; ".join(told)), remedy=one_line("; ".join(remedies))
    )


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
