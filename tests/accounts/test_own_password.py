"""A password that somebody else set is good for one thing: choosing another (R-SEC-03)."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from rest_framework.authtoken.models import Token

from accounts import actions
from accounts.models import User
from tests.stories.cast import PASSWORD, cast, uscc

pytestmark = pytest.mark.django_db

GIVEN, OWN = "Given-2026-meadow", "Horse-2026-battery"


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def newcomer(people) -> User:
    person = actions.add_person(name="新申报", organization=people.lead, by=people.unitadmin)
    return actions.add_user(
        username="newcomer", password=GIVEN, person=person, roles=("APPLICANT",), by=people.unitadmin
    )


def sign_in(client, username: str, password: str):
    return client.post(reverse("accounts:login"), {"username": username, "password": password})


def choose(client, old: str = GIVEN, new: str = OWN, **query):
    return client.post(reverse("accounts:password", query=query or None), {"old": old, "new": new, "again": new})


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_first_sign_in_leads_to_an_own_password_and_then_on(client, newcomer):
    answer = sign_in(client, "newcomer", GIVEN)
    answer = client.get(answer.url)
    assert answer.url == reverse("accounts:password") + "?next=" + reverse("desk")
    page = text_of(client.get(answer.url))
    assert "请改为只有您自己知道的密码" in page
    assert reverse("accounts:logout") in page
    for name in ("desk", "search", "accounts:profile", "accounts:people"):
        assert f'"{reverse(name)}"' not in page, "no menu leads to a page that is not open yet"
    answer = client.post(answer.url, {"old": GIVEN, "new": OWN, "again": OWN})
    assert (answer.status_code, answer.url) == (302, reverse("desk"))
    assert client.get(reverse("desk")).status_code == 200
    newcomer.refresh_from_db()
    assert not newcomer.must_choose_password
    client.post(reverse("accounts:logout"))
    assert client.get(sign_in(client, "newcomer", OWN).url).status_code == 200


@pytest.mark.parametrize("name", ["home", "desk", "accounts:profile", "accounts:own", "challenges:list", "messages"])
def test_no_other_page_is_open(client, newcomer, name):
    client.force_login(newcomer)
    answer = client.get(reverse(name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("accounts:password"))


def test_nothing_is_done_before_and_the_page_says_so(client, people, newcomer):
    client.force_login(newcomer)
    answer = client.post(reverse("accounts:profile"), {"title": "研究员"})
    assert (answer.status_code, answer.url) == (302, reverse("accounts:password"))
    assert "刚才的操作没有办理" in text_of(client.get(answer.url))
    newcomer.person.refresh_from_db()
    assert newcomer.person.title == ""


def test_signing_out_stays_possible(client, newcomer):
    client.force_login(newcomer)
    assert client.post(reverse("accounts:logout")).url == reverse("home")
    assert client.get(reverse("home")).status_code == 200


def test_the_given_password_is_no_own_password(client, newcomer):
    client.force_login(newcomer)
    answer = choose(client, new=GIVEN)
    assert answer.status_code == 422
    assert "新密码不能与现在的密码相同" in text_of(answer)
    newcomer.refresh_from_db()
    assert newcomer.must_choose_password


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("short-1", "密码太短，至少 8 个字符"),
        ("８３７４６１５２", "密码不能只有数字"),
        ("13947182650", "密码不能只有数字"),
        ("password1", "这个密码太常见"),
        ("newcomer-1", "密码与用户名等个人信息太相近"),
    ],
)
def test_a_poor_password_is_refused_with_its_reason(client, newcomer, new, sentence):
    client.force_login(newcomer)
    answer = choose(client, new=new)
    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_a_first_password_like_the_name_is_refused_where_it_is_given(client, people):
    person = actions.add_person(name="新申报", organization=people.lead, by=people.unitadmin)
    client.force_login(people.unitadmin)
    body = {"person": person.pk, "username": "grassland", "password": "grassland-1", "roles": ["APPLICANT"]}
    url = reverse("accounts:add-user", args=[people.lead.pk])
    assert "密码与用户名等个人信息太相近" in text_of(client.post(url, body))
    assert client.post(url, body | {"password": GIVEN}).status_code == 302


def test_the_way_on_leads_nowhere_else(client, newcomer):
    client.force_login(newcomer)
    assert choose(client, next="https://elsewhere.example/").url == reverse("desk")


def test_a_reset_by_an_administrator_asks_again(client, people):
    actions.change_password(user=people.applicant, password=GIVEN, by=people.unitadmin)
    sign_in(client, "applicant", GIVEN)
    assert client.get(reverse("desk")).url.startswith(reverse("accounts:password"))
    assert choose(client).url == reverse("desk")
    assert client.get(reverse("desk")).status_code == 200


def test_whoever_resets_is_told_what_the_holder_will_be_asked(client, people):
    client.force_login(people.unitadmin)
    assert "本人登录后须先改为自己的密码" in text_of(client.get(people.applicant.get_absolute_url()))
    assert "首次登录时须先改为自己的密码" in text_of(client.get(reverse("accounts:add-user", args=[people.lead.pk])))


def test_own_passwords_are_left_alone(client, people):
    """Changed by the holder, chosen at the registration of a unit, or none at all yet."""
    actions.change_password(user=people.applicant, password=OWN, by=people.applicant)
    actions.register_organization(
        name="访客科技有限公司（示例）", uscc=uscc("150105", 910), kind="ENTERPRISE",
        division=people.divisions["150105"], contact_name="访客", username="visitor", password=OWN, by=people.system,
    )  # fmt: skip
    actions.add_user(username="silent", name="无密码", roles=("OFFICER",), by=people.sysadmin)
    assert not User.objects.filter(must_choose_password=True).exists()


def test_the_first_administrator_chooses_unless_he_typed_it_himself(monkeypatch):
    call_command("bootstrap", "chief", password=GIVEN)
    assert User.objects.get(username="chief").must_choose_password


def test_a_password_typed_at_the_prompt_is_his_own(monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda _question: GIVEN)
    call_command("bootstrap", "chief")
    assert not User.objects.get(username="chief").must_choose_password


# --- programs -------------------------------------------------------------------------------------------------------


def test_a_program_gets_a_problem_with_a_code(client, newcomer):
    client.force_login(newcomer)
    for answer in (
        client.get("/api/v1/challenges/"),
        client.post(reverse("accounts:profile"), {}, headers={"Accept": "application/json"}),
    ):
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "own_password_needed"
        assert "改为自己的密码" in answer.json()["title"]


def test_a_token_waits_for_the_own_password_too(client, people, newcomer):
    headers = {"Authorization": f"Token {Token.objects.create(user=newcomer).key}"}
    answer = client.get("/api/v1/challenges/", headers=headers)
    assert answer.status_code == 403
    assert "改为自己的密码" in answer.json()["title"]
    User.objects.filter(pk=newcomer.pk).update(must_choose_password=False)
    assert client.get("/api/v1/challenges/", headers=headers).status_code == 200


def test_the_cast_signs_in_as_ever(client, people):
    assert client.get(sign_in(client, "officer", PASSWORD).url).status_code == 200
