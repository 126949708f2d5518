"""Supervision's own workspace: objections with their terms, and one of them with identity, evidence and what it blocks."""

from datetime import date, timedelta

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions, queries, rules
from challenges.enums import ChallengeState, NoticeKind
from challenges.filters import ObjectionFilter
from challenges.findings.objections import look_up, own
from challenges.forms import notices as forms
from challenges.forms.fields import ReasonForm, stored
from challenges.forms.publishing import EvidenceForm
from challenges.models import Clue, Objection
from challenges.views.shared import TellSupervision, crumb, file_link
from core import clock, events
from core.documents.links import both
from core.pages import Act, ListPage, ObjectPage, Page
from core.permissions import allows, require
from core.ui import values
from core.working_days import CalendarNotLoaded, default_calendar


def days_left(due_on: date | None) -> int | None:
    """Working days until the last day of a term, today not counted; negative when it is over; None without one."""
    if due_on is None:
        return None
    calendar, today = default_calendar(), clock.today()
    first, last = sorted([today, due_on])
    try:
        count = sum(calendar.is_working_day(first + timedelta(days=n + 1)) for n in range((last - first).days))
    except CalendarNotLoaded:
        return None
    return count if due_on >= today else -count


class ObjectionList(ListPage):
    title = gettext_lazy("异议")
    lead = gettext_lazy("实名异议由监督部门受理和核查；异议人身份只有监督部门能看到。")
    template_name = "challenges/objections.html"
    rule = rules.view_objection
    filterset = ObjectionFilter
    unit = gettext_lazy("件")
    sorts = {"due": ("due_on", "pk")}

    def sorted(self, rows):
        """What waits first, the shortest term on top."""
        if self.request.GET.get("sort"):
            return super().sorted(rows)
        waits = When(state__in=queries.OPEN_OBJECTION_STATES, then=Value(0))
        place = Case(waits, default=Value(1), output_field=IntegerField())
        return rows.annotate(place=place).order_by("place", F("due_on").asc(nulls_last=True), "-pk")

    def rows(self, user):
        return Objection.objects.select_related("notice", "item")

    def context(self, user):
        waiting = Q(state__in=queries.OPEN_OBJECTION_STATES)
        counts = Objection.objects.aggregate(
            received=Count("pk", filter=Q(state="RECEIVED")),
            accepted=Count("pk", filter=Q(state="ACCEPTED")),
            overdue=Count("pk", filter=waiting & Q(due_on__lt=clock.today())),
            unanswered=Count("pk", filter=Q(state__in=queries.DECIDED_OBJECTION_STATES, replied_at=None)),
        )
        shows_clues = allows(rules.handle_clue, user)
        clues = Clue.objects.filter(handled_at=None).count() if shows_clues else 0
        register_url = reverse("challenges:paper-notices") if allows(rules.register_objection, user) else ""
        return {"counts": counts, "clue_count": clues, "shows_clues": shows_clues, "register_url": register_url}


class PaperNotices(ListPage):
    """The first step of registering: which notice the letter is about, the newest first."""

    title = gettext_lazy("登记书面异议")
    lead = gettext_lazy("请选择来信或当面递交的异议所针对的公示。收到日期在公示期内的，期满后也可以登记。")
    template_name = "challenges/paper_notices.html"
    rule = rules.register_objection
    unit = gettext_lazy("项")
    default_sort = ("-ends_at", "-pk")

    def rows(self, user):
        return queries.public_notices().filter(kind=NoticeKind.PROPOSED_AWARD, ends_at__isnull=False)

    def crumbs(self):
        return [crumb(_("异议"), "objections"), (self.title, "")]


class RegisterObjection(TellSupervision):
    """A letter, or somebody at the door: the same objection, with the day on which it came and its scan."""

    is_public = False
    rule = rules.register_objection
    title = gettext_lazy("登记书面异议")
    template_name = "challenges/register_objection.html"
    form = forms.PaperObjectionForm
    submit = gettext_lazy("登记并生成回执")
    answer_template = "challenges/objection_slip.html"
    answer_title = gettext_lazy("异议登记回执")

    def prepare(self, **kwargs):
        super().prepare(**kwargs)
        require(rules.register_objection, self.request.user, self.notice)

    def initial(self):
        return {"received_on": min(clock.today(), self.notice.ends_on)}

    def back(self):
        return reverse("challenges:paper-notices")

    def crumbs(self):
        return [crumb(_("异议"), "objections"), (self.title, self.back()), (self.notice.title, "")]

    def file(self, user, **cleaned):
        cleaned["file"] = stored(cleaned.pop("file", None), by=user, kind="objection")
        return actions.register_objection(by=user, **cleaned)

    def run(self, user, **cleaned):
        super().run(user, **cleaned)
        self.filed.track_url = self.request.build_absolute_uri(reverse("challenges:track-objection"))
        return self.filed


def _act(name, label, action, **options) -> Act:
    return Act(
        name, label, rules.handle_objection, lambda obj, by, **data: action(objection=obj, by=by, **data), **options
    )


def _add_evidence(obj, by, title, file):
    actions.add_evidence(objection=obj, title=title, file=stored(file, by=by, kind="evidence"), by=by)


class ObjectionPage(ObjectPage):
    model = Objection
    template_name = "challenges/objection.html"
    shows_history = False
    acts = (
        _act("admit", gettext_lazy("受理决定"), actions.admit_objection, form=forms.AdmitForm, step="accept", is_primary=True,
             sentence=gettext_lazy("收到后 3 个工作日内决定。受理期间，该条目不能立项，其他条目照常。")),
        _act("settle", gettext_lazy("办结异议"), actions.settle_objection, form=forms.SettleForm, step="uphold",
             is_primary=True, sentence=gettext_lazy("结论和答复公开，核查意见和异议人身份不公开。")),
        Act("evidence", gettext_lazy("加入证据材料"), rules.handle_objection, _add_evidence, form=EvidenceForm,
            when=lambda obj: obj.state in queries.OPEN_OBJECTION_STATES),
        _act("extend", gettext_lazy("延长办理期限"), actions.extend_objection, form=ReasonForm,
             when=lambda obj: obj.state == "ACCEPTED" and not obj.extended_count,
             sentence=gettext_lazy("延长 15 个工作日，只能延长一次。")),
        _act("reply", gettext_lazy("记录已答复异议人"), actions.record_reply, form=forms.ReplyForm, is_primary=True,
             when=lambda obj: obj.state in queries.DECIDED_OBJECTION_STATES and obj.replied_at is None,
             sentence=gettext_lazy("按异议人留下的联系方式送达答复函后记录；业务处室看不到。")),
        Act("code", gettext_lazy("重新发放查询码"), rules.handle_objection,
            lambda obj, by: actions.renew_code(objection=obj, by=by), reveals=True,
            sentence=gettext_lazy("异议人遗失查询码的，核对身份后发放；新码只显示一次，旧码作废。")),
    )  # fmt: skip

    def rows(self, user):
        rows = Objection.objects.select_related("notice", "item__challenge", "file", "created_by__person")
        return rows if allows(rules.view_objection, user) else rows.none()

    def crumbs(self, obj):
        return [crumb(_("异议"), "objections"), (obj.number, "")]

    def lead(self, obj, user):
        return obj.item.project_title

    def facts(self, obj, user):
        # Auditors read the case; whoever objected often names himself in it.
        names = [] if allows(rules.view_objector, user, obj) else obj.names_of_objector

        def said(text: str) -> str:
            for name in names:
                text = text.replace(name, _("〔隐去〕"))
            return text

        found = [
            (_("公示"), format_html('<a href="{}">{}</a>', obj.notice.get_absolute_url(), obj.notice.title)),
            (_("条目"), obj.item.project_title),
            (_("榜单"), obj.item.challenge),
            (_("内容"), said(obj.content)),
            *_received(obj),
            (_("办理期限"), values.date(obj.due_on)),
            (_("受理意见"), said(obj.admission_note)),
            (_("核查意见"), said(obj.investigation_note)),
            (_("公开答复"), said(obj.public_reply)),
            (
                _("答复异议人"),
                f"{values.instant_text(obj.replied_at)}，{said(obj.reply_way)}" if obj.replied_at else "",
            ),
        ]
        return [row for row in found if row[1]]

    def documents(self, obj, user):
        if obj.state not in queries.DECIDED_OBJECTION_STATES or not allows(rules.view_objector, user, obj):
            return []
        return both(_("异议答复函"), "challenges:objection-reply", obj.pk)

    def context(self, obj, user):
        shown = allows(rules.view_objector, user, obj)
        waits = obj.state in queries.OPEN_OBJECTION_STATES
        return {
            "party": self._party(obj) if shown else None,
            "evidence": obj.evidence.select_related("file", "added_by__person").order_by("pk") if shown else None,
            "waits": waits,
            # An objection on paper may be registered after its notice has ended and the award was made.
            "is_decided": obj.item.challenge.state in {ChallengeState.AWARDED, ChallengeState.RACING},
            "code": self.revealed.get("code", ""),
            "unanswered": obj.state in queries.DECIDED_OBJECTION_STATES and obj.replied_at is None,
            "left": days_left(obj.due_on) if waits else None,
            "others": Objection.objects.filter(item__in=queries.item_chain(obj.item)).exclude(pk=obj.pk).order_by("pk"),
            "free_count": obj.notice.items.exclude(pk=obj.item_id).count(),
            "events": events.of(obj, restricted=True) if shown else None,
        }

    def _party(self, obj) -> list:
        return [
            (_("异议人类型"), obj.get_party_kind_display()),
            (_("异议人"), obj.party_name),
            (_("联系方式"), obj.party_contact),
            *([(_("法定代表人"), obj.legal_representative)] if obj.legal_representative else []),
            *([(_("加盖公章"), _("是"))] if obj.has_seal else []),
            (_("证明材料"), file_link("objection-file", obj.file, obj.pk) or _("未提交")),
        ]


def _received(obj: Objection) -> list:
    """When it came and, on paper, how; then who registered it and when."""
    if not obj.is_on_paper:
        return [(_("收到时间"), values.instant(obj.created_at))]
    by = {"at": values.instant_text(obj.created_at), "by": obj.created_by}
    return [
        (_("收到日期"), f"{obj.received_on}（{obj.get_way_display()}）"),
        (_("登记"), _("%(at)s，%(by)s") % by),
    ]


class TrackObjection(Page):
    """What became of an objection, for whoever objected: with number and code, or signed in. Nobody else is told."""

    is_public = True
    title = gettext_lazy("查询异议办理情况")

    def get(self, request):
        return self.answer(request, forms.TrackForm())

    def post(self, request):
        form = forms.TrackForm(request.POST)
        found = look_up(**form.cleaned_data) if form.is_valid() else None
        if form.is_valid() and found is None:
            form.add_error(
                None, _("编号或查询码不正确。查询码只在提交时显示一次；遗失的，请与监督部门联系，核对身份后重新发放。")
            )
        return self.answer(request, form, found, status=200 if found else 422)

    def answer(self, request, form, found=None, status: int = 200):
        mine = list(own(request.user)[:20]) if request.user.is_authenticated else []
        context = {
            "base": "base_desk.html" if request.user.is_authenticated else "base_public.html",
            "page_title": self.title,
            "lead": _("办理结果只向异议人本人显示。"),
            "crumbs": [crumb(_("公示公告"), "notices"), (self.title, "")],
            "form": form,
            "outcomes": [(one, _outcome(one)) for one in ([found] if found else mine)],
        }
        response = render(request, "challenges/track.html", context, status=status)
        response["Cache-Control"] = "no-store"
        return response


def _outcome(obj: Objection) -> list:
    """What whoever objected may know: how far it has come, what was decided and why; not the investigation."""
    waits = obj.state in queries.OPEN_OBJECTION_STATES
    found = [
        (_("公示"), format_html('<a href="{}">{}</a>', obj.notice.get_absolute_url(), obj.notice.title)),
        (_("条目"), obj.item.project_title),
        (_("办理状态"), obj.get_state_display()),
        *_received(obj)[:1],
        (_("受理意见"), obj.admission_note),
        (_("办理期限"), values.date(obj.due_on) if waits else ""),
        (_("答复"), obj.public_reply),
        (_("办结时间"), values.instant(obj.settled_at) if obj.settled_at else ""),
    ]
    return [row for row in found if row[1]]
