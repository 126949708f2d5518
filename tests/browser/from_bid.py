"""From a consortium to opened and eligible bids."""

from playwright.sync_api import Locator

from accounts.queries import system_user
from challenges import actions as challenge_actions
from challenges.models import Challenge
from consortia import actions, drafts
from consortia.drafts import grid
from consortia.models import Bid, Consortium
from core import clock, money
from tests.browser.person import Person
from tests.stories import consortia as stories

NAME = "敕勒川草种创新联合体"

#: Every part of a bid that must be written; matching money of places is left out here.
SECTIONS = ("basic", "technical", "responses", "tasks", "team", "foundation", "milestones", "budget", "benefits")


def consortium_registered(visit, cast) -> Consortium:
    """Founded by the lead, joined by two members, agreed, filed, registered by the office."""
    applicant, officer = visit("applicant"), visit("officer")
    applicant.go("/consortia/new/").save(
        {
            "联合体名称": NAME, "示范工程": "种业", "领域": "草种业", "建设目标": "育成抗寒高产苜蓿新品种。",
            "知识产权与利益分配": "按贡献分配。",
        }
    )  # fmt: skip
    consortium = Consortium.objects.get(name=NAME)
    for unit in (cast.university, cast.institute):
        invite(applicant, consortium, unit)
    for username, fund in (("unitadmin", "1000"), ("member_admin", "0"), ("member2_admin", "0")):
        person = visit(username).go(consortium)
        if "确认加入" in person.acts():
            person.act("确认加入", {"任务分工": "联合攻关", "自筹承诺": fund})
    people = [person.name for unit in (cast.lead, cast.university, cast.institute) for person in unit.people.all()]
    applicant.act("更新研发团队", {"研发团队": people}, on=consortium)
    applicant.act("登记组建协议", {"协议编号": "XY-0001", "签订日期": clock.today()}, on=consortium)
    applicant.act("提交备案", on=consortium)
    officer.act("准予备案", on=consortium)
    consortium.refresh_from_db()
    assert consortium.state == "REGISTERED"
    visit().go("/consortia/").reads(NAME)
    return consortium


def invite(person: Person, consortium: Consortium, unit) -> None:
    """Find the unit by its code, and ask it to join."""
    person.go(f"/consortia/{consortium.pk}/invite/?q={unit.uscc}")
    person.send(person.page.locator("form[action$='/do/invite/']"), {"拟请承担的任务": "联合攻关"}, "发出邀请")


def bid_sealed(visit, challenge: Challenge, consortium: Consortium) -> Bid:
    """Written section by section, pledged by everybody, sent to the unit, sealed by its administrator."""
    applicant, unitadmin = visit("applicant"), visit("unitadmin")
    applicant.go(challenge).click("我要揭榜")
    applicant.save({"创新联合体": NAME}, "开始填报")
    bid = Bid.objects.get(consortium=consortium)
    content = drafts.example(challenge=challenge, consortium=consortium)
    for name in SECTIONS:
        write_section(applicant, bid, name, content[name])
    applicant.go(bid).reads("完整")
    agree = {"我已阅读并同意上述承诺，知悉其与书面签字具有同等效力": True}
    applicant.act("签署负责人信用承诺", agree, on=bid)
    applicant.act("送单位审核", on=bid)
    for username in ("unitadmin", "member_admin", "member2_admin"):
        person = visit(username).go(bid)
        if "签署单位信用承诺" in person.acts():
            person.act("签署单位信用承诺", agree)
    unitadmin.act("密封提交", {"已核对全部内容；提交后方案即密封，开标前任何人不能查看": True}, on=bid)
    bid.refresh_from_db()
    assert bid.state == "SUBMITTED"
    receipt = bid.receipts.get()
    applicant.go(receipt).reads(receipt.number, bid.content_sha256)
    return bid


def write_section(person: Person, bid: Bid, name: str, content: dict) -> None:
    """Fill one section and wait until it says that it is saved; rows are added as they are needed."""
    person.go(f"/bids/{bid.pk}/sections/{name}/")
    main = person.page.locator("form.jb-draft")
    for field, value in content.items():
        rows = _lines(field, value) if name == "budget" else value
        if not isinstance(rows, list):
            put(main.locator(f'[id="id_{field}"]'), field, rows)
            continue
        for place, row in enumerate(rows):
            if not main.locator(f'[id^="id_{field}-{place}-"]').count():
                main.locator(f"[data-add={field}]").click()
            for column, said in row.items():
                put(main.locator(f'[id="id_{field}-{place}-{_column(column)}"]'), column, said)
    main.locator("[data-save]").click()
    main.locator("[data-state].is-saved").wait_for()


def _column(name: str) -> str:
    return name.removesuffix("_fen") if name.startswith("y2") else name


def _lines(table: str, rows: list[dict]) -> list[dict]:
    """The budget as its page shows it: a line for each source or use, a column for each year."""
    years = sorted({row["year"] for row in rows})
    lines = grid.lines(table, rows, years)
    return [line.keys | {f"y{year}_fen": amount for year, amount in line.amounts.items()} for line in lines]


def put(control: Locator, field: str, value) -> None:
    """Type or pick a value of a draft; fields the page does not offer are its own business."""
    if value in (None, "") or not control.count() or control.get_attribute("type") == "hidden":
        return
    if control.evaluate("node => node.tagName") == "SELECT":
        control.select_option(str(value))
    elif control.get_attribute("type") == "checkbox":
        control.set_checked(bool(value))
    else:
        control.fill(money.exact_text(value, "万元") if field.endswith("_fen") else str(value))


def bids_opened(visit, cast, challenge: Challenge, bid: Bid) -> list[Bid]:
    """Two rivals bid as well; after the deadline two people open, and the office finds everybody eligible."""
    officer, supervisor = visit("officer"), visit("supervisor")
    for side in ("rival", "third"):
        stories.submitted_bid(cast, challenge, side)
    visit("rival_applicant").expected = {404}
    assert visit("rival_applicant").page.goto(visit("officer").address + bid.get_absolute_url()).status == 404
    visit("rival_applicant").expected = set()
    clock.move(to=challenge.deadline)
    system = system_user()
    challenge_actions.close_due(by=system)
    actions.expire_due_bids(by=system)
    actions.publish_due_roots(by=system)
    address = f"/openings/{challenge.pk}/"
    officer.go("/openings/").reads(challenge.title)
    officer.go(address).act("同意开封")
    supervisor.go(address).act("同意开封")
    supervisor.reads("3 份", bid.number)
    found = list(Bid.objects.filter(challenge=challenge).order_by("pk"))
    for one in found:
        officer.go(f"/bids/{one.pk}/eligibility/")
        rows = officer.page.locator("select[id^=id_finding]")
        for place in range(rows.count()):
            rows.nth(place).select_option("yes")
        reasons = officer.page.locator("textarea[id^=id_finding]")
        for place in range(reasons.count()):
            reasons.nth(place).fill("经核查符合。")
        officer.send(officer.page.locator("main form[method=post]").first, {}, "提交审查结论")
        one.refresh_from_db()
        assert one.state == "ELIGIBLE", one.state
    return found
