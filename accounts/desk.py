"""What waits for whom in this app."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.enums import IntegrityState, OrganizationState, Role
from accounts.models import IntegrityRecord, Organization
from core import clock
from core.desk import Row, Waiting


def registrations(user, limit: int) -> list[Row]:
    rows = queries.waiting_organizations(user).select_related("division").order_by("state_at", "pk")[:limit]
    return [Row(str(_("审核单位注册：%s")) % row.name, row.get_absolute_url(), None, str(row.division)) for row in rows]


def _returned(user):
    """The user's own unit while its registration lies with it."""
    return Organization.objects.filter(pk=user.organization_id, state=OrganizationState.RETURNED)


def returned(user, limit: int) -> list[Row]:
    return [
        Row(str(_("补正注册信息：%s")) % row.name, reverse("accounts:correct", args=[row.pk]), None, row.bureau)
        for row in _returned(user)[:limit]
    ]


def _pending(user):
    """The user's own registration while the bureau looks at it."""
    return Organization.objects.filter(pk=user.organization_id, state=OrganizationState.PENDING)


def pending(user, limit: int) -> list[Row]:
    return [
        Row(row.name, row.get_absolute_url(), None, str(_("由%s审核，无需您办理")) % row.bureau)
        for row in _pending(user)[:limit]
    ]


def _setting_up(user):
    """The own unit while nobody may author for it: whom its administrator has to set up (R-ROL-01)."""
    if user.organization_id is None or queries.applicants_of(user.organization_id, clock.today()).exists():
        return Organization.objects.none()
    return Organization.objects.filter(pk=user.organization_id, state=OrganizationState.ACTIVE)


def setting_up(user, limit: int) -> list[Row]:
    return [
        Row(
            str(_("登记人员，为申报人开设账号")),
            row.get_absolute_url(),
            None,
            str(_("单位管理员账号不能编写揭榜方案；开设申报人账号后，由其填报需求、组建联合体和揭榜")),
        )
        for row in _setting_up(user)[:limit]
    ]


def _integrity():
    return IntegrityRecord.objects.filter(state__in=[IntegrityState.REPORTED, IntegrityState.INVESTIGATING])


def integrity(user, limit: int) -> list[Row]:
    rows = _integrity().select_related("organization", "person").order_by("state_at", "pk")[:limit]
    return [Row(str(row), row.get_absolute_url(), None, str(row.get_state_display())) for row in rows]


WAITING = [
    Waiting(
        _("待审核的单位注册"),
        count=lambda user: queries.waiting_organizations(user),
        rows=registrations,
        roles=(Role.OFFICER, Role.PREFECTURE),
        url_name="accounts:organizations",
        order=500,
    ),
    Waiting(
        _("本单位注册的进度"),
        count=lambda user: _pending(user),
        rows=pending,
        order=21,
        is_mine=False,
    ),
    Waiting(_("待补正的单位注册"), count=lambda user: _returned(user), rows=returned, order=20),
    Waiting(
        _("开始使用"),
        count=lambda user: _setting_up(user),
        rows=setting_up,
        roles=(Role.UNIT_ADMIN,),
        order=22,
    ),
    Waiting(
        _("待办理的信用问题"),
        count=lambda user: _integrity(),
        rows=integrity,
        roles=(Role.SUPERVISOR,),
        url_name="accounts:integrity-list",
        order=520,
    ),
]
