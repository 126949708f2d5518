"""The same questions for every page: who sees it, what it shows, and that a recused expert has lost it (R11, C09)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from core import clock
from core.permissions import allows
from reviews import actions, queries, rules
from reviews.models import Draw, Panel, ScoreSheet, Seat
from reviews.queries import desks
from tests.stories import reviews as stories


def signed_in(client, user):
    client.force_login(user)
    return client


def expert_pages(seat, bid) -> list[str]:
    return [
        reverse("reviews:seat", args=[seat.pk]),
        reverse("reviews:declare", args=[seat.pk]),
        reverse("reviews:score", args=[seat.pk, bid.pk]),
        reverse("reviews:lock", args=[seat.pk, bid.pk]),
        reverse("reviews:votes", args=[seat.pk]),
    ]


@pytest.mark.parametrize("name", ["panels", "experts", "admit"])
def test_lists_are_open_to_staff_and_closed_to_others(cast, client, name):
    url = reverse(f"reviews:{name}")
    assert client.get(url).status_code == 302
    assert signed_in(client, cast.officer).get(url).status_code == 200
    for user in (cast.applicant, cast.experts[0], cast.enduser):
        assert signed_in(client, user).get(url).status_code == 403


def test_the_secretary_walks_a_panel_through_its_pages(cast, challenge, client):
    signed_in(client, cast.officer)
    page = reverse("reviews:challenge", args=[challenge.code])
    assert client.get(page).status_code == 200
    data = {"rubric": "", "secretary": cast.officer.pk, "size": 7, "form": "MEETING"}
    assert client.post(f"{page}do/set-up/", data).status_code == 302
    panel = Panel.objects.get()
    address = panel.get_absolute_url()
    assert client.post(f"{address}do/commit/", {"specialties": "草种业"}).status_code == 302
    draw = Draw.objects.get()
    text = client.get(address).content.decode()
    assert draw.seed_digest in text
    assert draw.sealed_seed not in text
    assert client.post(f"{address}do/run/", {"witness": "0718"}).status_code == 302
    assert "结果一致" in client.get(address).content.decode()
    assert client.post(f"{address}do/invite/").status_code == 302
    for seat in Seat.objects.filter(state="INVITED").select_related("expert__person"):
        signed_in(client, stories.user_of(cast, seat))
        assert client.post(reverse("reviews:declare", args=[seat.pk]), {"answer": "none"}).status_code == 302
        assert client.post(f"{seat.get_absolute_url()}do/accept/", {"agrees": "on"}).status_code == 302
    signed_in(client, cast.officer)
    first = Seat.objects.order_by("number").first()
    assert client.post(f"{address}do/confirm/", {"seat": first.pk}).status_code == 302
    closes = clock.now() + timedelta(days=5)
    assert client.post(f"{address}do/start/", {"closes_at": closes.strftime("%Y-%m-%dT%H:%M")}).status_code == 302
    assert Panel.objects.get().state == "SCORING"


def test_an_expert_scores_in_two_steps_and_sees_only_the_own_sheet(cast, scoring, client):
    seat, bid = stories.sitting(scoring)[0], stories.bids_of(scoring)[0]
    signed_in(client, stories.user_of(cast, seat))
    for url in expert_pages(seat, bid)[:3]:
        assert client.get(url).status_code == 200
    address = reverse("reviews:score", args=[seat.pk, bid.pk])
    data = {f"value_{one.pk}": "83" for one in scoring.rubric.criteria.all()} | {"strengths": "扎实"}
    assert client.post(address, data).status_code == 302
    sheet = ScoreSheet.objects.get(seat=seat, bid=bid)
    assert sheet.state == "DRAFT"
    lock = reverse("reviews:lock", args=[seat.pk, bid.pk])
    assert "83.00" in client.get(lock).content.decode()
    refused = client.post(lock)
    assert refused.status_code == 409
    assert "请填写不足" in refused.content.decode()
    assert client.post(address, data | {"weaknesses": "测产少"}).status_code == 302
    assert client.post(lock).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total_hundredths) == ("LOCKED", 8300)
    assert client.get(sheet.get_absolute_url()).status_code == 200
    other = stories.score(cast, stories.sitting(scoring)[1], bid, 71)
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(reverse("reviews:scores", args=[scoring.pk])).status_code in {403, 404}


def test_an_expert_reads_years_foundation_and_benefits(cast, scoring, client):
    """E-13 whole, beside the sheet."""
    seat, bid = stories.sitting(scoring)[0], stories.bids_of(scoring)[0]
    signed_in(client, stories.user_of(cast, seat))
    text = client.get(reverse("reviews:score", args=[seat.pk, bid.pk])).content.decode()
    target = bid.annual_targets.order_by("year").first()
    for words in ("年度目标", target.targets, bid.rights.get().number, "无在研项目。", bid.statement.ownership):
        assert words in text


def test_what_was_typed_is_kept_when_a_value_is_out_of_range(cast, scoring, client):
    seat, bid = stories.sitting(scoring)[0], stories.bids_of(scoring)[0]
    signed_in(client, stories.user_of(cast, seat))
    first = scoring.rubric.criteria.first()
    answer = client.post(
        reverse("reviews:score", args=[seat.pk, bid.pk]), {f"value_{first.pk}": "101", "strengths": "写了很久的意见"}
    )
    assert answer.status_code == 422
    assert "写了很久的意见" in answer.content.decode()


def test_a_recused_expert_gets_404_everywhere_at_once(cast, scoring, client):
    seat, bid = stories.sitting(scoring)[0], stories.bids_of(scoring)[0]
    sheet = stories.score(cast, seat, bid, 80)
    user = stories.user_of(cast, seat)
    signed_in(client, user)
    assert client.get(expert_pages(seat, bid)[2]).status_code == 200
    answer = client.post(f"{seat.get_absolute_url()}do/recuse/", {"kind": "KINSHIP", "reason": "与负责人有亲属关系。"})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("reviews:mine")
    pages = [*expert_pages(seat, bid), sheet.get_absolute_url(), scoring.get_absolute_url()]
    pages += [reverse("reviews:scores", args=[scoring.pk]), reverse("reviews:material", args=[seat.pk, 1])]
    assert [client.get(url).status_code for url in pages] == [404] * len(pages)
    assert client.post(expert_pages(seat, bid)[2], {}).status_code == 404
    assert bid.title not in client.get(reverse("reviews:mine")).content.decode()
    staff = signed_in(client, cast.officer).get(scoring.get_absolute_url()).content.decode()
    assert "与负责人有亲属关系" in staff


def test_another_experts_seat_and_a_bidders_look_find_nothing(cast, scoring, client):
    seat, bid = stories.sitting(scoring)[0], stories.bids_of(scoring)[0]
    for user in (stories.user_of(cast, stories.sitting(scoring)[1]), cast.applicant, cast.unitadmin, cast.enduser):
        signed_in(client, user)
        assert {client.get(url).status_code for url in expert_pages(seat, bid)} == {404}


def test_the_rule_the_list_and_the_pages_show_a_panel_to_the_same_people(cast, scoring, client):
    """S57: the panel of one office is not for the officers of another, unless they keep its minutes."""
    shown = {"officer": True, "officer2": False, "publisher": True, "supervisor": True, "auditor": True}
    shown |= {"finance": False, "sysadmin": False, "applicant": False, "prefecture": False}
    for name, is_shown in shown.items():
        user = User.objects.get(pk=getattr(cast, name).pk)
        assert allows(rules.see_panel, user, scoring) is is_shown, name
        assert queries.panels_for(user).filter(pk=scoring.pk).exists() is is_shown, name
        signed_in(client, user)
        assert (client.get(scoring.get_absolute_url()).status_code == 200) is is_shown, name
        challenge = client.get(reverse("reviews:challenge", args=[scoring.challenge.code]))
        assert (challenge.status_code == 200) is is_shown, name
        found = client.get(reverse("reviews:panels"))
        assert (scoring.get_absolute_url() in found.content.decode()) is is_shown, name
    # An officer without an office belongs to none of them; a secretary of another office sees the own panel.
    User.objects.filter(pk=cast.officer2.pk).update(office=None)
    lost = User.objects.get(pk=cast.officer2.pk)
    assert not queries.panels_for(lost).exists()
    assert not desks.challenges_in_review(lost).exists()
    Panel.objects.filter(pk=scoring.pk).update(secretary=lost)
    panel = Panel.objects.get(pk=scoring.pk)
    assert allows(rules.see_panel, lost, panel)
    assert list(queries.panels_for(lost)) == [panel]
    assert list(desks.challenges_in_review(lost)) == [panel.challenge]


def test_before_the_lock_no_page_shows_a_score(cast, scoring, client):
    stories.score(cast, stories.sitting(scoring)[0], stories.bids_of(scoring)[0], 77)
    for user in (cast.officer, cast.publisher, cast.supervisor, cast.auditor):
        signed_in(client, user)
        text = client.get(scoring.get_absolute_url()).content.decode()
        assert "77.00" not in text
        assert client.get(reverse("reviews:scores", args=[scoring.pk])).status_code == 403


def test_the_supervisor_approves_a_correction_on_the_sheets_page(cast, locked, client):
    sheet = ScoreSheet.objects.filter(seat__panel=locked).order_by("pk").first()
    signed_in(client, cast.officer)
    assert client.post(f"{sheet.get_absolute_url()}do/correct/", {"reason": "录入错误。"}).status_code == 403
    signed_in(client, cast.supervisor)
    assert client.post(f"{sheet.get_absolute_url()}do/correct/", {"reason": "录入错误。"}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == "VOID"


def test_votes_go_in_once_and_the_chair_reports_on_the_panels_page(cast, locked, client):
    bids = stories.bids_of(locked)
    choices = {f"AWARD_{bid.pk}": "FOR" for bid in bids} | {f"RACE_{bid.pk}": "AGAINST" for bid in bids}
    for seat in stories.sitting(locked):
        signed_in(client, stories.user_of(cast, seat))
        url = reverse("reviews:votes", args=[seat.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {}).status_code == 422
        assert client.post(url, choices).status_code == 302
        assert "您已完成表决" in client.get(url).content.decode()
    signed_in(client, stories.user_of(cast, locked.chair))
    address = locked.get_absolute_url()
    assert client.post(f"{address}do/close-votes/").status_code == 302
    assert client.post(f"{address}do/report/", {"text": "建议立项。"}).status_code == 302
    assert stories.fresh(locked).state == "REPORTED"
    for user in (cast.officer, cast.auditor):
        text = signed_in(client, user).get(address).content.decode()
        assert "建议立项" in text
        assert signed_in(client, user).get(reverse("reviews:scores", args=[locked.pk])).status_code == 200


def test_a_declared_interest_on_the_page_ends_the_seat(cast, challenge, client):
    panel = stories.drawn_panel(cast, challenge)
    actions.invite_seats(panel=panel, by=cast.officer)
    seat = panel.seats.order_by("number").first()
    signed_in(client, stories.user_of(cast, seat))
    url = reverse("reviews:declare", args=[seat.pk])
    assert client.post(url, {"answer": "some"}).status_code == 422
    answer = client.post(url, {"answer": "some", "kind_1": "COOPERATION", "organization_1": cast.rival.pk})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("reviews:mine")
    seat.refresh_from_db()
    assert seat.state == "RECUSED"


def test_the_desk_shows_what_waits(cast, scoring, client):
    seat = stories.sitting(scoring)[0]
    text = signed_in(client, stories.user_of(cast, seat)).get(reverse("desk")).content.decode()
    assert "请评分" in text
    assert client.get(reverse("reviews:mine")).status_code == 200


def test_the_pages_of_a_panel_ask_a_bounded_number_of_queries(cast, locked, client, django_assert_max_num_queries):
    signed_in(client, cast.officer)
    client.get(locked.get_absolute_url())
    with django_assert_max_num_queries(60):
        client.get(locked.get_absolute_url())
