"""Other people hold the posts: what is open sounds for them, and calls to whoever left go to who came (R28)."""

from __future__ import annotations

from dutydesk.capabilities.calls import events as ev
from dutydesk.capabilities.calls import reads
from dutydesk.capabilities.delivery import dispatch
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.events import AlertSoundedAgain
from dutydesk.capabilities.obligations.rules.alerts import recipients
from dutydesk.capabilities.restricted.rules import told
from dutydesk.kernel.people import Duty
from dutydesk.store.views.seen import holders
from dutydesk.usecase.work import Work


def pass_on(work: Work, before: Duty) -> None:
    """Address what is open to those who hold the posts now.

    Args:
        work: the act under way; the new posts are written.
        before: who held them until now.
    """
    duty = dues.current_duty(work)
    _sound(work, duty)
    _call(work, before, duty)


def _sound(work: Work, duty: Duty) -> None:
    """What nobody has acknowledged sounds for the new people; a warning has sounded once (R16)."""
    for alert in work.views.alerts():
        if alert.acknowledged_at is not None or alert.step.startswith("warn:"):
            continue
        people = recipients(alert.addressee, alert.how, duty, alert.subject)
        people = told(people, holders(work.views, alert.matter_id), duty)
        again = AlertSoundedAgain(obligation=alert.obligation, name=alert.name, step=alert.step, people=people)
        work.append_by_desk(again, matter_id=alert.matter_id)


def _call(work: Work, before: Duty, duty: Duty) -> None:
    """A call to somebody who is off duty goes to who has that post, else to the highest that is there (R14)."""
    left = set(before.everyone()) - set(duty.everyone())
    for task in reads.open_tasks(work.views):
        if task.person not in left:
            continue
        post = next(post for post in ("A", "B", "leader", "director") if before.post(post) == task.person)
        above = [duty.post(post), duty.leader, duty.director, duty.a]
        people = told([who for who in above if who][:1], holders(work.views, task.matter_id), duty)
        if not people or people == [task.person]:
            continue
        passed = ev.CallPassedOn(task=task.id, before=task.person, person=people[0])
        work.append_by_desk(passed, matter_id=task.matter_id)
        clock = next((one for one in map(work.views.clock, task.clocks) if one is not None), None)
        if clock is not None:
            dispatch.queue_call(work, clock, task.colour or "yellow", people)
