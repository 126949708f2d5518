"""Projects, task agreements and milestones (E-22, E-23, E-24)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import BudgetMode
from core.base import Aggregate, at_field, by_field, choice, fen, file_link, link, stamped
from core.history import tracked
from projects.enums import BalanceTreatment, TerminationKind
from projects.lifecycle import MILESTONE, PROJECT, TASK_AGREEMENT


@tracked
class Project(Aggregate):
    """项目: an awarded bid at work. `fiscal_total_fen` is what was decided; money moves in funding only."""

    code = models.CharField(_("项目编号"), max_length=20, unique=True)
    title = models.CharField(_("项目名称"), max_length=200)
    challenge = link("challenges.Challenge", _("榜单"), related="projects")
    consortium = link("consortia.Consortium", _("创新联合体"), related="projects")
    bid = models.OneToOneField("consortia.Bid", models.PROTECT, related_name="project", verbose_name=_("揭榜方案"))
    lead = link("accounts.Organization", _("牵头单位"), related="led_projects")
    leader = link("accounts.Person", _("项目负责人"), related="led_projects")
    chief_scientist = link("accounts.Person", _("首席科学家"), related="projects_as_chief_scientist", optional=True)
    award_resolution = link("challenges.Resolution", _("立项决议"), related="awarded_projects")
    starts_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("截止日期"))
    fiscal_total_fen = fen(_("财政经费总额（分）"))
    self_total_fen = fen(_("自筹总额（分）"))
    budget_mode = choice(BudgetMode, _("经费管理方式"), default=BudgetMode.BUDGET)
    chief_scientist_mode = models.BooleanField(_("首席科学家负责制"), default=False)
    evaluate_by_on = models.DateField(_("用户评价期限"), null=True, blank=True)
    sign_by_on = models.DateField(_("签订期限"))
    task_document_number = models.CharField(_("下达任务文号"), max_length=60, blank=True)
    funding_document_number = models.CharField(_("下达资金文号"), max_length=60, blank=True)
    extended_months = models.PositiveSmallIntegerField(_("已延期月数"), default=0)
    termination_kind = choice(TerminationKind, _("终止原因"), blank=True, default="")
    termination_note = models.TextField(_("终止说明"), blank=True)
    termination_resolution = link("challenges.Resolution", _("终止决议"), optional=True)
    is_faultless = models.BooleanField(_("勤勉尽责免责"), null=True, blank=True)
    balance_treatment = choice(BalanceTreatment, _("结余处理"), blank=True, default="")
    state = PROJECT.field()
    signed_at = at_field(_("签订时间"))
    signed_by = by_field(_("签订记录人"))
    started_at = at_field(_("下达时间"))
    started_by = by_field(_("下达人"))
    terminated_at = at_field(_("终止时间"))
    terminated_by = by_field(_("终止人"))
    settled_at = at_field(_("清算时间"))
    settled_by = by_field(_("清算人"))
    concluded_at = at_field(_("验收结论时间"))
    concluded_by = by_field(_("验收结论人"))

    class Meta:
        verbose_name = verbose_name_plural = _("项目")
        constraints = [
            *stamped("project", "signed", "started", "terminated", "settled", "concluded"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="project_period"),
            models.CheckConstraint(condition=Q(fiscal_total_fen__gte=0, self_total_fen__gte=0), name="project_amounts"),
            models.CheckConstraint(condition=Q(extended_months__lte=12), name="project_extended_a_year"),
            models.CheckConstraint(condition=Q(code__regex=r"^20\d{2}JBGS\d{4}$"), name="project_code_form"),
            models.CheckConstraint(
                condition=~Q(state="TERMINATED") | ~Q(termination_kind=""), name="project_termination_kind"
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True) | ~Q(task_document_number="", funding_document_number=""),
                name="project_documents",
            ),
        ]
        triggers = PROJECT.triggers()

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.code])


@tracked
class TaskAgreement(Aggregate):
    """任务书: parties sign one version; a change replaces it with the next. `content` is frozen once signed."""

    project = link("projects.Project", _("项目"), related="agreements")
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    content = models.JSONField(_("内容"), default=dict)
    content_sha256 = models.CharField(_("内容摘要"), max_length=64, blank=True)
    file = file_link(_("任务书文件"))
    state = TASK_AGREEMENT.field()
    unit_signed_at = at_field(_("牵头单位签署时间"))
    unit_signed_by = by_field(_("牵头单位签署人"))
    department_signed_at = at_field(_("科技厅签署时间"))
    department_signed_by = by_field(_("科技厅签署人"))

    class Meta:
        verbose_name = verbose_name_plural = _("任务书")
        constraints = [
            *stamped("agreement", "unit_signed", "department_signed"),
            models.UniqueConstraint(fields=["project", "version"], name="agreement_version_once"),
        ]
        triggers = TASK_AGREEMENT.triggers()

    def __str__(self):
        return f"{self.project.code} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("projects:agreement", args=[self.pk])


@tracked
class Milestone(Aggregate):
    """里程碑: measurable, with a date; a tranche may wait for it."""

    project = link("projects.Project", _("项目"), related="milestones")
    number = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("节点"), max_length=120)
    due_on = models.DateField(_("到期日"))
    report_by_on = models.DateField(_("报告期限"))
    requirement = models.TextField(_("考核要求"), blank=True)
    deliverables = models.TextField(_("交付物"), blank=True)
    report_text = models.TextField(_("报告"), blank=True)
    report_file = file_link(_("报告文件"))
    opinion = models.TextField(_("考核意见"), blank=True)
    assessed_form = models.CharField(_("考核方式"), max_length=40, blank=True)
    rectify_by_on = models.DateField(_("整改期限"), null=True, blank=True)
    state = MILESTONE.field()
    reported_at = at_field(_("报告时间"))
    reported_by = by_field(_("报告人"))
    assessed_at = at_field(_("考核时间"))
    assessed_by = by_field(_("考核人"))

    class Meta:
        verbose_name = verbose_name_plural = _("里程碑")
        constraints = [
            *stamped("milestone", "reported", "assessed"),
            models.UniqueConstraint(fields=["project", "number"], name="milestone_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["PASSED", "FAILED"]) | ~Q(opinion=""), name="milestone_opinion"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"])]
        triggers = MILESTONE.triggers()

    def __str__(self):
        return f"{self.project.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("projects:milestone", args=[self.pk])


@tracked
class MilestoneTarget(models.Model):
    """What an indicator must reach by a milestone, and what it did."""

    milestone = link("projects.Milestone", _("里程碑"), related="targets")
    indicator = link("challenges.Indicator", _("考核指标"))
    target = models.DecimalField(_("目标值"), max_digits=16, decimal_places=4)
    actual = models.DecimalField(_("实际值"), max_digits=16, decimal_places=4, null=True, blank=True)
    evidence = models.TextField(_("佐证"), blank=True)
    is_verified = models.BooleanField(_("已核实"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("里程碑指标")
        constraints = [models.UniqueConstraint(fields=["milestone", "indicator"], name="milestone_target_once")]
