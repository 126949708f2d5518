"""With a new password, a reset or a closing all that was open with the account ends: sessions and tokens."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.authtoken.models import Token

from accounts import actions
from accounts.models import User
from core import events
from tests.stories.cast import PASSWORD, cast

pytestmark = pytest.mark.django_db

OWN = "Horse-2026-battery"


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def session(people) -> Client:
    """The applicant at another desk."""
    found = Client()
    assert found.post(reverse("accounts:login"), {"username": "applicant", "password": PASSWORD}).status_code == 302
    assert is_in(found)
    return found


@pytest.fixture
def program(people):
    """`program()` → the status that a program with the applicant's token gets."""
    key = Token.objects.create(user=people.applicant).key

    def status() -> int:
        return Client().get("/api/v1/consortia/", headers={"Authorization": f"Token {key}"}).status_code

    assert status() == 200
    return status


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


def test_changing_the_password_ends_tokens_and_other_sessions(client, people, session, program):
    client.force_login(people.applicant)
    page = reverse("accounts:password")
    assert "您在其他设备上的登录立即退出，接口令牌作废" in client.get(page).content.decode()
    client.post(page, {"old": PASSWORD, "new": OWN, "again": OWN})
    assert (is_in(client), is_in(session), program()) == (True, False, 403)
    assert events.of(people.applicant).filter(verb="user.password").get().note == "接口令牌同时作废"


def test_a_reset_ends_them(client, people, session, program):
    client.force_login(people.unitadmin)
    page = people.applicant.get_absolute_url()
    assert "该账号在各处的登录立即退出，接口令牌作废" in client.get(page).content.decode()
    assert client.post(f"{page}do/password/", {"password": OWN}).status_code == 302
    assert (is_in(session), program()) == (False, 403)


def test_a_closing_ends_them_for_good(client, people, session, program):
    client.force_login(people.unitadmin)
    page = people.applicant.get_absolute_url()
    assert "正在使用的登录立即退出，接口令牌作废" in client.get(page).content.decode()
    assert client.post(f"{page}do/close/", {"reason": "借出（示例）"}).status_code == 302
    assert "恢复后须重新登录" in client.get(page).content.decode()
    assert client.post(f"{page}do/reopen/").status_code == 302
    assert (is_in(session), program()) == (False, 403), "not even asked in between, they do not come back"
    assert session.post(reverse("accounts:login"), {"username": "applicant", "password": PASSWORD}).status_code == 302
    assert is_in(session)


def test_leaving_the_unit_ends_them(people, session, program):
    actions.end_employment(person=people.applicant.person, on=date(2022, 1, 3), by=people.unitadmin)
    assert (is_in(session), program()) == (False, 403)


def test_tokens_and_sessions_of_others_stay(people, session, program):
    actions.change_password(user=people.member, password=OWN, by=people.member)
    actions.close_user(user=people.rival_applicant, reason="离任（示例）", by=people.sysadmin)
    assert (is_in(session), program()) == (True, 200)


def test_an_account_that_was_never_closed_keeps_its_sessions_through_the_migration(people):
    """The hash is Django's own as long as nobody closed the account."""
    user = people.applicant
    assert user.get_session_auth_hash() == super(User, user).get_session_auth_hash()
