"""Consortia, their members, people and platforms (E-04, E-11)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationKind
from consortia.enums import MembershipRole, PlatformLevel, TeamRole
from consortia.lifecycle import CHANGE, CONSORTIUM, MEMBERSHIP
from core.base import Aggregate, at_field, by_field, choice, fen, file_link, link, stamped
from core.history import APPEND_ONLY, audit_leaf_trigger, tracked


@tracked
class Platform(models.Model):
    """创新平台 of a unit; counted once however many consortia the unit is in (S32), not after it ended."""

    organization = link("accounts.Organization", _("依托单位"), related="platforms")
    name = models.CharField(_("平台名称"), max_length=200)
    level = choice(PlatformLevel, _("级别"))
    kind = models.CharField(_("类型"), max_length=60, blank=True)
    approved_by_name = models.CharField(_("批准部门"), max_length=120, blank=True)
    approved_year = models.PositiveSmallIntegerField(_("批准年度"), null=True, blank=True)
    document_number = models.CharField(_("批准文号"), max_length=80, blank=True)
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)
    end_reason = models.CharField(_("撤销原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("创新平台")
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="platform_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("consortia:platform", args=[self.pk])


@tracked
class Consortium(Aggregate):
    """创新联合体 with exactly one lead; it outlives its bids (S39)."""

    name = models.CharField(_("名称"), max_length=200, unique=True)
    registration_number = models.CharField(_("备案号"), max_length=40, unique=True, null=True, blank=True)
    programme = link("challenges.Programme", _("示范工程"), related="consortia", optional=True)
    field = link("challenges.Field", _("领域"), related="consortia", optional=True)
    lead = link("accounts.Organization", _("牵头单位"), related="led_consortia")
    handler = link("accounts.User", _("经办人"))
    chief_scientist = link("accounts.Person", _("首席科学家"), optional=True)
    goals = models.TextField(_("建设目标"), blank=True)
    benefit_terms = models.TextField(_("知识产权与利益分配"), blank=True)
    agreement = file_link(_("组建协议"))
    has_all_seals = models.BooleanField(_("协议文件已由各方盖章"), default=False)
    agreement_number = models.CharField(_("协议编号"), max_length=80, blank=True)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    valid_from = models.DateField(_("有效期起"), null=True, blank=True)
    valid_to = models.DateField(_("有效期止"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    defects = models.JSONField(_("补正清单"), default=list, blank=True)
    recall_public_key = models.BinaryField(_("撤回公钥"), max_length=32, null=True, blank=True)
    state = CONSORTIUM.field()
    agreed_at = at_field(_("协议确认时间"))
    agreed_by = by_field(_("协议确认人"))
    filed_at = at_field(_("提交备案时间"))
    filed_by = by_field(_("提交备案人"))
    registered_at = at_field(_("备案时间"))
    registered_by = by_field(_("备案人"))

    class Meta:
        verbose_name = verbose_name_plural = _("创新联合体")
        constraints = [
            *stamped("consortium", "agreed", "filed", "registered"),
            models.CheckConstraint(
                condition=~Q(state__in=["REGISTERED", "SUSPENDED", "EXPIRED"]) | Q(registration_number__isnull=False),
                name="consortium_registered_number",
            ),
            models.CheckConstraint(condition=Q(valid_from__lte=F("valid_to")), name="consortium_validity"),
        ]
        triggers = CONSORTIUM.triggers()

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("consortia:consortium", args=[self.pk])


@tracked
class Membership(Aggregate):
    """A unit in a consortium, with what it was when it signed (E-11)."""

    consortium = link("consortia.Consortium", _("创新联合体"), related="memberships")
    organization = link("accounts.Organization", _("单位"), related="memberships")
    role = choice(MembershipRole, _("角色"), default=MembershipRole.MEMBER)
    kind_at_signing = choice(OrganizationKind, _("签约时单位类型"))
    is_local_at_signing = models.BooleanField(_("签约时为区内单位"))
    tasks = models.TextField(_("任务分工"), blank=True)
    self_fund_commitment_fen = fen(_("自筹承诺（分）"), default=0)
    share_percent = models.PositiveSmallIntegerField(_("任务份额（%）"), null=True, blank=True)
    refusal_reason = models.TextField(_("拒绝理由"), blank=True)
    seal_file = file_link(_("盖章文件"))
    signed_sha256 = models.CharField(_("所签协议摘要"), max_length=64, blank=True)
    signed_at = at_field(_("签署时间"))
    signed_by = by_field(_("签署人"))
    reminded_at = at_field(_("催办时间"))
    reminded_by = by_field(_("催办人"))
    state = MEMBERSHIP.field()
    confirmed_at = at_field(_("确认时间"))
    confirmed_by = by_field(_("确认人"))

    class Meta:
        verbose_name = verbose_name_plural = _("成员")
        constraints = [
            *stamped("membership", "confirmed", "signed", "reminded"),
            models.CheckConstraint(condition=Q(share_percent__lte=100), name="membership_share"),
            models.UniqueConstraint(fields=["consortium", "organization"], name="membership_once"),
            models.UniqueConstraint(fields=["consortium"], condition=Q(role="LEAD"), name="membership_one_lead"),
            models.CheckConstraint(condition=Q(self_fund_commitment_fen__gte=0), name="membership_commitment"),
        ]
        triggers = MEMBERSHIP.triggers()

    def __str__(self):
        return f"{self.consortium}：{self.organization}"


class RosterEntry(models.Model):
    """A person on a consortium's roster; heads are counted by distinct person (E-12)."""

    consortium = link("consortia.Consortium", _("创新联合体"), related="roster")
    person = link("accounts.Person", _("人员"), related="roster_entries")
    organization = link("accounts.Organization", _("单位"))
    role = choice(TeamRole, _("角色"), default=TeamRole.CORE)

    class Meta:
        verbose_name = verbose_name_plural = _("研发团队")
        constraints = [models.UniqueConstraint(fields=["consortium", "person"], name="roster_once")]


class ConsortiumVersion(models.Model):
    """备案版本: the entry in the register as it stood from `made_at` on; written once, compared line by line."""

    consortium = link("consortia.Consortium", _("创新联合体"), related="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    content = models.JSONField(_("备案内容"))
    reason = models.TextField(_("变更理由"), blank=True)
    made_at = models.DateTimeField(_("生效时间"))
    made_by = by_field(_("办理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("备案版本")
        constraints = [models.UniqueConstraint(fields=["consortium", "number"], name="consortium_version_once")]
        triggers = [*APPEND_ONLY, audit_leaf_trigger()]

    def __str__(self):
        return f"{self.consortium} v{self.number}"


@tracked
class ConsortiumChange(Aggregate):
    """备案变更: what the lead asks to be changed in the register. `wanted` holds new values by field name (people by id),
    `removals` the ids of memberships that shall end; units that shall join are the memberships in state JOINING."""

    consortium = link("consortia.Consortium", _("创新联合体"), related="changes")
    wanted = models.JSONField(_("变更内容"), default=dict, blank=True)
    removals = models.JSONField(_("退出成员"), default=list, blank=True)
    reason = models.TextField(_("变更理由"))
    supplement = file_link(_("补充协议"))
    defects = models.JSONField(_("补正清单"), default=list, blank=True)
    state = CHANGE.field()
    decided_at = at_field(_("审核时间"))
    decided_by = by_field(_("审核人"))

    class Meta:
        verbose_name = verbose_name_plural = _("备案变更")
        constraints = [
            *stamped("consortium_change", "decided"),
            models.UniqueConstraint(
                fields=["consortium"],
                condition=Q(state__in=["PROPOSED", "RETURNED"]),
                name="consortium_one_open_change",
            ),
        ]
        triggers = CHANGE.triggers()

    def __str__(self):
        return f"{self.consortium}：备案变更"

    def get_absolute_url(self) -> str:
        return reverse("consortia:change", args=[self.pk])
