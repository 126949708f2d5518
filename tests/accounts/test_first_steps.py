"""What a unit that has just arrived sees: plain words, only the questions that matter now, and what to do next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from accounts.models import Organization, User
from tests.stories.cast import cast, uscc

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def newcomer(people, *, approved: bool) -> User:
    actions.register_organization(
        name="初来科技（示例）", uscc=uscc("150902", 963), kind="ENTERPRISE", division=people.divisions["150902"],
        contact_name="初管理", contact_phone="13700000000", username="firstcomer", password="x", by=people.system,
    )  # fmt: skip
    if approved:
        actions.approve_organization(
            organization=Organization.objects.get(uscc=uscc("150902", 963)), by=people.prefecture2
        )
    return User.objects.get(username="firstcomer")


@pytest.mark.parametrize(
    ("password", "said"),
    [("ab1", "密码太短，至少 8 个字符。"), ("12345678", "这个密码太常见"), ("newcomer1", "太相近")],
)
def test_a_weak_password_is_refused_in_chinese(people, password, said):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as refusal:
        validate_password(password, User(username="newcomer"))
    assert said in "".join(refusal.value.messages)
    assert not any(letter in "".join(refusal.value.messages) for letter in "qwertyuiopasdfgh")


def test_a_question_that_a_check_has_not_raised_is_not_asked(client, people):
    address = reverse("accounts:register")
    assert "uscc_reason" not in client.get(address).content.decode()
    assert 'name="uscc_reason"' in client.post(address, {"uscc": "91350211M0000XUF46"}).content.decode()
    sign_in(client, people.unitadmin)
    person, account = (reverse(f"accounts:add-{one}", args=[people.lead.pk]) for one in ("person", "user"))
    for page, names in ((person, ("is_checked", "is_another")), (account, ("is_second",))):
        text = client.get(page).content.decode()
        assert not any(f'name="{name}"' in text for name in names), page
    wrong = {"name": "李四（示例）", "identity_kind": "RESIDENT", "identity_number": "11010519491231002X1"}
    answer = client.post(person, wrong)
    assert answer.status_code == 422
    assert 'name="is_checked"' in answer.content.decode()
    assert client.post(person, wrong | {"is_checked": "on"}).status_code == 302


def test_the_desk_of_a_new_administrator_says_what_comes_first(client, people):
    admin = newcomer(people, approved=False)
    text = sign_in(client, admin).get(reverse("desk")).content.decode()
    assert "由乌兰察布市科技局审核，无需您办理" in text
    assert "您有 1 件待办" not in text
    actions.approve_organization(organization=admin.organization, by=people.prefecture2)
    text = client.get(reverse("desk")).content.decode()
    assert "登记人员，为申报人开设账号" in text
    assert admin.organization.get_absolute_url() in text
    assert "开设申报人账号" not in sign_in(client, people.unitadmin).get(reverse("desk")).content.decode()


def test_the_page_of_a_unit_is_as_long_with_fifty_people_as_with_ten(client, people):
    def page():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text = sign_in(client, people.unitadmin).get(people.lead.get_absolute_url()).content.decode()
        return text, len(queries)

    page()  # permissions and menus are asked for once
    for number in range(12):
        actions.add_person(name=f"新人{number:02}（示例）", organization=people.lead, by=people.unitadmin)
    some, first = page()
    for number in range(40):
        actions.add_person(name=f"后来{number:02}（示例）", organization=people.lead, by=people.unitadmin)
    many, second = page()
    assert first == second
    assert some.count("/people/") == many.count("/people/")
    assert f"共 {people.lead.people.count()} 人，查看全部" in many
    listed = client.get(reverse("accounts:people")).content.decode()
    assert listed.count("（示例）</a>") < people.lead.people.count()
    assert "新人00" in client.get(reverse("accounts:people") + "?q=新人00").content.decode()


def test_a_visitor_who_follows_a_link_is_offered_to_sign_in(client, people):
    answer = client.get("/consortia/999999/")
    assert answer.status_code == 404
    assert "/sign-in/?next=/consortia/999999/" in answer.content.decode()
