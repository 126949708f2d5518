"""From an administrator's table of people to an account with a password of its own, in a browser."""

import pytest

from accounts import actions
from accounts.models import User
from tests.browser.axe import faults
from tests.browser.person import PHONE, Person

pytestmark = pytest.mark.browser

GIVEN, OWN = "Given-2026-meadow", "Horse-2026-battery"
TABLE = "姓名\t职称\t出生年\n赵牧川\t研究员\t1990\n\t教授\t1970\n王苗\t\t90"


def fits(person: Person) -> None:
    """The page as it stands now, on a phone: `look` sees only each address's first."""
    before = person.page.viewport_size
    person.page.set_viewport_size(PHONE)
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    person.page.set_viewport_size(before)


def test_a_table_of_people_is_pasted_looked_at_and_entered(visit, cast):
    admin = visit("unitadmin", bypass_csp=True).go("/people/").click("批量登记人员")
    assert faults(admin) == []
    box = admin.page.locator("#people-table")
    admin.send(box, {"人员表": TABLE}, "检查")
    admin.reads("共 3 行", "1 人可以登记", "姓名：请填写", "出生年：应为四位年份")
    assert faults(admin) == []
    fits(admin)
    admin.follow(admin.page.get_by_role("button", name="登记这 1 人"))
    admin.reads("已登记 1 人；其余 2 行有问题")
    rest = admin.page.get_by_label("人员表").input_value()
    assert rest == "姓名\t职称\t出生年\n\t教授\t1970\n王苗\t\t90\n"
    admin.send(box, {"人员表": rest.replace("\n\t教授", "\n李禾\t教授").replace("90\n", "1990\n")}, "重新检查")
    admin.follow(admin.page.get_by_role("button", name="登记这 2 人"))
    admin.reads("已登记 2 人", "李禾", "王苗", "赵牧川")


def test_a_new_account_chooses_its_own_password_first(visit, cast):
    actions.add_person(name="赵牧川", organization=cast.lead, by=cast.unitadmin)
    admin = visit("unitadmin").go(f"/organizations/{cast.lead.pk}/users/new/")
    admin.save({"人员": "赵牧川", "用户名": "newcomer", "初始密码": GIVEN, "角色": "申报人"}, "开设账号")
    newcomer = visit("", bypass_csp=True).go("/sign-in/")
    newcomer.send(newcomer.page.locator("form.jb-form"), {"用户名": "newcomer", "密码": GIVEN}, "登录")
    newcomer.reads("设置自己的密码", "暂不设置，退出登录")
    assert faults(newcomer) == []
    fits(newcomer)
    newcomer.go("/challenges/").reads("设置自己的密码")
    newcomer.save({"现在的密码": GIVEN, "新密码": OWN, "再输一次新密码": OWN}, "设置密码")
    assert newcomer.page.url.endswith("/challenges/"), "on to where he was going"
    assert not User.objects.get(username="newcomer").must_choose_password
