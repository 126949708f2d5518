"""From an empty system to a department that can work: what is lacking is said, in order, with the page that does it."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts import actions
from accounts.enums import OrganizationKind, Role
from accounts.models import Division, Office, Organization, User
from config import desk
from core import working_days
from core.identifiers import uscc_check_character
from tests.stories.cast import PASSWORD
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 2)
STAFF = ["业务处室经办人", "发布审核人", "监督人员", "财务人员"]


@pytest.fixture
def chief() -> User:
    call_command("bootstrap", "chief", name="那总管", password="Grass-2026-land")
    first = User.objects.get(username="chief")
    return actions.change_password(user=first, password=PASSWORD, by=first)


def lacking(on: date = ON) -> list[str]:
    return [row.text for row in desk.missing(on)]


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def code(place: str) -> str:
    return f"11{place}MB0000001" + uscc_check_character(f"11{place}MB0000001")


def test_an_empty_system_lacks_its_unit_and_its_people(chief):
    assert lacking() == ["登记科技厅本单位", *[f"开设账号：{role}" for role in STAFF]]


def test_what_is_lacking_stands_on_the_administrators_desk_alone(chief, client):
    client.force_login(chief)
    page = text_of(client.get(reverse("desk")))
    assert "系统开通尚缺" in page
    assert reverse("accounts:new-organization") in page


def test_nothing_is_lacking_where_the_department_works(client):
    cast = make_cast()
    assert lacking() == []
    client.force_login(cast.sysadmin)
    assert "系统开通尚缺" not in text_of(client.get(reverse("desk")))


def test_a_role_whose_last_holder_has_gone_is_lacking_again():
    cast = make_cast()
    actions.close_user(user=cast.finance, reason="调离", by=cast.sysadmin)
    assert lacking() == ["开设账号：财务人员"]


def test_the_department_is_set_up_by_the_pages_alone(chief, client):
    """The administrator enters the unit, a person and an account; the officer lets the unit in."""
    client.force_login(chief)
    region = Division.objects.get(code="150000")
    unit = {
        "name": "示例省科学技术厅",
        "uscc": code("150000"),
        "kind": OrganizationKind.GOVERNMENT,
        "division": region.pk,
    }
    answer = client.post(
        reverse("accounts:new-organization"), unit | {"contact_name": "那总管", "contact_phone": "0471-1"}
    )
    department = Organization.objects.get()
    assert answer["Location"] == department.get_absolute_url()
    assert f"单位已登记，由{department.bureau}审核。" in text_of(client.get(answer["Location"]))
    assert {row.url for row in desk.missing(ON)} == {department.get_absolute_url()}
    client.post(reverse("accounts:add-person", args=[department.pk]), {"name": "高经办", "identity_kind": "RESIDENT"})
    account = {
        "username": "gao",
        "password": "Steppe-2026-sky",
        "roles": [Role.OFFICER],
        "office": Office.objects.first().pk,
    }
    client.post(reverse("accounts:add-user", args=[department.pk]), account | {"person": department.people.get().pk})
    assert lacking() == [f"开设账号：{role}" for role in STAFF[1:]]
    officer = User.objects.get(username="gao")
    client.force_login(officer)
    own = {"old": "Steppe-2026-sky", "new": PASSWORD, "again": PASSWORD}
    assert client.post(reverse("accounts:password"), own)["Location"] == reverse("desk")
    assert "审核单位注册：示例省科学技术厅" in text_of(client.get(reverse("desk")))
    client.post(f"{department.get_absolute_url()}do/approve/")
    department.refresh_from_db()
    assert department.state == "ACTIVE"


def test_a_unit_is_entered_by_the_department_alone(client):
    cast = make_cast()
    address = reverse("accounts:new-organization")
    for user, status in [(cast.officer, 200), (cast.sysadmin, 200), (cast.unitadmin, 403), (cast.auditor, 403)]:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(address).status_code == status
        assert (address in text_of(client.get(reverse("accounts:organizations")))) == (status == 200)


@pytest.mark.parametrize(
    ("on", "year"), [(date(2026, 11, 14), None), (date(2026, 11, 15), 2027), (date(2027, 1, 4), 2027)]
)
def test_a_calendar_is_asked_for_before_somebody_needs_it(monkeypatch, on, year):
    make_cast()
    known = working_days.Calendar({2026: {date(2026, 1, 1): True}})
    monkeypatch.setattr(desk, "default_calendar", lambda: known)
    assert lacking(on) == ([f"载入 {year} 年工作日历"] if year else [])


def test_the_unit_may_come_with_the_first_administrator():
    call_command("bootstrap", "chief", password=PASSWORD, unit="示例省科学技术厅", uscc=code("150000"))
    department = Organization.objects.get()
    assert (department.name, department.state, department.kind) == ("示例省科学技术厅", "ACTIVE", "GOVERNMENT")
    assert User.objects.get(username="chief").organization is None
    assert lacking() == [f"开设账号：{role}" for role in STAFF]
