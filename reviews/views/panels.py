"""The panel's page: the secretary's work from the draw to the lock, the chair's votes and report."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.documents.links import pdf
from core.pages import Act, ObjectPage
from core.permissions import allows
from core.ui import values
from reviews import actions, queries, rules
from reviews.enums import PanelPurpose, PanelState, SeatState
from reviews.forms.panels import (
    ChairForm,
    DrawForm,
    MilestoneConclusionForm,
    PickForm,
    ReplaceForm,
    RoundConclusionForm,
    StartForm,
    WitnessForm,
)
from reviews.forms.plain import ExtensionForm, TextForm
from reviews.models import Panel
from reviews.queries import desks
from reviews.views.challenges import REVIEWS
from reviews.views.documents import has_report
from reviews.views.panel_parts import PanelParts
from reviews.views.shared import crumb, subject_of

FILLING = (PanelState.SET_UP, PanelState.DRAWN, PanelState.CONFIRMED, PanelState.SCORING)


def _has_room(panel) -> bool:
    return panel.state in FILLING and queries.active_seats(panel).count() < panel.size


def _open_draw(panel):
    return panel.draws.filter(drawn_at__isnull=True).first()


def _may_lock(panel) -> bool:
    """Offered when the last expert is done; before that the page says for whom it waits."""
    return panel.purpose == PanelPurpose.BID and all(row.is_done for row in queries.progress(panel))


def _was_drawn(panel) -> bool:
    return panel.draws.filter(drawn_at__isnull=False).exists()


def _may_commit(panel) -> bool:
    return _has_room(panel) and _open_draw(panel) is None


def _may_replace(panel) -> bool:
    return panel.state in FILLING[1:] and _was_drawn(panel)


def _may_chair(panel) -> bool:
    states = (PanelState.DRAWN, PanelState.CONFIRMED, PanelState.SCORING, PanelState.LOCKED, PanelState.VOTED)
    return panel.state in states and queries.sitting_seats(panel).exists()


def _may_invite(panel) -> bool:
    return panel.state in FILLING[1:] and panel.seats.filter(state=SeatState.DRAWN).exists()


def _commit(*, obj, by, specialties, outside_only):
    query = {}
    if specialties:
        query["specialties"] = specialties
    if outside_only:
        query["outside_only"] = True
    actions.commit_draw(panel=obj, query=query, by=by)


def _conclude_milestone(*, obj, by, **data):
    actions.conclude_milestone(panel=obj, by=by, **data)


def _report_when(panel) -> bool:
    if panel.purpose == PanelPurpose.BID:
        return panel.state == PanelState.VOTED
    return panel.purpose == PanelPurpose.ACCEPTANCE and panel.state == PanelState.SCORING


class PanelPage(ObjectPage):
    model = Panel
    template_name = "reviews/panel.html"
    acts = (
        Act(
            "run", gettext_lazy("公开种子并抽取"), rules.run_panel,
            lambda *, obj, by, witness: _run(obj, witness, by), form=WitnessForm, when=lambda panel: bool(_open_draw(panel)),
            is_primary=True, sentence=gettext_lazy("种子公开后按记录即可重演抽取，不能重抽。"),
        ),
        Act(
            "commit", gettext_lazy("封存抽取种子"), rules.run_panel, _commit, form=DrawForm, when=_may_commit,
            sentence=gettext_lazy("候选名单、回避理由、组成要求和种子摘要即时固定，抽取前只公开摘要。"),
        ),
        Act(
            "invite", gettext_lazy("邀请专家"), rules.run_panel, lambda *, obj, by: _invite(obj, by), when=_may_invite,
            is_primary=True, sentence=gettext_lazy("向已抽中的专家发出邀请；抽取后出现利益关系的自动回避。"),
        ),
        Act(
            "confirm", gettext_lazy("确认评审组"), rules.run_panel,
            lambda *, obj, by, seat: actions.confirm_panel(panel=obj, chair=seat, by=by), form=ChairForm, step="confirm",
            is_primary=True, sentence=gettext_lazy("全部专家接受邀请、组成符合要求后办理，同时确定组长。"),
        ),
        Act(
            "start", gettext_lazy("开放材料与评分"), rules.run_panel,
            lambda *, obj, by, closes_at: actions.start_scoring(panel=obj, closes_at=closes_at, by=by), form=StartForm,
            step="start", is_primary=True,
        ),
        Act(
            "lock", gettext_lazy("锁定评分"), rules.run_panel, lambda *, obj, by: actions.lock_panel(panel=obj, by=by),
            step="lock", when=_may_lock, is_primary=True,
            sentence=gettext_lazy("全部专家锁定评分后办理；名次随即固定。到评分截止时系统自动锁定。"),
        ),
        Act(
            "replace", gettext_lazy("替换或补抽专家"), rules.run_panel,
            lambda *, obj, by, seat, reason: _replace(obj, seat, reason, by), form=ReplaceForm, when=_may_replace,
            sentence=gettext_lazy("按本次抽取的顺序递补下一名符合组成要求且无须回避的专家。"),
        ),
        Act(
            "pick", gettext_lazy("人工指定专家"), rules.run_panel,
            lambda *, obj, by, expert, reason: _pick(obj, expert, reason, by), form=PickForm, when=_may_commit,
            sentence=gettext_lazy("须写明理由，人数不超过规则集的上限。"),
        ),
        Act(
            "chair", gettext_lazy("更换组长"), rules.run_panel,
            lambda *, obj, by, seat: _chair(obj, seat, by), form=ChairForm, when=_may_chair,
        ),
        Act(
            "extend", gettext_lazy("延长评分时间"), rules.run_panel,
            lambda *, obj, by, **data: actions.extend_scoring(panel=obj, by=by, **data), form=ExtensionForm,
            when=lambda panel: panel.state == PanelState.SCORING,
        ),
        Act(
            "conclude-milestone", gettext_lazy("出具里程碑考核结论"), rules.run_panel, _conclude_milestone,
            form=MilestoneConclusionForm, is_primary=True,
            when=lambda panel: panel.purpose == PanelPurpose.MILESTONE and panel.state == PanelState.SCORING,
            sentence=gettext_lazy("全部专家提交意见后，按多数意见办理。"),
        ),
        Act(
            "conclude-round", gettext_lazy("出具赛马考核意见"), rules.run_panel,
            lambda *, obj, by, **data: actions.conclude_round(panel=obj, by=by, **data), form=RoundConclusionForm,
            is_primary=True, when=lambda panel: panel.purpose == PanelPurpose.RACE and panel.state == PanelState.SCORING,
            sentence=gettext_lazy("每名专家对每条在赛赛道均提交意见后办理。"),
        ),
        Act(
            "close-votes", gettext_lazy("结束表决"), rules.chair_panel,
            lambda *, obj, by: actions.close_votes(panel=obj, by=by), step="vote", is_primary=True,
            when=lambda panel: panel.purpose == PanelPurpose.BID, sentence=gettext_lazy("全部专家完成表决后办理。"),
        ),
        Act(
            "report", gettext_lazy("出具评审报告"), rules.chair_panel,
            lambda *, obj, by, text: actions.report_panel(panel=obj, text=text, by=by), form=TextForm, when=_report_when,
            is_primary=True, sentence=gettext_lazy("按分数线和表决结果提出建议，由会议决定是否立项。"),
        ),
        Act(
            "archive", gettext_lazy("归档"), rules.run_panel, lambda *, obj, by: actions.archive_panel(panel=obj, by=by),
            step="archive", sentence=gettext_lazy("归档后专家不再能查看评审材料。"),
        ),
    )  # fmt: skip

    def rows(self, user):
        return desks.visible_panels(user)

    def heading(self, obj) -> str:
        return f"{obj.get_purpose_display()}：{subject_of(obj)}"

    def lead(self, obj, user) -> str:
        return PanelParts(obj).lead()

    def crumbs(self, obj):
        return [
            crumb(REVIEWS, "panels"),
            crumb(obj.challenge.code, "challenge", obj.challenge.code),
            (self.heading(obj), ""),
        ]

    def facts(self, obj, user):
        rows = [
            (_("榜单"), f"{obj.challenge.code} {obj.challenge.title}"),
            (_("形式"), obj.get_form_display()),
            (_("人数"), _("%(size)s人") % {"size": obj.size}),
            (_("评审秘书"), str(obj.secretary)),
            (_("组长"), str(obj.chair.expert) if obj.chair_id else ""),
        ]
        if obj.rubric_id:
            rows.append((_("评分表"), str(obj.rubric)))
        if obj.closes_at:
            rows.append((_("评分截止"), values.instant(obj.closes_at, deadline=True)))
        return rows

    def documents(self, obj, user):
        return [pdf(_("评审报告"), "reviews:panel-report", obj.pk)] if has_report(obj, user) else []

    def context(self, obj, user) -> dict:
        parts = PanelParts(obj)
        is_ranked = allows(rules.see_ranking, user, obj)
        return {
            "seats": parts.seats(),
            "gaps": parts.gaps(),
            "composition": parts.composition(),
            "draws": parts.draws(),
            "disclosed": parts.disclosed(),
            "bids": [] if is_ranked else list(queries.live_panel_bids(obj)),
            "ranking": parts.ranking() if is_ranked and obj.purpose == PanelPurpose.BID else [],
            "votes_open": obj.state != PanelState.LOCKED,
            "assessments": parts.assessments() if obj.state in (PanelState.REPORTED, PanelState.ARCHIVED) else [],
            "lanes": parts.lanes() if obj.purpose == PanelPurpose.RACE and obj.state == PanelState.REPORTED else [],
        }


def _run(panel, witness, by) -> None:
    actions.run_draw(draw=_open_draw(panel), witness=witness, by=by)


def _invite(panel, by) -> None:
    actions.invite_seats(panel=panel, by=by)


def _replace(panel, seat, reason, by) -> None:
    actions.replace_seat(panel=panel, seat=seat, reason=reason, by=by)


def _pick(panel, expert, reason, by) -> None:
    actions.pick_manually(panel=panel, expert=expert, reason=reason, by=by)


def _chair(panel, seat, by) -> None:
    actions.name_chair(panel=panel, seat=seat, by=by)
