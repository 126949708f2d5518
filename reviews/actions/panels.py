"""A panel from its setting up to the opening of the material (R-REV-02)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import act_for_the_clock
from challenges.enums import ChallengeState
from challenges.models import Challenge
from consortia.enums import BidState
from consortia.queries import needs_single_review
from core import clock, events, lifecycle
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from reviews import queries, rules
from reviews.actions.seats import leave_conflicted_seats, tell_expert
from reviews.enums import PanelForm, PanelPurpose, PanelState, SeatState
from reviews.models import Panel, PanelBid, Rubric, Seat
from reviews.queries.draws import MINIMUM_SIZE
from reviews.queries.panels import UNDECIDED_BIDS


@action
def begin_review(*, challenge: Challenge, by, at: datetime | None = None) -> Challenge:
    """Move a closed challenge under review, once every bid's eligibility is decided (3.2)."""
    require(rules.begin_review, by, challenge)
    challenge = locked(challenge)
    undecided = list(
        challenge.bids.filter(state__in=UNDECIDED_BIDS).order_by("number").values_list("number", flat=True)
    )
    if challenge.state == ChallengeState.CLOSED and undecided:
        raise Refused(
            "undecided_bids",
            _("还有%(count)s份方案未完成资格审查：%(numbers)s。请先逐一作出结论。")
            % {"count": len(undecided), "numbers": "、".join(undecided)},
            challenge=challenge.pk,
        )
    if challenge.state == ChallengeState.CLOSED and not challenge.bids.filter(state=BidState.ELIGIBLE).exists():
        raise Refused("no_eligible_bid", _("没有资格审查通过的方案，请办理流榜。"), challenge=challenge.pk)
    if challenge.state == ChallengeState.CLOSED and needs_single_review(challenge):
        sentence = _("只有一份合格方案：进入评审前须由另一人复核揭榜条件是否只适合一家。")
        raise Refused("single_bid", sentence, challenge=challenge.pk)
    return lifecycle.advance(challenge, "review", by=by, at=at)


@action
def set_up_panel(
    *,
    challenge: Challenge,
    secretary: User,
    by,
    rubric: Rubric | None = None,
    size: int | None = None,
    purpose: str = PanelPurpose.BID,
    form: str = PanelForm.MEETING,
    milestone=None,
    race_round=None,
    project=None,
    at: datetime | None = None,
) -> Panel:
    """Set up a panel: an odd number of seats, at least what the rule set asks (a panel that awards) or five."""
    require(rules.begin_review, by, challenge)
    least = challenge.batch.rule_set.panel_size if purpose == PanelPurpose.BID else MINIMUM_SIZE
    size = least if size is None else size
    if size < max(least, MINIMUM_SIZE) or size % 2 == 0:
        raise Refused(
            "panel_size", _("评审组人数须为单数且不少于%(least)s人，现为%(size)s人。") % {"least": least, "size": size}
        )
    if purpose == PanelPurpose.BID:
        if challenge.state != ChallengeState.UNDER_REVIEW:
            raise Refused("not_under_review", _("榜单进入评审后才能组建评审组。"), challenge=challenge.pk)
        if rubric is None:
            raise Refused("rubric_needed", _("揭榜评审须选定评分表。"))
        if Panel.objects.filter(challenge=challenge, purpose=purpose).exists():
            raise Refused("panel_exists", _("本榜单已组建评审组。"), challenge=challenge.pk)
    _refuse_missing(purpose, milestone, race_round, project)
    if milestone is not None:
        project = milestone.project
    return lifecycle.begin(
        Panel,
        by=by,
        at=at,
        challenge=challenge,
        secretary=secretary,
        rubric=rubric,
        size=size,
        purpose=purpose,
        form=form,
        milestone=milestone,
        race_round=race_round,
        project=project,
    )


@action
def name_chair(*, panel: Panel, seat: Seat, by, at: datetime | None = None) -> Panel:
    """Name the expert who chairs the panel and signs its report."""
    require(rules.run_panel, by, panel)
    panel = locked(panel)
    if seat.panel_id != panel.pk or seat.state not in (SeatState.ACCEPTED, SeatState.DONE):
        raise Refused("chair_must_sit", _("组长须是本评审组已接受邀请的专家。"), seat=seat.pk)
    if panel.state in (PanelState.REPORTED, PanelState.ARCHIVED):
        raise Refused("wrong_state", _("评审报告已出具，不能更换组长。"), panel=panel.pk)
    panel.chair = seat
    panel.save(update_fields=["chair"])
    events.record(panel, "panel.name_chair", by=by, at=at or clock.now(), label=_("确定组长"))
    return panel


@action
def confirm_panel(*, panel: Panel, by, chair: Seat | None = None, at: datetime | None = None) -> Panel:
    """Everybody has accepted, nobody is in conflict, and the composition holds (R-REV-02)."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = locked(panel)
    seats = list(queries.active_seats(panel))
    waiting = [seat for seat in seats if seat.state not in (SeatState.ACCEPTED, SeatState.DONE)]
    defects = queries.composition_gaps(panel, seats, minimum=panel.size)
    if waiting:
        names = "、".join(str(seat.expert) for seat in waiting)
        defects.append(_("%(names)s尚未接受邀请") % {"names": names})
    reasons = queries.reasons_by_expert(
        panel.challenge,
        [seat.expert for seat in seats],
        on=clock.local(at).date(),
        secretary_person=panel.secretary.person_id,
    )
    for seat in seats:
        if seat.expert_id in reasons:
            defects.append(
                _("%(name)s应当回避：%(why)s")
                % {"name": seat.expert, "why": "；".join(one.text for one in reasons[seat.expert_id])}
            )
    if panel.state == PanelState.DRAWN and defects:
        raise Refused("composition", _("评审组还不能确认，请先补齐以下各项。"), defects=defects, panel=panel.pk)
    if chair is not None:
        name_chair(panel=panel, seat=chair, by=by, at=at)
    return lifecycle.advance(locked(panel), "confirm", by=by, at=at)


@action
def start_scoring(*, panel: Panel, closes_at: datetime, by, at: datetime | None = None) -> Panel:
    """Open the material: the rubric freezes, and every eligible bid enters review. `closes_at` is an exclusive instant."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = locked(panel)
    if closes_at <= at:
        raise Refused("closes_in_past", _("评分截止时间应晚于现在。"))
    if panel.state == PanelState.CONFIRMED and panel.chair_id is None:
        raise Refused("chair_needed", _("请先确定组长。"), panel=panel.pk)
    if panel.purpose == PanelPurpose.BID:
        _take_bids(panel, by, at)
    lifecycle.advance(panel, "start", by=by, at=at, changes={"closes_at": closes_at, "next_check_at": closes_at})
    for seat in panel.seats.filter(state=SeatState.ACCEPTED).select_related("expert"):
        tell_expert(
            seat=seat,
            title=_("评审材料已开放"),
            body=_("请于%(until)s前完成。") % {"until": clock.local(closes_at).strftime("%Y-%m-%d %H:%M")},
            key="started",
            by=by,
            at=at,
        )
    return panel


def _take_bids(panel: Panel, by, at: datetime) -> None:
    rubric = locked(panel.rubric)
    if rubric.frozen_at is None:
        Rubric.objects.filter(pk=rubric.pk).update(frozen_at=at, frozen_by=by)
    bids = list(panel.challenge.bids.filter(state=BidState.ELIGIBLE).order_by("number"))
    if panel.state == PanelState.CONFIRMED and not bids:
        raise Refused("no_eligible_bid", _("没有可评审的方案。"), panel=panel.pk)
    for bid in bids:
        PanelBid.objects.create(panel=panel, bid=bid)
        lifecycle.advance(bid, "enter_review", by=by, at=at)


@action
def extend_scoring(*, panel: Panel, closes_at: datetime, reason: str, by, at: datetime | None = None) -> Panel:
    """Give the experts more time, before scoring is locked."""
    require(rules.run_panel, by, panel)
    at = at or clock.now()
    panel = locked(panel)
    if panel.state != PanelState.SCORING:
        raise Refused("wrong_state", _("只有评分中的评审组可以延长评分时间。"), panel=panel.pk)
    if closes_at <= max(at, panel.closes_at):
        raise Refused("not_later", _("新的评分截止时间应晚于现在和原截止时间。"))
    if not reason.strip():
        raise Refused("reason_needed", _("请写明延长评分时间的理由。"))
    panel.closes_at = panel.next_check_at = closes_at
    panel.save(update_fields=["closes_at", "next_check_at"])
    events.record(panel, "panel.extend", by=by, at=at, label=_("延长评分时间"), note=reason.strip())
    return panel


@action
def attach_record(*, panel: Panel, recording, by, at: datetime | None = None) -> Panel:
    """Keep the recording of the session with the panel (R-REV-08)."""
    require(rules.run_panel, by, panel)
    panel = locked(panel)
    panel.recording = recording
    panel.save(update_fields=["recording"])
    events.record(panel, "panel.record", by=by, at=at or clock.now(), label=_("保存录像"), note=recording.sha256)
    return panel


@action
def archive_panel(*, panel: Panel, by, at: datetime | None = None) -> Panel:
    """Close the file of a reported panel; experts see its material no more."""
    require(rules.run_panel, by, panel)
    return lifecycle.advance(panel, "archive", by=by, at=at)


@action
def recheck_panels(*, by, at: datetime | None = None) -> list[Seat]:
    """The clock's daily look: whoever has come into conflict since (a new member, a new job) leaves at once."""
    require(act_for_the_clock, by)
    return leave_conflicted_seats(by=by, at=at or clock.now())


def _refuse_missing(purpose: str, milestone, race_round, project) -> None:
    needed = {PanelPurpose.MILESTONE: milestone, PanelPurpose.RACE: race_round, PanelPurpose.ACCEPTANCE: project}
    if purpose in needed and needed[purpose] is None:
        raise Refused("subject_needed", _("请选定要考核的里程碑、赛马考核点或验收项目。"))
