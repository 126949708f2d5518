"""The kinds of pages everything is made of, by a list, an object and a form of the application."""

import re
from uuid import uuid4

import pytest
from django.test import RequestFactory

from accounts.models import Organization
from challenges.models import Programme
from core import pages
from core.errors import Conflict
from core.models import Event, IdempotencyKey
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

NEW = "/programmes/new/"


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def enter(client):
    def signed_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def named(answer, pattern: str) -> list[str]:
    return re.findall(pattern, answer.content.decode())


# Who is let in


def test_a_page_of_the_house_asks_for_a_sign_in_and_leads_back(client, db):
    answer = client.get("/organizations/?sort=name")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/organizations/%3Fsort%3Dname")


def test_a_rule_of_the_page_refuses_with_its_reason(enter, cast):
    answer = enter(cast.applicant).get(NEW)
    assert answer.status_code == 403
    assert "您的角色不能" in text_of(answer)


# Lists


def names_in_order(answer) -> list[str]:
    known = set(Organization.objects.values_list("name", flat=True))
    return [name for name in dict.fromkeys(named(answer, r">\s*([^<>]+?)\s*</a>")) if name in known]


def test_a_list_is_sorted_by_the_names_it_knows_and_both_ways(enter, cast):
    officer = enter(cast.officer)
    up, down = (names_in_order(officer.get(f"/organizations/?sort={sort}")) for sort in ("name", "-name"))
    assert len(up) > 5
    assert up == down[::-1]


@pytest.mark.parametrize("sort", ["bank_account", "name__gt", "-", "?", "\x00", "state,name"])
def test_a_list_is_sorted_by_nothing_else(enter, cast, sort):
    officer = enter(cast.officer)
    assert names_in_order(officer.get("/organizations/", {"sort": sort})) == names_in_order(
        officer.get("/organizations/")
    )


# What may be done to an object


@pytest.fixture
def challenge(cast):
    return stories.drafted_challenge(cast)


def offered(answer) -> set[str]:
    return set(named(answer, r'action="[^"]*/do/([\w-]+)/"'))


def test_an_act_is_offered_to_whom_its_rule_allows_it_when_its_step_fits(enter, cast, challenge):
    address = challenge.get_absolute_url()
    shown = offered(enter(cast.officer).get(address))
    assert "refine" in shown
    assert shown.isdisjoint({"approve", "reopen", "withdraw"}), "its step does not fit the state"
    assert offered(enter(cast.auditor).get(address)) == set()


def test_an_act_that_is_not_there_is_no_page(enter, cast, challenge):
    assert enter(cast.officer).post(f"{challenge.get_absolute_url()}do/burn/").status_code == 404


def test_who_may_not_act_is_told_so_and_nothing_happens(enter, cast, challenge):
    answer = enter(cast.auditor).post(f"{challenge.get_absolute_url()}do/secrecy/", {"note": "已审"})
    challenge.refresh_from_db()
    assert (answer.status_code, challenge.secrecy_reviewed_at) == (403, None)


def test_a_link_to_an_act_leads_to_its_page(enter, cast, challenge):
    address = challenge.get_absolute_url()
    assert enter(cast.officer).get(f"{address}do/approve/")["Location"] == address


def test_a_defect_keeps_what_was_typed_at_its_field(enter, cast, challenge):
    answer = enter(cast.officer).post(f"{challenge.get_absolute_url()}do/reopen/", {"reason": ""})
    assert answer.status_code in {409, 422}
    assert "reopen" in offered(answer), "the form stands there again, though its step does not fit"


def test_a_refusal_says_why_and_keeps_the_page(enter, cast, challenge):
    answer = enter(cast.officer).post(f"{challenge.get_absolute_url()}do/reopen/", {"reason": "补充论证"})
    assert answer.status_code == 409
    assert "补充论证" in text_of(answer)
    challenge.refresh_from_db()
    assert challenge.state == "DRAFTING"


def test_an_act_ends_at_the_page_with_a_message_and_pressing_again_changes_nothing(enter, cast, challenge):
    officer, address = enter(cast.officer), challenge.get_absolute_url()
    typed = {"once": uuid4().hex}
    for _press in range(2):
        answer = officer.post(f"{address}do/refine/", typed)
        assert (answer.status_code, answer["Location"]) == (302, address)
    assert Event.objects.filter(object_id=challenge.pk, verb="challenge.refine").count() == 1
    assert IdempotencyKey.objects.filter(actor_id=cast.officer.pk).count() == 1
    assert text_of(officer.get(address)).count("已办理：开始凝练") == 1


# Forms


def typed_programme(**more) -> dict:
    given = {"name": "储能示范工程", "short_name": "储能", "short_code": "CN", "year_from": "2022", "year_to": "2030"}
    return given | {"support_years": "3"} | more


def test_a_form_leads_to_what_it_made_and_says_so_once(enter, cast):
    officer = enter(cast.officer)
    answer = officer.post(NEW, typed_programme(once=uuid4().hex))
    made = Programme.objects.get(short_code="CN")
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert text_of(officer.get(answer["Location"])).count("已保存。") == 1


def test_sent_again_it_leads_to_the_same_thing(enter, cast):
    officer, typed = enter(cast.officer), typed_programme(once=uuid4().hex)
    assert {officer.post(NEW, typed)["Location"] for _press in range(3)} == {Programme.objects.get().get_absolute_url()}


def test_under_the_same_key_other_text_is_refused_and_shown_again(enter, cast):
    officer, key = enter(cast.officer), uuid4().hex
    officer.post(NEW, typed_programme(once=key))
    answer = officer.post(NEW, typed_programme(once=key, name="另一工程", short_code="QT"))
    assert (answer.status_code, Programme.objects.count()) == (409, 1)
    assert 'value="另一工程"' in text_of(answer)


def test_a_defect_stands_at_its_field_and_the_neighbours_keep_their_text(enter, cast):
    answer = enter(cast.officer).post(NEW, typed_programme(year_from="两千"))
    assert (answer.status_code, Programme.objects.count()) == (422, 0)
    assert {'value="两千"', 'value="储能示范工程"'} <= set(named(answer, r'value="[^"]*"'))


def test_other_rows_ticked_are_another_request_though_the_last_one_is_the_same(cast):
    def sent(rows: list[str]):
        request = RequestFactory().post("/", {"rows": rows, "once": "k1"})
        request.user = cast.officer
        return pages.once(request, "bulk", lambda: {"rows": rows})

    assert sent(["1", "2", "3"]) == ({"rows": ["1", "2", "3"]}, True)
    assert sent(["1", "2", "3"]) == ({"rows": ["1", "2", "3"]}, False)
    with pytest.raises(Conflict):
        sent(["7", "8", "3"])


@pytest.mark.parametrize("key", ["", "\x00", "' OR 1=1", "x" * 10_000, "一" * 200])
def test_any_key_is_a_key_or_none(enter, cast, key):
    assert enter(cast.officer).post(NEW, typed_programme(once=key)).status_code == 302
    assert IdempotencyKey.objects.count() == bool(key.strip("\x00"))


def test_every_name_of_an_act_leaves_room_for_the_key():
    """`<act>:<id>:<once>` is the key of core.idempotency, at most 100 signs."""
    longest = IdempotencyKey._meta.get_field("key").max_length
    names = [act.name for page in every(pages.ObjectPage) for act in page.acts]
    forms = [page.__name__ for page in every(pages.FormPage)]
    assert max(len(f"{name}:{2**63}:") for name in names) + pages.KEY_LENGTH <= longest
    assert max(len(f"{name}:") for name in forms) + pages.KEY_LENGTH <= longest


def every(kind) -> set[type]:
    return {kind}.union(*(every(one) for one in kind.__subclasses__()))
