"""Every page asked the same questions: who gets in, what it shows, one row costs as many queries as three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.queries import system_user
from challenges import actions
from challenges.models import Sitting
from core import clock
from tests.challenges.needs import need_call, submitted_need
from tests.stories import challenges as stories

pytestmark = pytest.mark.django_db

PEOPLE = ("visitor", "officer", "supervisor", "prefecture", "applicant", "auditor")
ALL, SIGNED = "all", "signed"
OFFICE = {"officer", "publisher", "supervisor", "auditor"}


def addresses(world) -> dict[str, tuple[str, object]]:
    """name -> (address, who gets in): everybody, whoever signed in, or these; others get 403 or 404."""
    r = lambda name, *args: reverse(f"challenges:{name}", args=args)  # noqa: E731
    opened, draft, need = world["opened"], world["draft"], world["need"]
    office, writes = OFFICE, {"officer"}
    return {
        "list": (r("list"), ALL),
        "challenge": (opened.get_absolute_url(), ALL),
        "draft challenge": (draft.get_absolute_url(), office),
        "edit": (r("edit", draft.code), writes),
        "indicators": (r("indicators", draft.code), writes),
        "milestones": (r("requirements", draft.code), writes),
        "conditions": (r("conditions", draft.code), writes),
        "batches": (r("batches"), ALL),
        "batch": (opened.batch.get_absolute_url(), ALL),
        "draft batch": (draft.batch.get_absolute_url(), office),
        "new batch": (r("new-batch"), writes),
        "edit batch": (r("edit-batch", draft.batch_id), writes),
        "new challenge": (r("new-challenge", draft.batch_id), writes),
        "programmes": (r("programmes"), ALL),
        "programme": (opened.batch.programme.get_absolute_url(), ALL),
        "new programme": (r("new-programme"), writes),
        "rule sets": (r("rules-list"), office),
        "rules": (draft.batch.rule_set.get_absolute_url(), office),
        "new rules": (r("new-rules"), writes),
        "edit rules": (r("edit-rules", draft.batch.rule_set_id), writes),
        "calls": (r("calls"), ALL),
        "call": (world["call"].get_absolute_url(), ALL),
        "new call": (r("new-call"), writes),
        "needs": (r("needs"), SIGNED),
        "need": (need.get_absolute_url(), {*office, "prefecture", "applicant"}),
        "new need": (r("new-need", world["call"].pk), {"applicant", "rival_applicant"}),
        "edit need": (r("edit-need", need.pk), {"applicant"}),
        "sittings": (r("sittings"), office),
        "sitting": (Sitting.objects.order_by("pk").first().get_absolute_url(), office),
        "new sitting": (r("new-sitting"), writes),
        "questions": (r("questions"), office),
        "question": (world["question"].get_absolute_url(), office),
        "notices": (r("notices"), ALL),
        "notice": (world["notice"].get_absolute_url(), ALL),
        "draft notice": (world["written"].get_absolute_url(), office),
        "new notice": (r("new-notice"), writes),
        "edit notice": (r("edit-notice", world["written"].pk), writes),
        "object": (r("object", world["notice"].pk), ALL),
        "objections": (r("objections"), {"supervisor", "auditor"}),
        "objection": (world["objection"].get_absolute_url(), {"supervisor", "auditor"}),
    }


def test_each_page_lets_in_exactly_these(client, cast, world):
    wrong = []
    for who in PEOPLE:
        client.logout()
        if who != "visitor":
            client.force_login(getattr(cast, who))
        for name, (address, allowed) in addresses(world).items():
            status = client.get(address).status_code
            if allowed == ALL or (allowed == SIGNED and who != "visitor") or who in allowed:
                fits = status == 200
            else:
                fits = status in {403, 404} or (who == "visitor" and status == 302)
            if not fits:
                wrong.append((who, name, status))
    assert wrong == []


def test_the_public_page_shows_the_sections_and_no_inside(client, world):
    html = client.get(world["opened"].get_absolute_url()).content.decode()
    for text in ("瓶颈问题", "专项目标", "考核指标", "≥ 15 %", "揭榜条件", "财政支持上限", "2:1", "还剩", "北京时间"):
        assert text in html, text
    for text in ("凝练过程", "办理记录", "需求来源", "高经办", "是否含示范面积"):
        assert text not in html, text


def test_the_office_sees_how_it_came_to_be(client, cast, world):
    client.force_login(cast.officer)
    html = client.get(world["draft"].get_absolute_url()).content.decode()
    for text in ("凝练过程", "办理记录", "需求来源", "指标可考核，建议列入榜单。", "审定榜单"):
        assert text in html, text


def test_an_objector_is_shown_to_supervision_alone(client, cast, world):
    address = world["objection"].get_absolute_url()
    client.force_login(cast.supervisor)
    assert "赵敏" in client.get(address).content.decode()
    client.force_login(cast.auditor)
    assert "赵敏" not in client.get(address).content.decode()


def test_who_asked_is_shown_to_the_office_in_charge_alone(client, cast, world):
    address = world["question"].get_absolute_url()
    client.force_login(cast.officer)
    assert cast.rival.name in client.get(address).content.decode()
    client.force_login(cast.publisher)
    assert cast.rival.name not in client.get(address).content.decode()


def test_amounts_of_a_proposed_award_are_hidden_from_visitors(client, cast):
    challenge = stories.open_challenge(cast)
    notice = stories.proposed_notice(cast, challenge, amount_fen=123 * stories.WAN)
    assert "财政经费" not in client.get(notice.get_absolute_url()).content.decode()
    client.force_login(cast.officer)
    assert "财政经费" in client.get(notice.get_absolute_url()).content.decode()


# One row costs as much as three


def _more_challenges(cast, world):
    stories.open_challenges(cast, 2, batch=stories.batch(cast, name="第三批"))


def _more_notices(cast, world):
    for _ in range(2):
        stories.proposed_notice(cast, world["opened"])


def _more_needs(cast, world):
    for title in ("甲", "乙"):
        submitted_need(cast, world["call"], title)


def _more_objections(cast, world):
    for name in ("钱七", "孙八"):
        values = {"party_kind": "PERSON", "party_contact": "示例路2号", "content": "有误。", "by": system_user()}
        actions.file_objection(item=world["notice"].items.get(), party_name=name, **values)


def _more_questions(cast, world):
    for text in ("问一", "问二"):
        actions.ask_question(challenge=world["opened"], text=text, by=cast.applicant)


def _more_sittings(cast, world):
    stories.resolution(cast)
    stories.resolution(cast)


def _more_batches(cast, world):
    for number in ("四", "五"):
        stories.batch(cast, name=f"第{number}批")


def _more_calls(cast, world):
    need_call(cast)
    need_call(cast)


def _more_rules(cast, world):
    stories.rule_set(cast)
    stories.rule_set(cast)


def _more_indicators(cast, world):
    rows = [dict(stories.INDICATORS[0], name=f"指标{n}") for n in range(6)]
    actions.set_indicators(challenge=world["draft"], rows=rows, by=cast.officer)
    for _ in range(2):
        actions.record_refinement(
            challenge=world["draft"],
            kind="SURVEY",
            held_on=clock.today(),
            conclusion="再论证。",
            participants=[cast.experts[0].person],
            by=cast.officer,
        )


@pytest.mark.parametrize(
    ("page", "more"),
    [
        ("list", _more_challenges),
        ("notices", _more_notices),
        ("needs", _more_needs),
        ("objections", _more_objections),
        ("questions", _more_questions),
        ("sittings", _more_sittings),
        ("batches", _more_batches),
        ("calls", _more_calls),
        ("rule sets", _more_rules),
        ("draft challenge", _more_indicators),
    ],
)
def test_more_rows_cost_no_more_queries(client, cast, world, page, more):
    client.force_login(cast.supervisor if page == "objections" else cast.officer)
    address = addresses(world)[page][0]
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    more(cast, world)
    with CaptureQueriesContext(connection) as after:
        assert client.get(address).status_code == 200
    assert len(after) == len(before), [query["sql"][:150] for query in after.captured_queries]
