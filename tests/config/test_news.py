"""Every step of every lifecycle: who is told, or why nobody is (core/news.py)."""

import pytest

from accounts.models import User
from accounts.queries import system_user
from challenges import actions as challenge_actions
from consortia.models import Bid
from core import clock, delivery, events, lifecycle, news
from core.models import Event, Message, MessageKind, Outbox
from tests.stories import funding as stories
from tests.stories.cast import cast as make_cast

#: Steps that nobody is told of, and why.
INSIDE = "work inside the department: it stands on the board and on the desk"
OWN = "a step of the unit itself: whoever takes it knows, the next one finds it on the desk"
SECRET = "secret until it is decided"
FOLLOWS = "follows from another step that is told"
SILENT = {
    "accounts.IntegrityRecord": {"investigate": SECRET, "dismiss": SECRET},
    "accounts.Organization": {"resubmit": OWN},
    "challenges.Batch": {"publish": FOLLOWS, "open": FOLLOWS, "close": FOLLOWS, "finish": INSIDE},
    "challenges.Challenge": {
        "refine": INSIDE, "approve": INSIDE, "reopen_refining": INSIDE, "open": FOLLOWS, "close": FOLLOWS,
        "review": INSIDE, "notify": FOLLOWS,
    },
    "challenges.Need": {"submit": OWN, "withdraw": OWN},
    "challenges.Objection": {"reject": SECRET},
    "challenges.PublicNotice": {"publish": FOLLOWS},
    "challenges.Sitting": {"hold": INSIDE, "cancel": INSIDE},
    "consortia.Bid": {
        "finish_scoring": SECRET, "recommend": SECRET, "recommend_race": SECRET, "not_recommend": SECRET,
        "propose": SECRET,
    },
    "consortia.Consortium": {"agree": OWN, "file": OWN, "reopen": OWN},
    "consortia.ConsortiumChange": {"resubmit": OWN, "withdraw": OWN},
    "projects.Milestone": {"cancel": FOLLOWS},
    "projects.Race": {"narrow": FOLLOWS, "merge": FOLLOWS, "end": FOLLOWS},
    "projects.RaceRound": {"cancel": FOLLOWS},
    "projects.TaskAgreement": {"sign_by_department": FOLLOWS, "replace": FOLLOWS, "lapse": FOLLOWS},
    "reviews.Panel": {
        "draw": SECRET, "confirm": SECRET, "reopen_draw": SECRET, "start": FOLLOWS, "vote": SECRET, "report": SECRET,
        "archive": INSIDE,
    },
    "reviews.ScoreSheet": {"lock": OWN},
    "reviews.Seat": {"accept": OWN, "decline": OWN, "recuse": OWN, "replace": INSIDE, "finish": FOLLOWS},
    "funding.Tranche": {"confirm": OWN},
}  # fmt: skip

LEAD = {"applicant", "unitadmin"}
MEMBERS = {"member", "member2", "member_admin", "member2_admin"}
BOTH = LEAD | MEMBERS

#: step → whose accounts are told of it
TOLD = {
    "consortia.Bid": {
        "return": LEAD, "recall": BOTH, "withdraw": BOTH, "open": BOTH, "ask_correction": LEAD, "correct": {"officer"},
        "correction_over": LEAD, "pass_eligibility": BOTH, "fail_eligibility": BOTH, "enter_review": BOTH,
        "decline": BOTH, "notify": BOTH, "award": BOTH, "reject": BOTH,
    },
    "consortia.Consortium": {
        "return": LEAD, "register": BOTH, "change": BOTH, "suspend": BOTH, "resume": BOTH, "cancel": BOTH, "expire": BOTH,
    },
    "challenges.Challenge": {"publish": {"enduser"}, "unclaimed": {"enduser"}, "unqualified": {"enduser"}, "award": {"enduser"}, "race": {"enduser"},
                             "fail": {"enduser"}},
    "challenges.PublicNotice": {"end": BOTH | {"officer"}, "correct": BOTH},
    "projects.Project": {
        "sign": LEAD, "lapse": LEAD, "extend": LEAD, "suspend": LEAD, "resume": LEAD, "terminate": LEAD | {"officer"},
        "settle": LEAD, "evaluate": LEAD, "accept": LEAD, "conclude": LEAD, "fail": LEAD, "rectify": LEAD, "close": LEAD,
    },
    "projects.TaskAgreement": {"sign_by_unit": {"publisher"}, "return": LEAD},
    "projects.Milestone": {"pass": LEAD, "rectify": LEAD, "fail": LEAD, "revoke": LEAD},
    "funding.Tranche": {
        "request": {"publisher"}, "approve": LEAD | {"finance"}, "refuse": LEAD, "hold": LEAD, "unhold": LEAD,
        "void": LEAD, "pay": LEAD, "cancel": LEAD,
    },
}  # fmt: skip


def steps():
    return [(machine, step) for machine in lifecycle.REGISTRY.values() for step in machine.steps]


@pytest.mark.parametrize(("machine", "step"), steps(), ids=[f"{one.label}.{step.name}" for one, step in steps()])
def test_every_step_is_told_or_silent_for_a_reason(machine, step):
    label = machine.label.lower()
    rows = news.of(label, f"{label.partition('.')[2]}.{step.name}")
    reason = SILENT.get(machine.label, {}).get(step.name)
    assert bool(rows) != bool(reason)


def test_no_row_is_about_a_step_or_a_model_that_does_not_exist():
    other = {"challenge.answer", "challenge.correct", "project.create"}
    known = {f"{one.label.lower()}.{step.name}" for one, step in steps()}
    for label, verb in news.table():
        assert verb in other or f"{label}.{verb.partition('.')[2]}" in known


@pytest.fixture
def cast(db):
    return make_cast()


def who_got(event) -> dict[str, Message]:
    """username → the message about an event."""
    rows = {row.recipient_id: row for row in Message.objects.filter(key__endswith=f"event:{event.pk}")}
    return {user.username: rows[user.pk] for user in User.objects.filter(pk__in=rows)}


@pytest.fixture
def told_of(cast):
    """Record an event of a step, let the worker tell, and answer who got which message."""

    def tell(obj, step: str, **how) -> dict[str, Message]:
        machine = lifecycle.of(obj)
        found = next((one for one in machine.steps if one.name == step), None)
        event = events.record(
            obj, f"{obj._meta.model_name}.{step}", by=system_user(), at=clock.now(), label=found.label if found else step,
            to_state=found.target if found else "", **how,
        )  # fmt: skip
        while delivery.deliver_due(at=clock.now()):
            pass
        return who_got(event)

    return tell


def test_who_hears_of_a_step(cast, told_of):
    """Each step of the table, on one project with all that led to it."""
    project = stories.awarded_project(cast)
    bid = project.bid
    objects = {
        "consortia.Bid": bid,
        "consortia.Consortium": bid.consortium,
        "challenges.Challenge": bid.challenge,
        "challenges.PublicNotice": bid.notice_item.notice,
        "projects.Project": project,
        "projects.TaskAgreement": stories.running(cast, project).agreements.get(),
        "projects.Milestone": project.milestones.first(),
        "funding.Tranche": stories.stage(project, 1),
    }
    wrong = []
    for label, wanted in TOLD.items():
        for step, names in wanted.items():
            found = told_of(objects[label], step, note="因故。")
            if set(found) != names:
                wrong.append(f"{label}.{step}: {sorted(found)} instead of {sorted(names)}")
            wrong += [f"{label}.{step}: {row.title!r}" for row in found.values() if "%" in row.title or not row.url]
            wrong += [f"{label}.{step}: no result" for row in found.values() if row.kind != MessageKind.RESULT]
    assert not wrong, "\n".join(wrong)


def test_a_message_says_the_reason_and_the_next_step(cast, told_of):
    bid = stories.judged(cast)[0]
    text = told_of(bid, "return", note="预算口径有误。")["applicant"].body
    assert text.startswith("预算口径有误。\n下一步：")


def test_of_an_objection_bidders_hear_the_outcome_and_never_who_or_why(cast):
    bids = stories.decide_all(cast, stories.judged(cast))
    notice = stories.noticed(cast, bids)
    objection = challenge_actions.file_objection(
        item=notice.items.get(), party_kind="PERSON", party_name="赵敏", party_contact="示例路1号甲座", content="内容重复。",
        by=system_user(),
    )  # fmt: skip
    challenge_actions.admit_objection(objection=objection, accepted=True, note="赵敏所述须核查", by=cast.supervisor)
    challenge_actions.settle_objection(
        objection=objection,
        upheld=False,
        investigation_note="赵敏所述不实",
        public_reply="经查不成立。",
        by=cast.supervisor,
    )
    while delivery.deliver_due(at=clock.now()):
        pass
    heard = Message.objects.filter(recipient_id=cast.applicant.pk, title__contains="异议").order_by("pk")
    assert ["已受理" in heard[0].title, "异议不成立" in heard[1].title, "经查不成立" in heard[1].body] == [True] * 3
    assert heard.count() == 2
    assert not Message.objects.exclude(recipient_id=cast.supervisor.pk).filter(body__contains="赵敏").exists()


def test_telling_twice_tells_once_and_the_doer_is_not_told(cast):
    bid = stories.judged(cast)[0]
    event = events.record(bid, "bid.recall", by=cast.applicant, at=clock.now(), to_state="DRAFT")
    row = Outbox.objects.get(kind="news", payload__event=event.pk)
    for _twice in range(2):
        delivery.HANDLERS["news"](row, clock.now())
        delivery.deliver_due(at=clock.now())
    assert set(who_got(event)) == BOTH - {"applicant"}
    assert Message.objects.filter(key__endswith=f"event:{event.pk}").count() == len(BOTH) - 1


def test_a_refused_attempt_is_no_news(cast):
    bid = stories.judged(cast)[0]
    before = Outbox.objects.count()
    events.record(bid, "bid.award", by=cast.officer, at=clock.now(), refused=True)
    assert (Outbox.objects.count(), Event.objects.latest("pk").result) == (before, "REFUSED")
    assert Bid.objects.get(pk=bid.pk).state == bid.state
