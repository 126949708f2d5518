"""A lead and two members register a consortium in their browsers; one unit says no and is replaced."""

import pytest

from challenges.models import Programme
from consortia import actions
from consortia.models import Consortium
from core import clock
from tests.browser.from_bid import invite
from tests.stories import challenges as stories

pytestmark = pytest.mark.browser

NAME = "敕勒川草种创新联合体"
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def row(person, unit):
    """The block of a unit on the board."""
    return person.page.locator("ul.jb-board > li").filter(has=person.page.get_by_role("heading", name=unit.name))


def fill_part(person, consortium, tasks: str, share: str, button: str) -> None:
    person.go(f"/consortia/{consortium.pk}/part/")
    form = person.page.locator("main form.jb-form").first
    values = {"任务分工": tasks, "任务份额（%）": share, "自筹承诺": "100"}
    person.fill(form, values)
    form.locator("#id_people").press("ArrowDown")  # nothing is typed: the first ones are shown
    form.locator("[role=option]").first.click()
    person.send(form, {}, button)


def test_a_consortium_is_registered_though_one_unit_says_no(visit, cast):
    stories.programme(cast)
    applicant = visit("applicant")
    applicant.go("/consortia/new/").save(
        {"联合体名称": NAME, "示范工程": Programme.objects.get().name, "建设目标": "育种。"}
    )
    consortium = Consortium.objects.get()
    applicant.reads("还没有邀请成员单位", "如何补正")
    for unit in (cast.university, cast.rival_institute):
        invite(applicant, consortium, unit)

    # One unit says no, with a reason; the lead sees it and asks another unit for the same task.
    visit("rival_member2_admin").act("拒绝加入", {"原因": "任务已满，本年度不参加"}, on=consortium)
    applicant.go(consortium).reads("拒绝理由：任务已满，本年度不参加")
    applicant.follow(row(applicant, cast.rival_institute).get_by_role("link", name="另邀其他单位承担其任务"))
    applicant.page.get_by_label("统一社会信用代码或单位名称").fill("北方生物")
    applicant.follow(applicant.page.get_by_role("button", name="查找"))
    applicant.send(applicant.page.locator("form[action$='/do/invite/']"), {}, "发出邀请")

    # Whoever is waited for is named; a reminder goes out once.
    applicant.follow(row(applicant, cast.institute).get_by_role("button", name="催办"))
    applicant.reads("24 小时内已催办")

    # Each fills its own part under its own account; the lead's own administrator does the same elsewhere.
    own = consortium.memberships.get(role="LEAD")
    terms = {"tasks": "牵头", "share_percent": 50, "self_fund_commitment_fen": 0, "people": [cast.applicant.person]}
    actions.fill_part(membership=own, confirms=True, by=cast.unitadmin, **terms)
    members = {"member_admin": ("分子育种", "30"), "member2_admin": ("试验", "20")}
    for username, (tasks, share) in members.items():
        fill_part(visit(username), consortium, tasks, share, "保存并确认加入")

    # The text of the agreement is laid down and signed by everybody.
    text = {"name": "组建协议.pdf", "mimeType": "application/pdf", "buffer": PDF}
    applicant.act("上传协议文本", {"协议文本": text}, on=consortium)
    own.consortium.refresh_from_db()
    actions.sign_agreement(membership=own, by=cast.unitadmin)
    for username in members:
        person = visit(username).go(f"/consortia/{consortium.pk}/part/")
        agree = {"本单位已阅读并同意组建协议全文，此项签署与盖章具有同等约束力。": True}
        person.send(person.page.locator("form[action$='/do/sign/']"), agree, "签署协议")
    applicant.act("登记组建协议", {"协议编号": "XY-0001", "签订日期": clock.today()}, on=consortium)
    applicant.act("提交备案", on=consortium)
    visit("officer").act("准予备案", on=consortium)
    consortium.refresh_from_db()
    assert consortium.state == "REGISTERED"
    applicant.go(f"/consortia/{consortium.pk}/versions/").reads("第 1 版", "成员 3 家")
    applicant.go(f"/consortia/{consortium.pk}/registration/").reads(
        NAME, consortium.registration_number, cast.institute.name
    )
