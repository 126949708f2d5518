"""The pages of registering, correcting and setting up a unit; people and accounts entered once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import actions
from accounts.models import Organization, Person, User
from core import clock, crowd
from tests.stories.cast import cast, uscc

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(people, **changes) -> dict:
    return {
        "name": "新来科技有限公司（示例）", "uscc": uscc("150902", 960), "kind": "ENTERPRISE",
        "division": people.divisions["150929"].pk, "tags": ["科技领军企业", "高新技术企业"], "contact_name": "新管理",
        "contact_phone": "13700000000", "username": "newcomer", "password": "Horse-2026-battery",
        "again": "Horse-2026-battery",
    } | changes  # fmt: skip


def test_a_code_in_use_and_a_name_in_use_are_told_at_their_fields_together(client, people):
    sent = form(people, uscc=people.lead.uscc, username="officer", kind="")
    answer = client.post(reverse("accounts:register"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    for field in ("uscc", "username", "kind"):
        assert f'href="#id_{field}"' in text
    assert f"“{people.lead.name}”已用该代码注册" in text
    assert "请联系本单位管理员" in text
    assert Organization.objects.filter(name=sent["name"]).count() == 0


def test_whoever_enters_a_unit_finds_its_place_as_a_visitor_does(client, people):
    """The long list of places becomes two short ones where scripts run."""
    for user, name in [(None, "accounts:register"), (people.officer, "accounts:new-organization")]:
        page = (sign_in(client, user) if user else client).get(reverse(name)).content.decode()
        assert "data-divisions" in page
        assert "js/division.js" in page


def test_a_reason_lets_a_doubtful_code_pass(client, people):
    sent = form(people, uscc="91350211M0000XUF46", uscc_reason="旧码，换证中")
    assert client.post(reverse("accounts:register"), sent).status_code == 302
    unit = Organization.objects.get(uscc="91350211M0000XUF46")
    assert (unit.uscc_reason, unit.tags) == ("旧码，换证中", ["科技领军企业", "高新技术企业"])
    assert unit.bureau == "乌兰察布市科技局"


def test_a_registration_is_followed_returned_and_corrected_with_the_old_text(client, people):
    client.post(reverse("accounts:register"), form(people))
    unit = Organization.objects.get(uscc=uscc("150902", 960))
    newcomer = sign_in(client, User.objects.get(username="newcomer"))
    page = newcomer.get(reverse("accounts:own"), follow=True).content.decode()
    assert "乌兰察布市科技局" in page
    assert 'aria-current="step"' in page
    assert newcomer.get(reverse("accounts:correct", args=[unit.pk])).status_code == 404
    actions.return_organization(organization=unit, defects=["地址不完整", "缺法定代表人"], by=people.prefecture2)
    desk = newcomer.get("/desk/").content.decode()
    assert reverse("accounts:correct", args=[unit.pk]) in desk
    page = newcomer.get(reverse("accounts:correct", args=[unit.pk])).content.decode()
    for words in ("地址不完整", "缺法定代表人", "新来科技有限公司（示例）", "13700000000", unit.uscc):
        assert words in page
    sent = {
        "name": unit.name, "uscc": unit.uscc, "kind": "ENTERPRISE", "division": unit.division_id, "address": "示例街 1 号",
        "legal_representative": "法人（示例）", "contact_name": "新管理", "contact_phone": "13700000000",
    }  # fmt: skip
    assert newcomer.post(reverse("accounts:correct", args=[unit.pk]), sent).status_code == 302
    unit.refresh_from_db()
    assert (unit.state, unit.address) == ("PENDING", "示例街 1 号")
    assert unit.defects == ["地址不完整", "缺法定代表人"]  # the bureau sees what it had asked for
    assert "上次退回时要求补正" in sign_in(client, people.prefecture2).get(unit.get_absolute_url()).content.decode()


def test_the_bureau_sees_a_unit_that_may_be_there_already(client, people):
    twin = actions.register_organization(
        name=people.rival.name, uscc=uscc("150902", 961), kind="ENTERPRISE", division=people.divisions["150902"],
        by=people.system,
    )  # fmt: skip
    page = sign_in(client, people.prefecture2).get(twin.get_absolute_url()).content.decode()
    assert "可能重复注册" in page
    assert people.rival.uscc in page


def test_the_same_name_and_year_of_birth_is_asked_once(client, people):
    actions.add_person(name="张三（示例）", organization=people.rival, birth_year=1980, by=people.rival_admin)
    address = reverse("accounts:add-person", args=[people.lead.pk])
    sent = {"name": "张三（示例）", "identity_kind": "RESIDENT", "birth_year": "1980", "title": "研究员"}
    answer = sign_in(client, people.unitadmin).post(address, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert people.rival.name in text
    assert 'value="研究员"' in text
    assert client.post(address, sent | {"is_another": "on"}).status_code == 302
    assert Person.objects.filter(name="张三（示例）").count() == 2


def test_a_second_account_of_a_person_is_asked_once(client, people):
    address = reverse("accounts:add-user", args=[people.lead.pk])
    sent = {
        "person": people.applicant.person_id, "username": "second", "password": "Horse-2026-battery",
        "roles": ["APPLICANT"],
    }  # fmt: skip
    answer = sign_in(client, people.unitadmin).post(address, sent)
    assert answer.status_code == 422
    assert "applicant" in answer.content.decode()
    assert client.post(address, sent | {"is_second": "on"}).status_code == 302
    assert User.objects.get(username="second").person == people.applicant.person
    page = client.get(people.applicant.get_absolute_url()).content.decode()
    assert "同一人员的其他账号" in page


def test_a_new_unit_is_shown_what_to_set_up(client, people):
    actions.register_organization(
        name="初来（示例）", uscc=uscc("150902", 962), kind="ENTERPRISE", division=people.divisions["150902"],
        contact_name="初管理", contact_phone="13700000000", username="firstcomer", password="x", by=people.system,
    )  # fmt: skip
    unit = Organization.objects.get(uscc=uscc("150902", 962))
    actions.approve_organization(organization=unit, by=people.prefecture2)
    page = sign_in(client, User.objects.get(username="firstcomer")).get(unit.get_absolute_url()).content.decode()
    assert "开始使用前" in page
    assert "须为申报人另设账号" in page


def test_a_program_does_not_bury_the_bureaus_under_registrations(client, people, monkeypatch):
    monkeypatch.setattr(crowd, "MOST_AN_HOUR", 2)
    url = reverse("accounts:register")
    sent = [form(people, uscc=uscc("150902", 970 + turn), username=f"newcomer{turn}") for turn in range(4)]
    assert [client.post(url, one).status_code for one in sent[:3]] == [302, 302, 409]
    assert not User.objects.filter(username="newcomer2").exists()
    assert client.post(url, sent[3], REMOTE_ADDR="10.0.0.7").status_code == 302, "another address is another visitor"
    clock.move(to=clock.now() + timedelta(hours=1, seconds=1))
    assert client.post(url, sent[2]).status_code == 302


def test_a_name_longer_than_any_is_a_wrong_name(client, people):
    answer = client.post(reverse("accounts:login"), {"username": "a" * 100_000, "password": "x"})
    assert answer.status_code == 422
    assert 'href="#id_username"' in answer.content.decode()
