"""People, organizations, divisions, roles (E-01, E-02, E-03, E-36, E-39)."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import DivisionLevel, IdentityKind, IntegrityLevel, OrganizationKind, Role
from accounts.lifecycle import INTEGRITY_RECORD, ORGANIZATION
from core import clock
from core.base import Aggregate, at_field, by_field, choice, file_link, link, stamped
from core.fields import EncryptedTextField
from core.history import tracked

HOME_REGION = "15"  # 内蒙古: the first two digits of every division code of the region


class Division(models.Model):
    """An administrative division; the code has six digits, a prefecture ends in 00 (appendix A)."""

    code = models.CharField(_("代码"), max_length=6, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    level = choice(DivisionLevel, _("级别"))
    parent = link("accounts.Division", _("上级"), related="children", optional=True)
    is_functional_zone = models.BooleanField(_("统计用功能区"), default=False)
    reports_directly = models.BooleanField(_("直报自治区"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("行政区划")

    def __str__(self):
        return self.name

    @property
    def full_name(self) -> str:
        """With the prefecture before the county; places outside the region carry it in their name already."""
        above = self.parent.name if self.parent_id and self.level == DivisionLevel.COUNTY else ""
        return self.name if self.name.startswith(above) else f"{above}{self.name}"

    @property
    def is_local(self) -> bool:
        """Inside the region (区内)."""
        return self.code.startswith(HOME_REGION)


class Office(models.Model):
    """An office (处室) of the department."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    short_name = models.CharField(_("简称"), max_length=20)
    phone = models.CharField(_("电话"), max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("处室")

    def __str__(self):
        return self.name


@tracked
class Organization(Aggregate):
    """A unit (E-01). `established_on` is informative and never a guard (S36)."""

    name = models.CharField(_("单位名称"), max_length=200)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    uscc_reason = models.CharField(_("代码校验说明"), max_length=200, blank=True)
    kind = choice(OrganizationKind, _("单位类型"))
    division = link("accounts.Division", _("登记地"), related="organizations")
    address = models.CharField(_("地址"), max_length=200, blank=True)
    established_on = models.DateField(_("成立日期"), null=True, blank=True)
    tags = models.JSONField(_("企业标签"), default=list, blank=True)
    supervising_division = link("accounts.Division", _("归口管理部门"), optional=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=60, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = EncryptedTextField(_("联系电话"), blank=True)
    bank_name = models.CharField(_("开户银行"), max_length=120, blank=True)
    bank_account_name = EncryptedTextField(_("开户名"), blank=True)
    bank_account = EncryptedTextField(_("银行账号"), blank=True)
    defects = models.JSONField(_("补正清单"), default=list, blank=True)
    former_usccs = models.JSONField(_("原统一社会信用代码"), default=list, blank=True)
    state = ORGANIZATION.field()
    approved_at = at_field(_("审核通过时间"))
    approved_by = by_field(_("审核人"))

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        constraints = stamped("organization", "approved")
        triggers = ORGANIZATION.triggers()

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organization", args=[self.pk])

    @property
    def bureau(self) -> str:
        """Who decides on it and forwards what it hands in: its prefecture's bureau, else the department (R-ROL-01)."""
        if self.supervising_division_id is None:
            return str(_("自治区科技厅"))
        return str(_("%(place)s科技局") % {"place": self.supervising_division})

    @property
    def is_enterprise(self) -> bool:
        return self.kind == OrganizationKind.ENTERPRISE


@tracked
class Person(models.Model):
    """A person (E-02). Title and degree are optional and never a guard (S36). One person, many roles."""

    name = models.CharField(_("姓名"), max_length=60)
    identity_kind = choice(IdentityKind, _("证件类型"), default=IdentityKind.RESIDENT)
    identity_number = EncryptedTextField(_("证件号码"), blank=True)
    identity_hash = models.CharField(_("证件号码索引"), max_length=64, blank=True, db_index=True)
    birth_year = models.PositiveSmallIntegerField(_("出生年"), null=True, blank=True)
    organization = link("accounts.Organization", _("单位"), related="people")
    title = models.CharField(_("职称"), max_length=40, blank=True)
    degree = models.CharField(_("学历学位"), max_length=40, blank=True)
    research_fields = models.CharField(_("研究领域"), max_length=200, blank=True)
    is_academician = models.BooleanField(_("院士"), default=False)
    orcid = models.CharField("ORCID", max_length=19, blank=True)
    phone = EncryptedTextField(_("手机"), blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    left_on = models.DateField(_("离职日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        constraints = [
            models.UniqueConstraint(
                fields=["identity_hash"], condition=~Q(identity_hash=""), name="person_one_per_identity"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.pk])


@tracked
class Employment(models.Model):
    """Where a person has worked; the look-back of recusal reads it (R-REV-04)."""

    person = link("accounts.Person", _("人员"), related="employments")
    organization = link("accounts.Organization", _("单位"))
    started_on = models.DateField(_("开始日期"))
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("任职经历")


class User(AbstractUser):
    """An account (E-03). What it may do follows from its grants valid today."""

    person = link("accounts.Person", _("人员"), related="users", optional=True)
    organization = link("accounts.Organization", _("单位"), related="users", optional=True)
    office = link("accounts.Office", _("处室"), related="users", optional=True)
    division = link("accounts.Division", _("辖区"), related="users", optional=True)
    is_system = models.BooleanField(_("系统账号"), default=False)
    #: Somebody else knows the password: before anything else its holder chooses one of his own (R-SEC-03).
    must_choose_password = models.BooleanField(_("须自设密码"), default=False)
    #: Part of what a session is checked against: one from before a closing does not come back with a reopening.
    closed_count = models.PositiveSmallIntegerField(_("停用次数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("账号")

    def __str__(self):
        return self.person.name if self.person_id else (self.first_name or self.username)

    def get_session_auth_hash(self) -> str:
        return self._since_closing(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        return (self._since_closing(one) for one in super().get_session_auth_fallback_hash())

    def _since_closing(self, digest: str) -> str:
        return f"{digest}.{self.closed_count}" if self.closed_count else digest

    def get_absolute_url(self) -> str:
        return reverse("accounts:user", args=[self.pk])

    #: The substitution this account exercises at the moment (accounts.queries.acting_as); never stored.
    acting: "Substitution | None" = None

    @property
    def signature(self) -> str:
        """The name that history keeps; a substitute signs with both names."""
        if self.acting is None:
            return str(self)
        return str(_("%(name)s（代%(principal)s）") % {"name": self, "principal": self.acting.principal})

    @cached_property
    def role_codes(self) -> frozenset[str]:
        """The roles granted today, or those of the person acted for; one query a request."""
        if self.acting is not None:
            return self.acting.roles_on(clock.today())
        today = clock.today()
        valid = (
            Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today)) & Q(revoked_at__isnull=True)
        )
        return frozenset(self.grants.filter(valid).values_list("role", flat=True))

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in Role if role.value in self.role_codes]

    @property
    def mail_address(self) -> str:
        """Where mails of the system go (core.channels)."""
        return (self.person.email if self.person_id else "") or self.email

    @property
    def mobile_number(self) -> str:
        return self.person.phone if self.person_id else ""

    @cached_property
    def stand_ins(self) -> list[tuple[int, date, date]]:
        """Accounts that are or were substitute or principal of this one, with the days it held."""
        rows = Substitution.objects.filter(Q(principal=self.pk) | Q(substitute=self.pk)).exclude(ended_before_start())
        return [(row.other_than(self.pk), row.valid_from, row.last_day) for row in rows]

    def holds_post_of(self, account_id: int | None) -> bool:
        """Is this account, or acts for it at the moment."""
        return account_id is not None and account_id in {self.pk, self.acting.principal_id if self.acting else self.pk}

    def has_role(self, *roles: str) -> bool:
        """Any of `roles`."""
        return not self.role_codes.isdisjoint(roles)


@tracked
class Grant(models.Model):
    """A role given to an account for a time, both days inclusive."""

    user = link("accounts.User", _("账号"), related="grants")
    role = choice(Role, _("角色"))
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    granted_at = models.DateTimeField(_("授权时间"))
    granted_by = link("accounts.User", _("授权人"), optional=True)
    revoked_at = at_field(_("撤销时间"))
    revoked_by = by_field(_("撤销人"))

    class Meta:
        verbose_name = verbose_name_plural = _("授权")
        constraints = [
            *stamped("grant", "revoked"),
            models.UniqueConstraint(fields=["user", "role"], condition=Q(revoked_at__isnull=True), name="grant_once"),
        ]


@tracked
class Substitution(models.Model):
    """代理: for some days another account acts with a person's roles and office; both days are inclusive.

    Whoever acts is recorded under both names and stays one person for every two-person rule (R-ROL-06).
    """

    principal = link("accounts.User", _("被代理人"), related="substitutes")
    substitute = link("accounts.User", _("代理人"), related="substitutions")
    roles = models.JSONField(_("代理的角色"), default=list)
    valid_from = models.DateField(_("开始日期"))
    valid_to = models.DateField(_("结束日期"))
    reason = models.CharField(_("事由"), max_length=200)
    arranged_at = models.DateTimeField(_("安排时间"))
    arranged_by = link("accounts.User", _("安排人"))
    ended_at = at_field(_("提前结束时间"))
    ended_by = by_field(_("结束人"))

    class Meta:
        verbose_name = verbose_name_plural = _("代理")
        constraints = [
            *stamped("substitution", "ended"),
            models.CheckConstraint(condition=Q(valid_from__lte=F("valid_to")), name="substitution_dates"),
            models.CheckConstraint(condition=~Q(principal=F("substitute")), name="substitution_two_persons"),
        ]

    def __str__(self):
        return f"{self.substitute}代{self.principal}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:substitution", args=[self.pk])

    @property
    def last_day(self) -> date:
        """Inclusive; the day it was ended on where that came earlier."""
        return min(self.valid_to, clock.local(self.ended_at).date()) if self.ended_at else self.valid_to

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in Role if role.value in self.roles]

    def is_in_force(self, on: date) -> bool:
        return self.ended_at is None and self.valid_from <= on <= self.valid_to

    def other_than(self, account_id: int) -> int:
        return self.substitute_id if self.principal_id == account_id else self.principal_id

    def roles_on(self, day: date) -> frozenset[str]:
        """The lent roles that the principal still holds himself on a day."""
        if not self.is_in_force(day):
            return frozenset()
        held = self.principal.grants.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, revoked_at__isnull=True
        )
        return frozenset(held.filter(role__in=self.roles).values_list("role", flat=True))


def ended_before_start() -> Q:
    """Substitutions that were called off before their first day: they never held."""
    return Q(ended_at__isnull=False, ended_at__date__lt=F("valid_from"))


@tracked
class HandOver(models.Model):
    """交接: everything open that one account of the department does goes to a successor; undone only while unused."""

    predecessor = link("accounts.User", _("移交人"), related="handed_over")
    successor = link("accounts.User", _("接手人"), related="taken_over")
    reason = models.CharField(_("原因"), max_length=200)
    roles = models.JSONField(_("移交的角色"), default=list)
    office = link("accounts.Office", _("移交的处室"), optional=True)
    former_office = link("accounts.Office", _("接手人原处室"), optional=True)
    items = models.JSONField(_("移交事项"), default=list)
    handed_at = models.DateTimeField(_("交接时间"))
    handed_by = link("accounts.User", _("办理人"))
    undone_at = at_field(_("撤销时间"))
    undone_by = by_field(_("撤销人"))

    class Meta:
        verbose_name = verbose_name_plural = _("交接")
        constraints = [
            *stamped("handover", "undone"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="handover_two_persons"),
        ]

    def __str__(self):
        return str(_("%(old)s交接给%(new)s") % {"old": self.predecessor, "new": self.successor})

    def get_absolute_url(self) -> str:
        return reverse("hand-over", args=[self.pk])


@tracked
class IntegrityRecord(Aggregate):
    """A finding of dishonest conduct about a unit or a person (E-36, 3.8); in force it bars from leading and reviewing."""

    organization = link("accounts.Organization", _("单位"), related="integrity_records", optional=True)
    person = link("accounts.Person", _("人员"), related="integrity_records", optional=True)
    fact = models.TextField(_("事实"))
    source = models.CharField(_("来源"), max_length=200)
    level = choice(IntegrityLevel, _("等级"), blank=True, default="")
    decision_document = models.CharField(_("处理决定文号"), max_length=100, blank=True)
    decision_file = file_link(_("处理决定"))
    in_force_from = models.DateField(_("惩戒起始日"), null=True, blank=True)
    in_force_to = models.DateField(_("惩戒截止日"), null=True, blank=True)
    state = INTEGRITY_RECORD.field()
    decided_at = at_field(_("决定时间"))
    decided_by = by_field(_("决定人"))

    class Meta:
        verbose_name = verbose_name_plural = _("信用记录")
        constraints = [
            *stamped("integrity", "decided"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False, person__isnull=True)
                | Q(organization__isnull=True, person__isnull=False),
                name="integrity_one_subject",
            ),
            models.CheckConstraint(
                condition=~Q(state="IN_FORCE") | Q(in_force_from__isnull=False, in_force_to__isnull=False),
                name="integrity_in_force_dates",
            ),
        ]
        triggers = INTEGRITY_RECORD.triggers()

    def __str__(self):
        return f"{self.organization or self.person}：{self.fact[:30]}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:integrity", args=[self.pk])
