"""Public notices, the objection form for everybody, and the objections for supervision alone."""

from datetime import timedelta

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.queries import system_user
from challenges import actions, defaults, queries, rules
from challenges.enums import NoticeKind, NoticeState, ObjectionState
from challenges.filters import NoticeFilter
from challenges.forms import notices as forms
from challenges.forms.fields import stored
from challenges.models import Objection, PublicNotice
from challenges.views.shared import OpenToAll, TellSupervision, crumb
from core import clock, events
from core.documents.links import both
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows, require
from core.ui import values
from core.working_days import default_calendar


class NoticeList(OpenToAll, ListPage):
    title = gettext_lazy("公示公告")
    template_name = "challenges/notices.html"
    filterset = NoticeFilter
    unit = gettext_lazy("条")
    sorts = {"published": ("published_at", "pk"), "ends": ("ends_at", "pk")}
    default_sort = ("-published_at", "-pk")

    def rows(self, user):
        return queries.notices_for(user)

    def context(self, user):
        may = user.is_authenticated and user.has_role(Role.OFFICER)
        return {"new_url": reverse("challenges:new-notice") if may else "", "is_office": self.is_office}


def days_of(notice: PublicNotice) -> list[dict]:
    """The period day by day: which days count, and which is today (R-TIM-02)."""
    if not (notice.starts_on and notice.ends_on):
        return []
    calendar, today, number, found = default_calendar(), clock.today(), 0, []
    for offset in range((notice.ends_on - notice.starts_on).days + 1):
        day = notice.starts_on + timedelta(days=offset)
        counts = calendar.is_working_day(day)
        number += counts
        is_shifted = counts != (day.weekday() < 5)
        word = (_("调休上班") if counts else _("放假")) if is_shifted else ("" if counts else _("休息日"))
        line = {"day": day, "number": number if counts else None, "word": word}
        found.append({**line, "is_today": day == today, "is_past": day < today})
    return found


def _settled(notice: PublicNotice) -> list[dict]:
    """What the public may know of objections: that one was settled, how, and the reply; never who, nor what was said."""
    earlier, one = [notice.pk], notice
    while one.replaces_id:  # what was objected to a notice that was corrected belongs to this one too
        one = one.replaces
        earlier.append(one.pk)
    rows = Objection.objects.filter(notice__in=earlier, state__in=["UPHELD", "DISMISSED"]).order_by("settled_at")
    names = ("state", "settled_at", "public_reply", "item__project_title")
    labels = dict(ObjectionState.choices)
    return [{**row, "result": labels[row["state"]], "title": row["item__project_title"]} for row in rows.values(*names)]


def may_object(notice: PublicNotice) -> bool:
    """Whether the period runs now."""
    now = clock.now()
    return (
        notice.state == NoticeState.PUBLISHED
        and notice.ends_at is not None
        and now < notice.ends_at
        and notice.starts_on <= clock.local(now).date()
    )


class NoticePage(OpenToAll, ObjectPage):
    model = PublicNotice
    template_name = "challenges/notice.html"
    shows_history = False
    acts = (
        Act(
            "publish",
            gettext_lazy("发布"),
            rules.publish_notice,
            lambda obj, by, **data: actions.publish_notice(notice=obj, by=by, **data),
            form=forms.PublishNoticeForm,
            # The award notice moves bids as well: the app that owns the award publishes it.
            when=lambda obj: (
                obj.state == NoticeState.DRAFT
                and (obj.kind != NoticeKind.PROPOSED_AWARD or obj.replaces_id is not None)
            ),
            is_primary=True,
            sentence=gettext_lazy("发布人不能是起草人。有公示期的，起止两日均计入，期满日 24:00 结束。"),
        ),
        Act(
            "correct",
            gettext_lazy("起草更正公示"),
            rules.draft_notice,
            lambda obj, by, reason, items: actions.correct_notice(
                notice=obj, reason=reason, changes={"items": items}, by=by
            ),
            form=forms.CorrectForm,
            when=lambda obj: obj.state == NoticeState.PUBLISHED and obj.kind == NoticeKind.PROPOSED_AWARD,
            sentence=gettext_lazy("只改有误的内容。更正公示由另一人发布，公示期重新计算，原文和更正后的内容一并公开。"),
        ),
    )

    def rows(self, user):
        return queries.notices_for(user)

    def crumbs(self, obj):
        return [crumb(_("公示公告"), "notices"), (obj.title, "")]

    def heading(self, obj):
        return obj.title

    def facts(self, obj, user):
        found = [
            (_("索引号"), obj.index_number),
            (_("主题分类"), obj.subject),
            (_("发文机关"), obj.issuer),
            (_("发文字号"), obj.document_number),
            (_("成文日期"), values.date(obj.written_on)),
            (_("发布时间"), values.instant(obj.published_at)),
        ]
        if obj.kind == NoticeKind.PROPOSED_AWARD and obj.state != NoticeState.DRAFT:
            found.append((_("有效性"), _validity(obj)))
        if obj.ends_at:
            days = _("%(days)s 个工作日，起止两日均计入") % {"days": obj.working_days}
            period = _("%(start)s 至 %(end)s（%(days)s）") % {"start": obj.starts_on, "end": obj.ends_on, "days": days}
            found.append((_("公示期"), period))
        # While it is written the empty ones show what is still to be filled in.
        return found if obj.state == NoticeState.DRAFT else [row for row in found if row[1]]

    def context(self, obj, user):
        # Whoever works on the notice is not asked to object to it; as a citizen he may, without the desk.
        shown = may_object(obj) and not self.is_office
        contacts = "；".join(f"{row.get('name', '')} {row.get('phone', '')}".strip() for row in obj.contacts)
        return {
            "is_office": self.is_office,
            "items": obj.items.select_related("challenge").order_by("number"),
            "shows_amounts": queries.shows_amounts(obj) or self.is_office,
            "contacts": contacts,
            "anti_fraud": defaults.ANTI_FRAUD,
            "object_url": reverse("challenges:object", args=[obj.pk]) if shown else "",
            "replaced_by": obj.replaced_by.exclude(state=NoticeState.DRAFT).first(),
            "edit_url": self._edit_url(obj, user),
            "gaps": queries.notice_gaps(obj) if self.is_office and obj.state == NoticeState.DRAFT else [],
            "events": events.of(obj) if self.is_office else None,
            "register_url": self._register_url(obj, user),
            "days": days_of(obj),
            "clue_url": reverse("challenges:new-clue", args=[obj.pk]) if shown else "",
            "settled": _settled(obj),
        }

    def documents(self, obj, user):
        return both(obj.get_kind_display(), "challenges:notice-document", obj.pk)

    def _register_url(self, obj, user) -> str:
        """For supervision: a letter that came within the period is registered, also after its end."""
        may = obj.kind == NoticeKind.PROPOSED_AWARD and obj.ends_at and user.is_authenticated
        may = may and obj.state != NoticeState.DRAFT and allows(rules.register_objection, user, obj)
        return reverse("challenges:register-objection", args=[obj.pk]) if may else ""

    def _edit_url(self, obj, user) -> str:
        if obj.state != NoticeState.DRAFT or not user.is_authenticated or not allows(rules.draft_notice, user, obj):
            return ""
        return reverse("challenges:edit-notice", args=[obj.pk])


def _validity(notice: PublicNotice) -> str:
    if notice.state == NoticeState.CORRECTED:
        return _("已被更正公示替代")
    return _("公示中") if notice.state == NoticeState.PUBLISHED else _("公示期满")


class NewNotice(FormPage):
    title = gettext_lazy("起草公告")
    form = forms.NoticeForm
    rule = rules.draft_notice
    lead = gettext_lazy("发榜公告随批次发布自动产生；拟立项公示从立项办理中起草。")

    def extra(self):
        return {"user": self.request.user}

    def initial(self):
        return {"written_on": clock.today()}

    def back(self):
        return reverse("challenges:notices")

    def crumbs(self):
        return [crumb(_("公示公告"), "notices"), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.draft_notice(by=user, **cleaned)


class EditNotice(FormPage):
    title = gettext_lazy("修改公告")
    form = forms.EditNoticeForm

    def prepare(self, **kwargs):
        self.notice = queries.notices_for(self.request.user).filter(pk=kwargs["pk"]).first()
        if self.notice is None:
            raise Http404
        require(rules.draft_notice, self.request.user, self.notice)

    def extra(self):
        return {"user": self.request.user}

    def initial(self):
        return {name: getattr(self.notice, name) for name in forms.EditNoticeForm.names}

    def back(self):
        return self.notice.get_absolute_url()

    def crumbs(self):
        return [crumb(_("公示公告"), "notices"), (self.notice.title, self.notice.get_absolute_url()), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.edit_notice(notice=self.notice, changes=cleaned, by=user)


class FileObjection(TellSupervision):
    """Open to visitors: signed in or not, who objects is known to supervision alone."""

    title = gettext_lazy("提出异议")
    template_name = "challenges/object.html"
    form = forms.ObjectionForm
    submit = gettext_lazy("提交异议")
    answer_template = "challenges/objection_filed.html"
    answer_title = gettext_lazy("异议已提交")

    def context(self):
        return {**super().context(), "is_running": may_object(self.notice)}

    def file(self, user, **cleaned):
        by = user if user.is_authenticated else system_user()
        cleaned["file"] = stored(cleaned.pop("file", None), by=by, kind="objection")
        return actions.file_objection(by=by, **cleaned)
