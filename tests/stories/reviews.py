"""Walks through expert review, from a closed challenge with eligible bids to a panel's report, through the real actions.

`secretary` is the officer; `experts[n]` of the cast sits as the pool's expert n. A panel is walked as far as asked.
"""

from datetime import timedelta
from types import SimpleNamespace

from consortia.models import Bid
from core import clock
from reviews import actions
from reviews.enums import ExpertKind, SeatState
from reviews.models import Expert, Panel, Rubric, Seat
from tests.stories import challenges, consortia

#: The cast's experts take turns: university, institute, local academy, accountants, industry association.
KINDS = (ExpertKind.TECHNOLOGY, ExpertKind.TECHNOLOGY, ExpertKind.TECHNOLOGY, ExpertKind.FINANCE, ExpertKind.INDUSTRY)
SIDES = ("lead", "rival", "third")
WAN = 1_000_000  # fen of one 万元


def pool(cast) -> list[Expert]:
    """Every expert of the cast, admitted to the pool."""
    found = []
    for number, user in enumerate(cast.experts):
        expert = Expert.objects.filter(person=user.person).first()
        found.append(
            expert
            or actions.admit_expert(
                person=user.person, kind=KINDS[number % len(KINDS)], specialties=["草种业"], by=cast.officer
            )
        )
    return found


def reviewed_challenge(cast, *, bids: int = 3, rules: dict | None = None, examples: dict | None = None, **details):
    """A challenge UNDER_REVIEW with `bids` eligible bids: sealed, opened and found eligible."""
    if rules is not None:
        details["batch"] = challenges.batch(cast, rules=rules)
    challenge = challenges.open_challenge(cast, **details)
    consortia.eligible_bids(cast, challenge, SIDES[:bids], examples=examples)
    return actions.begin_review(challenge=challenge, by=cast.officer)


def rubric(cast, challenge) -> Rubric:
    found = Rubric.objects.filter(name="揭榜评审评分表").first()
    return found or actions.create_rubric(
        name="揭榜评审评分表", criteria=challenge.batch.rule_set.rubric, by=cast.officer
    )


def panel(cast, challenge=None, **options) -> Panel:
    """A panel SET_UP for a challenge's bids, with the pool filled."""
    pool(cast)
    challenge = challenge or reviewed_challenge(cast)
    options.setdefault("rubric", rubric(cast, challenge))
    return actions.set_up_panel(challenge=challenge, secretary=cast.officer, by=cast.officer, **options)


def drawn_panel(cast, challenge=None, *, witness="0718", query: dict | None = None, **options) -> Panel:
    made = panel(cast, challenge, **options)
    draw = actions.commit_draw(panel=made, query=query or {}, by=cast.officer)
    actions.run_draw(draw=draw, witness=witness, by=cast.officer)
    return fresh(made)


def user_of(cast, seat: Seat):
    """The account of a seat's expert."""
    return next(user for user in cast.experts if user.person_id == seat.expert.person_id)


def accept(cast, seat: Seat) -> Seat:
    """Declare no interest, then accept with the pledge."""
    user = user_of(cast, seat)
    actions.declare_interests(seat=seat, interests=[], by=user)
    return actions.accept_seat(seat=Seat.objects.get(pk=seat.pk), by=user)


def accept_all(cast, panel: Panel) -> list[Seat]:
    """Invite everybody who was drawn; all accept."""
    actions.invite_seats(panel=panel, by=cast.officer)
    return [accept(cast, seat) for seat in panel.seats.filter(state=SeatState.INVITED).order_by("number")]


def confirmed_panel(cast, challenge=None, **options) -> Panel:
    made = drawn_panel(cast, challenge, **options)
    seats = accept_all(cast, made)
    return actions.confirm_panel(panel=made, chair=seats[0], by=cast.officer)


def scoring_panel(cast, challenge=None, *, days: int = 7, **options) -> Panel:
    """SCORING for `days` days."""
    made = confirmed_panel(cast, challenge, **options)
    actions.start_scoring(panel=made, closes_at=clock.now() + timedelta(days=days), by=cast.officer)
    return fresh(made)


def score(cast, seat: Seat, bid: Bid, points: int, *, lock: bool = True):
    """One sheet with the same points for every criterion."""
    user = user_of(cast, seat)
    values = dict.fromkeys(seat.panel.rubric.criteria.all(), (points, ""))
    sheet = actions.save_sheet(
        seat=seat,
        bid=bid,
        values=values,
        strengths="基础扎实。",
        weaknesses="测产安排偏少。",
        suggestion="同意支持。",
        by=user,
    )
    return actions.lock_sheet(sheet=sheet, by=user) if lock else sheet


def sitting(panel: Panel) -> list[Seat]:
    rows = panel.seats.filter(state__in=[SeatState.ACCEPTED, SeatState.DONE])
    return list(rows.select_related("expert__person", "panel__rubric").order_by("number"))


def bids_of(panel: Panel) -> list[Bid]:
    return list(Bid.objects.filter(panel_bid__panel=panel).order_by("pk"))


def score_all(cast, panel: Panel, points: tuple[int, ...] = (88, 80, 60)) -> Panel:
    """Every expert gives bid n `points[n]` and locks; seat k adds k so that the scores differ."""
    for place, seat in enumerate(sitting(panel)):
        for number, bid in enumerate(bids_of(panel)):
            score(cast, seat, bid, points[number] + place % 5)
    return fresh(panel)


def locked_panel(cast, challenge=None, *, points=(88, 80, 60), **options) -> Panel:
    made = score_all(cast, scoring_panel(cast, challenge, **options), points)
    actions.lock_panel(panel=made, by=cast.officer)
    return fresh(made)


def vote_all(cast, panel: Panel, *, award=("FOR", "FOR", "AGAINST"), race=("AGAINST", "AGAINST", "AGAINST")) -> Panel:
    """Every sitting expert votes the same on bid n; the chair closes the votes."""
    bids = bids_of(panel)
    for seat in sitting(panel):
        user = user_of(cast, seat)
        for number, bid in enumerate(bids):
            actions.cast_vote(seat=seat, bid=bid, kind="AWARD", choice=award[number], by=user)
            if len(bids) > 1:
                actions.cast_vote(seat=seat, bid=bid, kind="RACE", choice=race[number], by=user)
    panel = fresh(panel)
    return actions.close_votes(panel=panel, by=user_of(cast, panel.chair))


def reported_panel(cast, challenge=None, *, award=("FOR", "FOR", "AGAINST"), race=("AGAINST",) * 3, **options) -> Panel:
    """REPORTED: with the defaults bid 1 is recommended and the others are not."""
    return report(cast, locked_panel(cast, challenge, **options), award=award, race=race)


def report(cast, panel: Panel, *, award=("FOR", "FOR", "AGAINST"), race=("AGAINST",) * 3) -> Panel:
    """Everybody votes and the chair reports."""
    made = fresh(vote_all(cast, panel, award=award, race=race))
    actions.report_panel(panel=made, text="评审组认为1号方案可行，建议立项。", by=user_of(cast, made.chair))
    return fresh(made)


def raced_panel(cast, challenge=None, **options) -> Panel:
    """REPORTED with a race between bids 1 and 2 (S81)."""
    options.setdefault("race", ("FOR", "FOR", "AGAINST"))
    return reported_panel(cast, challenge, **options)


def fresh(panel: Panel | int) -> Panel:
    return Panel.objects.select_related("challenge__batch__rule_set", "secretary", "chair__expert", "rubric").get(
        pk=getattr(panel, "pk", panel)
    )


def assessing_panel(cast, *, purpose: str, challenge, **subject) -> Panel:
    """A panel of five that may start on a milestone, a race round or an acceptance, SCORING."""
    pool(cast)
    made = actions.set_up_panel(
        challenge=challenge, secretary=cast.officer, purpose=purpose, size=5, by=cast.officer, **subject
    )
    draw = actions.commit_draw(panel=made, by=cast.officer)
    actions.run_draw(draw=draw, by=cast.officer)
    seats = accept_all(cast, made)
    actions.confirm_panel(panel=made, chair=seats[0], by=cast.officer)
    actions.start_scoring(panel=fresh(made), closes_at=clock.now() + timedelta(days=7), by=cast.officer)
    return fresh(made)


def everything(cast, **options) -> SimpleNamespace:
    """A reported panel with its challenge and bids."""
    made = reported_panel(cast, **options)
    return SimpleNamespace(panel=made, challenge=made.challenge, bids=bids_of(made))
