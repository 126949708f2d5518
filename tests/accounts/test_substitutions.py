"""Substitution during leave: who may, both names in history, one pair of hands in every two-person rule, one at a time."""

from datetime import timedelta

import pytest

from accounts import actions, queries
from accounts.enums import Role
from accounts.models import Substitution, User
from accounts.queries import own_accounts
from challenges import actions as challenge_actions
from challenges import rules as challenge_rules
from core import clock, events
from core.errors import Forbidden, Refused
from core.permissions import allows
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def arrange(cast, principal, substitute, *roles, days=10, by=None, **dates):
    today = clock.today()
    return actions.arrange_substitution(
        principal=principal,
        substitute=substitute,
        roles=roles,
        valid_from=dates.get("first", today),
        valid_to=dates.get("last", today + timedelta(days=days)),
        reason="年休假",
        by=by or principal,
    )


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


def acting(user, substitution) -> User:
    return queries.acting_as(fresh(user), queries.lent_to(user, clock.today()).get(pk=substitution.pk))


def test_a_substitute_acts_with_the_roles_and_the_office_of_the_absent_and_signs_with_both_names(cast):
    batch = stories.batch(cast)
    assert not allows(challenge_rules.manage_batch, cast.officer2, batch)
    actor = acting(cast.officer2, arrange(cast, cast.officer, cast.officer2, Role.OFFICER))
    assert actor.role_codes == {Role.OFFICER}
    assert actor.office_id == cast.officer.office_id
    challenge_actions.edit_batch(batch=batch, changes={"name": "第一批"}, by=actor)
    event = events.of(batch).first()
    assert event.actor_name == "孟经办（代高经办）"
    assert event.actor_id == cast.officer2.pk
    assert event.data["acting_for"] == cast.officer.pk


def test_an_account_that_does_not_act_keeps_its_own_roles_and_office(cast):
    arrange(cast, cast.officer, cast.officer2, Role.OFFICER)
    assert fresh(cast.officer2).office_id == cast.officer2.office_id
    assert not allows(challenge_rules.manage_batch, fresh(cast.officer2), stories.batch(cast))


def test_the_substitute_of_the_author_may_not_publish_as_another_person(cast):
    """R-ROL-06: the publisher stands in for the officer who wrote the batch, so both halves would be one pair of hands."""
    batch = stories.approved_challenge(cast).batch
    assert allows(challenge_rules.publish_batch, fresh(cast.publisher), batch)
    arranged = arrange(cast, cast.officer, cast.publisher, Role.OFFICER)
    with pytest.raises(Forbidden):
        challenge_actions.publish_batch(batch=batch, by=fresh(cast.publisher))
    actions.end_substitution(substitution=arranged, by=cast.officer)
    clock.move(to=clock.now() + timedelta(days=1))
    assert allows(challenge_rules.publish_batch, fresh(cast.publisher), batch)


def test_the_author_may_not_publish_in_the_name_of_the_publisher(cast):
    batch = stories.approved_challenge(cast).batch
    actor = acting(cast.officer, arrange(cast, cast.publisher, cast.officer, Role.PUBLISHER))
    assert actor.role_codes == {Role.PUBLISHER}
    with pytest.raises(Forbidden):
        challenge_actions.publish_batch(batch=batch, by=actor)


def test_two_substitutions_of_one_account_are_one_pair_of_hands(cast):
    """officer2 stands in for the author and for the publisher: he publishes in neither name."""
    batch = stories.approved_challenge(cast).batch
    arrange(cast, cast.officer, cast.officer2, Role.OFFICER)
    second = arrange(cast, cast.publisher, cast.officer2, Role.PUBLISHER)
    with pytest.raises(Forbidden):
        challenge_actions.publish_batch(batch=batch, by=acting(cast.officer2, second))


def test_what_was_written_in_a_name_is_not_published_by_its_bearer_afterwards(cast):
    """The publisher was away; what his substitute wrote in his name counts as his for good."""
    sysadmin = fresh(cast.sysadmin)
    actions.grant_role(user=cast.publisher, role=Role.OFFICER, by=sysadmin)
    User.objects.filter(pk=cast.publisher.pk).update(office=cast.officer.office)
    arranged = arrange(cast, fresh(cast.publisher), cast.officer2, Role.OFFICER)
    batch = stories.batch(cast)
    challenge_actions.edit_batch(batch=batch, changes={"name": "第一批"}, by=acting(cast.officer2, arranged))
    actions.end_substitution(substitution=arranged, by=cast.publisher)
    clock.move(to=clock.now() + timedelta(days=2))
    assert own_accounts(fresh(cast.publisher)) == {cast.publisher.pk}
    assert not allows(challenge_rules.publish_batch, fresh(cast.publisher), batch)


def test_only_what_is_held_now_can_be_lent_and_it_goes_when_the_grant_goes(cast):
    with pytest.raises(Refused, match="只能代理本人现任的业务角色"):
        arrange(cast, cast.officer, cast.officer2, Role.FINANCE)
    arranged = arrange(cast, cast.officer, cast.officer2, Role.OFFICER)
    grant = cast.officer.grants.get(role=Role.OFFICER)
    actions.revoke_role(grant=grant, by=fresh(cast.sysadmin))
    assert acting(cast.officer2, arranged).role_codes == frozenset()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSADMIN])
def test_who_watches_lends_nothing_and_stands_in_for_nobody(cast, role):
    watcher = cast.auditor if role == Role.AUDITOR else cast.sysadmin
    User.objects.filter(pk=cast.sysadmin.pk).update(organization=cast.officer.organization)
    with pytest.raises(Refused) as caught:
        arrange(cast, fresh(watcher), cast.officer2, role)
    assert caught.value.code == "not_lendable"
    with pytest.raises(Refused) as caught:
        arrange(cast, cast.officer, fresh(watcher), Role.OFFICER)
    assert caught.value.code == "roles_apart"


def test_nobody_arranges_it_for_himself_or_for_a_stranger(cast):
    with pytest.raises(Forbidden):
        arrange(cast, cast.publisher, cast.officer2, Role.PUBLISHER, by=cast.officer2)
    with pytest.raises(Refused) as caught:
        arrange(cast, cast.officer, cast.applicant, Role.OFFICER)
    assert caught.value.code == "not_colleagues"
    actor = acting(cast.officer2, arrange(cast, cast.officer, cast.officer2, Role.OFFICER))
    with pytest.raises(Forbidden, match="代办期间不能再安排代理"):
        arrange(cast, cast.officer, cast.publisher, Role.OFFICER, by=actor)


def test_days_are_inclusive_and_end_at_once_when_ended(cast):
    today = clock.today()
    arranged = arrange(cast, cast.officer, cast.officer2, Role.OFFICER, last=today)
    assert queries.lent_to(cast.officer2, today).exists()
    assert not queries.lent_to(cast.officer2, today + timedelta(days=1)).exists()
    actions.end_substitution(substitution=arranged, by=cast.officer2)
    assert not queries.lent_to(cast.officer2, today).exists()
    with pytest.raises(Refused, match="已经结束"):
        actions.end_substitution(substitution=arranged, by=cast.officer)
    with pytest.raises(Refused) as caught:
        arrange(cast, cast.officer, cast.officer2, Role.OFFICER, first=today, last=today - timedelta(days=1))
    assert caught.value.code == "dates_reversed"


def test_an_absent_colleague_stands_in_for_nobody(cast):
    arrange(cast, cast.officer2, cast.officer, Role.OFFICER)
    with pytest.raises(Refused) as caught:
        arrange(cast, cast.publisher, cast.officer2, Role.PUBLISHER)
    assert caught.value.code == "absent"


@pytest.mark.django_db(transaction=True)
def test_two_arrangements_at_once_leave_one_substitute(run_in_threads):
    cast = make_cast()
    others = [cast.officer2, cast.publisher]
    results = run_in_threads(2, lambda number: arrange(cast, fresh(cast.officer), others[number], Role.OFFICER))
    assert sorted(type(one).__name__ for one in results) == ["Refused", "Substitution"]
    assert Substitution.objects.count() == 1


def test_pages_switch_and_end_acting(cast, client):
    arranged = arrange(cast, cast.officer, cast.officer2, Role.OFFICER)
    client.force_login(fresh(cast.officer2))
    assert "代高经办办理" in client.get("/substitutions/").content.decode()
    client.post("/account/acting/", {"substitution": arranged.pk})
    page = client.get("/desk/").content.decode()
    assert "正在代" in page
    assert "高经办" in page
    client.post("/account/acting/")
    assert "正在代" not in client.get("/desk/").content.decode()


def test_a_stranger_cannot_switch_to_what_was_not_lent_to_him(cast, client):
    arranged = arrange(cast, cast.officer, cast.officer2, Role.OFFICER)
    client.force_login(cast.finance)
    client.post("/account/acting/", {"substitution": arranged.pk})
    assert "acting" not in client.session
    assert client.get(f"/substitutions/{arranged.pk}/").status_code == 404


def test_acting_ends_by_itself_with_the_last_day(cast, client):
    arranged = arrange(cast, cast.officer, cast.officer2, Role.OFFICER, days=1)
    client.force_login(fresh(cast.officer2))
    client.post("/account/acting/", {"substitution": arranged.pk})
    clock.move(to=clock.now() + timedelta(days=2))
    assert "正在代" not in client.get("/desk/").content.decode()


def test_the_form_arranges_and_refuses(cast, client):
    client.force_login(cast.officer)
    today = clock.today()
    typed = {
        "principal": cast.officer.pk, "substitute": cast.officer2.pk, "roles": ["OFFICER"], "valid_from": today,
        "valid_to": today, "reason": "出差",
    }  # fmt: skip
    made = client.post("/substitutions/new/", typed, follow=True)
    assert "孟经办代高经办" in made.content.decode()
    assert client.post("/substitutions/new/", typed).status_code == 409
