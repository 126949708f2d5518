"""Advisory committees, sittings and their resolutions (S12, S13, E-10)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import MemberChoice, ResolutionKind, SittingKind
from challenges.lifecycle import SITTING
from core.base import Aggregate, at_field, by_field, choice, file_link, link, stamped
from core.history import tracked


class AdvisoryCommittee(models.Model):
    """专家咨询委员会: shapes the list; its members recuse where their unit is interested (R-REV-05)."""

    programme = link("challenges.Programme", _("示范工程"), related="committees")
    name = models.CharField(_("名称"), max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = _("专家咨询委员会")

    def __str__(self):
        return self.name


class CommitteeMember(models.Model):
    committee = link("challenges.AdvisoryCommittee", _("委员会"), related="members")
    person = link("accounts.Person", _("委员"), related="committee_seats")
    role = models.CharField(_("职务"), max_length=40, blank=True)
    valid_from = models.DateField(_("任期起"))
    valid_to = models.DateField(_("任期止"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("委员")
        constraints = [
            models.UniqueConstraint(fields=["committee", "person", "valid_from"], name="committee_member_once")
        ]

    def __str__(self):
        return str(self.person)


@tracked
class Sitting(Aggregate):
    """联席会议/厅务会: a meeting with agenda and attendance; its resolutions are what decisions point to."""

    kind = choice(SittingKind, _("会议类型"))
    programme = link("challenges.Programme", _("示范工程"), related="sittings", optional=True)
    title = models.CharField(_("会议名称"), max_length=200)
    planned_on = models.DateField(_("会议日期"))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    chair = models.CharField(_("主持人"), max_length=60, blank=True)
    agenda = models.JSONField(_("议程"), default=list, blank=True)
    invited = models.JSONField(_("应到单位"), default=list, blank=True)
    attendance = models.JSONField(_("出席单位"), default=list, blank=True)
    minutes_text = models.TextField(_("纪要"), blank=True)
    minutes = file_link(_("纪要文件"))
    state = SITTING.field()
    held_at = at_field(_("记录召开时间"))
    held_by = by_field(_("记录人"))

    class Meta:
        verbose_name = verbose_name_plural = _("会议")
        constraints = stamped("sitting", "held")
        triggers = SITTING.triggers()

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("challenges:sitting", args=[self.pk])

    @property
    def quorum(self) -> int:
        """How many of those invited must be present: more than half. 0 where nobody was named."""
        return len(self.invited) // 2 + 1 if self.invited else 0

    @property
    def present(self) -> list[str]:
        """Members present, in the order they were invited; guests do not vote."""
        return [name for name in self.invited if name in self.attendance]

    @property
    def present_count(self) -> int:
        return len(self.present)


@tracked
class Resolution(models.Model):
    """决议: numbered without gaps; a decision that needs one carries a foreign key to it."""

    sitting = link("challenges.Sitting", _("会议"), related="resolutions")
    number = models.CharField(_("决议号"), max_length=40, unique=True)
    agenda_number = models.PositiveSmallIntegerField(_("议程序号"), null=True, blank=True)
    kind = choice(ResolutionKind, _("事项"))
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("内容"), blank=True)
    votes_for = models.PositiveSmallIntegerField(_("同意"), default=0)
    votes_against = models.PositiveSmallIntegerField(_("反对"), default=0)
    votes_abstained = models.PositiveSmallIntegerField(_("弃权"), default=0)
    is_passed = models.BooleanField(_("通过"))
    recorded_at = models.DateTimeField(_("记录时间"))
    recorded_by = by_field(_("记录人"))

    class Meta:
        verbose_name = verbose_name_plural = _("决议")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_passed=False) | Q(votes_for__gt=models.F("votes_against")),
                name="resolution_passed_by_votes",
            )
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("challenges:resolution", args=[self.pk])

    @property
    def votes(self) -> str:
        return str(
            _("同意 %(yes)s，反对 %(no)s，弃权 %(none)s")
            % {"yes": self.votes_for, "no": self.votes_against, "none": self.votes_abstained}
        )


@tracked
class MemberVote(models.Model):
    """成员表决: how one member present voted. The counts of a resolution of named members are the counts of these."""

    resolution = link("challenges.Resolution", _("决议"), related="member_votes")
    member = models.CharField(_("成员单位"), max_length=120)
    choice = choice(MemberChoice, _("表决"))
    reason = models.CharField(_("回避事由"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("成员表决")
        constraints = [
            models.UniqueConstraint(fields=["resolution", "member"], name="member_votes_once"),
            models.CheckConstraint(
                condition=~Q(choice=MemberChoice.RECUSED) | ~Q(reason=""), name="member_vote_recusal_reason"
            ),
        ]

    def __str__(self):
        return f"{self.member}：{self.get_choice_display()}"
