"""Need calls and needs (S05, E-08)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.lifecycle import NEED
from challenges.models.pool import TEXT_TRIGGER
from core.base import Aggregate, at_field, by_field, fen, link, stamped
from core.fields import EncryptedTextField
from core.history import tracked


class NeedCall(models.Model):
    """需求征集: a window in which any unit may hand in needs. `closes_at` is exclusive."""

    programme = link("challenges.Programme", _("示范工程"), related="need_calls")
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"), blank=True)
    opens_at = models.DateTimeField(_("开始时间"))
    closes_at = models.DateTimeField(_("截止时间"))
    created_at = models.DateTimeField(_("建立时间"))
    created_by = by_field(_("建立人"))

    class Meta:
        verbose_name = verbose_name_plural = _("需求征集")
        constraints = [models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="needcall_window")]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("challenges:call", args=[self.pk])


@tracked
class Need(Aggregate):
    """需求: a problem a unit wants solved."""

    call = link("challenges.NeedCall", _("需求征集"), related="needs")
    organization = link("accounts.Organization", _("提出单位"), related="needs")
    handler = link("accounts.User", _("经办人"))
    field = link("challenges.Field", _("领域"), optional=True)
    title = models.CharField(_("需求名称"), max_length=200)
    problem = models.TextField(_("存在问题"), blank=True)
    current_level = models.TextField(_("目前水平"), blank=True)
    expected_indicators = models.TextField(_("预期指标"), blank=True)
    own_investment_fen = fen(_("拟自投经费（分）"), null=True, blank=True)
    wished_period = models.CharField(_("期望周期"), max_length=60, blank=True)
    cooperation = models.CharField(_("合作方式"), max_length=60, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = EncryptedTextField(_("联系电话"), blank=True)
    is_public = models.BooleanField(_("同意公开"), default=False)
    defects = models.JSONField(_("补正清单"), default=list, blank=True)
    state = NEED.field()
    submitted_at = at_field(_("提交时间"))
    submitted_by = by_field(_("提交人"))
    decided_at = at_field(_("处理时间"))
    decided_by = by_field(_("处理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("需求")
        constraints = stamped("need", "submitted", "decided")
        triggers = [*NEED.triggers(), TEXT_TRIGGER]
        indexes = [
            models.Index(fields=["-submitted_at", "-id"], name="need_newest"),
            models.Index(fields=["call", "state"], name="need_call_state"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("challenges:need", args=[self.pk])

    @property
    def alike_count(self) -> int:
        """How many needs are alike, of rows that a list loaded with them (`views.pool.PoolList`)."""
        return len(getattr(self, "alike_later", ())) + len(getattr(self, "alike_earlier", ()))
