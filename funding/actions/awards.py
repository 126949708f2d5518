"""From a proposed award to projects: the notice, the award itself, and what an upheld objection does (3.4, 3.5, S52)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from challenges import actions as challenge_actions
from challenges.enums import NoticeKind, NoticeState
from challenges.models import Batch, Challenge, PublicNotice
from challenges.queries import current_item, open_objections, upheld_objections
from consortia.enums import BidState, FundingSource
from consortia.models import Bid
from core import clock
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance, begin
from core.permissions import require
from core.selecting import matching
from core.working_days import add_months
from funding import ledger, rules
from funding.enums import DecisionResult as R
from funding.enums import TransferCode
from funding.models import Decision, FundingPlan, Tranche
from funding.queries import decisions as facts
from funding.queries import plans
from projects import actions as project_actions
from projects.actions.sweeps import each
from projects.models import Project


@action
def draft_award_notice(
    *, batch: Batch, bids: Sequence[Bid], title: str, body: str = "", by, at: datetime | None = None, **details
) -> PublicNotice:
    """Draft the 拟立项公示 of proposed bids. A challenge comes whole: every bid decided, all its lanes in one notice."""
    require(rules.draft_award_notice, by, batch)
    bids = list(
        Bid.objects.filter(pk__in=[bid.pk for bid in bids]).select_related(
            "challenge", "consortium__lead", "notice_item__notice"
        )
    )
    if not bids:
        raise Refused("no_bids", _("请至少选择一个拟立项方案。"))
    defects = [defect for bid in bids if (defect := _not_ready(bid, batch))]
    of_challenge: dict[Challenge, list[Bid]] = defaultdict(list)
    for bid in bids:
        of_challenge[bid.challenge].append(bid)
    defects += [defect for challenge, chosen in of_challenge.items() for defect in _shape_defects(challenge, chosen)]
    if defects:
        raise Refused("notice_not_ready", _("还不能起草公示："), defects=defects, batch=batch.pk)
    bids.sort(key=lambda bid: (bid.challenge.code, bid.number))
    body = body or _("根据相关规定，经专家评审和会议研究，现将拟立项项目予以公示。")
    items = [_item(bid) for bid in bids]
    notice = challenge_actions.draft_notice(
        kind=NoticeKind.PROPOSED_AWARD, batch=batch, title=title, body=body, items=items, by=by, at=at, **details
    )
    for bid, item in zip(bids, notice.items.order_by("number"), strict=True):
        Bid.objects.filter(pk=bid.pk).update(notice_item=item)
    return notice


def _not_ready(bid: Bid, batch: Batch) -> str:
    if bid.challenge.batch_id != batch.pk:
        return _("方案 %(bid)s 不属于本批次。") % {"bid": bid.number}
    if bid.state != BidState.PROPOSED:
        return _("方案 %(bid)s 现为“%(state)s”，只有拟立项方案可以公示。") % {
            "bid": bid.number,
            "state": bid.get_state_display(),
        }
    if bid.notice_item_id and bid.notice_item.notice.state != NoticeState.DRAFT:
        return _("方案 %(bid)s 已在“%(notice)s”中公示。") % {"bid": bid.number, "notice": bid.notice_item.notice}
    return ""


def _shape_defects(challenge: Challenge, chosen: list[Bid]) -> list[str]:
    found = []
    waiting = facts.undecided(challenge).order_by("number")
    if waiting:
        words = {"code": challenge.code, "bids": "、".join(bid.number for bid in waiting)}
        found.append(_("榜单 %(code)s 还有方案未作决定：%(bids)s。") % words)
    proposed = set(challenge.bids.filter(state=BidState.PROPOSED).values_list("pk", flat=True))
    if proposed != {bid.pk for bid in chosen}:
        found.append(_("榜单 %(code)s 的拟立项方案须在同一公示中全部列出。") % {"code": challenge.code})
    lanes = Decision.objects.filter(bid__in=chosen, result=R.RACE).count()
    if lanes == 1:
        found.append(_("榜单 %(code)s 只有一个赛马方案；赛马须有两个以上。") % {"code": challenge.code})
    return found


def _item(bid: Bid) -> dict:
    return {
        "challenge": bid.challenge,
        "project_title": bid.title,
        "consortium_name": bid.consortium.name,
        "lead_name": bid.consortium.lead.name,
        "amount_fen": bid.decision.fiscal_fen,
        "note": _("赛马立项") if bid.decision.result == R.RACE else "",
    }


@action
def publish_award_notice(*, notice: PublicNotice, starts_on=None, by, at: datetime | None = None) -> PublicNotice:
    """Publish; the bids and their challenges are in notice from now on. A correction only restarts the period."""
    at = at or clock.now()
    require(rules.publish_award_notice, by, notice)
    if notice.kind != NoticeKind.PROPOSED_AWARD:
        raise Refused("not_an_award_notice", _("此处只发布拟立项公示。"), notice=notice.pk)
    bids = list(Bid.objects.filter(notice_item__notice=notice).select_related("challenge").order_by("pk"))
    moved = [bid.number for bid in bids if bid.state != BidState.PROPOSED]
    if moved or (not bids and notice.replaces_id is None):
        words = {"bids": "、".join(moved) or "—"}
        raise Refused("bids_moved", _("公示所列方案已变动（%(bids)s），请重新起草公示。") % words, notice=notice.pk)
    challenge_actions.publish_notice(notice=notice, starts_on=starts_on, by=by, at=at)
    for bid in bids:
        advance(bid, "notify", by=by, at=at)
    for challenge in matching(Challenge.objects.all(), bids__in=bids).order_by("pk"):
        if challenge.state == "UNDER_REVIEW":
            advance(challenge, "notify", by=by, at=at)
    return notice


def award_gap(bid: Bid) -> Refused | None:
    """What keeps a bid in notice from its award, or None."""
    item = current_item(bid.notice_item)
    if item.notice.state != NoticeState.ENDED:
        return Refused("notice_running", _("公示尚未期满，公示期满且无未办结异议后方可立项。"), notice=item.notice_id)
    if upheld_objections(bid.notice_item).exists():
        return Refused("objection_upheld", _("对该方案的异议成立，不能立项；请办理“异议成立后不予立项”。"), bid=bid.pk)
    open_ones = open_objections(bid.notice_item)
    if found := [row.number for row in open_ones.order_by("number")]:
        return Refused(
            "objection_open",
            _("异议 %(numbers)s 尚未办结，办结后方可立项。") % {"numbers": "、".join(found)},
            bid=bid.pk,
        )
    return None


@action
def award(*, bid: Bid, code: str | None = None, by, at: datetime | None = None) -> Project:
    """立项: the project, its ledger, its tranches and the plan of its other money, in one transaction.

    Lanes of a race set out the same day: while a rival of the same race is held up, this bid waits for it (3.6).
    """
    at = at or clock.now()
    require(rules.award, by, bid)
    challenge = locked(bid.challenge)
    bid = locked(bid)
    if bid.state != BidState.IN_NOTICE:
        words = {"bid": bid.number, "state": bid.get_state_display()}
        raise Refused(
            "not_in_notice", _("方案 %(bid)s 现为“%(state)s”，不能立项。") % words, bid=bid.pk, state=bid.state
        )
    if (gap := award_gap(bid)) is not None:
        raise gap
    if bid.decision.result == R.RACE:
        for rival in challenge.bids.filter(state=BidState.IN_NOTICE).exclude(pk=bid.pk):
            if (held := award_gap(rival)) is not None:
                words = {"bid": rival.number, "why": held.sentence}
                raise Refused(
                    "race_waits", _("赛马各道须同日起跑，方案 %(bid)s 尚不能立项：%(why)s") % words, bid=rival.pk
                )
    decision = bid.decision
    advance(bid, "award", by=by, at=at)
    starts_on = _starts_on(bid, at)
    project = project_actions.create_project(
        bid=bid,
        resolution=decision.resolution,
        fiscal_fen=decision.fiscal_fen,
        self_fen=decision.self_fen,
        code=code,
        starts_on=starts_on,
        ends_on=add_months(starts_on, bid.duration_months or challenge.duration_months),
        by=by,
        at=at,
    )
    _plan_money(project, decision, by=by, at=at)
    _settle(challenge, by=by, at=at)
    return project


def _starts_on(bid: Bid, at: datetime):
    """Today; in a race the day on which the first lane set out."""
    today = clock.local(at).date()
    rivals = Project.objects.filter(challenge=bid.challenge_id).order_by("starts_on")
    first = rivals.values_list("starts_on", flat=True).first()
    return first if first is not None and bid.decision.result == R.RACE else today


def _plan_money(project: Project, decision: Decision, *, by, at: datetime) -> None:
    rows = plans.tranches(project, decision)
    for row in rows:
        begin(
            Tranche,
            by=by,
            at=at,
            project=project,
            stage=row.stage,
            year=row.year,
            planned_fen=row.fen,
            planned_on=row.planned_on,
            milestone=row.milestone,
            payee=project.lead,
        )
    for year in sorted({row.year for row in rows}):
        ledger.move(
            code=TransferCode.AWARD,
            project=project,
            year=year,
            amount_fen=sum(row.fen for row in rows if row.year == year),
            key=f"project:{project.pk}:award:{year}",
            resolution=decision.resolution,
            by=by,
            at=at,
        )
    matching = project.bid.matching_funds.order_by("pk").first()
    planned = plans.sources(project.bid, self_fen=decision.self_fen, start_year=project.starts_on.year)
    for (source, year), fen in sorted(planned.items()):
        division = matching.division if matching is not None and source == FundingSource.MATCHING else None
        FundingPlan.objects.create(project=project, source=source, year=year, planned_fen=fen, division=division)


def _settle(challenge: Challenge, *, by, at: datetime) -> None:
    """When no bid is on its way any more: one project, or a race of two or more (R-RAC-01)."""
    if challenge.bids.filter(state__in=facts.PENDING).exists():
        return
    projects = list(Project.objects.filter(challenge=challenge).order_by("pk"))
    if len(projects) == 1:
        advance(challenge, "award", by=by, at=at)
    elif projects:
        advance(challenge, "race", by=by, at=at)
        rounds = plans.checkpoints(challenge, projects)
        project_actions.start_race(
            challenge=challenge, projects=projects, starts_on=projects[0].starts_on, rounds=rounds, by=by, at=at
        )


@action
def reject_after_objection(*, bid: Bid, note: str = "", by, at: datetime | None = None) -> Bid:
    """不予立项 after an objection was upheld; the other bids of the challenge go on."""
    at = at or clock.now()
    require(rules.reject_after_objection, by, bid)
    challenge = locked(bid.challenge)
    upheld = upheld_objections(bid.notice_item).first() if bid.notice_item_id else None
    if upheld is None:
        raise Refused("no_upheld_objection", _("没有已认定成立的异议，不能以异议成立为由不予立项。"), bid=bid.pk)
    reason = note.strip() or _("异议 %(number)s 经核查成立，不予立项。") % {"number": upheld.number}
    advance(bid, "reject", by=by, at=at, note=reason, changes={"decline_reason": reason}, data={"objection": upheld.pk})
    _settle(challenge, by=by, at=at)
    return bid


def award_due(*, by, at: datetime | None = None) -> int:
    """Sweep: award what stood its whole notice without an open objection. Bids that wait for something wait quietly."""
    at = at or clock.now()
    # A notice published by another hand than publish_award_notice moves its bids all the same.
    published = Bid.objects.filter(state=BidState.PROPOSED, notice_item__notice__state__in=["PUBLISHED", "ENDED"])
    each(published, lambda bid: _follow_notice(bid, by=by, at=at), by=by)
    rows = Bid.objects.filter(state=BidState.IN_NOTICE, notice_item__isnull=False)
    done = each(rows, lambda bid: _award_if_due(bid, by=by, at=at), by=by)
    # A rival that gave up after the others were awarded leaves its challenge to be settled here.
    left = Challenge.objects.filter(state="IN_NOTICE", projects__isnull=False).exclude(bids__state__in=facts.PENDING)
    each(
        Challenge.objects.filter(pk__in=left.values("pk")),
        lambda challenge: _settle(challenge, by=by, at=at) or True,
        by=by,
    )
    return done


def _follow_notice(bid: Bid, *, by, at: datetime) -> bool:
    advance(bid, "notify", by=by, at=at)
    challenge = locked(bid.challenge)
    if challenge.state == "UNDER_REVIEW":
        advance(challenge, "notify", by=by, at=at)
    return True


def _award_if_due(bid: Bid, *, by, at: datetime) -> bool:
    if award_gap(bid) is not None:
        return False
    if bid.decision.result == R.RACE:
        rivals = Bid.objects.filter(challenge=bid.challenge_id, state=BidState.IN_NOTICE).exclude(pk=bid.pk)
        if any(award_gap(rival) is not None for rival in rivals):
            return False
    award(bid=bid, by=by, at=at)
    return True
