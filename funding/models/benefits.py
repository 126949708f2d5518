"""Local rewards, policy benefits and the figures given to the press (S65, S87, E-34, E-35, E-37)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.base import by_field, choice, fen, file_link, link
from core.history import tracked
from funding.enums import BenefitKind, RewardKind


@tracked
class LocalReward(models.Model):
    """地方奖励: from a county to a unit; outside the fiscal ledger."""

    division = link("accounts.Division", _("奖励地方"))
    receiver = link("accounts.Organization", _("受奖单位"), related="local_rewards")
    project = link("projects.Project", _("项目"), related="local_rewards", optional=True)
    given_on = models.DateField(_("奖励日期"), null=True, blank=True)
    document = models.CharField(_("依据"), max_length=200, blank=True)
    published_text = models.TextField(_("公开表述"), blank=True)
    needs_confirmation = models.BooleanField(_("解释待确认"), default=False)
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = by_field(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("地方奖励")

    def get_absolute_url(self) -> str:
        return reverse("funding:rewards")


@tracked
class RewardItem(models.Model):
    reward = link("funding.LocalReward", _("地方奖励"), related="items")
    kind = choice(RewardKind, _("种类"))
    amount_fen = fen(_("金额（分）"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("数量"), null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("奖励明细")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__isnull=False, quantity__isnull=True)
                | Q(amount_fen__isnull=True, quantity__isnull=False),
                name="reward_item_one_measure",
            )
        ]


@tracked
class PolicyBenefit(models.Model):
    """政策落实 for a unit (E-35)."""

    organization = link("accounts.Organization", _("单位"), related="policy_benefits")
    policy_document = link("challenges.PolicyDocument", _("政策文件"), optional=True)
    kind = choice(BenefitKind, _("种类"))
    amount_fen = fen(_("金额（分）"), null=True, blank=True)
    granted_on = models.DateField(_("落实日期"))
    proof = file_link(_("证明"))
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = by_field(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("政策落实")

    def get_absolute_url(self) -> str:
        return reverse("funding:rewards")


class PublishedFigure(models.Model):
    """A figure as it was given to the press, to stand beside the computed one (D4, D6)."""

    code = models.CharField(_("口径代码"), max_length=60)
    label = models.CharField(_("名称"), max_length=120)
    scope = models.CharField(_("范围"), max_length=120)
    as_of = models.DateField(_("截至日期"))
    value_text = models.CharField(_("发布值"), max_length=60)
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    note = models.TextField(_("口径说明"), blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("发布数据")
        constraints = [models.UniqueConstraint(fields=["code", "as_of", "scope"], name="published_figure_once")]

    def __str__(self):
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("funding:press-figure", args=[self.pk])
