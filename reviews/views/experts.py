"""The expert's side: invitations, declaration, material, scores, votes, assessments. Each page has one button that submits."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import events
from core.errors import Forbidden, Refused
from core.middleware import note_refusal
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows, require
from core.ui import values
from reviews import actions, queries, rules
from reviews.enums import PanelPurpose, PanelState, SeatState
from reviews.forms.experts import (
    DeclarationForm,
    DeclineForm,
    LaneForm,
    MilestoneForm,
    PledgeForm,
    RecuseMyselfForm,
    VotesForm,
)
from reviews.models import Seat, Vote
from reviews.models.experts import PLEDGE_TEXT
from reviews.queries import desks
from reviews.queries.assessments import judged_lanes
from reviews.queries.panels import open_sheets, race_kinds
from reviews.views.panel_parts import PanelParts
from reviews.views.shared import own_seat, points, subject_of

MINE = gettext_lazy("我的评审")


def mine() -> tuple[str, str]:
    return (str(MINE), reverse("reviews:mine"))


class MyReviews(ListPage):
    title = MINE
    lead = gettext_lazy("先申明利益关系，再答复邀请；评分可随时保存，锁定后不能修改。")
    template_name = "reviews/mine.html"
    default_sort = ("-pk",)
    unit = gettext_lazy("个席位")

    def rows(self, user):
        return queries.seats_for(user)

    def context(self, user) -> dict:
        return {"waiting": set(queries.waiting_seats(user).values_list("pk", flat=True))}


def _recuse(*, obj, by, kind, reason):
    actions.recuse_seat(seat=obj, kind=kind, reason=reason, by=by)


def _may_leave(seat) -> bool:
    return seat.panel.state not in (PanelState.REPORTED, PanelState.ARCHIVED)


class SeatPage(ObjectPage):
    """One seat: its expert sees what to do next, staff see what happened."""

    model = Seat
    template_name = "reviews/seat.html"
    acts = (
        Act(
            "accept", gettext_lazy("接受邀请并签署承诺"), rules.answer_seat,
            lambda *, obj, by, agrees: actions.accept_seat(seat=obj, agrees=agrees, by=by), form=PledgeForm, step="accept",
            when=lambda seat: seat.declared_at is not None, is_primary=True, sentence=PLEDGE_TEXT,
        ),
        Act(
            "decline", gettext_lazy("谢绝邀请"), rules.answer_seat,
            lambda *, obj, by, reason: _decline(obj, reason, by), form=DeclineForm,
            when=lambda seat: seat.state == SeatState.INVITED,
        ),
        Act(
            "recuse", gettext_lazy("回避"), rules.recuse_seat, _recuse, form=RecuseMyselfForm, step="recuse", when=_may_leave,
            is_danger=True, sentence=gettext_lazy("回避后立即不能再看到评审材料，已作出的评分作废并保留。"),
        ),
    )  # fmt: skip

    def rows(self, user):
        return desks.visible_seats(user)

    def address(self, obj) -> str:
        """After leaving a panel the expert's page is gone."""
        left = obj.__class__.objects.filter(pk=obj.pk, expert__person=self.request.user.person_id).exclude(
            state__in=[SeatState.INVITED, SeatState.ACCEPTED, SeatState.DONE]
        )
        if (
            self.request.method == "POST"
            and left.exists()
            and not allows(rules.see_panel, self.request.user, obj.panel)
        ):
            return reverse("reviews:mine")
        return obj.get_absolute_url()

    def heading(self, obj) -> str:
        return f"{obj.panel.get_purpose_display()}：{subject_of(obj.panel)}"

    def crumbs(self, obj):
        is_own = obj.expert.person_id == self.request.user.person_id
        first = mine() if is_own else (str(obj.panel), obj.panel.get_absolute_url())
        return [first, (_("%(number)s号席") % {"number": obj.number}, "")]

    def lead(self, obj, user) -> str:
        if obj.state == SeatState.INVITED and obj.declared_at is None:
            return _("请先填写利益关系申明。申明是单独的一步，提交后再决定是否接受邀请。")
        if obj.state == SeatState.INVITED:
            return _("申明已提交。请签署承诺书并接受邀请，或谢绝。")
        if obj.state == SeatState.ACCEPTED and obj.panel.state in (PanelState.DRAWN, PanelState.CONFIRMED):
            return _("您已接受邀请。评审材料开放后会通知您。")
        if obj.panel.state == PanelState.SCORING and obj.panel.purpose == PanelPurpose.BID:
            left = open_sheets(obj).count()
            if left and obj.state == SeatState.ACCEPTED:
                return _("还有%(left)s份方案没有锁定评分。") % {"left": left}
            return _("您已完成全部评分。评分锁定后会请您表决。") if not left else ""
        return ""

    def facts(self, obj, user):
        panel = obj.panel
        rows = [
            (_("榜单"), f"{panel.challenge.code} {panel.challenge.title}"),
            (_("专家"), str(obj.expert)),
            (_("评审秘书"), str(panel.secretary)),
            (_("评审组状态"), panel.get_state_display()),
            (_("评分截止"), values.instant(panel.closes_at, deadline=True)),
            (_("利益关系申明"), obj.declaration),
            (_("人工指定理由"), obj.manual_reason),
            (_("回避理由"), obj.recusal_reason),
        ]
        return [row for row in rows if row[1] not in ("", values.NOTHING)]

    def context(self, obj, user) -> dict:
        is_own = allows(rules.see_seat, user, obj)
        has_material = is_own and allows(rules.see_material, user, obj)
        panel = obj.panel
        is_bid_panel = panel.purpose == PanelPurpose.BID
        return {
            "is_own": is_own,
            "needs_declaration": is_own and obj.state == SeatState.INVITED and obj.declared_at is None,
            "bids": _sheet_rows(obj) if has_material and is_bid_panel else [],
            "is_scoring": panel.state == PanelState.SCORING,
            "votes_url": _votes_url(obj) if is_own else "",
            "assess_url": _assess_url(obj) if has_material else "",
            "lanes": _lane_rows(obj) if has_material and panel.purpose == PanelPurpose.RACE else [],
            "chair_url": panel.get_absolute_url() if allows(rules.chair_panel, user, panel) else "",
            "events": None if is_own else events.of(obj),
        }


def _decline(seat, reason, by) -> None:
    actions.decline_seat(seat=seat, reason=reason, by=by)


def _sheet_rows(seat) -> list[dict]:
    sheets = {sheet.bid_id: sheet for sheet in seat.sheets.exclude(state="VOID")}
    return [
        {
            "bid": row.bid,
            "sheet": sheets.get(row.bid_id),
            "url": reverse("reviews:score", args=[seat.pk, row.bid_id]),
        }
        for row in queries.live_panel_bids(seat.panel)
    ]


def _lane_rows(seat) -> list[dict]:
    given = {row.lane_id: row for row in seat.lane_assessments.all()}
    return [
        {"lane": lane, "given": given.get(lane.pk), "url": reverse("reviews:assess-lane", args=[seat.pk, lane.pk])}
        for lane in judged_lanes(seat.panel)
    ]


def _assess_url(seat) -> str:
    is_open = seat.panel.purpose == PanelPurpose.MILESTONE and seat.panel.state == PanelState.SCORING
    return reverse("reviews:assess", args=[seat.pk]) if is_open else ""


def _votes_url(seat) -> str:
    panel = seat.panel
    is_open = (panel.purpose == PanelPurpose.BID and panel.state == PanelState.LOCKED) or (
        panel.purpose == PanelPurpose.ACCEPTANCE and panel.state == PanelState.SCORING
    )
    return reverse("reviews:votes", args=[seat.pk]) if is_open and allows_votes(seat) else ""


def allows_votes(seat) -> bool:
    return seat.state == SeatState.DONE or seat.panel.purpose == PanelPurpose.ACCEPTANCE


class OwnSeatForm(FormPage):
    """A form page on the user's own seat; after it the seat's page, or the list where the seat is gone."""

    seat: Seat

    def prepare(self, **kwargs) -> None:
        self.seat = own_seat(self.request.user, kwargs["pk"])

    def crumbs(self):
        label = _("%(number)s号席") % {"number": self.seat.number}
        return [mine(), (label, self.seat.get_absolute_url()), (str(self.title), "")]

    def back(self):
        return self.seat.get_absolute_url()

    def post(self, request, **kwargs):
        answer = super().post(request, **kwargs)
        if answer.status_code == 302 and not queries.seats_for(request.user).filter(pk=self.seat.pk).exists():
            messages.info(request, _("您已回避该评审，不再能查看有关材料。"))
            return HttpResponseRedirect(reverse("reviews:mine"))
        return answer


class DeclarationPage(OwnSeatForm):
    title = gettext_lazy("利益关系申明")
    lead = gettext_lazy("如实申明是评审专家的义务。申明与评分分开保存，提交后才能接受邀请。")
    template_name = "reviews/declaration.html"
    form = DeclarationForm
    submit = gettext_lazy("提交申明")
    done = gettext_lazy("利益关系申明已保存。")

    def prepare(self, **kwargs):
        super().prepare(**kwargs)
        require(rules.answer_seat, self.request.user, self.seat)

    def extra(self):
        return {"seat": self.seat}

    def context(self):
        stake = queries.interests(self.seat.panel.challenge)
        return {"units": sorted(stake.organizations.values())}

    def run(self, user, interests, note):
        return actions.declare_interests(seat=self.seat, interests=interests, note=note, by=user)


class AssessPage(OwnSeatForm):
    title = gettext_lazy("里程碑考核意见")
    template_name = "reviews/assess.html"
    form = MilestoneForm
    submit = gettext_lazy("提交考核意见")
    done = gettext_lazy("考核意见已保存；出具结论之前可以修改。")

    def prepare(self, **kwargs):
        super().prepare(**kwargs)
        if self.seat.panel.purpose != PanelPurpose.MILESTONE:
            raise Http404
        require(rules.see_material, self.request.user, self.seat)

    def initial(self):
        row = self.seat.milestone_assessments.first()
        return {"verdict": row.verdict, "opinion": row.opinion} if row else {}

    def context(self):
        milestone = self.seat.panel.milestone
        return {
            "milestone": milestone,
            "targets": milestone.targets.select_related("indicator").order_by("indicator__number"),
        }

    def run(self, user, **cleaned):
        actions.assess_milestone(seat=self.seat, milestone=self.seat.panel.milestone, by=user, **cleaned)
        return self.seat


class AssessLanePage(OwnSeatForm):
    title = gettext_lazy("赛道考核意见")
    template_name = "reviews/assess_lane.html"
    form = LaneForm
    submit = gettext_lazy("提交考核意见")
    done = gettext_lazy("考核意见已保存；请对每条赛道都提交意见。")

    def prepare(self, **kwargs):
        super().prepare(**kwargs)
        if self.seat.panel.purpose != PanelPurpose.RACE:
            raise Http404
        require(rules.see_material, self.request.user, self.seat)
        self.lane = judged_lanes(self.seat.panel).filter(pk=kwargs["lane"]).first()
        if self.lane is None:
            raise Http404

    def initial(self):
        row = self.seat.lane_assessments.filter(lane=self.lane).first()
        if row is None:
            return {}
        return {"score": row.score, "can_finish": "yes" if row.can_finish else "no", "opinion": row.opinion}

    def context(self):
        lane_values = self.lane.values.filter(round=self.seat.panel.race_round).select_related("indicator")
        return {"lane": self.lane, "lane_values": lane_values.order_by("indicator__number")}

    def run(self, user, **cleaned):
        round = self.seat.panel.race_round
        actions.assess_lane(seat=self.seat, lane=self.lane, round=round, by=user, **cleaned)
        return self.seat


class VotesPage(OwnSeatForm):
    title = gettext_lazy("表决")
    lead = gettext_lazy("表决一次提交，提交后不能更改。立项与赛马分别表决。")
    template_name = "reviews/votes.html"
    form = VotesForm
    submit = gettext_lazy("提交表决")
    done = gettext_lazy("表决已提交。")

    def prepare(self, **kwargs):
        super().prepare(**kwargs)
        if not _votes_url(self.seat):
            raise Http404
        require(rules.vote, self.request.user, self.seat)
        panel = self.seat.panel
        acceptance = panel.purpose == PanelPurpose.ACCEPTANCE
        bids = (
            [panel.project.bid] if acceptance else [row.bid for row in queries.live_panel_bids(panel).order_by("rank")]
        )
        cast = set(Vote.objects.filter(seat=self.seat).values_list("bid_id", "kind"))
        self.open_votes = [(bid, kind) for bid in bids for kind in race_kinds(panel) if (bid.pk, kind) not in cast]

    def extra(self):
        return {"open_votes": self.open_votes}

    def context(self):
        panel = self.seat.panel
        may = allows(rules.see_ranking, self.request.user, panel)
        return {
            "ranking": PanelParts(panel).ranking() if may else [],
            "is_done": not self.open_votes,
            "threshold": points(panel.challenge.batch.rule_set.award_threshold_hundredths),
        }

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.prepare(**kwargs)
        form = self.form(request.POST, **self.extra())
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            actions.cast_votes(seat=self.seat, choices=form.choices(), by=request.user)
        except Forbidden:
            raise
        except Refused as refusal:
            note_refusal(request, refusal)
            return self.show(form, refusal=refusal, status=409)
        messages.success(request, self.done)
        return HttpResponseRedirect(self.seat.get_absolute_url())
