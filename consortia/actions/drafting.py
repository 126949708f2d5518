"""Writing a bid: sections saved one by one under a version, files encrypted as they come, sent to the unit (3.4)."""

import json
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import barred, users_with_role
from challenges.enums import ChallengeState
from challenges.models import Challenge
from consortia import drafts, queries, rules
from consortia.drafts.schema import WRITTEN
from consortia.enums import BidState, ConsortiumState, PledgeKind
from consortia.models import Bid, BidSection, Consortium
from core import clock, events, lifecycle, numbering, outbox
from core.actions import action, locked
from core.errors import Conflict, Refused
from core.permissions import require

#: Saves of one person in one section that follow within this time are one entry of the history.
ONE_SITTING = timedelta(minutes=10)


@action
def start_bid(*, challenge: Challenge, consortium: Consortium, by: User, at: datetime | None = None) -> Bid:
    """Begin a bid: one a consortium and challenge (Q7), one lead a challenge (Q8). What is known already is filled in."""
    require(rules.start_bid, by, consortium)
    at = at or clock.now()
    consortium, challenge = locked(consortium), _read(challenge.pk)
    refuse_unless_open(challenge, at)
    refuse_unless_fit(consortium, at)
    # The number first: its row is locked until the commit, so two consortia of one lead look one after the other.
    number = _number(challenge)
    earlier = challenge.bids.exclude(state__in=[BidState.WITHDRAWN, BidState.EXPIRED])
    other = earlier.filter(consortium__lead=consortium.lead_id).first()
    if other is not None:
        sentence = _("本单位牵头的联合体对该榜单已有方案 %(number)s，同一榜单只能牵头揭榜一次。")
        raise Refused("bid_exists", sentence % {"number": other.number}, bid=other.pk)
    bid = lifecycle.begin(
        Bid, by=by, at=at, label=_("建立方案草稿"), challenge=challenge, consortium=consortium, handler=by, number=number,
        next_check_at=challenge.deadline,
    )  # fmt: skip
    for name, content in _known(challenge, consortium).items():
        _write(bid, name, content, version=1, by=by, at=at)
    return bid


@action
def save_section(
    *, bid: Bid, name: str, content: dict, version: int, by: User, at: datetime | None = None
) -> BidSection:
    """Save one section. `version` is the one the writer had before (0: none); raises Conflict where somebody was faster.

    What is kept already is not kept again: a save whose answer was lost may be repeated.
    """
    require(rules.author_bid, by, bid)
    at = at or clock.now()
    fresh = refuse_unless_writable(bid, at)
    if name not in WRITTEN:
        raise Refused("section_unknown", _("没有名为“%(name)s”的部分。") % {"name": name})
    content = drafts.clean(name, content)
    found = queries.section(fresh, name)
    if found is not None and json.loads(found.content) == content:
        return found
    if (found.version if found else 0) != version:
        raise Conflict(
            "section_changed",
            _("“%(part)s”已由%(who)s于 %(when)s 保存过。您的内容没有丢失，请对照最新内容后重新保存。")
            % {
                "part": drafts.SECTIONS[name].label,
                "who": found.saved_by if found else "",
                "when": f"{clock.local(found.saved_at):%H:%M}" if found else "",
            },
            bid=fresh.pk,
            section=name,
            version=found.version if found else 0,
        )
    return _write(fresh, name, content, version=version + 1, by=by, at=at)


@action
def save_draft(*, bid: Bid, sections: dict[str, dict], by: User, at: datetime | None = None) -> None:
    """Save several sections at once over whatever stood there: for a whole draft taken from a file."""
    require(rules.author_bid, by, bid)
    at = at or clock.now()
    fresh = refuse_unless_writable(bid, at)
    versions = dict(fresh.sections.values_list("name", "version"))
    for name in sections:
        if name not in WRITTEN:
            raise Refused("section_unknown", _("没有名为“%(name)s”的部分。") % {"name": name})
    for name, content in sections.items():
        _write(fresh, name, drafts.clean(name, content), version=versions.get(name, 0) + 1, by=by, at=at)


@action
def send_to_unit(*, bid: Bid, by: User, at: datetime | None = None) -> Bid:
    """Hand the draft to the lead's own administrator; nothing may be missing any more but what can be waived."""
    require(rules.author_bid, by, bid)
    at = at or clock.now()
    fresh = locked(bid)
    if fresh.state == BidState.DRAFT:
        refuse_unless_open(fresh_challenge(fresh), at)
        refuse_defects(fresh)
        if not fresh.pledges.filter(text__kind=PledgeKind.LEADER, revoked_at__isnull=True).exists():
            raise Refused("pledge_missing", _("请先签署负责人信用承诺。"), bid=fresh.pk)
    lifecycle.advance(bid, "send_to_unit", by=by, at=at)
    for user in users_with_role("UNIT_ADMIN", on=clock.local(at).date(), organization=fresh.consortium.lead):
        title = _("揭榜方案 %(number)s 待单位审核") % {"number": bid.number}
        key = f"bid:{bid.pk}:unit:{at.isoformat()}"
        outbox.notify(user, title=title, url=bid.get_absolute_url(), key=key, at=at)
    return bid


@action
def return_bid(*, bid: Bid, reason: str, by: User, at: datetime | None = None) -> Bid:
    """The unit's administrator gives the draft back; he never edits it himself (R-ROL-02)."""
    require(rules.submit_bid, by, bid)
    if not reason.strip():
        raise Refused("reason_missing", _("请写明退回修改的理由。"))
    return lifecycle.advance(bid, "return", by=by, at=at, note=reason.strip())


# Guards that other actions of bids share


def refuse_unless_open(challenge: Challenge, at: datetime) -> None:
    """The challenge takes bids at this instant; the deadline is exclusive."""
    is_late = challenge.deadline is not None and at >= challenge.deadline
    if is_late or challenge.closed_at is not None:
        sentence = _("“%(title)s”的揭榜截止时间 %(deadline)s（北京时间）已过，不再受理。")
        when = f"{clock.local(challenge.deadline):%Y-%m-%d %H:%M:%S}"
        parts = {"title": challenge.title, "deadline": when}
        raise Refused("deadline_passed", sentence % parts, sensitive=True, challenge=challenge.pk)
    if challenge.state != ChallengeState.OPEN or at < challenge.open_at:
        state = challenge.get_state_display()
        sentence = _("“%(title)s”现为“%(state)s”，不在揭榜期内。") % {"title": challenge.title, "state": state}
        raise Refused("not_open", sentence, challenge=challenge.pk)


def refuse_unless_fit(consortium: Consortium, at: datetime) -> None:
    """Registered, valid today, and nobody in it barred (R-CON-08)."""
    today = clock.local(at).date()
    if consortium.state != ConsortiumState.REGISTERED or not consortium.valid_from <= today <= consortium.valid_to:
        sentence = _("联合体现为“%(state)s”，须在备案有效期内才能揭榜。") % {"state": consortium.get_state_display()}
        raise Refused("not_registered", sentence, consortium=consortium.pk)
    units = [one.organization for one in queries.confirmed(consortium)]
    caught = [unit.name for unit in barred(units, today)]
    if caught:
        sentence = _("以下单位在失信惩戒期内，不能参与揭榜：%(names)s。") % {"names": "、".join(caught)}
        raise Refused("barred", sentence, consortium=consortium.pk)


def refuse_unless_writable(bid: Bid, at: datetime) -> Bid:
    """The bid, fresh and locked, in a state and at a time in which its draft may change."""
    fresh = locked(bid)
    if fresh.state != BidState.DRAFT:
        sentence = _("方案 %(number)s 现为“%(state)s”，不能修改。")
        parts = {"number": fresh.number, "state": fresh.get_state_display()}
        is_sealed = fresh.state == BidState.SUBMITTED
        raise Refused("not_writable", sentence % parts, sensitive=is_sealed, bid=fresh.pk)
    refuse_unless_open(fresh_challenge(fresh), at)
    if fresh.version and not fresh.sections.exists():
        raise Refused("restoring", _("撤回的方案正在恢复，请一分钟后再试。"), bid=fresh.pk)
    return fresh


def refuse_defects(bid: Bid) -> None:
    """All defects at once; one that may be waived does not stop the bid."""
    found = drafts.defects(challenge=bid.challenge, consortium=bid.consortium, sections=queries.sections(bid))
    standing = [str(one) for one in found if not one.is_waivable]
    if standing:
        sentence = _("方案还有 %(count)d 处需要补充或修改。") % {"count": len(standing)}
        raise Refused("draft_incomplete", sentence, defects=standing, bid=bid.pk)


def write_section(bid: Bid, name: str, content: dict, *, by: User, at: datetime) -> BidSection:
    """Over whatever stands there; for the system's own section and for restoring."""
    found = queries.section(bid, name)
    return _write(bid, name, content, version=(found.version if found else 0) + 1, by=by, at=at)


def _write(bid: Bid, name: str, content: dict, *, version: int, by: User, at: datetime) -> BidSection:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    section = BidSection(bid=bid, name=name, content=text, version=version, saved_at=at, saved_by=by)
    BidSection.objects.bulk_create(
        [section],
        update_conflicts=True,
        unique_fields=["bid", "name"],
        update_fields=["content", "version", "saved_at", "saved_by"],
    )
    # Who changed what (C15): the part and the version, never the words. A form that saves itself every few seconds
    # is one entry as long as the same person goes on.
    latest = events.of(bid).filter(verb="bid.save", data__section=name).first()
    if latest is None or latest.actor_id != by.pk or at - latest.at > ONE_SITTING:
        data = {"section": name, "version": version}
        label = _("保存“%(part)s”") % {"part": drafts.SECTIONS[name].label}
        events.record(bid, "bid.save", by=by, at=at, label=label, data=data)
    return section


def fresh_challenge(bid: Bid) -> Challenge:
    """The challenge as it stands now, read again and put into the bid."""
    bid.challenge = _read(bid.challenge_id)
    return bid.challenge


def _read(challenge_id: int) -> Challenge:
    return Challenge.objects.select_related("batch__rule_set").get(pk=challenge_id)


def _number(challenge: Challenge) -> str:
    """`<code of the challenge>-4827`: until the deadline nobody reads in it how many bids there are, or which came first."""
    bids = Bid.objects.all()  # of any challenge: the number is unique among all
    drawn = numbering.draw(
        f"bid:{challenge.pk}", is_taken=lambda digits: bids.filter(number=f"{challenge.code}-{digits}").exists()
    )
    return f"{challenge.code}-{drawn}"


def _known(challenge: Challenge, consortium: Consortium) -> dict[str, dict]:
    """R-BUR-04: what we know is not typed again."""
    basic = drafts.blank("basic") | {
        "duration_months": challenge.duration_months,
        "chief_scientist_id": consortium.chief_scientist_id,
    }
    responses = [
        {"indicator_id": pk, "promised": "", "evidence": ""}
        for pk in challenge.indicators.order_by("number").values_list("pk", flat=True)
    ]
    team = [
        {
            "person_id": entry.person_id,
            "organization_id": entry.organization_id,
            "role": entry.role,
            "months_per_year": 6,
            "tasks": "",
        }
        for entry in consortium.roster.order_by("pk")
    ]
    milestones = [
        {
            "name": one.name,
            "month_offset": one.month_offset,
            "targets": one.requirement,
            "deliverables": "",
            "fiscal_share_percent": None,
        }
        for one in challenge.milestone_requirements.order_by("number")
    ]
    found = {"basic": basic, "responses": {"rows": responses}}
    if team:
        found["team"] = {"rows": team}
    if milestones:
        found["milestones"] = drafts.blank("milestones") | {"rows": milestones}
    if consortium.benefit_terms:
        found["benefits"] = drafts.blank("benefits") | {"ownership": consortium.benefit_terms}
    return found
