"""Public notices and objections (E-17, E-18)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.enums import NoticeKind, ObjectionWay, PartyKind
from challenges.lifecycle import OBJECTION, PUBLIC_NOTICE
from core import clock
from core.base import Aggregate, at_field, by_field, choice, fen, file_link, link, stamped
from core.fields import EncryptedTextField
from core.history import tracked


@tracked
class PublicNotice(Aggregate):
    """公示/公告. `ends_at` is exclusive: midnight after the last of `working_days`, both ends counted (R-TIM-02)."""

    kind = choice(NoticeKind, _("类型"))
    batch = link("challenges.Batch", _("批次"), related="notices", optional=True)
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"), blank=True)
    index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    subject = models.CharField(_("主题分类"), max_length=60, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=120, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    written_on = models.DateField(_("成文日期"), null=True, blank=True)
    contacts = models.JSONField(_("联系方式"), default=list, blank=True)
    objection_guide = models.TextField(_("异议提出方式"), blank=True)
    starts_on = models.DateField(_("公示起始日"), null=True, blank=True)
    ends_on = models.DateField(_("公示截止日"), null=True, blank=True)
    ends_at = models.DateTimeField(_("公示结束时间"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("工作日数"), null=True, blank=True)
    replaces = link("challenges.PublicNotice", _("更正的公示"), related="replaced_by", optional=True)
    correction_reason = models.TextField(_("更正原因"), blank=True)
    # What a correction changes: [{"challenge": code, "field": key, "label": …, "was": …, "now": …}]; the public reads both.
    corrections = models.JSONField(_("更正事项"), default=list, blank=True)
    state = PUBLIC_NOTICE.field()
    published_at = at_field(_("发布时间"))
    published_by = by_field(_("发布人"))

    class Meta:
        verbose_name = verbose_name_plural = _("公示公告")
        constraints = [
            *stamped("notice", "published"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("created_by")), name="notice_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(kind="PROPOSED_AWARD")
                | Q(published_at__isnull=True)
                | Q(ends_at__isnull=False, working_days__gte=1),
                name="notice_period_set",
            ),
        ]
        triggers = PUBLIC_NOTICE.triggers()

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("challenges:notice", args=[self.pk])


@tracked
class NoticeItem(models.Model):
    """One line of a notice; the thing proposed (a bid) points here from above."""

    notice = link("challenges.PublicNotice", _("公示"), related="items")
    number = models.PositiveSmallIntegerField(_("序号"))
    challenge = link("challenges.Challenge", _("榜单"), related="notice_items")
    project_title = models.CharField(_("项目名称"), max_length=200)
    consortium_name = models.CharField(_("创新联合体"), max_length=200)
    lead_name = models.CharField(_("牵头单位"), max_length=200)
    amount_fen = fen(_("金额（分）"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("公示条目")
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="notice_item_number_once")]

    def __str__(self):
        return self.project_title


@tracked
class Objection(Aggregate):
    """异议: real name only; who objects is shown to the supervision office alone."""

    notice = link("challenges.PublicNotice", _("公示"), related="objections")
    item = link("challenges.NoticeItem", _("公示条目"), related="objections")
    number = models.CharField(_("编号"), max_length=40, unique=True)
    party_kind = choice(PartyKind, _("异议人类型"))
    party_name = EncryptedTextField(_("异议人"))
    party_contact = EncryptedTextField(_("联系方式"))
    legal_representative = EncryptedTextField(_("法定代表人"), blank=True)
    has_seal = models.BooleanField(_("已加盖公章"), default=False)
    content = models.TextField(_("异议内容"))
    file = file_link(_("证明材料"))
    # On paper supervision registers it: the day on which it came decides whether it is in time, and its terms run from then.
    way = choice(ObjectionWay, _("书面提出方式"), blank=True)
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    admission_note = models.TextField(_("受理意见"), blank=True)
    investigation_note = models.TextField(_("核查意见"), blank=True)
    public_reply = models.TextField(_("答复"), blank=True)
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    extended_count = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    # Whoever objected looks the outcome up with the number and a code that is shown once: no message names him.
    lookup_hash = models.CharField(_("查询码摘要"), max_length=128, blank=True)
    reply_way = models.CharField(_("答复方式"), max_length=60, blank=True)
    state = OBJECTION.field()
    admitted_at = at_field(_("受理决定时间"))
    admitted_by = by_field(_("受理决定人"))
    settled_at = at_field(_("办结时间"))
    settled_by = by_field(_("办结人"))
    replied_at = at_field(_("答复异议人时间"))
    replied_by = by_field(_("答复人"))

    class Meta:
        verbose_name = verbose_name_plural = _("异议")
        constraints = [
            *stamped("objection", "admitted", "settled", "replied"),
            models.CheckConstraint(condition=Q(extended_count__lte=1), name="objection_extended_once"),
            models.CheckConstraint(
                condition=Q(way="", received_on__isnull=True) | (~Q(way="") & Q(received_on__isnull=False)),
                name="objection_paper_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["UPHELD", "DISMISSED"]) | ~Q(investigation_note=""),
                name="objection_settled_note",
            ),
        ]
        triggers = OBJECTION.triggers()

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("challenges:objection", args=[self.pk])

    @property
    def is_on_paper(self) -> bool:
        """Registered by supervision for whoever wrote it; the account that made the row is not the objector's."""
        return self.way != ""

    @property
    def came_on(self) -> date:
        """The day from which its terms run."""
        return self.received_on or clock.local(self.created_at).date()

    @property
    def names_of_objector(self) -> list[str]:
        """Every word that says who objected."""
        return [name for name in (self.party_name, self.party_contact, self.legal_representative) if len(name) > 1]


@tracked
class Evidence(models.Model):
    """证据材料 of an objection, kept by supervision beside what the objector handed in; it may name its author."""

    objection = link("challenges.Objection", _("异议"), related="evidence")
    title = models.CharField(_("材料名称"), max_length=120)
    file = link("core.StoredFile", _("文件"))
    added_at = models.DateTimeField(_("加入时间"))
    added_by = by_field(_("加入人"))

    class Meta:
        verbose_name = verbose_name_plural = _("证据材料")

    def __str__(self):
        return self.title


@tracked
class Clue(models.Model):
    """问题线索: told without a name. Supervision looks into it; it is no objection and blocks nothing (3.5)."""

    notice = link("challenges.PublicNotice", _("公示"), related="clues")
    item = link("challenges.NoticeItem", _("公示条目"), related="clues", optional=True)
    number = models.CharField(_("编号"), max_length=40, unique=True)
    content = models.TextField(_("线索内容"))
    file = file_link(_("材料"))
    received_at = models.DateTimeField(_("收到时间"))
    handling_note = models.TextField(_("处理情况"), blank=True)
    handled_at = at_field(_("处理时间"))
    handled_by = by_field(_("处理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("问题线索")
        constraints = [
            *stamped("clue", "handled"),
            models.CheckConstraint(condition=Q(handled_at__isnull=True) | ~Q(handling_note=""), name="clue_note"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("challenges:clue", args=[self.pk])
