"""User evaluation, acceptance, outcomes, and the contracts of the 2021 mechanism (E-30 – E-33)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.base import at_field, by_field, choice, fen, file_link, link, stamped
from core.history import tracked
from projects.enums import Conclusion, Grade, OutcomeKind


@tracked
class UserEvaluation(models.Model):
    """发榜用户评价: the last word on use; without it no success (S41)."""

    project = link("projects.Project", _("项目"), related="user_evaluations")
    organization = link("accounts.Organization", _("发榜用户"))
    results = models.JSONField(_("逐项结果"), default=list)
    grade = choice(Grade, _("总体评价"))
    use_site = models.CharField(_("使用场所"), max_length=200, blank=True)
    opinion = models.TextField(_("评价意见"))
    report = file_link(_("评价报告"))
    evaluated_at = models.DateTimeField(_("评价时间"))
    evaluated_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("评价人"))

    class Meta:
        verbose_name = verbose_name_plural = _("用户评价")
        constraints = [models.CheckConstraint(condition=~Q(opinion=""), name="evaluation_opinion")]

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()


@tracked
class Acceptance(models.Model):
    """验收: documents handed in, conclusion with reasons; a pass over a bad user evaluation needs a resolution."""

    project = link("projects.Project", _("项目"), related="acceptances")
    science_report_number = models.CharField(_("科技报告编号"), max_length=80)
    outcome_registration_number = models.CharField(_("成果登记号"), max_length=80)
    audit_report = file_link(_("专项审计报告"))
    audit_report_number = models.CharField(_("审计报告编号"), max_length=80)
    applied_at = models.DateTimeField(_("申请时间"))
    applied_by = by_field(_("申请人"))
    evaluation = link("projects.UserEvaluation", _("用户评价"), optional=True)
    conclusion = choice(Conclusion, _("结论"), blank=True, default="")
    opinion = models.TextField(_("验收意见"), blank=True)
    score_hundredths = models.PositiveIntegerField(_("得分（百分之一分）"), null=True, blank=True)
    resolution = link("challenges.Resolution", _("决议"), optional=True)
    rectify_by_on = models.DateField(_("整改期限"), null=True, blank=True)
    concluded_at = at_field(_("结论时间"))
    concluded_by = by_field(_("结论人"))

    class Meta:
        verbose_name = verbose_name_plural = _("验收")
        constraints = [
            *stamped("acceptance", "concluded"),
            models.CheckConstraint(condition=Q(conclusion="") | ~Q(opinion=""), name="acceptance_opinion"),
            models.CheckConstraint(
                condition=~Q(conclusion="PASSED") | Q(evaluation__isnull=False), name="acceptance_needs_user_evaluation"
            ),
        ]

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()


@tracked
class Outcome(models.Model):
    """成果 of a project (S90, E-32)."""

    project = link("projects.Project", _("项目"), related="outcomes")
    kind = choice(OutcomeKind, _("类型"))
    name = models.CharField(_("名称"), max_length=200)
    identifier = models.CharField(_("编号"), max_length=80, blank=True)
    achieved_on = models.DateField(_("取得日期"))
    figure = models.CharField(_("指标值"), max_length=120, blank=True)
    income_fen = fen(_("收益（分）"), null=True, blank=True)
    job_count = models.PositiveIntegerField(_("带动就业（人）"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = by_field(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("成果")

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()


@tracked
class Contract(models.Model):
    """签约 of the 2021 mechanism: the posing enterprise and the research units that answer (E-33)."""

    challenge = link("challenges.Challenge", _("榜单"), related="contracts")
    enterprise = link("accounts.Organization", _("出题企业"), related="posed_contracts")
    amount_fen = fen(_("合同金额（分）"))
    signed_on = models.DateField(_("签订日期"))
    registration_number = models.CharField(_("技术合同登记号"), max_length=80, blank=True)
    support_fen = fen(_("财政支持（分）"))
    is_exceptional = models.BooleanField(_("一事一议"), default=False)
    exception_reason = models.TextField(_("一事一议理由"), blank=True)
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = by_field(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("技术合同")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0, support_fen__gte=0), name="contract_amounts"),
            models.CheckConstraint(
                condition=Q(is_exceptional=False) | ~Q(exception_reason=""), name="contract_exception_reason"
            ),
        ]

    def __str__(self):
        return f"{self.challenge.code} {self.enterprise}"

    def get_absolute_url(self) -> str:
        return reverse("projects:contract", args=[self.pk])


@tracked
class ContractParty(models.Model):
    contract = link("projects.Contract", _("技术合同"), related="parties")
    organization = link("accounts.Organization", _("科研单位"))

    class Meta:
        verbose_name = verbose_name_plural = _("合同揭榜单位")
        constraints = [models.UniqueConstraint(fields=["contract", "organization"], name="contract_party_once")]
