"""Hand-over of a post: preview, one step, names of the time, undone only while unused."""

from datetime import timedelta

import pytest

from accounts import actions as account_actions
from accounts.enums import Role
from accounts.models import HandOver, User
from challenges import actions as challenge_actions
from config import handover
from core import clock, events
from core.errors import Forbidden, Refused
from reviews.models import Panel
from tests.stories import challenges as stories
from tests.stories import reviews
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def panel(cast):
    return reviews.panel(cast)


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


def hand_over(cast, **options):
    found = {"predecessor": cast.officer, "successor": cast.officer2, "reason": "轮岗", "by": fresh(cast.sysadmin)}
    return handover.hand_over_work(**{**found, **options})


def test_preview_says_what_moves_and_what_the_office_keeps(cast, panel):
    found = handover.preview(fresh(cast.officer))
    assert [(label, list(rows)) for label, rows in found.moved] == [("担任秘书的评审组", [panel])]
    assert found.roles == (Role.OFFICER,)
    assert found.office == cast.officer.office
    assert found.count == 1


def test_roles_office_and_open_work_move_in_one_step(cast, panel):
    made = hand_over(cast)
    assert Panel.objects.get(pk=panel.pk).secretary == cast.officer2
    assert fresh(cast.officer).role_codes == frozenset()
    assert fresh(cast.officer2).role_codes == {Role.OFFICER}
    assert fresh(cast.officer2).office == cast.officer.office
    assert events.of(panel).first().note == "高经办交接给孟经办：轮岗"
    assert made.items[0]["name"] == str(panel)


def test_history_keeps_the_names_of_the_time(cast):
    batch = stories.batch(cast)
    hand_over(cast)
    challenge_actions.edit_batch(batch=batch, changes={"name": "第一批"}, by=fresh(cast.officer2))
    assert [event.actor_name for event in events.of(batch)] == ["孟经办", "高经办"]


def test_it_is_undone_while_unused(cast, panel):
    made = handover.undo_hand_over(handover=hand_over(cast), by=fresh(cast.sysadmin))
    assert made.undone_at
    assert Panel.objects.get(pk=panel.pk).secretary == cast.officer
    assert fresh(cast.officer).role_codes == {Role.OFFICER}
    # officer2 was an officer before: the role that was his own stays his.
    assert fresh(cast.officer2).role_codes == {Role.OFFICER}
    assert fresh(cast.officer2).office == cast.officer2.office
    with pytest.raises(Refused, match="已经撤销"):
        handover.undo_hand_over(handover=made, by=fresh(cast.sysadmin))


def test_it_stays_once_the_successor_has_done_something(cast):
    batch = stories.batch(cast)
    made = hand_over(cast)
    account_actions.record_sign_in(by=fresh(cast.officer2))  # looking around is no use
    assert handover.used(made) is None
    challenge_actions.edit_batch(batch=batch, changes={"name": "第一批"}, by=fresh(cast.officer2))
    with pytest.raises(Refused, match="修改批次"):
        handover.undo_hand_over(handover=made, by=fresh(cast.sysadmin))


def test_a_role_that_was_given_is_taken_back(cast):
    made = hand_over(cast, successor=cast.finance)
    assert fresh(cast.finance).role_codes == {Role.FINANCE, Role.OFFICER}
    handover.undo_hand_over(handover=made, by=fresh(cast.sysadmin))
    assert fresh(cast.finance).role_codes == {Role.FINANCE}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda cast: {"successor": cast.officer}, "same_person"),
        (lambda cast: {"successor": cast.applicant}, "not_a_colleague"),
        (lambda cast: {"reason": " "}, "reason_missing"),
        (lambda cast: {"predecessor": cast.applicant, "successor": cast.unitadmin}, "nothing_to_hand_over"),
        (lambda cast: {"successor": cast.auditor}, "roles_apart"),
    ],
)
def test_refused(cast, change, code):
    with pytest.raises(Refused) as caught:
        hand_over(cast, **change(cast))
    assert caught.value.code == code
    assert not HandOver.objects.exists()
    assert fresh(cast.officer).role_codes == {Role.OFFICER}


def test_only_the_administrator_hands_over_and_not_his_own_work(cast):
    with pytest.raises(Forbidden):
        hand_over(cast, by=cast.officer)
    with pytest.raises(Forbidden):
        hand_over(cast, predecessor=cast.sysadmin)


def test_a_judge_does_not_become_the_secretary_of_the_own_panel(cast):
    panel = reviews.drawn_panel(cast)
    person = panel.seats.order_by("number").first().expert.person
    User.objects.filter(pk=cast.officer2.pk).update(person=person)
    with pytest.raises(Refused) as caught:
        hand_over(cast, successor=fresh(cast.officer2))
    assert caught.value.code == "sits_on_the_panel"


def test_a_running_substitution_of_the_predecessor_ends(cast):
    arranged = account_actions.arrange_substitution(
        principal=cast.officer, substitute=cast.publisher, roles=[Role.OFFICER], valid_from=clock.today(),
        valid_to=clock.today() + timedelta(days=9), reason="年休假", by=cast.officer,
    )  # fmt: skip
    hand_over(cast)
    arranged.refresh_from_db()
    assert arranged.ended_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_hand_overs_at_once_leave_one(run_in_threads):
    cast = make_cast()
    successors = [cast.officer2, cast.finance]
    results = run_in_threads(2, lambda number: hand_over(cast, successor=successors[number]))
    assert sorted(type(one).__name__ for one in results) == ["HandOver", "Refused"]


def test_pages(cast, panel, client):
    client.force_login(fresh(cast.sysadmin))
    assert "高经办" in client.get("/hand-overs/").content.decode()
    address = f"/hand-overs/new/{cast.officer.pk}/"
    assert str(panel) in client.get(address).content.decode()
    page = client.post(address, {"successor": cast.officer2.pk, "reason": "轮岗"}, follow=True).content.decode()
    assert "仍可撤销" in page
    assert "接手人原处室" in page
    made = HandOver.objects.get()
    assert "已撤销" in client.post(f"/hand-overs/{made.pk}/do/undo/", follow=True).content.decode()
    client.force_login(cast.officer)
    assert client.get("/hand-overs/").status_code == 403
