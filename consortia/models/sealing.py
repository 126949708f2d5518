"""Drafts, pledges, envelopes, receipts and the opening record (design §6)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortia.enums import EnvelopePurpose, PledgeKind
from core.base import at_field, by_field, choice, link, stamped
from core.fields import EncryptedTextField
from core.history import APPEND_ONLY, audit_leaf_trigger, tracked


class BidSection(models.Model):
    """One section of a draft: JSON, encrypted at rest, gone when the bid is sealed. Never tracked: a draft is nobody's business."""

    bid = models.ForeignKey("consortia.Bid", models.CASCADE, related_name="sections", verbose_name=_("揭榜方案"))
    name = models.CharField(_("部分"), max_length=30)
    content = EncryptedTextField(_("内容"))
    version = models.PositiveIntegerField(_("版本"), default=1)
    saved_at = models.DateTimeField(_("保存时间"))
    saved_by = by_field(_("保存人"))

    class Meta:
        verbose_name = verbose_name_plural = _("草稿")
        constraints = [models.UniqueConstraint(fields=["bid", "name"], name="section_once")]


class PledgeText(models.Model):
    """承诺书 template; a signed version never changes."""

    kind = choice(PledgeKind, _("种类"))
    version = models.PositiveSmallIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"))
    sha256 = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("承诺书文本")
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="pledge_text_once")]
        triggers = [*APPEND_ONLY]


@tracked
class Pledge(models.Model):
    """信用承诺 signed for a bid (S37, E-14)."""

    bid = link("consortia.Bid", _("揭榜方案"), related="pledges")
    text = link("consortia.PledgeText", _("承诺书文本"))
    organization = link("accounts.Organization", _("承诺单位"))
    person = link("accounts.Person", _("承诺人"), optional=True)
    signed_at = models.DateTimeField(_("签署时间"))
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("签署人"))
    method = models.CharField(_("签署方式"), max_length=30, default="ACCOUNT")
    revoked_at = at_field(_("撤销时间"))
    revoked_by = by_field(_("撤销人"))

    class Meta:
        verbose_name = verbose_name_plural = _("承诺")
        constraints = [
            *stamped("pledge", "revoked"),
            models.UniqueConstraint(
                fields=["bid", "text", "organization"], condition=Q(revoked_at__isnull=True), name="pledge_signed_once"
            ),
        ]


class Envelope(models.Model):
    """The sealed content of one version of a bid: one to the challenge's key, one to the consortium's own (recall)."""

    bid = link("consortia.Bid", _("揭榜方案"), related="envelopes")
    version = models.PositiveSmallIntegerField(_("版本"))
    purpose = choice(EnvelopePurpose, _("用途"))
    algorithm = models.CharField(_("算法"), max_length=40)
    box = models.BinaryField(_("密文"))
    plain_sha256 = models.CharField(_("明文摘要 SHA-256"), max_length=64)
    plain_sm3 = models.CharField(_("明文摘要 SM3"), max_length=64)
    sealed_at = models.DateTimeField(_("封存时间"))
    deadline = models.DateTimeField(_("当时的截止时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("密封件")
        constraints = [
            models.UniqueConstraint(fields=["bid", "version", "purpose"], name="envelope_once"),
            models.CheckConstraint(condition=Q(sealed_at__lt=F("deadline")), name="envelope_before_deadline"),
        ]
        triggers = [*APPEND_ONLY, audit_leaf_trigger()]


class SubmissionReceipt(models.Model):
    """回执: signed, checkable by anybody against a file (C13)."""

    bid = link("consortia.Bid", _("揭榜方案"), related="receipts")
    version = models.PositiveSmallIntegerField(_("版本"))
    number = models.CharField(_("回执号"), max_length=40, unique=True)
    received_at = models.DateTimeField(_("收到时间"))
    payload = models.JSONField(_("内容"))
    signature = models.BinaryField(_("签名"))

    class Meta:
        verbose_name = verbose_name_plural = _("回执")
        constraints = [models.UniqueConstraint(fields=["bid", "version"], name="submission_receipt_once")]
        triggers = [*APPEND_ONLY, audit_leaf_trigger()]

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("consortia:receipt", args=[self.number])


@tracked
class Opening(models.Model):
    """开标记录: two different officers consent, then every sealed bid of the challenge is opened once."""

    challenge = models.OneToOneField(
        "challenges.Challenge", models.PROTECT, related_name="opening", verbose_name=_("榜单")
    )
    first_at = at_field(_("第一人同意时间"))
    first_by = by_field(_("第一人"))
    second_at = at_field(_("第二人同意时间"))
    second_by = by_field(_("第二人"))
    opened_at = models.DateTimeField(_("开封时间"), null=True, blank=True)
    bid_count = models.PositiveIntegerField(_("开封份数"), null=True, blank=True)
    entries = models.JSONField(_("明细"), default=list, blank=True)
    root = models.CharField(_("根哈希"), max_length=64, blank=True)
    # A single eligible bid: whether the conditions were written for one team is looked at before review (C07).
    single_note = models.TextField(_("单一方案复核意见"), blank=True)
    single_reviewed_at = at_field(_("单一方案复核时间"))
    single_reviewed_by = by_field(_("单一方案复核人"))

    class Meta:
        verbose_name = verbose_name_plural = _("开标记录")
        constraints = [
            *stamped("opening", "first", "second", "single_reviewed"),
            models.CheckConstraint(
                condition=Q(single_reviewed_at__isnull=True) | ~Q(single_note=""), name="opening_single_note"
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")), name="opening_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(first_at__isnull=False, second_at__isnull=False),
                name="opening_consents",
            ),
        ]

    def __str__(self):
        return f"{self.challenge} 开标记录"

    def get_absolute_url(self) -> str:
        return reverse("consortia:opening", args=[self.challenge_id])
