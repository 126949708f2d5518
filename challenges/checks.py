"""What a batch needs before it is published: each point with whose turn it is (S09, S15 – S18, R-ROL-06, R-TIM-01)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.queries import own_accounts
from challenges import queries
from challenges.enums import ChallengeState
from challenges.models import Batch, Challenge, Programme
from core import clock
from core.documents import words

OFFICER, OTHER = gettext_lazy("业务处室经办人"), gettext_lazy("起草人以外的另一人")


@dataclass(frozen=True)
class Point:
    """One line of the checklist. `gaps` keep the batch from being published; a point without any may carry a `warning`."""

    text: str
    facts: str
    gaps: tuple[str, ...] = ()
    warning: str = ""
    turn: str = ""
    url: str = ""
    applies: bool = True

    @property
    def is_done(self) -> bool:
        return not self.gaps


def for_batch(batch: Batch, *, at: datetime, chosen: list[Challenge] | None = None) -> list[Point]:
    """The whole checklist, done and not; `publishing_gaps` are its gaps. `chosen`: only these are to go out."""
    rows = list(batch.challenges.order_by("code").select_related("approval"))
    approved = [row for row in rows if row.state == ChallengeState.APPROVED]
    if chosen is not None:
        approved = [row for row in approved if row in chosen]
    return [
        _announcement(batch),
        _window(batch, at),
        _list(batch, rows, approved),
        _resolutions(approved),
        _secrecy(approved),
        *_formalities(batch),
    ]


def _announcement(batch: Batch) -> Point:
    gaps = [] if batch.notice_title.strip() else [_("公告标题")]
    gaps += [] if batch.document_number.strip() else [_("发文字号")]
    facts = "　".join(filter(None, [batch.notice_title, batch.document_number])) or _("尚未填写")
    return Point(
        _("公告标题和发文字号"), facts, tuple(gaps), turn=OFFICER, url=reverse("challenges:edit-batch", args=[batch.pk])
    )


def _window(batch: Batch, at: datetime) -> Point:
    gaps, facts = [], _("尚未填写")
    if batch.open_at is None or batch.deadline is None:
        gaps = [_("开放时间和截止时间")]
    else:
        shown = {
            "opens": f"{clock.local(batch.open_at):%Y-%m-%d %H:%M}",
            "closes": f"{clock.local(batch.deadline):%Y-%m-%d %H:%M}",
        }
        facts = _("%(opens)s 至 %(closes)s（北京时间），共 %(days)s 天") % {
            **shown,
            "days": window_days(batch.open_at, batch.deadline),
        }
        gaps = [_("晚于现在的截止时间")] if batch.deadline <= at else []
    url = reverse("challenges:edit-batch", args=[batch.pk])
    return Point(_("揭榜期"), facts, tuple(gaps), " ".join(publishing_warnings(batch)), OFFICER, url)


def _list(batch: Batch, rows: list[Challenge], approved: list[Challenge]) -> Point:
    left = [row for row in rows if row.state in queries.EDITABLE_STATES]
    facts = _("已审定 %(approved)s 项") % {"approved": len(approved)}
    warning = ""
    if left:
        codes = "、".join(row.code for row in left)
        warning = _("%(codes)s 尚未审定，不随本批发布，可移到后续批次。") % {"codes": codes}
    return Point(
        _("榜单已审定"),
        facts,
        () if approved else (_("至少一项已审定的榜单"),),
        warning,
        OFFICER,
        batch.get_absolute_url(),
    )


def _resolutions(approved: list[Challenge]) -> Point:
    numbers = sorted({row.approval.number for row in approved if row.approval})
    if not approved:
        return Point(_("每项榜单有会议决议"), _("尚无已审定的榜单"), url=reverse("challenges:sittings"), applies=False)
    return Point(_("每项榜单有会议决议"), "、".join(numbers) or "—", turn=OFFICER, url=reverse("challenges:sittings"))


def _secrecy(approved: list[Challenge]) -> Point:
    if not approved:
        return Point(_("保密审查"), _("尚无已审定的榜单"), applies=False)
    open_ones = [row for row in approved if row.secrecy_reviewed_at is None]
    facts = _("%(done)s / %(all)s 项已审查") % {"done": len(approved) - len(open_ones), "all": len(approved)}
    gaps = tuple(_("%(code)s 的保密审查") % {"code": row.code} for row in open_ones)
    url = open_ones[0].get_absolute_url() if open_ones else ""
    return Point(_("保密审查"), facts, gaps, turn=OTHER, url=url)


def _formalities(batch: Batch) -> list[Point]:
    """What does not keep a batch back and is missed later."""
    edit = reverse("challenges:edit-batch", args=[batch.pk])
    policies = "、".join(str(one) for one in batch.programme.policy_documents.order_by("pk"))
    contacts = "；".join(f"{row.get('name', '')} {row.get('phone', '')}".strip() for row in batch.contacts)
    return [
        Point(_("规则集"), str(batch.rule_set), turn=OFFICER, url=batch.rule_set.get_absolute_url()),
        Point(
            _("政策依据"),
            policies or "—",
            (),
            "" if policies else _("公告中没有政策依据。"),
            OFFICER,
            batch.programme.get_absolute_url(),
        ),
        Point(_("联系方式"), contacts or "—", (), _contact_warning(batch), OFFICER, edit),
        Point(
            _("流程与路线图"),
            _("%(count)s 个节点") % {"count": len(batch.route)},
            (),
            "" if batch.route else _("公开页面上没有路线图。"),
            OFFICER,
            edit,
        ),
    ]


def _contact_warning(batch: Batch) -> str:
    if not batch.contacts:
        return _("公告中没有联系方式。")
    return "" if any(row.get("phone") for row in batch.contacts) else _("没有电话，揭榜单位无法咨询。")


def hands(batch: Batch) -> list[str]:
    """Who wrote the batch or a challenge that goes out with it: none of them may publish (R-ROL-06)."""
    rows = list(batch.challenges.filter(state=ChallengeState.APPROVED))
    accounts = set().union(*queries.authors([batch]).values(), *queries.authors(rows).values())
    return [str(user) for user in User.objects.filter(pk__in=accounts).select_related("person").order_by("pk")]


def publishing_gaps(batch: Batch, *, at: datetime, chosen: list[Challenge] | None = None) -> list[str]:
    """What keeps a batch from being published, all at once."""
    return [gap for point in for_batch(batch, at=at, chosen=chosen) for gap in point.gaps]


def readiness(batch: Batch, *, by: User) -> list[tuple[Challenge, str]]:
    """Every challenge that is not out yet, with the sentence why this person cannot send it out; empty: it can go.

    Each is looked at by itself (R-ROL-06): one that the publisher has a hand in stays behind, and the others go out.
    """
    rows = list(batch.challenges.filter(state__in=(*queries.EDITABLE_STATES, ChallengeState.APPROVED)).order_by("code"))
    mine, hands_of = own_accounts(by), queries.authors(rows)
    return [(row, _not_ready(row, is_own=bool(hands_of[row.pk] & mine))) for row in rows]


def _not_ready(row: Challenge, *, is_own: bool) -> str:
    if row.state != ChallengeState.APPROVED:
        return _("%(state)s，尚未经会议审定。") % {"state": row.get_state_display()}
    if row.secrecy_reviewed_at is None:
        return _("保密审查尚未完成，请起草人以外的人员审查。")
    return _("您参与了起草，须由另一位发布审核人发布。") if is_own else ""


def publishing_warnings(batch: Batch) -> list[str]:
    """What a publisher should know and may decide against (R-TIM-01)."""
    if batch.open_at is None or batch.deadline is None:
        return []
    days = window_days(batch.open_at, batch.deadline)
    floor = batch.rule_set.window_warning_days
    if days >= floor:
        return []
    return [
        _("揭榜期只有 %(days)s 天，少于 %(floor)s 天；国家参考期限为 50 天。请确认申报单位来得及准备。")
        % {"days": days, "floor": floor}
    ]


def announcement(batch: Batch, challenges: list[Challenge]) -> str:
    """The text of the announcement that goes out with a batch; the preview shows the same one."""
    lines = [f"{number}.{row.title}（{row.code}）" for number, row in enumerate(challenges, 1)]
    body = _("现发布%(batch)s榜单%(count)s项，自%(opened)s起接受揭榜，至%(closed)s截止。") % {
        "batch": batch,
        "count": len(challenges),
        "opened": words.moment(batch.open_at),
        "closed": words.deadline(batch.deadline),
    }
    return body + "\n\n" + "\n".join(lines)


def window_days(open_at: datetime, deadline: datetime) -> int:
    """Whole days between two instants."""
    return (deadline - open_at) // timedelta(days=1)


def office_contacts(programme: Programme) -> list[dict]:
    """Whom the public may call while a batch names nobody else."""
    return [{"name": programme.office.name, "phone": programme.office.phone}]
