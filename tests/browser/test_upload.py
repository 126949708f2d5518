"""Attachments in a real browser: a cut connection, a reload and a lost answer cost nothing and double nothing."""

import hashlib
import os
import re

import pytest

from consortia import queries
from consortia.enums import AttachmentKind
from consortia.models import Attachment
from core.models import StoredFile, Upload
from tests.browser.person import DESKTOP, PHONE
from tests.stories import challenges, consortia
from tests.stories.cast import PASSWORD

pytestmark = pytest.mark.browser

MB = 1024 * 1024
PDF = b"%PDF-1.7\n" + os.urandom(4 * MB + 12_345)
UPLOAD = re.compile(r"/uploads/[\w-]{30,}/$")


@pytest.fixture
def bid(cast):
    return consortia.drafted_bid(cast, challenges.open_challenge(cast))


@pytest.fixture
def page_of(visit, bid):
    def open_page(**options):
        person = visit("applicant", fresh=True, **options)
        person.go(f"/bids/{bid.pk}/attachments/")
        return person

    return open_page


def chosen(person, *files, tick=True):
    """Choose files and confirm, without sending."""
    rows = [{"name": name, "mimeType": "application/pdf", "buffer": data} for name, data in files]
    person.page.locator("input[type=file]").set_input_files(rows)
    if tick:
        person.page.locator("#id_no_secrets").check()


def send(person):
    person.page.get_by_role("button", name="上传", exact=True).click()


def wait_for(person, words: str):
    person.page.locator(".jb-upload-list", has_text=words).wait_for()


def all_kept(person):
    """Nothing is under way any more: the emptying of the tables waits for nobody."""
    person.page.locator("[role=status]", has_text="份已全部保存").wait_for(state="attached")
    person.page.wait_for_load_state("networkidle")


def names(bid) -> list[str]:
    return [row["name"] for row in queries.sections(bid)["attachments"]["rows"]]


def digests() -> list[str]:
    return list(StoredFile.objects.filter(kind="BID").order_by("pk").values_list("sha256", flat=True))


def test_a_cut_connection_costs_nothing(page_of, bid):
    """Parts that do not go out, parts whose answer is lost, an answer to the last step that is lost: one attachment."""
    person, seen = page_of(), {"PATCH": 0, "POST": 0}

    def cut(route):
        seen["PATCH"] += route.request.method == "PATCH"
        if route.request.method == "PATCH" and seen["PATCH"] == 2:
            route.abort("aborted")
        elif route.request.method == "PATCH" and seen["PATCH"] == 4:
            route.fetch()
            route.abort("aborted")
        else:
            route.continue_()

    def lose_answer(route):
        if route.request.method != "POST":
            return route.continue_()
        seen["POST"] += 1
        if seen["POST"] == 1:
            route.fetch()
            return route.abort("aborted")
        return route.continue_()

    person.page.route(UPLOAD, cut)
    person.page.route(re.compile(r"/attachments/$"), lose_answer)
    chosen(person, ("实施方案.pdf", PDF))
    send(person)
    wait_for(person, "已传到")
    all_kept(person)
    assert (names(bid), digests()) == (["实施方案.pdf"], [hashlib.sha256(PDF).hexdigest()])
    assert (Attachment.objects.count(), seen["POST"]) == (1, 2)
    assert seen["PATCH"] >= 6, "5 parts, one sent again"
    person.page.locator("[data-upload-kept] a", has_text="实施方案.pdf").wait_for()
    person.reads(hashlib.sha256(PDF).hexdigest())
    assert not person.page.locator("#id_no_secrets").is_checked(), "the tick is asked for each set anew"


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(page_of, bid):
    person, sent = page_of(), []
    person.page.on("dialog", lambda dialog: dialog.accept())

    def stop_after_two(route):
        if route.request.method == "PATCH":
            sent.append(route.request.headers["upload-offset"])
            if len(sent) > 2:
                return None  # never answered
        return route.continue_()

    person.page.route(UPLOAD, stop_after_two)
    chosen(person, ("实施方案.pdf", PDF))
    send(person)
    while len(sent) < 3:
        person.page.wait_for_timeout(50)
    assert Upload.objects.get().received_bytes == 2 * MB
    person.page.reload()
    wait_for(person, "上次传到 2.0 MB / 4.0 MB")
    person.page.unroute(UPLOAD)
    sent.clear()
    person.page.on("request", lambda one: sent.append(one.headers["upload-offset"]) if one.method == "PATCH" else None)
    chosen(person, ("实施方案.pdf", PDF))
    send(person)
    wait_for(person, "已传到")
    all_kept(person)
    assert sent == [str(2 * MB), str(3 * MB), str(4 * MB)]
    assert (names(bid), digests()) == (["实施方案.pdf"], [hashlib.sha256(PDF).hexdigest()])


def test_two_windows_do_not_mix(page_of, bid):
    one, two = page_of(), page_of()
    other = b"%PDF-1.4\n" + os.urandom(3 * MB)
    chosen(one, ("方案.pdf", PDF))
    chosen(two, ("方案.pdf", other), ("二.pdf", PDF[:2_000_000]))
    send(one)
    send(two)
    all_kept(one)
    all_kept(two)
    assert sorted(names(bid)) == sorted(["方案.pdf", "方案（2）.pdf", "二.pdf"])
    wanted = [hashlib.sha256(data).hexdigest() for data in (PDF, other, PDF[:2_000_000])]
    assert sorted(digests()) == sorted(wanted)


def test_the_session_ends_on_the_way(page_of, bid):
    person, parts = page_of(), []

    def sign_out_after_one(route):
        if route.request.method == "PATCH":
            parts.append(1)
            if len(parts) == 2:
                person.page.context.clear_cookies(name="sessionid")
        route.continue_()

    person.page.route(UPLOAD, sign_out_after_one)
    person.expected = {403}
    chosen(person, ("实施方案.pdf", PDF))
    send(person)
    wait_for(person, "已传的部分不会丢失")
    with person.page.expect_popup() as popup:
        person.page.get_by_role("link", name="在新窗口登录").click()
    login = popup.value
    login.locator("#id_username, [name=login], [name=username]").first.fill("applicant")
    login.locator("input[type=password]").fill(PASSWORD)
    login.locator("form.jb-form button").click()
    login.wait_for_url(lambda url: "/sign-in/" not in url)
    login.close()
    person.page.get_by_role("button", name="继续：实施方案.pdf").click()
    wait_for(person, "已传到")
    all_kept(person)
    assert (names(bid), digests()) == (["实施方案.pdf"], [hashlib.sha256(PDF).hexdigest()])


def test_wrong_files_are_told_and_the_others_are_kept(page_of, bid, settings):
    settings.ATTACHMENT_LIMITS_MB = dict.fromkeys(AttachmentKind.values, 1) | {"OTHER": 2}
    person = page_of()
    person.expected = {409}
    files = [
        ("程序.exe", b"MZ" + bytes(99)), ("假的.pdf", b"<html>" + bytes(99)), ("很大.pdf", PDF),
        ("机密.pdf", PDF[:999]), ("空.pdf", b""), ("好的.pdf", PDF[:999]),
    ]  # fmt: skip
    chosen(person, *files)
    send(person)
    wait_for(person, "已传到")
    person.page.locator("[role=status]", has_text="1 份已保存，5 份没有成功").wait_for()
    items = person.page.locator(".jb-upload-list > li").all_inner_texts()
    wanted = ["不是可接受的格式", "不是可接受的格式", "超过 2.0 MB 的上限", "涉密材料不得上传", "空文件", "已传到"]
    assert [word in text for word, text in zip(wanted, items, strict=True)] == [True] * 6, items
    assert names(bid) == ["好的.pdf"]


def test_nothing_goes_without_a_file_or_the_tick(page_of, bid):
    person, asked = page_of(), []
    person.page.on("request", lambda one: asked.append(one.url) if one.method in {"POST", "PATCH"} else None)
    send(person)
    person.page.locator("[role=status]", has_text="请先选择文件").wait_for()
    chosen(person, ("方案.pdf", PDF[:999]), tick=False)
    send(person)
    assert person.page.evaluate("document.activeElement.id") == "id_no_secrets"
    assert (asked, Attachment.objects.count()) == ([], 0)


def test_giving_up_leaves_nothing_behind(page_of, bid):
    person = page_of()
    person.page.route(UPLOAD, lambda route: None if route.request.method == "PATCH" else route.continue_())
    chosen(person, ("实施方案.pdf", PDF))
    with person.page.expect_request(lambda one: one.method == "PATCH"):
        send(person)
    with person.page.expect_response(lambda one: one.request.method == "POST" and one.status == 204):
        person.page.get_by_role("button", name="放弃：实施方案.pdf").click()
    wait_for(person, "已放弃")
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)


def test_on_a_phone_with_the_keyboard_alone(page_of, bid):
    person = page_of(viewport=PHONE)
    page = person.page
    page.set_viewport_size(PHONE)
    chosen(person, ("一个名字特别长的附件" * 12 + ".pdf", PDF[: 2 * MB]), tick=False)
    page.locator("#id_no_secrets").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "上传"
    page.keyboard.press("Enter")
    wait_for(person, "已传到")
    all_kept(person)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    remove = page.get_by_role("button", name=re.compile("^删除：一个名字"))
    remove.wait_for()
    remove.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert names(bid) == []
    page.set_viewport_size(DESKTOP)


def test_without_script_the_form_does_the_same(page_of, bid):
    person = page_of(java_script_enabled=False)
    chosen(person, ("方案.pdf", PDF[:999]), ("方案.pdf", PDF[:1999]))
    with person.page.expect_navigation():
        send(person)
    assert names(bid) == ["方案.pdf", "方案（2）.pdf"]
    person.reads("方案（2）.pdf", "未配置")
