"""Consortia and bids as tests need them, made through the real actions.

`side` names who acts: "lead" (the cast's own: unitadmin, applicant), "rival" or "third"; each leads an enterprise with a
university and an institute. Time moves only in `opened_bids` (to the deadline).
"""

from datetime import timedelta

from accounts.queries import system_user
from challenges import actions as challenge_actions
from challenges.models import Challenge, Programme
from consortia import actions, checks, drafts, queries
from consortia.enums import BidState, ConsortiumState, PledgeKind
from consortia.models import Bid, Consortium, SubmissionReceipt
from core import clock

#: side -> (lead, university, institute, lead's administrator, author, administrators of the two members)
SIDES = {
    "lead": ("lead", "university", "institute", "unitadmin", "applicant", "member_admin", "member2_admin"),
    "rival": (
        "rival", "rival_university", "rival_institute", "rival_admin", "rival_applicant",
        "rival_member_admin", "rival_member2_admin",
    ),
    "third": (
        "third", "third_university", "third_institute", "third_admin", "third_applicant",
        "third_member_admin", "third_member2_admin",
    ),
}  # fmt: skip


def people(cast, side: str = "lead"):
    """(lead unit, its administrator, its author, [(member unit, its administrator), …])"""
    lead, university, institute, admin, author, first, second = (getattr(cast, name) for name in SIDES[side])
    return lead, admin, author, [(university, first), (institute, second)]


def formed_consortium(cast, side: str = "lead", *, name: str = "", **details) -> Consortium:
    """Founded, everybody confirmed; not yet agreed."""
    lead, admin, author, members = people(cast, side)
    details.setdefault("programme", Programme.objects.order_by("pk").first())
    consortium = actions.create_consortium(name=name or f"{lead.name}创新联合体", lead=lead, by=author, **details)
    for unit, _unit_admin in members:
        actions.invite_member(consortium=consortium, organization=unit, tasks="联合攻关", by=author)
    for membership in consortium.memberships.order_by("pk"):
        by = next((one for unit, one in [(lead, admin), *members] if unit.pk == membership.organization_id), admin)
        actions.confirm_membership(membership=membership, by=by)
    rows = [
        {"person": person} for unit in (lead, *(unit for unit, _ in members)) for person in unit.people.order_by("pk")
    ]
    actions.set_roster(consortium=consortium, rows=rows, by=author)
    return consortium


def filed_consortium(cast, side: str = "lead", **details) -> Consortium:
    consortium = formed_consortium(cast, side, **details)
    _lead, _admin, author, _members = people(cast, side)
    number = f"XY-{consortium.pk:04d}"
    actions.agree_consortium(consortium=consortium, agreement_number=number, signed_on=clock.today(), by=author)
    return actions.file_consortium(consortium=consortium, by=author)


def registered_consortium(cast, side: str = "lead", **details) -> Consortium:
    """The side's registered consortium; the same one when asked again without another `name`."""
    lead, _admin, _author, _members = people(cast, side)
    if not details:
        found = Consortium.objects.filter(lead=lead, state=ConsortiumState.REGISTERED).order_by("pk").first()
        if found:
            return found
    consortium = filed_consortium(cast, side, **details)
    officer = cast.officer
    if consortium.programme and consortium.programme.office_id != officer.office_id:
        officer = cast.officer2
    return actions.register_consortium(consortium=consortium, by=officer)


def drafted_bid(cast, challenge: Challenge, side: str = "lead", *, consortium=None, **example) -> Bid:
    """A complete draft without defects; `example` goes to `drafts.example` (fiscal_fen, self_fen, title, text …)."""
    _lead, _admin, author, _members = people(cast, side)
    consortium = consortium or registered_consortium(cast, side)
    bid = actions.start_bid(challenge=challenge, consortium=consortium, by=author)
    sections = drafts.example(challenge=challenge, consortium=consortium, **example)
    actions.save_draft(bid=bid, sections=sections, by=author)
    return bid


def bid_at_unit(cast, challenge: Challenge, side: str = "lead", **example) -> Bid:
    """Everything pledged, waiting for the unit's administrator to submit."""
    return send_to_unit(cast, drafted_bid(cast, challenge, side, **example), side)


def send_to_unit(cast, bid: Bid, side: str = "lead") -> Bid:
    """A whole draft, pledged by everybody, goes to the unit's administrator."""
    lead, admin, author, members = people(cast, side)
    actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=author)
    actions.send_to_unit(bid=bid, by=author)
    for _unit, unit_admin in [(lead, admin), *members]:
        if bid.consortium.memberships.filter(organization=unit_admin.organization_id, state="CONFIRMED").exists():
            actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=unit_admin)
    return bid


def receipt_of(cast, challenge: Challenge, side: str = "lead", **example) -> SubmissionReceipt:
    return submit(cast, drafted_bid(cast, challenge, side, **example), side)


def submit(cast, bid: Bid, side: str = "lead") -> SubmissionReceipt:
    """A whole draft goes all the way into its envelope."""
    _lead, admin, _author, _members = people(cast, side)
    return actions.submit_bid(bid=send_to_unit(cast, bid, side), by=admin)


def submitted_bid(cast, challenge: Challenge, side: str = "lead", **example) -> Bid:
    """Sealed before the deadline."""
    return receipt_of(cast, challenge, side, **example).bid


def pass_deadline(challenge: Challenge) -> None:
    """Move the clock to just after the deadline and let the sweeps run."""
    challenge.refresh_from_db()
    if clock.now() < challenge.deadline:
        clock.move(to=challenge.deadline + timedelta(seconds=1))
    system = system_user()
    challenge_actions.close_due(by=system)
    actions.expire_due_bids(by=system)
    actions.publish_due_roots(by=system)
    challenge.refresh_from_db()


def open_challenge_bids(cast, challenge: Challenge):
    """After the deadline: two people consent, everything sealed is opened."""
    pass_deadline(challenge)
    actions.consent_to_opening(challenge=challenge, by=cast.officer)
    return actions.consent_to_opening(challenge=challenge, by=cast.supervisor)


def opened_bids(cast, challenge: Challenge, sides=("lead", "rival"), *, examples: dict | None = None) -> list[Bid]:
    """Bids of the sides, sealed, past the deadline, opened. `examples` maps a side to arguments of `drafts.example`."""
    bids = [submitted_bid(cast, challenge, side, **(examples or {}).get(side, {})) for side in sides]
    open_challenge_bids(cast, challenge)
    for bid in bids:
        bid.refresh_from_db()
    return bids


def answers(bid: Bid, **overrides) -> list[dict]:
    """The checklist answered as the system found it; `overrides` map a code (dashes as underscores) to changes."""
    found = []
    for one in checks.for_bid(bid, on=clock.today()):
        row = {"code": one.code, "text": one.text, "facts": one.facts, "is_passed": one.is_passed is not False}
        row["reason"] = "" if row["is_passed"] else "经审查不符合。"
        found.append(row | overrides.get(one.code.replace("-", "_"), {}))
    return found


def eligible_bids(cast, challenge: Challenge, sides=("lead", "rival"), *, examples: dict | None = None) -> list[Bid]:
    """Opened and found eligible."""
    bids = opened_bids(cast, challenge, sides, examples=examples)
    for bid in bids:
        actions.decide_eligibility(bid=bid, results=answers(bid), by=cast.officer)
        assert bid.state == BidState.ELIGIBLE
    if queries.needs_single_review(challenge):
        note = "揭榜条件不限于一家，公告期内已作宣传，同意继续评审。"
        actions.review_single_bid(challenge=challenge, note=note, by=cast.publisher)
    return bids
