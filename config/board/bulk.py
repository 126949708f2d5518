"""Acts on several challenges of a batch at once: each is an action of its own, and each row is told what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import Office
from accounts.queries import users_with_role
from accounts.roles import STAFF
from challenges import actions as challenge_actions
from challenges.enums import ChallengeState as C
from challenges.enums import ResolutionKind
from challenges.forms.picks import ResolutionField
from challenges.models import Challenge
from core import clock, events, outbox, turns
from core.actions import action, locked
from core.errors import Refused
from core.models import Event
from core.permissions import require, rule


@rule(gettext_lazy("催办榜单"), roles=STAFF, relation=gettext_lazy("每项每天一次"))
def remind_of_challenge(actor, challenge: Challenge | None = None):
    return None


@action
def remind(*, challenge: Challenge, by, at: datetime | None = None) -> int:
    """Tell those whose turn it is; answers how many. Refused: nobody_to_remind, already_reminded."""
    require(remind_of_challenge, by, challenge)
    at = at or clock.now()
    row = locked(challenge)
    today = clock.local(at).date()
    turn, step = turns.turn_of(row), turns.of(row)
    if turn is None or not turn.roles:
        raise Refused("nobody_to_remind", _("现在没有要由科技厅人员办理的事项，无需催办。"), challenge=row.pk)
    unit = turn.unit(row) if turn.unit else None
    people = users_with_role(*turn.roles, on=today).exclude(pk=by.pk)
    if isinstance(unit, Office):
        people = people.filter(office=unit)
    people = list(people)
    if not people:
        raise Refused("nobody_to_remind", _("没有其他经办人可以提醒。"), challenge=row.pk)
    begun = clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    done = Event.objects.filter(
        object_type="challenges.challenge", object_id=row.pk, verb="challenge.remind", at__gte=begun
    )
    if done.exists():
        raise Refused("already_reminded", _("今天已经催办过，请明天再催或直接电话联系。"), challenge=row.pk)
    title = _("请办理：%(code)s %(what)s") % {"code": row.code, "what": step.what}
    for user in people:
        key = f"remind:{row.pk}:{today.isoformat()}"
        body = _("%(who)s 提醒您办理“%(title)s”。") % {"who": by.signature, "title": row.title}
        outbox.notify(user, title=title, body=body, url=row.get_absolute_url(), key=key, at=at)
    names = "、".join(str(user) for user in people)
    events.record(
        row,
        "challenge.remind",
        by=by,
        at=at,
        label=_("催办"),
        note=_("提醒%(who)s：%(what)s") % {"who": names, "what": step.what},
    )
    return len(people)


@dataclass(frozen=True)
class BulkAct:
    """`run(challenge, by, resolution)` calls one action; `states` are those from which it can be done."""

    key: str
    label: str
    run: Callable
    roles: tuple[str, ...]
    states: tuple[str, ...]
    needs_resolution: bool = False


ACTS = (
    BulkAct(
        "refine",
        gettext_lazy("开始凝练"),
        lambda row, by, resolution: challenge_actions.start_refining(challenge=row, by=by),
        (Role.OFFICER,),
        (C.DRAFTING,),
    ),
    BulkAct(
        "secrecy",
        gettext_lazy("保密审查通过"),
        lambda row, by, resolution: challenge_actions.review_secrecy(challenge=row, by=by),
        (Role.OFFICER, Role.PUBLISHER),
        (C.REFINING, C.APPROVED),
    ),
    BulkAct(
        "approve",
        gettext_lazy("记录审定（须选决议）"),
        lambda row, by, resolution: challenge_actions.approve_challenge(challenge=row, resolution=resolution, by=by),
        (Role.OFFICER,),
        (C.REFINING,),
        needs_resolution=True,
    ),
    BulkAct(
        "remind",
        gettext_lazy("催办"),
        lambda row, by, resolution: remind(challenge=row, by=by),
        STAFF,
        (C.DRAFTING, C.REFINING, C.APPROVED, C.CLOSED, C.UNDER_REVIEW, C.IN_NOTICE),
    ),
)


@dataclass(frozen=True)
class Result:
    challenge: Challenge
    is_done: bool
    sentence: str


def offered(user) -> list[BulkAct]:
    return [act for act in ACTS if user.has_role(*act.roles)]


def fitting(acts: list[BulkAct], challenges) -> list[BulkAct]:
    """Those that can be done with one of these at least; each of them has what of it can be done as `acts`."""
    found = []
    for row in challenges:
        row.acts = [act for act in acts if row.state in act.states and row.stage.is_open]
        found += row.acts
    return [act for act in acts if act in found]


class BulkForm(forms.Form):
    resolution = ResolutionField(
        ResolutionKind.APPROVE_LIST, label=gettext_lazy("会议决议（审定时选）"), required=False
    )


def run(act: BulkAct, challenges: list[Challenge], *, by, resolution=None) -> list[Result]:
    """One after the other; a refusal of one leaves the others as they are."""
    results = []
    for row in challenges:
        try:
            act.run(row, by, resolution)
        except Refused as refusal:
            results.append(Result(row, False, str(refusal)))
        else:
            results.append(Result(row, True, str(act.label)))
    return results
