"""What waits for whom in this app."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges.enums import NoticeKind, NoticeState
from challenges.models import PublicNotice
from consortia.enums import BidState
from consortia.models import Bid
from core.desk import Row, Waiting
from core.money import with_unit
from core.selecting import matching
from funding.enums import ExpenditureState, TrancheState, WaiverState
from funding.models import ExpenditureReport, Tranche, Waiver
from funding.queries.decisions import JUDGED
from projects.enums import ProjectState, RoundState
from projects.models import Project, RaceRound

UNIT = (Role.APPLICANT, Role.UNIT_ADMIN)


def _tranches(state: str):
    def rows(user) -> QuerySet[Tranche]:
        found = Tranche.objects.filter(state=state).select_related("project__lead").order_by("planned_on", "pk")
        if user.has_role(*UNIT):
            found = found.filter(project__lead=user.organization_id)
        return found

    return rows


def _tranche_rows(queryset, verb):
    def rows(user, limit: int) -> list[Row]:
        return [
            Row(
                _("%(verb)s：%(code)s 第%(stage)s期 %(amount)s")
                % {"verb": verb, "code": row.project.code, "stage": row.stage, "amount": with_unit(row.planned_fen)},
                row.get_absolute_url(),
                None,
                row.project.lead.name,
            )
            for row in queryset(user)[:limit]
        ]

    return rows


due, requested, approved, paid = (_tranches(state) for state in ("DUE", "REQUESTED", "APPROVED", "PAID"))
held = _tranches(TrancheState.HELD)


def undecided(user) -> QuerySet[Bid]:
    rows = Bid.objects.filter(
        state__in=JUDGED, challenge__state="UNDER_REVIEW", challenge__batch__programme__office=user.office_id
    )
    return rows.select_related("challenge", "panel_bid").order_by("challenge__code", "panel_bid__rank")


def undecided_rows(user, limit: int) -> list[Row]:
    text = _("登记立项决定：%(code)s %(title)s")
    return [
        Row(
            text % {"code": row.challenge.code, "title": row.title},
            reverse("funding:bid", args=[row.pk]),
            None,
            row.get_state_display(),
        )
        for row in undecided(user)[:limit]
    ]


def to_notify(user) -> QuerySet[Bid]:
    rows = Bid.objects.filter(
        state=BidState.PROPOSED, notice_item__isnull=True, challenge__batch__programme__office=user.office_id
    )
    return rows.select_related("challenge").order_by("challenge__code")


def to_notify_rows(user, limit: int) -> list[Row]:
    text = _("起草公示：%(code)s %(title)s")
    url = reverse("funding:decisions")
    return [Row(text % {"code": row.challenge.code, "title": row.title}, url) for row in to_notify(user)[:limit]]


def notices(user) -> QuerySet[PublicNotice]:
    rows = PublicNotice.objects.filter(kind=NoticeKind.PROPOSED_AWARD, state=NoticeState.DRAFT)
    return matching(rows, items__bid__isnull=False).exclude(created_by=user.pk).order_by("pk")


def notice_rows(user, limit: int) -> list[Row]:
    return [
        Row(_("发布：%(title)s") % {"title": row.title}, reverse("funding:notice", args=[row.pk]))
        for row in notices(user)[:limit]
    ]


def waivers(user) -> QuerySet[Waiver]:
    return Waiver.objects.filter(state=WaiverState.PROPOSED).exclude(created_by=user.pk).order_by("pk")


def waiver_rows(user, limit: int) -> list[Row]:
    rows = waivers(user).select_related("bid", "project")[:limit]
    return [Row(_("批准豁免：%(what)s") % {"what": row}, row.get_absolute_url(), None, row.reason[:30]) for row in rows]


def reports(user) -> QuerySet[ExpenditureReport]:
    rows = ExpenditureReport.objects.filter(state=ExpenditureState.REPORTED)
    return rows.select_related("project", "organization").order_by("created_at")


def report_rows(user, limit: int) -> list[Row]:
    return [
        Row(_("核实支出：%(what)s") % {"what": row}, row.get_absolute_url(), None, row.organization.name)
        for row in reports(user)[:limit]
    ]


def unsettled(user) -> QuerySet[Project]:
    return Project.objects.filter(state=ProjectState.TERMINATED).select_related("lead").order_by("terminated_at")


def unsettled_rows(user, limit: int) -> list[Row]:
    return [
        Row(_("清算：%(what)s") % {"what": row}, reverse("funding:money", args=[row.code]), None, row.lead.name)
        for row in unsettled(user)[:limit]
    ]


def rounds(user) -> QuerySet[RaceRound]:
    rows = RaceRound.objects.filter(state=RoundState.COMPUTED, race__challenge__batch__programme__office=user.office_id)
    return rows.select_related("race__challenge").order_by("computed_at")


def round_rows(user, limit: int) -> list[Row]:
    return [
        Row(_("作出考核决定：%(what)s") % {"what": row}, reverse("funding:decide-round", args=[row.pk]))
        for row in rounds(user)[:limit]
    ]


def _waiting(title, queryset, rows, roles, order, url_name="") -> Waiting:
    return Waiting(title, lambda user: queryset(user), rows, roles, url_name, order)


WAITING = [
    _waiting(
        gettext_lazy("可申请的拨款"), due, _tranche_rows(due, gettext_lazy("申请拨款")), UNIT, 310, "funding:tranches"
    ),
    _waiting(
        gettext_lazy("待确认到账"), paid, _tranche_rows(paid, gettext_lazy("确认到账")), UNIT, 311, "funding:tranches"
    ),
    _waiting(gettext_lazy("待登记的立项决定"), undecided, undecided_rows, (Role.OFFICER,), 300, "funding:decisions"),
    _waiting(gettext_lazy("待起草的拟立项公示"), to_notify, to_notify_rows, (Role.OFFICER,), 301, "funding:decisions"),
    _waiting(gettext_lazy("待决定的赛马考核"), rounds, round_rows, (Role.OFFICER,), 302),
    _waiting(
        gettext_lazy("已暂缓的拨款"),
        held,
        _tranche_rows(held, gettext_lazy("已暂缓")),
        (Role.OFFICER,),
        315,
        "funding:tranches",
    ),
    _waiting(gettext_lazy("待发布的拟立项公示"), notices, notice_rows, (Role.PUBLISHER,), 303),
    _waiting(gettext_lazy("待批准的豁免"), waivers, waiver_rows, (Role.PUBLISHER,), 304, "funding:waivers"),
    _waiting(
        gettext_lazy("待批准的拨款"),
        requested,
        _tranche_rows(requested, gettext_lazy("批准拨款")),
        (Role.PUBLISHER,),
        312,
        "funding:tranches",
    ),
    _waiting(
        gettext_lazy("待拨付"),
        approved,
        _tranche_rows(approved, gettext_lazy("拨付")),
        (Role.FINANCE,),
        313,
        "funding:tranches",
    ),
    _waiting(gettext_lazy("待核实的支出报告"), reports, report_rows, (Role.FINANCE,), 320, "funding:expenditures"),
    _waiting(gettext_lazy("待清算的项目"), unsettled, unsettled_rows, (Role.FINANCE,), 321),
]
