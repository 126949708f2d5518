"""Pages: every address as every person; what comes back; the same number of queries for one row and for three."""

import io
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from consortia import actions, queries
from consortia.enums import BidState, ConsortiumState
from consortia.models import Bid, Consortium
from consortia.urls import urlpatterns
from core import clock
from core.models import Event
from core.selecting import counted
from tests.consortia.test_drafts import PDF, upload
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories

CANARY = "只有自己人能看的字句"


def client_of(user) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses(bid: Bid, attachment) -> dict[str, str]:
    """Every address of the app, filled with this bid: what it names by the beginning of its route, the rest by its kind."""
    receipt = bid.receipts.order_by("pk").first()
    first = {
        "bids/start": bid.challenge_id,
        "bids": bid.pk,
        "consortia": bid.consortium_id,
        "openings": bid.challenge_id,
        "receipts": receipt.number if receipt else "X",
    }
    acts = {"bid-do": "submit", "consortium-do": "file", "opening-do": "consent", "section": "technical"}
    found = {}
    for pattern in urlpatterns:
        name, route = pattern.name, str(pattern.pattern)
        args: list = []
        for place, converter in enumerate(pattern.pattern.converters.values()):
            start = next((one for one in first if route.startswith(f"{one}/<")), "")
            if place == 0 and start:
                args.append(first[start])
            elif type(converter).__name__ == "IntConverter":
                args.append(attachment.pk)
            else:
                args.append(acts.get(name, "x"))
        found[name] = reverse(f"consortia:{name}", args=args)
    return found


def body(response) -> str:
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return raw.decode(errors="replace")


@pytest.fixture
def sealed(cast, challenge):
    bid = stories.drafted_bid(cast, challenge, text=CANARY, title=f"{CANARY}项目")
    attachment = actions.add_attachment(
        bid=bid, upload=upload(f"{CANARY}.pdf"), by=cast.applicant, is_unclassified=True
    )
    return bid, attachment


def outsiders(cast):
    return (
        cast.officer, cast.officer2, cast.publisher, cast.supervisor, cast.finance, cast.auditor, cast.prefecture,
        cast.prefecture2, cast.rival_applicant, cast.rival_admin, cast.enduser, cast.sysadmin, cast.experts[0],
    )  # fmt: skip


def test_no_address_shows_a_draft_or_a_sealed_bid_to_anybody_else(cast, sealed):
    """R10: every address, every role; a draft is not there at all, a sealed bid has no content."""
    bid, attachment = sealed
    for user in (None, *outsiders(cast)):
        client = client_of(user) if user else Client()
        for name, address in addresses(bid, attachment).items():
            response = client.get(address)
            assert CANARY not in body(response), (user, name)
            assert response.status_code in {200, 302, 403, 404, 405, 409}, (user, name, response.status_code)
    assert client_of(cast.officer).get(bid.get_absolute_url()).status_code == 404
    stories.submit(cast, bid)
    for user in (None, *outsiders(cast)):
        client = client_of(user) if user else Client()
        for name, address in addresses(bid, attachment).items():
            assert CANARY not in body(client.get(address)), (user, name)
            if name not in {"bid-do", "consortium-do", "opening-do"}:
                assert CANARY not in body(client.post(address)), (user, name)
    assert Bid.objects.get(pk=bid.pk).state == BidState.SUBMITTED


def test_a_strangers_bid_is_like_none_at_all(cast, sealed):
    bid, _attachment = sealed
    client = client_of(cast.rival_applicant)
    strange, none = (
        client.get(reverse("consortia:bid", args=[bid.pk])),
        client.get(reverse("consortia:bid", args=[9999])),
    )
    assert strange.status_code == none.status_code == 404
    trim = lambda response: body(response).split("<main")[-1].split("</main>")[0]  # noqa: E731
    assert trim(strange) == trim(none)


def test_a_refused_look_at_sealed_matter_leaves_an_event(cast, sealed):
    bid, attachment = sealed
    stories.submit(cast, bid)
    for name in ("content", "attachments"):
        assert client_of(cast.officer).get(reverse(f"consortia:{name}", args=[bid.pk])).status_code == 403
    file = reverse("consortia:attachment", args=[bid.pk, attachment.pk])
    assert client_of(cast.auditor).get(file).status_code == 403
    found = Event.objects.filter(verb="attempt.refused", result="REFUSED", is_restricted=True)
    assert sorted(found.values_list("actor_id", flat=True)) == sorted(
        [cast.officer.pk, cast.officer.pk, cast.auditor.pk]
    )


def test_opened_content_is_read_by_whoever_may(cast, sealed):
    bid, attachment = sealed
    stories.submit(cast, bid)
    stories.open_challenge_bids(cast, bid.challenge)
    for user in (cast.officer, cast.auditor, cast.prefecture, cast.applicant, cast.member):
        client = client_of(user)
        assert CANARY in body(client.get(reverse("consortia:content", args=[bid.pk])))
        response = client.get(reverse("consortia:attachment", args=[bid.pk, attachment.pk]))
        assert body(response).encode() == PDF
    for user in (cast.rival_applicant, cast.prefecture2, cast.experts[0], cast.enduser, cast.sysadmin):
        assert client_of(user).get(reverse("consortia:content", args=[bid.pk])).status_code == 404


def press(client, obj_url: str, act: str, **data):
    return client.post(f"{obj_url}do/{act}/", data, follow=True)


def test_a_consortium_is_made_and_registered_by_the_pages(cast):
    programme = challenge_stories.programme(cast)
    lead, office = client_of(cast.applicant), client_of(cast.officer)
    response = lead.post(reverse("consortia:new"), {"name": "网页联合体", "programme": programme.pk})
    consortium = Consortium.objects.get(name="网页联合体")
    page = consortium.get_absolute_url()
    assert response.url == page
    for unit in (cast.university, cast.institute):
        assert press(lead, page, "invite", organization=unit.pk, tasks="育种").status_code == 200
    response = press(lead, page, "agree", agreement_number="XY-1", signed_on=clock.today().isoformat())
    assert response.status_code == 409
    assert "尚未确认" in body(response)
    for admin in (cast.unitadmin, cast.member_admin, cast.member2_admin):
        assert "确认加入" in body(client_of(admin).get(page))
        assert press(client_of(admin), page, "confirm", self_fund_commitment_fen="10").status_code == 200
    people = list(cast.lead.people.values_list("pk", flat=True))
    press(lead, page, "roster", people=people)
    scan = io.BytesIO(PDF)
    scan.name = "协议.pdf"
    press(lead, page, "agree", agreement_number="XY-1", signed_on=clock.today().isoformat(), upload=scan)
    press(lead, page, "file")
    response = press(office, page, "return", defects="缺页\n缺章")
    assert "缺章" in body(response)
    press(lead, page, "agree", agreement_number="XY-1", signed_on=clock.today().isoformat())
    press(lead, page, "file")
    assert press(office, page, "register").status_code == 200
    consortium.refresh_from_db()
    assert (consortium.state, consortium.roster.count()) == (ConsortiumState.REGISTERED, len(people))
    assert consortium.agreement.name == "协议.pdf"
    public = body(Client().get(page))
    assert "网页联合体" in public
    assert "自筹承诺" not in public
    assert "网页联合体" in body(Client().get(reverse("consortia:list")))


def fields_of(section_page) -> dict:
    """What a browser would send back of a section's page: every field with its value."""
    forms = section_page.context["forms"]
    sent = {"version": section_page.context["version"]}
    boxes = [forms.form] if forms.form is not None else []
    for _table, formset in forms.tables:
        boxes += [formset.management_form, *formset.forms]
    for box in boxes:
        for field in box:
            value = field.value()
            if value is not None and value is not False and value != "":
                sent[field.html_name] = (
                    field.field.prepare_value(value) if hasattr(field.field, "prepare_value") else value
                )
    return sent


def test_a_bid_is_written_submitted_opened_and_checked_by_the_pages(cast, challenge):
    from consortia import drafts

    consortium = stories.registered_consortium(cast)
    author, admin = client_of(cast.applicant), client_of(cast.unitadmin)
    response = author.post(reverse("consortia:start-bid", args=[challenge.pk]), {"consortium": consortium.pk})
    bid = Bid.objects.get()
    page = bid.get_absolute_url()
    assert response.url == page
    response = press(author, page, "send")
    assert response.status_code == 409
    assert "请填写项目名称" in body(response)
    # The example is laid in by the action; every section's form must then send back what it was given.
    example = drafts.example(challenge=challenge, consortium=consortium)
    actions.save_draft(bid=bid, sections=example, by=cast.applicant)
    for name in drafts.schema.WRITTEN:
        address = reverse("consortia:section", args=[bid.pk, name])
        shown = author.get(address)
        assert shown.status_code == 200
        saved = author.post(address, fields_of(shown))
        assert saved.status_code == 302, body(saved)
    assert {name: content for name, content in queries.sections(bid).items() if name != "matching"} == {
        name: content for name, content in example.items() if name != "matching"
    }
    press(author, page, "pledge-leader", agree="on")
    assert "送单位审核" in body(author.get(page))
    press(author, page, "send")
    for unit_admin in (cast.member_admin, cast.member2_admin, cast.unitadmin):
        press(client_of(unit_admin), page, "pledge-unit", agree="on")
    response = press(admin, page, "submit", sure="on")
    assert "提交成功" in body(response)
    bid.refresh_from_db()
    assert bid.state == BidState.SUBMITTED
    receipt = bid.receipts.get()
    file = admin.get(reverse("consortia:receipt-file", args=[receipt.number]))
    proof = Client().post(reverse("consortia:verify"), {"upload": _named(file.content, "回执.json")})
    assert "核验一致" in body(proof)
    copy = admin.post(reverse("consortia:copy", args=[bid.pk]))
    assert "核验一致" in body(Client().post(reverse("consortia:verify"), {"upload": _named(copy.content, "副本.json")}))
    number = receipt.number.encode()
    forged = file.content.replace(number, number[:-1] + (b"1" if number.endswith(b"2") else b"2"))
    assert forged != file.content
    assert "核验不一致" in body(Client().post(reverse("consortia:verify"), {"upload": _named(forged, "回执.json")}))
    press(admin, page, "recall")
    press(author, page, "send")
    press(admin, page, "submit", sure="on")
    stories.pass_deadline(challenge)
    opening = reverse("consortia:opening", args=[challenge.pk])
    press(client_of(cast.officer), opening, "consent")
    response = press(client_of(cast.supervisor), opening, "consent")
    assert "根哈希一致" in body(response)
    checklist = reverse("consortia:eligibility", args=[bid.pk])
    shown = client_of(cast.officer).get(checklist)
    sent = {}
    for box in (shown.context["formset"].management_form, *shown.context["formset"].forms):
        sent |= {field.html_name: field.value() or "" for field in box}
    assert client_of(cast.officer).post(checklist, sent).status_code == 302
    bid.refresh_from_db()
    assert bid.state == BidState.ELIGIBLE
    assert "审查结论" in body(client_of(cast.applicant).get(checklist))


def _named(content: bytes, name: str):
    stream = io.BytesIO(content)
    stream.name = name
    return stream


def test_two_editors_the_second_keeps_the_text_and_sees_the_first(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    address = reverse("consortia:section", args=[bid.pk, "technical"])
    first, second = client_of(cast.applicant), client_of(cast.member)
    mine, theirs = fields_of(first.get(address)), fields_of(second.get(address))
    assert first.post(address, mine | {"route": "先保存的路线"}).status_code == 302
    response = second.post(address, theirs | {"route": "后保存的路线"})
    assert response.status_code == 409
    shown = re.sub(r"</?mark>", "", body(response))
    assert "先保存的路线" in shown
    assert "后保存的路线" in shown
    assert queries.sections(bid)["technical"]["route"] == "先保存的路线"
    again = theirs | {"route": "后保存的路线", "version": response.context["version"]}
    assert second.post(address, again).status_code == 302
    assert queries.sections(bid)["technical"]["route"] == "后保存的路线"


def test_what_cannot_be_read_is_kept_and_explained(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    address = reverse("consortia:section", args=[bid.pk, "budget"])
    author = client_of(cast.applicant)
    sent = fields_of(author.get(address))
    year = clock.today().year
    other = sent[f"sources-0-y{year + 1}"]
    response = author.post(address, sent | {f"sources-0-y{year}": "一百万", f"sources-0-y{year + 1}": "123"})
    assert response.status_code == 422
    assert "一百万" in body(response)
    rows = queries.sections(bid)["budget"]["sources"]
    assert [row["amount_fen"] for row in rows if row["source"] == "FISCAL"][
        0
    ] == 123 * 1_000_000  # the neighbor is kept
    version = response.context["version"]
    response = author.post(address, sent | {f"sources-0-y{year}": "99999999", "version": version}, follow=True)
    assert "是否想填 9999.9999 万元" in body(response)
    assert "50 倍" in body(response)
    assert other


def test_after_the_deadline_the_pages_refuse_and_say_so(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    stories.pass_deadline(challenge)
    response = press(client_of(cast.unitadmin), bid.get_absolute_url(), "submit", sure="on")
    assert response.status_code == 409
    assert "已过" in body(response) or "逾期" in body(response)
    assert Event.objects.filter(verb="attempt.refused", actor_id=cast.unitadmin.pk).exists()


@pytest.mark.parametrize("name", ["list", "mine", "bids"])
def test_lists_ask_the_same_number_of_queries_for_one_row_and_three(cast, challenge, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(cast.officer)
    client.get(reverse("desk"))  # the first request of a minute moves the session's end on
    counts = []
    for side in ("lead", "rival", "third"):
        stories.submitted_bid(cast, challenge, side)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"consortia:{name}")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[-1]


def test_the_desk_tells_each_person_what_waits(cast, challenge):
    from consortia import desk

    stories.filed_consortium(cast, "third")
    bid = stories.bid_at_unit(cast, challenge)
    stories.drafted_bid(cast, challenge, "rival")
    waits = {waiting.title: waiting for waiting in desk.WAITING}

    def seen(title, user):
        return [row.text for row in waits[title].rows(user, 5)]

    assert seen("待提交的揭榜方案", cast.unitadmin) == [f"{bid.number} {challenge.title}"]
    assert seen("待备案的联合体", cast.officer)
    assert seen("填报中的揭榜方案", cast.rival_applicant)
    assert not seen("填报中的揭榜方案", cast.applicant)
    actions.submit_bid(bid=bid, by=cast.unitadmin)
    stories.pass_deadline(challenge)
    assert seen("待开标的榜单", cast.supervisor) == [str(challenge)]
    for waiting in desk.WAITING:
        for user in outsiders(cast):
            assert counted([waiting.count(user)]) == [len(waiting.rows(user, 100))], waiting.title


def test_the_receipt_file_is_json_with_the_key(cast, challenge):
    receipt = stories.receipt_of(cast, challenge)
    response = client_of(cast.member).get(reverse("consortia:receipt-file", args=[receipt.number]))
    document = json.loads(response.content)
    assert set(document) == {"payload", "signature", "public_key"}
    assert client_of(cast.rival_admin).get(reverse("consortia:receipt-file", args=[receipt.number])).status_code == 404
