"""How a challenge was refined (E-09): rounds with their text, opinions of the committee, whether the mechanism fits (C06),
and whose interests meet those of likely bidders (C07)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.enums import RefinementKind, Stance
from core.base import by_field, choice, file_link, link
from core.history import tracked


@tracked
class Refinement(models.Model):
    """凝练: one round with its minutes; `snapshot` is the challenge's text as this round left it. Version 1 is the text
    with which refining began."""

    challenge = link("challenges.Challenge", _("榜单"), related="refinements")
    version = models.PositiveSmallIntegerField(_("版本"))
    kind = choice(RefinementKind, _("方式"))
    held_on = models.DateField(_("日期"))
    conclusion = models.TextField(_("结论"))
    minutes = file_link(_("纪要"))
    participants = models.ManyToManyField(
        "accounts.Person", verbose_name=_("参加人"), blank=True, related_name="refinements"
    )
    snapshot = models.JSONField(_("文本快照"), default=dict)
    recorded_at = models.DateTimeField(_("记录时间"))
    recorded_by = by_field(_("记录人"))

    class Meta:
        verbose_name = verbose_name_plural = _("凝练记录")
        constraints = [models.UniqueConstraint(fields=["challenge", "version"], name="refinement_version_once")]

    def __str__(self):
        return f"{self.challenge.code} v{self.version}"


@tracked
class Opinion(models.Model):
    """委员意见: what one participant of a round said; written once."""

    refinement = link("challenges.Refinement", _("凝练记录"), related="opinions")
    person = link("accounts.Person", _("委员"), related="refinement_opinions")
    stance = choice(Stance, _("态度"))
    text = models.TextField(_("意见"), blank=True)
    recorded_at = models.DateTimeField(_("记录时间"))
    recorded_by = by_field(_("记录人"))

    class Meta:
        verbose_name = verbose_name_plural = _("委员意见")
        constraints = [models.UniqueConstraint(fields=["refinement", "person"], name="opinion_once")]

    def __str__(self):
        return str(self.person)


@tracked
class FitnessAnswer(models.Model):
    """适配性核对: the answer to one question of `defaults.FITNESS` (C06); all are answered before a challenge is approved."""

    challenge = link("challenges.Challenge", _("榜单"), related="fitness")
    code = models.CharField(_("问题"), max_length=30)
    is_yes = models.BooleanField(_("是"))
    text = models.CharField(_("依据"), max_length=300)
    answered_at = models.DateTimeField(_("核对时间"))
    answered_by = by_field(_("核对人"))

    class Meta:
        verbose_name = verbose_name_plural = _("适配性核对")
        constraints = [models.UniqueConstraint(fields=["challenge", "code"], name="fitness_once")]

    def __str__(self):
        return self.code


@tracked
class InterestNote(models.Model):
    """利益关联提示: somebody who shaped the challenge belongs to a likely bidder (C07), as it stood at approval."""

    challenge = link("challenges.Challenge", _("榜单"), related="interests")
    organization = link("accounts.Organization", _("单位"), related="interests_in_challenges")
    shaped = models.CharField(_("如何参与出题"), max_length=300)
    bids = models.CharField(_("为何可能揭榜"), max_length=300)
    recorded_at = models.DateTimeField(_("记录时间"))
    recorded_by = by_field(_("记录人"))

    class Meta:
        verbose_name = verbose_name_plural = _("利益关联提示")
        constraints = [models.UniqueConstraint(fields=["challenge", "organization"], name="interest_once")]

    def __str__(self):
        return str(self.organization)
