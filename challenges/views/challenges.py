"""The list of challenges and the page of one."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions, defaults, queries, rules
from challenges.actions.corrections import LIVE
from challenges.actions.lifetime import RELISTED_STATES
from challenges.enums import BatchState, ChallengeState, Mechanism, NoticeKind, NoticeState
from challenges.filters import ChallengeFilter, OfficeChallengeFilter
from challenges.forms import challenges as forms
from challenges.forms.fields import NoteForm, ReasonForm, stored
from challenges.lifecycle import FAILED
from challenges.models import Challenge
from challenges.views.shared import OpenToAll, crumb
from core import events
from core.navigation import address
from core.pages import Act, ListPage, ObjectPage
from core.permissions import allows
from core.ui import Step, TimelineItem, values


class ChallengeList(OpenToAll, ListPage):
    title = gettext_lazy("榜单")
    template_name = "challenges/list.html"
    unit = gettext_lazy("项")
    sorts = {
        "code": ("code",),
        "deadline": ("deadline", "code"),
        "cap": ("fiscal_cap_fen", "code"),
        "title": ("title",),
    }
    default_sort = ("-batch__published_at", "code")

    @property
    def filterset(self):
        return OfficeChallengeFilter if self.is_office else ChallengeFilter

    @property
    def lead(self) -> str:
        if self.is_office:
            return _("所有批次的榜单，含起草和凝练中的。")
        return _("已发布的榜单。截止前各创新联合体均可揭榜，不设注册时间、学历和职称门槛。")

    def rows(self, user):
        return queries.challenges_for(user)

    def context(self, user) -> dict:
        counts = queries.challenges_for(user).aggregate(
            opened=Count("pk", filter=Q(state=ChallengeState.OPEN)),
            reviewed=Count("pk", filter=Q(state__in=[ChallengeState.CLOSED, ChallengeState.UNDER_REVIEW])),
            awarded=Count("pk", filter=Q(state__in=[ChallengeState.AWARDED, ChallengeState.RACING])),
        )
        return {"counts": counts, "export_url": reverse("challenges:export")}


def _act(name: str, label: str, rule, action, **options) -> Act:
    return Act(name, label, rule, lambda obj, by, **data: action(challenge=obj, by=by, **data), **options)


def _record_round(obj, by, minutes=None, **data):
    kept = stored(minutes, by=by, kind="minutes")
    actions.record_refinement(challenge=obj, by=by, minutes=kept, **data)
    return obj


ACTS = (
    _act(
        "refine",
        gettext_lazy("开始凝练"),
        rules.edit_challenge,
        actions.start_refining,
        step="refine",
        is_primary=True,
        sentence=gettext_lazy("须已关联需求，或已填写政府出题理由。"),
    ),
    Act(
        "round",
        gettext_lazy("记录凝练"),
        rules.edit_challenge,
        _record_round,
        form=forms.RefinementForm,
        when=lambda obj: obj.state == ChallengeState.REFINING,
        sentence=gettext_lazy("每一轮征集、调研、论证都留下结论、参加人和当时的文本。"),
    ),
    Act(
        "trace",
        gettext_lazy("关联需求"),
        rules.edit_challenge,
        lambda obj, by, need, note: actions.merge_need(need=need, challenge=obj, note=note, by=by) and obj,
        form=forms.TraceForm,
        when=lambda obj: obj.state in queries.EDITABLE_STATES,
    ),
    _act(
        "secrecy",
        gettext_lazy("保密审查通过"),
        rules.review_secrecy,
        actions.review_secrecy,
        form=NoteForm,
        when=lambda obj: (
            obj.state in {ChallengeState.REFINING, ChallengeState.APPROVED} and obj.secrecy_reviewed_at is None
        ),
        sentence=gettext_lazy("确认榜单内容不涉及国家秘密，可以公开。审查人不能是起草人。"),
    ),
    _act(
        "approve",
        gettext_lazy("审定榜单"),
        rules.approve_challenge,
        actions.approve_challenge,
        form=forms.ApproveForm,
        step="approve",
        is_primary=True,
        sentence=gettext_lazy("依据联席会议或厅务会的决议审定；缺项会一次性列出。"),
    ),
    _act(
        "reopen",
        gettext_lazy("退回凝练"),
        rules.edit_challenge,
        actions.reopen_refining,
        form=ReasonForm,
        step="reopen_refining",
    ),
    _act(
        "move",
        gettext_lazy("移到其他批次"),
        rules.edit_challenge,
        actions.move_challenge,
        form=forms.OtherBatchForm,
        when=lambda obj: obj.published_at is None,
        sentence=gettext_lazy("成熟一批、启动一批：尚未成熟的榜单可移到后续批次。"),
    ),
    _act(
        "extend",
        gettext_lazy("延长揭榜期限"),
        rules.extend_deadline,
        actions.extend_deadline,
        form=forms.ExtendForm,
        step="extend",
        sentence=gettext_lazy("只能在截止前办理，同时自动发布更正公告。"),
    ),
    _act(
        "withdraw",
        gettext_lazy("撤榜"),
        rules.withdraw_challenge,
        actions.withdraw_challenge,
        form=forms.WithdrawForm,
        step="withdraw",
        is_danger=True,
        sentence=gettext_lazy("依据会议决议办理，原因公开。"),
    ),
    _act(
        "relist",
        gettext_lazy("重新张榜"),
        rules.relist_challenge,
        actions.relist_challenge,
        form=forms.OtherBatchForm,
        when=lambda obj: obj.state in RELISTED_STATES and not obj.relisted_as.exists(),
        sentence=gettext_lazy("在后续批次中建立内容相同的新榜单，并与本榜单关联。"),
    ),
    Act(
        "ask",
        gettext_lazy("提问"),
        rules.ask_question,
        lambda obj, by, text: actions.ask_question(challenge=obj, text=text, by=by) and obj,
        form=forms.AskForm,
        when=lambda obj: obj.state in {ChallengeState.PUBLISHED, ChallengeState.OPEN},
        sentence=gettext_lazy("向主管处室提问，答复对所有人公开。"),
        done=gettext_lazy("问题已提交，答复后在本页公开。"),
    ),
)


class ChallengePage(OpenToAll, ObjectPage):
    model = Challenge
    template_name = "challenges/challenge.html"
    lookup = "code"
    acts = ACTS
    shows_history = False  # the public sees the published part, the department all of it

    def rows(self, user):
        return queries.challenges_for(user)

    def crumbs(self, obj):
        return [crumb(_("榜单"), "list"), (obj.code, "")]

    def heading(self, obj) -> str:
        return obj.title

    def lead(self, obj, user) -> str:
        return obj.one_line

    def key_facts(self, obj) -> list:
        """Beside the text, not above it: a reader wants the task first."""
        floor = obj.self_funding_floor_fen
        return [
            (_("编号"), obj.code),
            (_("批次"), obj.batch),
            (_("领域"), _field_path(obj.field)),
            (_("出题方式"), obj.get_issue_mode_display()),
            (_("类别"), obj.get_category_display()),
            (_("出题单位"), obj.owner or (defaults.ISSUER if obj.issue_mode != "ENTERPRISE" else "—")),
            (_("发榜用户"), obj.end_user),
            (_("总经费预算"), values.money(obj.announced_budget_fen) if obj.announced_budget_fen else _("视方案确定")),
            (_("财政支持上限"), values.money(obj.fiscal_cap_fen) if obj.fiscal_cap_fen else _("视方案确定")),
            *([(_("按上限计的企业自筹下限"), values.money(floor))] if floor else []),
            (_("支持方式"), obj.get_support_mode_display()),
            (_("实施周期"), _("%(months)s 个月") % {"months": obj.duration_months}),
            (_("拟支持项目数"), _("%(count)s 项") % {"count": obj.planned_awards}),
            (_("赛马"), _race_text(obj)),
            (_("开放时间"), values.instant(obj.open_at)),
            (_("截止时间"), values.instant(obj.deadline, deadline=True)),
        ]

    def context(self, obj, user) -> dict:
        is_office = self.is_office
        questions = obj.questions.order_by("-asked_at")
        notices = _notices(obj).order_by("-published_at")
        return {
            "is_office": is_office,
            "key_facts": self.key_facts(obj),
            "indicators": obj.indicators.order_by("number"),
            "requirements": obj.milestone_requirements.order_by("number"),
            "conditions": [(row, _figure_of(row, obj.batch.rule_set)) for row in obj.conditions.order_by("number")],
            "questions": questions.exclude(answered_at=None),
            "waiting_questions": questions.filter(answered_at=None) if is_office else [],
            "notices": notices[:6],
            "calendar": _calendar(obj),
            "withdrawn": _public_reason(obj),
            "extended": [_line(event) for event in events.of(obj).filter(verb="challenge.extend")],
            "corrected": _corrections(obj),
            "correct_url": self._correct_url(obj, user),
            "preview_url": reverse("challenges:preview", args=[obj.code]) if is_office and not obj.published_at else "",
            "policies": obj.batch.programme.policy_documents.all(),
            "bid_url": self._bid_url(obj, user),
            "work": _work(obj) if user.is_authenticated and allows(rules.manage_batch, user, obj.batch) else [],
            "opening_url": address("consortia:public-opening", obj.pk) if obj.sealed_root else "",
            "relisted_as": obj.relisted_as.first(),
            "may_edit": obj.state in queries.EDITABLE_STATES
            and user.is_authenticated
            and allows(rules.edit_challenge, user, obj),
            **(self._office(obj) if is_office else {}),
        }

    def _correct_url(self, obj, user) -> str:
        if obj.state not in LIVE or not user.is_authenticated or not allows(rules.edit_challenge, user, obj):
            return ""
        return reverse("challenges:correct", args=[obj.code])

    def _bid_url(self, obj, user) -> str:
        """Where a bid begins: a page of the app above, shown while there is one and the window is open."""
        if obj.state != ChallengeState.OPEN or not (user.is_authenticated and user.has_role("APPLICANT")):
            return ""
        return address("consortia:start-bid", obj.pk)

    def _office(self, obj) -> dict:
        return {
            "gaps": queries.approval_gaps(obj) if obj.state == ChallengeState.REFINING else [],
            "refinements": obj.refinements.order_by("-version")
            .select_related("minutes")
            .prefetch_related("participants"),
            "need_links": obj.need_links.select_related("need__organization").order_by("linked_at"),
            "events": events.of(obj),
            "secrecy": obj.secrecy_reviewed_at,
        }


#: Where the office goes on once the window has closed: pages of the apps above, by the state.
_OPENING = (gettext_lazy("开标"), "consortia:opening", "pk")
_CHECKING = (gettext_lazy("资格审查"), "consortia:checking", "pk")
_REVIEW = (gettext_lazy("专家评审"), "reviews:challenge", "code")
_DECISION = (gettext_lazy("立项决定"), "funding:decision", "code")
_CONTRACT = (gettext_lazy("登记技术合同"), "projects:sign-contract", "")
_WORK = {
    ChallengeState.CLOSED: (_OPENING, _CHECKING),
    ChallengeState.UNDER_REVIEW: (_REVIEW, _DECISION),
    ChallengeState.IN_NOTICE: (_DECISION,),
}


def _work(obj: Challenge) -> list[tuple]:
    """(label, address) of the pages on which the next step is done."""
    found = _WORK.get(obj.state, ())
    if obj.state == ChallengeState.CLOSED and obj.batch.rule_set.mechanism == Mechanism.ENTERPRISE_2021:
        found = (_CONTRACT, (_("流榜办理"), *_CHECKING[1:]))
    urls = [(label, address(name, *([getattr(obj, key)] if key else []))) for label, name, key in found]
    return [(label, url) for label, url in urls if url]


def _field_path(field) -> str:
    return f"{field.parent.name} / {field.name}" if field.parent_id else field.name


def _race_text(obj: Challenge) -> str:
    if obj.race_planned:
        return _("预设赛马，至多 %(lanes)s 条赛道平行立项") % {"lanes": obj.maximum_lanes}
    return _("未预设；专家建议平行支持时可转为赛马")


def _notices(obj: Challenge):
    """What was announced about this challenge: its batch's announcement, notices it is a line of, and its own."""
    told = [pk for data in events.of(obj).values_list("data", flat=True) if (pk := data.get("notice"))]
    about = Q(kind=NoticeKind.PUBLICATION) | Q(pk__in=told)
    about |= Q(pk__in=obj.notice_items.values("notice"))
    return obj.batch.notices.exclude(state=NoticeState.DRAFT).filter(about)


def _figure_of(condition, rule_set) -> str:
    """The number of members by the rules of the batch, where the words of the condition leave it out."""
    least = rule_set.minimum_members
    if condition.code != "MEMBERS" or str(least) in condition.text:
        return ""
    return _("按本批规则不少于 %(least)s 家（含牵头单位）") % {"least": least}


def _calendar(obj: Challenge) -> list[Step]:
    """The stations of one challenge, with what is known of when."""
    if obj.published_at is None:
        return []
    since = {state: values.instant_text(at)[:10] for state, at in events.of(obj).values_list("to_state", "at")}
    order = [
        (ChallengeState.PUBLISHED, _("发布"), values.instant_text(obj.published_at)),
        (ChallengeState.OPEN, _("揭榜"), values.instant_text(obj.open_at)),
        (ChallengeState.CLOSED, _("截止"), values.instant_text(obj.deadline, deadline=True)),
        (ChallengeState.UNDER_REVIEW, _("评审"), since.get(ChallengeState.UNDER_REVIEW, "")),
        (ChallengeState.IN_NOTICE, _("公示"), since.get(ChallengeState.IN_NOTICE, "")),
        (
            ChallengeState.AWARDED,
            _("立项"),
            since.get(ChallengeState.AWARDED, "") or since.get(ChallengeState.RACING, ""),
        ),
    ]
    states = [state for state, _label, _when in order]
    ended = {
        ChallengeState.RACING: 5,
        ChallengeState.UNAWARDED: 5,
        ChallengeState.UNCLAIMED: 3,
        ChallengeState.UNQUALIFIED: 3,
        ChallengeState.WITHDRAWN: 1,
    }
    at = ended.get(obj.state, states.index(obj.state) if obj.state in states else 0)
    missed = obj.state in {*FAILED, ChallengeState.WITHDRAWN}
    found = []
    for place, (_state, label, when) in enumerate(order):
        word = "done" if place < at else "todo" if place > at else "missed" if missed else "current"
        if place == at and missed:
            # It ended here: when it did, and nothing comes after.
            found.append(Step(obj.get_state_display(), word, since.get(obj.state, "")))
            break
        found.append(Step(label, word, when))
    return found


def _corrections(obj: Challenge) -> list[dict]:
    """What was wrong and what is right, with its notice."""
    return [
        {
            "at": row.at,
            "note": row.note,
            "lines": row.data["lines"],
            "url": reverse("challenges:notice", args=[row.data["notice"]]),
        }
        for row in events.of(obj).filter(verb="challenge.correct")
    ]


def _public_reason(obj: Challenge) -> str:
    if obj.state != ChallengeState.WITHDRAWN:
        return ""
    event = events.of(obj).filter(verb="challenge.withdraw").first()
    return event.note if event else ""


def _line(event) -> TimelineItem:
    """What the public sees of an event: when and what, not who."""
    return TimelineItem(at=event.at, label=event.label, note=event.note)


def waiting_text(obj: Challenge) -> str:
    """What this challenge waits for, in one line of the office's board."""
    if obj.state == ChallengeState.REFINING:
        gaps = queries.approval_gaps(obj)
        return _("还缺：%(gaps)s") % {"gaps": "、".join(gaps)} if gaps else _("待会议审定")
    if obj.state == ChallengeState.APPROVED:
        if obj.batch.state != BatchState.DRAFTING:
            return _("批次已发布，请移到后续批次")
        return _("待发布") if obj.secrecy_reviewed_at else _("待保密审查")
    return {ChallengeState.DRAFTING: _("待开始凝练"), ChallengeState.CLOSED: _("待开标和资格审查")}.get(obj.state, "")
