"""The page of a matter's reports: every recipient, how each report went to them, whether they have it."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.reporting.commands import checks_of, excuse_form
from dutydesk.capabilities.reporting.reads import short_name
from dutydesk.capabilities.sending import reads, rules
from dutydesk.capabilities.sending.words import recipient_line
from dutydesk.i18n import say, title, translate, when
from dutydesk.store.views import Views
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.screens.host import CommandScreen

AGAIN, CONFIRMED, EXCUSED = "again", "confirmed", "excused"


class SentPage(Command):
    """Show what became of the reports of a matter at each recipient, and write down what happened since."""

    id = "sent"
    key = "S"
    words = "报送情况"
    leads_to = ("excuse", "deliver", "deliver receipt")
    help_text = "每份报告的每个收件单位: 怎样送的、通道是否发出、谁签收、是否超时; 选一个登记送达或签收"
    sought = (
        "送达",
        "谁收到了",
        "报送台账",
        "登记送达",
        "报告签收",
        "delivered",
        "receipts of reports",
        "recipients of reports",
    )

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Show the page; a recipient that is chosen is written about, then the page comes again."""
        matter = await screen.ask_matter(translate("看哪个事项的报送情况"))
        if matter is not None:
            while await _page(screen, matter):
                pass


async def _page(screen: CommandScreen, matter: Matter) -> bool:
    """Show the page once; whether something was chosen on it."""
    now, names = screen.gateway.now(), screen.state.names

    def read(views: Views) -> list[tuple[str, rules.Recipient, str]]:
        sent = [one for one in views.reports(matter.id) if not one.forwards]
        return [
            (
                title(short_name(one)),
                to,
                f"{title(short_name(one))} {when(one.sent_at)}  {recipient_line(to, now, names)}",
            )
            for one in reversed(sent)
            for to in reads.recipients(views, one)
        ]

    rows = await screen.gateway.read(read)
    if not rows:
        screen.tell(translate("这个事项还没有发过报告"))
        return False
    heading = say("报送情况: {0} {1}", matter.label, matter.title)
    chosen = await screen.choose(heading, [(str(number), said) for number, (_, _, said) in enumerate(rows)])
    if not chosen:
        return False
    name, to, _ = rows[int(chosen)]
    standing = to.standing(now)
    report = await screen.gateway.read(lambda views: views.report(to.report))
    found = checks_of(report) if report is not None else []
    from dutydesk.capabilities.reporting.rules.findings import name_of  # not before the first frame

    why = (
        [(EXCUSED, say("写明 {0} 不改的理由 (不写不打印、不经通道外发)", [translate(name_of(one)) for one in found]))]
        if found
        else []
    )
    what = AGAIN
    if standing in (rules.OWED, rules.OVERDUE, rules.WITHOUT):
        offered = [(CONFIRMED, translate("登记签收")), (AGAIN, translate("再送一次")), *why]
        what = await screen.choose(f"{name} → {to.unit}", offered)
    elif why:
        what = await screen.choose(f"{name} → {to.unit}", [(AGAIN, translate("登记送达")), *why])
    if what == CONFIRMED:
        await receipt_form(screen, to)
    elif what == EXCUSED and report is not None:
        await excuse_form(screen, report)
    elif what:
        await delivery_form(screen, to)
    return True


async def delivery_form(screen: CommandScreen, to: rules.Recipient) -> bool:
    """Ask how a report went to a recipient."""
    fields = [
        Field("unit", "收件单位", to.unit, SEVERAL, proposed=True),
        Field("way", "怎样送", required=True, instead=("channel",)),
        Field("taken_by", "对方接收人", hint="派人送达必填; 写明即为签收"),
        Field("note", "传真号、页数", hint="可空"),
        Field("at", "送出的时间", hint="省略为现在"),
        Field("channel", "通道", hint="带附件发出; 其他方式不填", more=True),
    ]
    place = f"deliver-{to.report}-{to.unit}"
    return await screen.form(say("登记送达: {0}", to.unit), fields, "deliver", place, report=to.report)


async def receipt_form(screen: CommandScreen, to: rules.Recipient) -> bool:
    """Ask who at a recipient has the report."""
    fields = [
        Field("taken_by", "对方何人", required=True),
        Field("note", "何种方式", hint="可空"),
        Field("at", "签收的时间", hint="省略为现在"),
    ]
    place = f"delivered-{to.report}-{to.unit}"
    return await screen.form(
        say("登记签收: {0}", to.unit), fields, "deliver receipt", place, report=to.report, unit=to.unit
    )
