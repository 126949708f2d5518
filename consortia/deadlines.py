"""What ends in this app, and for whom: above all the deadline of a challenge for whoever has not sent a bid yet."""

from datetime import timedelta

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Value
from django.utils.translation import gettext_lazy as _

from accounts.deadlines import audience
from accounts.enums import Role
from challenges.deadlines import notices
from challenges.enums import ChallengeState
from consortia.enums import BidState, ConsortiumState, MembershipState
from consortia.models import Bid, Consortium, Membership
from consortia.queries import RECOMMENDABLE
from core.deadlines import DAYS, HOURS, Deadline

UNIT = (Role.APPLICANT, Role.UNIT_ADMIN)
WRITING = (BidState.DRAFT, BidState.UNIT_REVIEW)
WEEK_BEFORE = tuple(mark for mark in DAYS if mark.key == "7d")
RUNNING = (ChallengeState.PUBLISHED, ChallengeState.OPEN)


def unsent():
    """Bids that are written and not sent, while the challenge takes them."""
    rows = Bid.objects.filter(state__in=WRITING, challenge__state__in=RUNNING, challenge__deadline__isnull=False)
    return rows.select_related("challenge", "consortium__lead")


def _sent():
    rows = Bid.objects.filter(state=BidState.SUBMITTED, challenge__state__in=RUNNING)
    return rows.select_related("challenge", "consortium__lead")


def _members(state: str):
    """Units of a consortium, joined to its bids."""
    return lambda: Membership.objects.filter(state=state)


def _to_recommend():
    days = ExpressionWrapper(
        F("challenge__batch__rule_set__recommendation_days") * Value(timedelta(days=1)), output_field=DurationField()
    )
    rows = Bid.objects.filter(
        challenge__batch__rule_set__needs_recommendation=True,
        challenge__state=ChallengeState.CLOSED,
        state__in=RECOMMENDABLE,
        recommendation__isnull=True,
    )
    until = ExpressionWrapper(F("challenge__deadline") + days, output_field=DateTimeField())
    return rows.annotate(recommend_until=until).select_related("challenge", "consortium__lead")


def _correcting():
    """Bids whose form defects were named; the unit may hand in once (3.4)."""
    rows = Bid.objects.filter(state=BidState.CORRECTING, correction_due_on__isnull=False)
    return rows.select_related("challenge", "consortium__lead")


def _registered():
    return Consortium.objects.filter(state=ConsortiumState.REGISTERED, valid_to__isnull=False)


OWN_BID = (
    audience("unit", Bid.objects.all, "consortium__lead", *UNIT),
    audience("unit", _members(MembershipState.CONFIRMED), "organization", *UNIT, row="consortium__bids"),
)

DEADLINES = [
    Deadline(
        kind="consortia.bid",
        label=_("提交揭榜方案"),
        rows=unsent,
        end="challenge__deadline",
        audiences=OWN_BID,
        what=_("“%(challenge.title)s”的揭榜方案尚未提交"),
        then=_("截止后系统不再接收，未提交的草稿失效（内容仍可查看）。请确认成员已填报、承诺已签署，由单位管理员提交。"),
        marks=HOURS,
        group="challenge_id",
        topic="challenge",
    ),
    Deadline(
        kind="consortia.invitation",
        label=_("确认加入联合体"),
        rows=unsent,
        end="challenge__deadline",
        audiences=(
            audience(
                "unit",
                _members(MembershipState.INVITED),
                "organization",
                Role.UNIT_ADMIN,
                row="consortium__bids",
            ),
        ),
        what=_("“%(consortium.name)s”邀请贵单位加入并揭榜“%(challenge.title)s”，尚未答复"),
        then=_("截止前没有答复的，贵单位不列入方案。"),
        marks=WEEK_BEFORE + HOURS,
        group="challenge_id",
        topic="challenge",
        page="consortium",
    ),
    Deadline(
        kind="consortia.sealed",
        label=_("揭榜截止"),
        rows=_sent,
        end="challenge__deadline",
        audiences=OWN_BID,
        what=_("揭榜截止：%(number)s（方案已提交）"),
        then=_("方案已密封提交；截止前可以撤回修改，截止后不能撤回。"),
        marks=(),
        group="challenge_id",
        is_appointment=True,
    ),
    Deadline(
        kind="consortia.correction",
        label=_("提交补正"),
        rows=_correcting,
        end="correction_due_on",
        audiences=(audience("unit", Bid.objects.all, "consortium__lead", *UNIT),),
        what=_("方案 %(number)s 的形式缺陷须补正"),
        then=_("补正只有一次；期满未补正的，按原方案审查。"),
        marks=DAYS[2:4],
    ),
    Deadline(
        kind="consortia.recommendation",
        label=_("推荐揭榜方案"),
        rows=_to_recommend,
        end="recommend_until",
        audiences=(
            audience("division", Bid.objects.all, "consortium__lead__supervising_division", Role.PREFECTURE),
        ),
        what=_("方案 %(number)s 待推荐"),
        then=_("逾期未推荐的，由主管处室按批次规则处理。"),
        marks=HOURS[1:],
    ),
    Deadline(
        kind="consortia.notice",
        label=_("公示期满"),
        rows=notices,
        end="ends_at",
        audiences=(
            audience("unit", Bid.objects.all, "consortium__lead", *UNIT, row="notice_item__notice"),
        ),
        what=_("公示期满：%(title)s"),
        then=_("期满且无未办结的异议时，办理立项。"),
        marks=(),
        is_appointment=True,
    ),
    Deadline(
        kind="consortia.validity",
        label=_("联合体备案到期"),
        rows=_registered,
        end="valid_to",
        audiences=(audience("unit", Consortium.objects.all, "lead", *UNIT),),
        what=_("“%(name)s”的备案到期"),
        then=_("到期后不能再揭榜，请提前办理续期。"),
        marks=DAYS[:2],
    ),
]  # fmt: skip
