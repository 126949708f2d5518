"""Sittings, resolutions, and questions of bidders."""

from django.contrib import messages
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from challenges import actions, queries, rules
from challenges.enums import ChallengeState, MemberChoice, SittingState
from challenges.filters import QuestionFilter, SittingFilter
from challenges.findings.resolutions import approvable, standing_on
from challenges.forms import challenges as challenge_forms
from challenges.forms import office as forms
from challenges.forms.fields import ReasonForm, stored
from challenges.models import Challenge, Question, Resolution, Sitting
from challenges.views.shared import crumb, file_link, link_to, through
from core import bulk, clock
from core.documents.links import both
from core.errors import Refused
from core.navigation import address
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows, require
from core.selecting import count_of
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
            resolution_count=count_of(Resolution.objects.all(), "sitting")
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
            sentence=gettext_lazy("到会的成员单位逐家表决，回避的不表决；同意多于反对即为通过，决议号自动产生。"),
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
            (_("主持人"), obj.chair),
            *([(_("应到单位"), _attendance(obj))] if obj.invited else []),
            *([(_("出席单位"), "、".join(obj.present) or "—")] if obj.invited and obj.attendance else []),
            (_("列席单位") if obj.invited else _("出席单位"), "、".join(_guests(obj)) or "—"),
            (_("纪要"), obj.minutes_text),
            (_("纪要文件"), file_link("sitting-file", obj.minutes, obj.pk)),
        ]

    def documents(self, obj, user):
        label = _("会议纪要") if obj.state == SittingState.HELD else _("会议材料")
        found = both(label, "challenges:sitting-document", obj.pk)
        # What experts found of the bids is a file of the apps above; it is there once a challenge is under review.
        if (
            obj.state == SittingState.PLANNED
            and _under_review(obj).exists()
            and (url := address("funding:sitting-pack", obj.pk))
        ):
            found += [(_("立项决策材料（PDF）"), url), (_("立项决策材料（DOCX）"), f"{url}?format=docx")]
        return found

    def context(self, obj, user):
        resolutions = list(obj.resolutions.prefetch_related("member_votes").order_by("pk"))
        decided = {row.agenda_number: row for row in resolutions}
        may_edit = obj.state == SittingState.PLANNED and allows(rules.manage_sitting, user, obj)
        return {
            "resolutions": [(row, recused(row)) for row in resolutions],
            "agenda": [(place, text, decided.get(place)) for place, text in enumerate(obj.agenda, 1)],
            "lacks_quorum": obj.state == SittingState.HELD and obj.present_count < obj.quorum,
            "edit_url": reverse("challenges:edit-sitting", args=[obj.pk]) if may_edit else "",
            "submitted": _submitted(obj) if obj.state == SittingState.PLANNED else [],
        }


def _attendance(obj: Sitting) -> str:
    """Who came of those invited, and whether that is enough."""
    words = {"invited": len(obj.invited), "quorum": obj.quorum, "names": "、".join(obj.invited)}
    if obj.state != SittingState.HELD:
        return _("%(names)s（%(invited)s 家，%(quorum)s 家到会方可形成决议）") % words
    absent = [name for name in obj.invited if name not in obj.attendance]
    words |= {"present": obj.present_count, "absent": "、".join(absent) or _("无")}
    return _("应到 %(invited)s 家，实到 %(present)s 家（须 %(quorum)s 家）；缺席：%(absent)s") % words


def _under_review(obj: Sitting):
    return Challenge.objects.filter(batch__programme=obj.programme_id or 0, state=ChallengeState.UNDER_REVIEW)


def _submitted(obj: Sitting) -> list[tuple]:
    """(challenge, what is asked of the sitting, where it is prepared) of what waits for it."""
    if obj.programme_id is None:
        return []
    refining = Challenge.objects.filter(batch__programme=obj.programme_id, state=ChallengeState.REFINING)
    rows = [(one, _("审定榜单"), one.get_absolute_url()) for one in refining.order_by("code")]
    judged = [(one, address("funding:decision", one.code)) for one in _under_review(obj).order_by("code")]
    return [*rows, *((one, _("立项决定"), url or one.get_absolute_url()) for one, url in judged)]


def recused(resolution: Resolution) -> str:
    """Who stood aside and why, of prefetched votes."""
    rows = [one for one in resolution.member_votes.all() if one.choice == MemberChoice.RECUSED]
    return "；".join(f"{one.member}（{one.reason}）" for one in rows)


def _guests(obj: Sitting) -> list[str]:
    return [name for name in obj.attendance if name not in obj.invited]


def _approve_several(obj: Resolution, by, challenge: list[str]):
    """Each by itself: one that somebody changed meanwhile does not hold up the others."""
    rows = Challenge.objects.filter(pk__in=challenge).order_by("code")
    return bulk.each(rows, lambda row: actions.approve_challenge(challenge=row, resolution=obj, by=by))


class ResolutionPage(ObjectPage):
    """One resolution and everything that stands on it."""

    model = Resolution
    template_name = "challenges/resolution.html"
    acts = (
        Act(
            "approve",
            gettext_lazy("按本决议审定榜单"),
            through(rules.manage_sitting, "sitting"),
            _approve_several,
            form=forms.ApproveSeveralForm,
            when=lambda obj: any(not gaps for _row, gaps in approvable(obj)),
            is_primary=True,
            sentence=gettext_lazy("勾选本次会议审定的榜单；未勾选的留在凝练中。"),
        ),
    )

    def run(self, act, obj, form):
        """Each challenge is told by itself: approved, or the sentence why not."""
        outcomes = act.run(obj=obj, by=self.request.user, **form.cleaned_data)
        refused = [f"{one.obj.code} {one.obj.title}：{one.reason}" for one in outcomes if not one.is_done]
        if len(refused) == len(outcomes):
            raise Refused("nothing_approved", _("所选榜单都未能审定，原因如下。请逐项办理后再审定："), defects=refused)
        done = [one.obj.code for one in outcomes if one.is_done]
        words = {"count": len(done), "codes": "、".join(done)}
        messages.success(self.request, _("已审定 %(count)s 项：%(codes)s。") % words)
        for sentence in refused:
            messages.warning(self.request, sentence)
        return self.address(obj)

    def rows(self, user):
        rows = Resolution.objects.select_related("sitting__programme__office", "recorded_by")
        return rows if queries.is_department(user) else rows.none()

    def crumbs(self, obj):
        sitting = (obj.sitting.title, obj.sitting.get_absolute_url())
        return [crumb(_("会议与决议"), "sittings"), sitting, (obj.number, "")]

    def heading(self, obj):
        return obj.title

    def facts(self, obj, user):
        agenda = obj.sitting.agenda
        item = agenda[obj.agenda_number - 1] if obj.agenda_number and obj.agenda_number <= len(agenda) else ""
        return [
            (_("决议号"), obj.number),
            (_("事项"), obj.get_kind_display()),
            (_("会议"), link_to(obj.sitting)),
            (_("议程"), f"{obj.agenda_number}. {item}" if item else "—"),
            (_("内容"), obj.text or obj.title),
            (_("表决"), obj.votes),
            (_("结果"), _("通过") if obj.is_passed else _("未通过")),
            (_("记录"), f"{obj.recorded_by}，{values.instant_text(obj.recorded_at)}"),
        ]

    def context(self, obj, user):
        votes = list(obj.member_votes.order_by("pk"))
        voted = {one.member for one in votes}
        return {
            "votes": votes,
            "absent": [name for name in obj.sitting.invited if name not in voted] if votes else [],
            "standing": standing_on(obj),
            "lacking": [(row, gaps) for row, gaps in approvable(obj) if gaps],
        }


class EditSitting(FormPage):
    title = gettext_lazy("修改会议安排")
    form = forms.EditSittingForm

    def prepare(self, **kwargs):
        self.sitting = Sitting.objects.select_related("programme__office").filter(pk=kwargs["pk"]).first()
        if self.sitting is None or not queries.is_department(self.request.user):
            raise Http404
        require(rules.manage_sitting, self.request.user, self.sitting)

    def initial(self):
        return {
            name: getattr(self.sitting, name) for name in ("title", "planned_on", "place", "chair", "agenda", "invited")
        }

    def back(self):
        return self.sitting.get_absolute_url()

    def crumbs(self):
        return [crumb(_("会议与决议"), "sittings"), (self.sitting.title, self.back()), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.edit_sitting(sitting=self.sitting, changes=cleaned, by=user)


class NewSitting(FormPage):
    title = gettext_lazy("安排会议")
    form = forms.SittingForm
    rule = rules.manage_sitting

    def extra(self):
        return {"user": self.request.user}

    def initial(self):
        """The members of the last sitting come again more often than not."""
        last = Sitting.objects.exclude(invited=[]).order_by("-pk").values_list("invited", flat=True).first()
        return {"planned_on": clock.today(), "invited": last or []}

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
    lead = gettext_lazy("待答复的排在前面。答复公开，所有揭榜方看到的相同，不显示提问单位。")
    default_sort = (F("answered_at").desc(nulls_first=True), "asked_at")

    def rows(self, user):
        return Question.objects.select_related("challenge")


class QuestionPage(ObjectPage):
    model = Question
    shows_history = False  # it stands in the challenge's
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
            (_("榜单"), format_html('<a href="{}">{}</a>', obj.challenge.get_absolute_url(), obj.challenge)),
            (_("问题"), obj.text),
            (_("提问单位"), asker),
            (_("提问时间"), values.instant(obj.asked_at)),
            (_("答复"), obj.answer),
            (_("答复时间"), values.instant(obj.answered_at)),
        ]
