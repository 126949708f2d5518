"""Questions and answers, matchmaking (S19, E-42)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.base import at_field, by_field, link, stamped
from core.fields import EncryptedTextField


class Question(models.Model):
    """A question on an open challenge; the answer is shown to everybody, the asker to the office alone."""

    challenge = link("challenges.Challenge", _("榜单"), related="questions")
    organization = link("accounts.Organization", _("提问单位"))
    text = models.TextField(_("问题"))
    asked_at = models.DateTimeField(_("提问时间"))
    asked_by = by_field(_("提问人"))
    answer = models.TextField(_("答复"), blank=True)
    answered_at = at_field(_("答复时间"))
    answered_by = by_field(_("答复人"))

    class Meta:
        verbose_name = verbose_name_plural = _("答疑")
        constraints = [
            *stamped("question", "answered"),
            models.CheckConstraint(condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="question_answer_text"),
        ]

    def __str__(self):
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return reverse("challenges:question", args=[self.pk])


class Matchmaking(models.Model):
    """对接活动: announced to everybody, units sign up, afterwards what came of it (S19, S98). `sign_up_ends_at` is exclusive."""

    batch = link("challenges.Batch", _("批次"), related="matchmakings")
    title = models.CharField(_("名称"), max_length=200)
    held_on = models.DateField(_("日期"))
    hours = models.CharField(_("时间"), max_length=40, blank=True)
    place = models.CharField(_("地点"), max_length=120)
    introduction = models.TextField(_("内容"), blank=True)
    sign_up_ends_at = models.DateTimeField(_("报名截止时间"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("名额"), null=True, blank=True)
    summary = models.TextField(_("情况"), blank=True)
    organizations = models.ManyToManyField("accounts.Organization", verbose_name=_("参加单位"), blank=True)
    cancelled_at = at_field(_("取消时间"))
    cancelled_by = by_field(_("取消人"))

    class Meta:
        verbose_name = verbose_name_plural = _("对接活动")
        constraints = [*stamped("matchmaking", "cancelled")]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("challenges:matchmaking", args=[self.pk])


class SignUp(models.Model):
    """对接报名: one unit at one event; who else comes is not shown to it."""

    matchmaking = link("challenges.Matchmaking", _("对接活动"), related="sign_ups")
    organization = link("accounts.Organization", _("报名单位"))
    contact_name = models.CharField(_("联系人"), max_length=60)
    contact_phone = EncryptedTextField(_("联系电话"))
    wish = models.CharField(_("对接意向"), max_length=300, blank=True)
    signed_at = models.DateTimeField(_("报名时间"))
    signed_by = by_field(_("报名人"))
    cancelled_at = at_field(_("取消时间"))
    cancelled_by = by_field(_("取消人"))

    class Meta:
        verbose_name = verbose_name_plural = _("对接报名")
        constraints = [
            *stamped("signup", "cancelled"),
            models.UniqueConstraint(
                fields=["matchmaking", "organization"], condition=Q(cancelled_at__isnull=True), name="signup_once"
            ),
        ]

    def __str__(self):
        return f"{self.organization}：{self.matchmaking}"
