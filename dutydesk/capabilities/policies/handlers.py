"""Policies: the interpretation sheet, who must get it, the document's own deadlines and windows (IN-11, IN-24, AN-09, AN-10)."""

from __future__ import annotations

from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.policies import acts
from dutydesk.capabilities.policies import events as ev
from dutydesk.capabilities.policies.reads import PolicyView, policy
from dutydesk.capabilities.reporting import affairs
from dutydesk.capabilities.reporting.rules.recipients import propose
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

SIGNED, PUSHED = "interpretation.signed", "all_recipients.pushed"
ANSWERED, CONFIRMED = "policy.answer_sent", "policy.window_confirmed"
URGENT = ("red", "yellow")
"""Colours of documents that need a second reader."""

SHEET = ("wording", "scope", "effective", "bound", "silent")
"""What a sheet must say; ``silent`` is what the document does not say."""


@handles(acts.PolicyInterpret)
def interpret(work: Work, act: acts.PolicyInterpret) -> Row:
    """Sign the sheet. A second reader is another person, and needed for urgent documents."""
    matter = act.matter
    known = policy(work.views, matter.id)
    if known.in_force is not None and known.pushed:
        raise Refused("", "解读已签发并推送, 要改请先撤回 (policy withdraw)", traced=True)
    said = {field: work.text(field, getattr(act, field)).strip() for field in SHEET}
    at = act.at
    second = _second_reader(work, matter, act, at)
    issued_at = _issued_at(matter, act.issued) if act.issued is not None else None
    sheet = ev.PolicyInterpreted(
        number=len(known.sheets) + 1, second_reader=second.person, agreement=second.agreement, **said
    )
    row = work.append(sheet, at=at, matter=matter)
    consents.keep(work, second, row, matter)
    _name(work, matter, affairs.names(work, "to", act.to, required=False))
    if issued_at is not None:
        work.append(ev.PolicyIssued(issued_at=issued_at), matter=matter)
    dues.acted(work, matter)
    _settle(work, matter)
    return row


def _second_reader(work: Work, matter: Matter, act: acts.PolicyInterpret, at: Instant) -> Consent:
    if not act.second_reader.strip() and matter.colour in URGENT:
        raise Refused("second_reader", "加急件须第二人复核, 请写明复核人", traced=True)
    said_at = at if act.agreed_at is None else act.agreed_at
    own = "复核人须是另一人, 不能由 {0} 自己复核"
    return consents.another(work, "second_reader", act.second_reader, own, at=said_at, since=matter.received_at)


def _settle(work: Work, matter: Matter) -> None:
    """Meet what is met by now: signed and every listed recipient pushed, at the later of the two."""
    known = policy(work.views, matter.id)
    signed_at = known.in_force.signed_at if known.in_force else None
    pushed_at = known.all_pushed_at
    if signed_at is not None:
        affairs.meet(work, {SIGNED}, matter, signed_at)
    if pushed_at is not None:
        affairs.meet(work, {PUSHED}, matter, pushed_at)
    if signed_at is not None and pushed_at is not None:
        affairs.meet(work, {SIGNED, PUSHED}, matter, max(signed_at, pushed_at))


@handles(acts.PolicyRecipients)
def recipients(work: Work, act: acts.PolicyRecipients) -> Row:
    """Name recipients: typed ones, or those that the keywords of title and sheet propose; or take some off the list."""
    matter = act.matter
    if act.drop:
        return _drop(work, matter, affairs.names(work, "drop", act.drop), act.reason)
    typed = affairs.names(work, "to", act.to, required=False)
    row = _name(work, matter, typed) if typed else _name_proposed(work, matter)
    if row is None:
        raise Refused("to", "都已在名单上")
    return row


def _name(work: Work, matter: Matter, typed: list[str]) -> Row | None:
    known = {one.name for one in policy(work.views, matter.id).recipients}
    new = [name for name in typed if name not in known]
    return work.append(ev.PolicyRecipientsNamed(recipients=new), matter=matter) if new else None


def _name_proposed(work: Work, matter: Matter) -> Row | None:
    proposals = propose(work.books.recipients, matter.title)
    if not proposals:
        raise Refused("to", "标题中没有可据以建议推送对象的关键词, 请直接填写")
    known = {one.name for one in policy(work.views, matter.id).recipients}
    new = [one for one in proposals if one.name not in known]
    named = ev.PolicyRecipientsNamed(recipients=[one.name for one in new], because=[one.keyword for one in new])
    return work.append(named, matter=matter) if new else None


def _drop(work: Work, matter: Matter, typed: list[str], reason: str) -> Row:
    known = policy(work.views, matter.id)
    affairs.listed_only("drop", typed, [one.name for one in known.recipients])
    told = [one.name for one in known.recipients if one.name in typed and (one.pushed_at or one.wrong_at)]
    if told:
        raise Refused("drop", "已推送的不能去掉: {0}", told)
    row = work.append(ev.PolicyRecipientsDropped(recipients=typed, reason=work.text("reason", reason)), matter=matter)
    _settle(work, matter)
    return row


@handles(acts.PolicyPush)
def push(work: Work, act: acts.PolicyPush) -> Row:
    """Mark recipients pushed; before the sheet is signed this is allowed and meets nothing."""
    matter = act.matter
    known = policy(work.views, matter.id)
    typed = affairs.names(work, "to", act.to)
    if not known.recipients:
        raise Refused("to", "还没有推送名单, 请先列推送对象 (policy recipients)")
    affairs.listed_only("to", typed, [one.name for one in known.recipients])
    for one in known.recipients:
        if one.name in typed and one.pushed_at is not None:
            affairs.refuse_again("to", one.name, one.pushed_at)
    at = act.at
    done, total = known.pushed + len(typed), len(known.recipients)
    row = work.append(ev.PolicyPushed(recipients=typed, done=done, total=total), at=at, matter=matter)
    dues.acted(work, matter)
    _settle(work, matter)
    return row


@handles(acts.PolicyWithdraw)
def withdraw(work: Work, act: acts.PolicyWithdraw) -> Row:
    """Withdraw the sheet in force: whoever it was pushed to must be corrected. A clock that was met stays met."""
    matter = act.matter
    known = policy(work.views, matter.id)
    reason = act.reason
    if known.in_force is None:
        raise Refused("matter", "{0} 没有已签发的解读可撤回", matter.label)
    told = [one.name for one in known.recipients if one.pushed_at is not None]
    withdrawn = ev.PolicyWithdrawn(number=known.in_force.number, reason=reason, recipients=told)
    return work.append(withdrawn, matter=matter)


@handles(acts.PolicyCorrect)
def corrected(work: Work, act: acts.PolicyCorrect) -> Row:
    """Mark that recipients of the withdrawn interpretation were told."""
    matter = act.matter
    waiting = policy(work.views, matter.id).to_correct
    typed = affairs.names(work, "to", act.to)
    if not waiting:
        raise Refused("to", "没有待更正的对象")
    affairs.listed_only("to", typed, waiting)
    at = act.at
    note = act.note
    return work.append(
        ev.PolicyCorrected(recipients=typed, left=len(waiting) - len(typed), note=note), at=at, matter=matter
    )


@handles(acts.PolicyIssue)
def issued(work: Work, act: acts.PolicyIssue) -> Row:
    """Note when the document was issued, to see how late it came (IN-26)."""
    matter = act.matter
    return work.append(ev.PolicyIssued(issued_at=_issued_at(matter, act.issued)), matter=matter)


def _issued_at(matter: Matter, at: Instant) -> Instant:
    if at > matter.received_at:
        raise Refused("issued", "印发时间 {0} 晚于收到时间 {1}", When(at), When(matter.received_at))
    return at


# ---------------------------------------------------------------- deadlines and windows


@handles(acts.PolicyDeadline)
def deadline(work: Work, act: acts.PolicyDeadline) -> Row:
    """Enter a deadline of the document; its clock counts from the receipt."""
    matter = act.matter
    due_at = act.due
    if due_at < matter.received_at:
        raise Refused("due", "到期时间 {0} 早于收到时间 {1}", When(due_at), When(matter.received_at))
    subject = _new_subject(work, matter, ANSWERED, act.subject)
    row = work.append(ev.PolicyDeadlineEntered(due_at=due_at, subject=subject), matter=matter)
    events = {"policy.deadline_entered": matter.received_at}
    with naming("due"):
        dues.trigger(work, events, matter, subject=subject, typed={ANSWERED: due_at})
    return row


def _new_subject(work: Work, matter: Matter, act: str, typed: str) -> str:
    """Return the name of one more deadline or window: a running one of that name is not silently joined (R5)."""
    subject = work.text("subject", typed, required=False).strip()
    taken = [view for view in affairs.running(work, matter, act) if view.subject == subject]
    if taken:
        raise Refused("subject", "已有 {0}, 到期 {1}; 另一项请写明名称", taken[0].title, When(taken[0].due_at))
    return subject


@handles(acts.PolicyAnswer)
def answer(work: Work, act: acts.PolicyAnswer) -> Row:
    """Record that the answer was sent: meets the deadline."""
    matter = act.matter  # its deadline lives on
    subject = affairs.one_subject(work, matter, ANSWERED, act.subject)
    at = act.at
    sent = ev.PolicyAnswered(
        text=act.text,
        recipients=affairs.names(work, "to", act.to, required=False),
        subject=subject,
    )
    row = work.append(sent, at=at, matter=matter)
    dues.acted(work, matter)
    affairs.meet(work, {ANSWERED}, matter, at, subject=subject)
    return row


@handles(acts.PolicyWindow)
def window(work: Work, act: acts.PolicyWindow) -> Row:
    """Enter a window; its clock warns 14, 7 and 2 days before the end (IN-24)."""
    matter = act.matter
    opens_at = act.opens
    ends_at = act.ends
    if opens_at is not None and ends_at <= opens_at:
        raise Refused("ends", "截止时间 {0} 不晚于开始时间 {1}", When(ends_at), When(opens_at))
    if ends_at < matter.received_at:
        raise Refused("ends", "到期时间 {0} 早于收到时间 {1}", When(ends_at), When(matter.received_at))
    subject = _new_subject(work, matter, CONFIRMED, act.subject)
    row = work.append(ev.PolicyWindowEntered(opens_at=opens_at, ends_at=ends_at, subject=subject), matter=matter)
    events = {"policy.window_entered": matter.received_at}
    with naming("ends"):
        dues.trigger(work, events, matter, subject=subject, typed={CONFIRMED: ends_at})
    return row


@handles(acts.PolicyConfirmWindow)
def confirm_window(work: Work, act: acts.PolicyConfirmWindow) -> Row:
    """Record that those whom a window concerns know it."""
    matter = act.matter
    subject = affairs.one_subject(work, matter, CONFIRMED, act.subject)
    at = act.at
    confirmed = ev.PolicyWindowConfirmed(subject=subject, note=act.note)
    row = work.append(confirmed, at=at, matter=matter)
    affairs.meet(work, {CONFIRMED}, matter, at, subject=subject)
    return row


def pending(known: PolicyView) -> list[str]:
    """Return the recipients not marked pushed yet, in order."""
    return [one.name for one in known.recipients if one.pushed_at is None]
