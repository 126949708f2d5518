"""The expert pool and what keeps an expert from judging (E-16, R-REV-01, R-REV-04)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.base import Aggregate, by_field, choice, link
from core.fields import EncryptedTextField
from core.history import tracked
from reviews.enums import ConflictKind, ExpertKind
from reviews.lifecycle import EXPERT_LIFE

#: 评审专家承诺书, signed when a seat is accepted; its digest is kept with the signature.
PLEDGE_TEXT = (
    "本人承诺：一、客观、公正、独立地评审，对提出的评审意见负责；"
    "二、已如实申明与参评单位、人员的利益关系，评审期间出现新的利益关系时立即报告并回避；"
    "三、对评审材料、评审过程和评审意见保密，不复制、不外传评审材料，不与参评单位私下接触；"
    "四、不接受请托、馈赠和其他可能影响公正评审的利益。"
    "如有违反，愿承担相应责任，并同意记入信用记录。"
)


@tracked
class Expert(Aggregate):
    """评审专家 in the pool; `is_local` is 区内."""

    person = models.OneToOneField("accounts.Person", models.PROTECT, related_name="expert", verbose_name=_("人员"))
    kind = choice(ExpertKind, _("类别"))
    is_local = models.BooleanField(_("区内"))
    specialties = models.JSONField(_("专业领域"), default=list, blank=True)
    in_pool_since = models.DateField(_("入库日期"))
    verified_on = models.DateField(_("核验日期"), null=True, blank=True)
    bank_account = EncryptedTextField(_("银行账号"), blank=True)
    invited_count = models.PositiveIntegerField(_("邀请次数"), default=0)
    declined_count = models.PositiveIntegerField(_("谢绝次数"), default=0)
    state = EXPERT_LIFE.field()

    class Meta:
        verbose_name = verbose_name_plural = _("评审专家")
        triggers = EXPERT_LIFE.triggers()

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("reviews:expert", args=[self.pk])


@tracked
class Conflict(models.Model):
    """An interest of an expert: in a unit, in a person, or in one challenge; `until` is the last day it counts."""

    expert = link("reviews.Expert", _("专家"), related="conflicts")
    kind = choice(ConflictKind, _("种类"))
    organization = link("accounts.Organization", _("相关单位"), optional=True)
    person = link("accounts.Person", _("相关人员"), optional=True)
    challenge = link("challenges.Challenge", _("相关榜单"), optional=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    until = models.DateField(_("截止"), null=True, blank=True)
    declared_at = models.DateTimeField(_("申明时间"))
    declared_by = by_field(_("申明人"))

    class Meta:
        verbose_name = verbose_name_plural = _("利益关系")
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | Q(person__isnull=False) | Q(challenge__isnull=False),
                name="conflict_subject",
            )
        ]


@tracked
class ExpertPledge(models.Model):
    """专家承诺 signed when a seat is accepted."""

    seat = models.OneToOneField("reviews.Seat", models.PROTECT, related_name="pledge", verbose_name=_("席位"))
    text_sha256 = models.CharField(_("文本摘要"), max_length=64)
    signed_at = models.DateTimeField(_("签署时间"))
    signed_by = by_field(_("签署人"))

    class Meta:
        verbose_name = verbose_name_plural = _("专家承诺")
