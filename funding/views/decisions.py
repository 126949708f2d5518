"""Decisions: a challenge with its ranking and money side by side, one bid's decision and award."""

from statistics import pstdev

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.models import Batch, Challenge
from consortia.enums import BidState
from consortia.models import Bid
from consortia.queries import is_single, overlaps
from core.documents.links import both, pdf
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows, require
from core.selecting import matching
from core.ui import values
from funding import actions, forms, rules
from funding.actions.awards import award_gap
from funding.filters import DecisionFilter
from funding.models import Waiver
from funding.queries import decisions as facts
from projects.forms.plain import NoteForm
from reviews.enums import PanelPurpose, RecusalKind, SeatState, VoteKind
from reviews.models import Panel
from reviews.queries import ranking
from reviews.rules import see_ranking

REVIEWED = ("UNDER_REVIEW", "IN_NOTICE", "AWARDED", "RACING", "UNAWARDED")


def challenges():
    rows = Challenge.objects.filter(state__in=REVIEWED)
    return rows.select_related("batch__programme__office", "batch__rule_set", "field")


class DecisionList(ListPage):
    rule = rules.view_ledger
    title = gettext_lazy("立项决定")
    lead = gettext_lazy("评审组出具报告后，按会议决议逐项登记立项决定，再起草拟立项公示。")
    template_name = "funding/decision_list.html"
    filterset = DecisionFilter
    sorts = {"code": ("code",), "state": ("state",)}
    default_sort = ("code",)
    unit = gettext_lazy("项")

    def rows(self, user):
        return challenges().prefetch_related("bids__decision", "bids__consortium")

    def context(self, user) -> dict:
        batches = matching(Batch.objects.select_related("programme__office"), challenges__bids__state=BidState.PROPOSED)
        return {"batches": [batch for batch in batches.order_by("pk") if allows(rules.draft_award_notice, user, batch)]}


def bid_lines(challenge: Challenge) -> list[dict]:
    """Bids by rank with score, ratio, matching, waiver and decision."""
    rows = challenge.bids.select_related("panel_bid", "decision__resolution", "consortium__lead", "notice_item__notice")
    waivers = {row.bid_id: row for row in Waiver.objects.filter(bid__challenge=challenge).order_by("pk")}
    lines = []
    for bid in rows:
        judged = getattr(bid, "panel_bid", None)
        decision = getattr(bid, "decision", None)
        lines.append(
            {
                "bid": bid,
                "rank": judged.rank if judged else None,
                "score": f"{judged.result_hundredths / 100:.2f}"
                if judged and judged.result_hundredths is not None
                else "—",
                "decision": decision,
                "fiscal_fen": decision.fiscal_fen if decision and decision.fiscal_fen else bid.fiscal_fen,
                "self_fen": decision.self_fen if decision and decision.self_fen else bid.self_fen,
                "waiver": waivers.get(bid.pk),
            }
        )
    return sorted(lines, key=lambda line: (line["rank"] is None, line["rank"] or 0, line["bid"].number))


def judged_lines(panel: Panel) -> list[dict]:
    """The ranking as a sitting reads it: score with its spread, votes, opinions by the number of the seat."""
    rules_of, found = panel.challenge.batch.rule_set, []
    for line in ranking(panel):
        totals = [sheet.total_hundredths for sheet in line.sheets if sheet.total_hundredths is not None]
        voted, raced = line.votes.get(VoteKind.AWARD), line.votes.get(VoteKind.RACE)
        spread = f"{points(min(totals))}—{points(max(totals))}" if totals else "—"
        needed = (rules_of.vote_numerator, rules_of.vote_denominator)
        found.append(
            {
                "bid": line.bid,
                "rank": line.rank,
                "score": points(line.result_hundredths),
                "spread": spread,
                "deviation": f"{pstdev(totals) / 100:.2f}" if len(totals) > 1 else "—",
                "voted": voted,
                "voted_passed": bool(voted and voted.passes(*needed)),
                "raced": raced,
                "raced_passed": bool(raced and raced.passes(*needed)),
                "sheets": [(sheet, points(sheet.total_hundredths)) for sheet in line.sheets],
                "voided": line.voided,
            }
        )
    return found


def recusals(panel: Panel) -> list[dict]:
    """Seats that were left because of an interest, without the experts' names."""
    labels = dict(RecusalKind.choices)
    seats = panel.seats.filter(state=SeatState.RECUSED).order_by("number")
    return [
        {"number": seat.number, "kind": labels.get(seat.recusal_kind, seat.recusal_kind), "reason": seat.recusal_reason}
        for seat in seats
    ]


def points(hundredths: int | None) -> str:
    return "—" if hundredths is None else f"{hundredths / 100:.2f}"


class DecisionPage(ObjectPage):
    model = Challenge
    rule = rules.view_ledger
    lookup = "code"
    template_name = "funding/decision.html"
    acts = (
        Act(
            "fail", gettext_lazy("记为流榜（未立项）"), rules.fail_challenge,
            lambda *, obj, by, **cleaned: actions.fail_challenge(challenge=obj, by=by, **cleaned),
            form=forms.FailForm, step="fail", is_danger=True, when=lambda obj: not facts.in_the_way_of_failing(obj).exists(),
            sentence=gettext_lazy("没有拟立项方案时办理；已评审的方案一并记为不予立项。"),
        ),
    )  # fmt: skip

    def rows(self, user):
        return challenges()

    def address(self, obj) -> str:
        return reverse("funding:decision", args=[obj.code])

    def crumbs(self, obj):
        return [(_("立项决定"), reverse("funding:decisions")), (obj.code, "")]

    def facts(self, obj, user) -> list:
        batch = obj.batch
        total = facts.year_total_fen(batch)
        return [
            (_("榜单"), format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj)),
            (_("批次"), batch),
            (_("财政支持上限"), values.money(facts.cap_fen(obj))),
            (_("自筹比例下限"), values.ratio(batch.rule_set.self_funding_percent, 100)),
            (_("本批当年已决定"), values.money(total)),
            (_("本批计划财政经费"), values.money(batch.planned_fiscal_fen)),
        ]

    def documents(self, obj, user):
        panel = (
            Panel.objects.filter(challenge=obj, purpose=PanelPurpose.BID)
            .select_related("challenge__batch__programme")
            .first()
        )
        pack = both(_("立项决策材料"), "funding:decision-pack", obj.code)
        if panel is not None and not allows(see_ranking, user, panel):
            pack = []
        reports = [pdf(_("批次资金报告"), "funding:batch-report", obj.batch_id)]
        if obj.batch.challenges.filter(projects__isnull=False).exists():
            reports = [*both(_("批次立项通知"), "projects:award-list", obj.batch_id), *reports]
        return pack + reports

    def in_the_way(self, lines) -> list[str]:
        """What keeps each bid in notice from its award, one sentence each."""
        waiting = [one["bid"] for one in lines if one["bid"].state == BidState.IN_NOTICE and one["bid"].notice_item_id]
        found = [(bid, award_gap(bid)) for bid in waiting]
        return [f"{bid.number}：{gap.sentence}" for bid, gap in found if gap is not None]

    def context(self, obj, user) -> dict:
        panel = (
            Panel.objects.filter(challenge=obj, purpose=PanelPurpose.BID)
            .select_related("challenge__batch__rule_set")
            .first()
        )
        shown = panel is not None and allows(see_ranking, user, panel)
        lines = bid_lines(obj)
        return {
            "lines": lines,
            "floor": obj.batch.rule_set.self_funding_percent // 100,
            "panel": panel if shown else None,
            "judged": judged_lines(panel) if shown else [],
            "recusals": recusals(panel) if shown else [],
            "waivers": Waiver.objects.filter(bid__challenge=obj)
            .select_related("bid", "created_by__person", "decided_by__person")
            .order_by("pk"),
            "decisions": [line for line in lines if line["decision"]],
            "in_the_way": self.in_the_way(lines),
            "is_single": is_single(obj),
            "single_note": obj.opening.single_note if hasattr(obj, "opening") else "",
            "overlaps": overlaps(obj),
        }


def award_now(*, obj, by):
    return actions.award(bid=obj, by=by)


class BidPage(ObjectPage):
    """One bid between the panel's report and its project."""

    model = Bid
    rule = rules.view_ledger
    template_name = "funding/bid.html"
    acts = (
        Act(
            "award", gettext_lazy("立项"), rules.award, award_now, step="award", is_primary=True,
            when=lambda obj: obj.notice_item_id is not None and award_gap(obj) is None,
            sentence=gettext_lazy("公示期满且无未办结异议。立项后自动建立项目、台账和拨款计划；系统也会按时办理。"),
        ),
        Act(
            "reject", gettext_lazy("异议成立，不予立项"), rules.reject_after_objection,
            lambda *, obj, by, note: actions.reject_after_objection(bid=obj, note=note, by=by),
            form=NoteForm, step="reject", is_danger=True,
            when=lambda obj: obj.notice_item_id is not None,
        ),
    )  # fmt: skip

    def rows(self, user):
        rows = Bid.objects.filter(panel_bid__isnull=False).exclude(opened_at__isnull=True)
        return rows.select_related(
            "challenge__batch__programme__office", "challenge__batch__rule_set", "consortium__lead", "panel_bid", "decision",
            "notice_item__notice",
        )  # fmt: skip

    def address(self, obj) -> str:
        return reverse("funding:bid", args=[obj.pk])

    def heading(self, obj) -> str:
        return obj.title or obj.number

    def crumbs(self, obj):
        challenge = obj.challenge
        return [
            (_("立项决定"), reverse("funding:decisions")),
            (challenge.code, reverse("funding:decision", args=[challenge.code])),
            (obj.number, ""),
        ]

    def facts(self, obj, user) -> list:
        decision = getattr(obj, "decision", None)
        found = [
            (_("创新联合体"), obj.consortium),
            (_("牵头单位"), obj.consortium.lead),
            (_("评审名次"), obj.panel_bid.rank or "—"),
            (_("申请财政经费"), values.money(obj.fiscal_fen)),
            (_("企业自筹"), values.money(obj.self_fen)),
            (_("自筹与财政之比"), values.ratio(obj.self_fen or 0, obj.fiscal_fen or 0, floor=2)),
            (_("地方配套"), values.money(obj.matching_fen)),
        ]
        if decision is not None:
            found += [
                (_("立项决定"), decision.get_result_display()),
                (_("决议"), decision.resolution),
                (_("决定财政经费"), values.money(decision.fiscal_fen)),
                (_("决定自筹"), values.money(decision.self_fen)),
                (_("比例豁免"), decision.waiver or "—"),
                (_("偏离理由"), decision.departure_reason or "—"),
                (_("登记时间"), values.instant(decision.decided_at)),
            ]
        return found

    def context(self, obj, user) -> dict:
        waits = obj.state == BidState.IN_NOTICE and obj.notice_item_id is not None
        undecided = obj.state in facts.JUDGED and obj.challenge.state == "UNDER_REVIEW"
        may = undecided and allows(rules.decide, user, obj)
        return {
            "gap": award_gap(obj) if waits else None,
            "decide_url": reverse("funding:decide", args=[obj.pk]) if may else "",
            "waiver_url": reverse("funding:ratio-waiver", args=[obj.pk])
            if undecided and allows(rules.propose_waiver, user, obj)
            else "",
            "waivers": obj.waivers.order_by("-pk"),
            "project": getattr(obj, "project", None),
        }


class _OfBid(FormPage):
    """A form about one bid."""

    ask = rules.decide

    def prepare(self, pk: int = 0) -> None:
        rows = Bid.objects.select_related(
            "challenge__batch__programme__office", "challenge__batch__rule_set", "panel_bid"
        )
        self.bid = get_object_or_404(rows.filter(panel_bid__isnull=False), pk=pk)
        require(type(self).ask, self.request.user, self.bid)

    def extra(self) -> dict:
        return {"obj": self.bid, "user": self.request.user}

    def initial(self) -> dict:
        return {"fiscal_fen": self.bid.fiscal_fen, "self_fen": self.bid.self_fen}

    def crumbs(self):
        code = self.bid.challenge.code
        return [(code, reverse("funding:decision", args=[code])), (self.bid.number, self.back()), (self.title, "")]

    def back(self) -> str:
        return reverse("funding:bid", args=[self.bid.pk])


class DecideBid(_OfBid):
    title = gettext_lazy("登记立项决定")
    lead = gettext_lazy("按会议决议登记。自筹与财政之比按全周期精确计算，低于下限的须先有已批准的豁免。")
    form = forms.DecideForm
    submit = gettext_lazy("登记决定")
    done = gettext_lazy("立项决定已登记。")
    ask = rules.decide

    def run(self, user, **cleaned):
        return actions.decide(bid=self.bid, by=user, **{**cleaned, "fiscal_fen": cleaned.get("fiscal_fen") or 0})


class ProposeRatioWaiver(_OfBid):
    title = gettext_lazy("提出自筹比例豁免")
    lead = gettext_lazy("豁免由另一人批准，按所填金额之比生效。")
    form = forms.RatioWaiverForm
    submit = gettext_lazy("提出豁免")
    done = gettext_lazy("豁免已提出，待发布审核人批准。")
    ask = rules.propose_waiver

    def run(self, user, **cleaned):
        return actions.propose_waiver(kind="RATIO", bid=self.bid, by=user, **cleaned)
