"""Sittings, resolutions, and questions of bidders."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, queries, rules
from challenges.enums import SittingState
from challenges.filters import QuestionFilter, SittingFilter
from challenges.forms import challenges as challenge_forms
from challenges.forms import office as forms
from challenges.forms.fields import ReasonForm, stored
from challenges.models import Question, Sitting
from challenges.views.shared import crumb, file_link
from core import clock
from core.documents.links import both
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows
from core.ui import values


class SittingList(ListPage):
    title = gettext_lazy("会议与决议")
    template_name = "challenges/sittings.html"
    rule = rules.view_office_pages
    filterset = SittingFilter
    unit = gettext_lazy("次")
    lead = gettext_lazy("审定榜单、撤榜、立项、豁免、赛马考核和终止均以决议为依据。")
    sorts = {"planned": ("planned_on", "pk")}
    default_sort = ("-planned_on", "-pk")

    def rows(self, user):
        return Sitting.objects.select_related("programme").annotate(
            resolution_count=Count("resolutions", distinct=True)
        )

    def context(self, user):
        return {"new_url": reverse("challenges:new-sitting") if user.has_role(Role.OFFICER) else ""}


def _act(name, label, action, **options) -> Act:
    return Act(name, label, rules.manage_sitting, lambda obj, by, **data: action(sitting=obj, by=by, **data), **options)


def _hold(obj, by, minutes=None, **data):
    return actions.hold_sitting(sitting=obj, by=by, minutes=stored(minutes, by=by, kind="minutes"), **data)


class SittingPage(ObjectPage):
    model = Sitting
    template_name = "challenges/sitting.html"
    acts = (
        Act(
            "hold",
            gettext_lazy("记录召开"),
            rules.manage_sitting,
            _hold,
            form=forms.HoldForm,
            step="hold",
            is_primary=True,
        ),
        _act(
            "cancel", gettext_lazy("取消会议"), actions.cancel_sitting, form=ReasonForm, step="cancel", is_danger=True
        ),
        _act(
            "resolve",
            gettext_lazy("记录决议"),
            actions.pass_resolution,
            form=forms.ResolutionForm,
            when=lambda obj: obj.state == SittingState.HELD,
            is_primary=True,
            sentence=gettext_lazy("同意票多于反对票即为通过；决议号自动产生。"),
        ),
    )

    def rows(self, user):
        rows = Sitting.objects.select_related("programme__office", "minutes")
        return rows if queries.is_department(user) else rows.none()

    def crumbs(self, obj):
        return [crumb(_("会议与决议"), "sittings"), (obj.title, "")]

    def facts(self, obj, user):
        return [
            (_("会议类型"), obj.get_kind_display()),
            (_("示范工程"), obj.programme),
            (_("会议日期"), values.date(obj.planned_on)),
            (_("地点"), obj.place),
            (_("议程"), "；".join(obj.agenda)),
            (_("出席单位"), "、".join(obj.attendance)),
            (_("纪要"), obj.minutes_text),
            (_("纪要文件"), file_link("sitting-file", obj.minutes, obj.pk)),
        ]

    def documents(self, obj, user):
        label = _("会议纪要") if obj.state == SittingState.HELD else _("会议材料")
        return both(label, "challenges:sitting-document", obj.pk)

    def context(self, obj, user):
        return {"resolutions": obj.resolutions.order_by("pk")}


class NewSitting(FormPage):
    title = gettext_lazy("安排会议")
    form = forms.SittingForm
    rule = rules.manage_sitting

    def extra(self):
        return {"user": self.request.user}

    def initial(self):
        return {"planned_on": clock.today()}

    def back(self):
        return reverse("challenges:sittings")

    def crumbs(self):
        return [crumb(_("会议与决议"), "sittings"), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.plan_sitting(by=user, **cleaned)


class QuestionList(ListPage):
    title = gettext_lazy("揭榜答疑")
    template_name = "challenges/questions.html"
    rule = rules.view_office_pages
    filterset = QuestionFilter
    unit = gettext_lazy("条")
    default_sort = ("answered_at", "asked_at")

    def rows(self, user):
        return Question.objects.select_related("challenge")


class QuestionPage(ObjectPage):
    model = Question
    acts = (
        Act(
            "answer",
            gettext_lazy("答复"),
            rules.answer_question,
            lambda obj, by, answer: actions.answer_question(question=obj, answer=answer, by=by),
            form=challenge_forms.AnswerForm,
            when=lambda obj: obj.answered_at is None,
            is_primary=True,
        ),
    )

    def rows(self, user):
        rows = Question.objects.select_related("challenge__batch__programme__office", "organization", "asked_by")
        return rows if queries.is_department(user) else rows.none()

    def crumbs(self, obj):
        return [crumb(_("揭榜答疑"), "questions"), (obj.challenge.code, "")]

    def heading(self, obj):
        return _("关于“%(title)s”的提问") % {"title": obj.challenge.title}

    def facts(self, obj, user):
        asker = obj.organization if allows(rules.view_asker, user, obj) else _("仅主管处室可见")
        return [
            (_("榜单"), obj.challenge),
            (_("问题"), obj.text),
            (_("提问单位"), asker),
            (_("提问时间"), values.instant(obj.asked_at)),
            (_("答复"), obj.answer),
            (_("答复时间"), values.instant(obj.answered_at)),
        ]
