"""Questions and answers, matchmaking (S19, E-42)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.base import at_field, by_field, link, stamped


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
    """对接活动."""

    batch = link("challenges.Batch", _("批次"), related="matchmakings")
    title = models.CharField(_("名称"), max_length=200)
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=120)
    summary = models.TextField(_("情况"), blank=True)
    organizations = models.ManyToManyField("accounts.Organization", verbose_name=_("参加单位"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("对接活动")

    def __str__(self):
        return self.title
