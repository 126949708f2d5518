"""The pages around the register: who finds them, what they keep, the same number of queries for one row and for three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions as account_actions
from consortia import actions
from consortia.models import ConsortiumChange, Platform
from core import clock
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories
from tests.stories.cast import uscc


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(name: str, *args) -> str:
    return reverse(f"consortia:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


def test_who_finds_which_page(cast):
    forming = stories.formed_consortium(cast)
    for name in ("edit", "invite"):
        expected = {cast.applicant: 200, cast.unitadmin: 200, cast.member: 403, cast.rival_applicant: 404}
        for user, status in (expected | {cast.officer: 404, cast.enduser: 404}).items():
            assert client_of(user).get(page(name, forming.pk)).status_code == status, (name, user)
    for user, status in {cast.applicant: 200, cast.member: 200, cast.rival_applicant: 404, cast.officer: 404}.items():
        assert client_of(user).get(page("part", forming.pk)).status_code == status, user
    assert Client().get(page("part", forming.pk)).status_code == 302
    assert Client().get(page("registration", forming.pk)).status_code == 404
    registered = stories.registered_consortium(cast, "rival")
    assert Client().get(page("registration", registered.pk)).status_code == 200
    assert client_of(cast.officer).get(page("versions", registered.pk)).status_code == 200
    assert client_of(cast.applicant).get(page("versions", registered.pk)).status_code == 404


def test_the_page_names_the_chief_scientist_to_its_own_people_alone(cast):
    consortium = stories.registered_consortium(cast)
    chief = cast.university.people.first()
    consortium.chief_scientist = chief
    consortium.save(update_fields=["chief_scientist"])
    named = f"{chief.name}（{chief.organization.name}）"
    for user in (cast.applicant, cast.member, cast.officer):
        assert named in text_of(client_of(user).get(consortium.get_absolute_url())), user
    assert named not in text_of(Client().get(consortium.get_absolute_url()))


def test_a_unit_is_found_by_code_by_name_and_by_a_former_code(cast):
    forming = stories.formed_consortium(cast)
    client, address = client_of(cast.applicant), page("invite", forming.pk)
    old = cast.third_university.uscc
    account_actions.replace_uscc(
        organization=cast.third_university, uscc=uscc("150602", 970, "12"), reason="换证", by=cast.sysadmin
    )
    for word in (old, old.lower(), "暖城", uscc("150602", 970, "12")[:10]):
        found = text_of(client.get(address, {"q": word}))
        assert cast.third_university.name in found, word
        assert "发出邀请" in found
    absent = text_of(client.get(address, {"q": "没有这家"}))
    assert "没有找到已注册的单位" in absent
    assert reverse("accounts:register") in absent
    assert cast.department.name not in text_of(client.get(address, {"q": "科学技术厅"}))
    for strange in ("\x00", "%", "😀" * 200, "<script>alert(1)</script>", "'; drop table"):
        answer = client.get(address, {"q": strange})
        assert answer.status_code == 200
        assert "<script>alert" not in text_of(answer)


def test_a_part_with_faults_comes_back_with_what_was_typed(cast):
    forming = stories.formed_consortium(cast)
    address = page("part", forming.pk)
    sent = {"tasks": "分子育种与鉴定", "share_percent": "120", "self_fund_commitment_fen": "很多", "people": ["999999"]}
    answer = client_of(cast.member).post(address, sent)
    found = text_of(answer)
    assert answer.status_code == 422
    for field in ("share_percent", "self_fund_commitment_fen", "people"):
        assert f"id_{field}" in found
    assert "分子育种与鉴定" in found
    assert 'value="很多"' in found
    own = forming.memberships.get(organization=cast.university)
    assert (own.tasks, own.share_percent) == ("联合攻关", None)


def test_the_lead_reminds_and_removes_from_the_board(cast):
    programme = challenge_stories.programme(cast)
    forming = actions.create_consortium(name="草种联合体", lead=cast.lead, programme=programme, by=cast.applicant)
    asked = actions.invite_member(consortium=forming, organization=cast.university, by=cast.applicant)
    lead = client_of(cast.applicant)
    remind = f"{forming.get_absolute_url()}do/remind/"
    assert lead.post(remind, {"membership": asked.pk}).status_code == 302
    again = lead.post(remind, {"membership": asked.pk})
    assert again.status_code == 409
    assert "24 小时内不重复催办" in text_of(again)
    assert client_of(cast.member_admin).post(remind, {"membership": asked.pk}).status_code == 403
    remove = f"{forming.get_absolute_url()}do/remove/"
    assert lead.post(remove, {"membership": asked.pk}).status_code == 422
    assert lead.post(remove, {"membership": asked.pk, "reason": "另邀他人"}).status_code == 302
    other = stories.formed_consortium(cast, "rival").memberships.first()
    assert lead.post(remove, {"membership": other.pk, "reason": "x"}).status_code == 422


def test_a_change_is_asked_returned_mended_and_granted_by_the_pages(cast):
    consortium = stories.registered_consortium(cast, programme=challenge_stories.programme(cast))
    lead, office = client_of(cast.applicant), client_of(cast.officer)
    sent = {"name": "改名创新联合体", "goals": "", "benefit_terms": "", "reason": "更名"}
    assert lead.post(page("ask-change", consortium.pk), sent | {"reason": ""}).status_code == 422
    assert lead.post(page("ask-change", consortium.pk), sent).status_code == 302
    change = ConsortiumChange.objects.get()
    assert "改名创新联合体" in text_of(office.get(change.get_absolute_url()))
    office.post(f"{change.get_absolute_url()}do/return/", {"defects": "缺依据\n名称过长"})
    mend = text_of(lead.get(page("ask-change", consortium.pk)))
    for words in ("缺依据", "名称过长", "改名创新联合体"):
        assert words in mend
    assert lead.post(page("ask-change", consortium.pk), sent | {"reason": "补正"}).status_code == 302
    assert office.post(f"{change.get_absolute_url()}do/approve/", {"note": ""}).status_code == 302
    versions = text_of(lead.get(page("versions", consortium.pk)))
    assert "<ins" in versions
    assert "改名创新联合体" in versions


def test_a_platform_by_its_pages(cast):
    client = client_of(cast.member)
    made = client.post(page("new-platform"), {"name": "草业实验室", "level": ""})
    assert made.status_code == 422
    made = client.post(page("new-platform"), {"name": "草业实验室", "level": "NATIONAL", "approved_year": "2019"})
    platform = Platform.objects.get()
    assert made.url == platform.get_absolute_url()
    assert client.post(f"{made.url}do/end/", {"on": clock.today().isoformat(), "reason": "重组"}).status_code == 302
    assert "已撤销" in text_of(client.get(page("platforms")))
    assert client_of(cast.rival_applicant).get(made.url).status_code == 404
    assert client_of(cast.officer).get(made.url).status_code == 200
    assert client_of(cast.officer).get(page("new-platform")).status_code == 404


@pytest.mark.parametrize("name", ["mine", "platforms"])
def test_lists_ask_the_same_for_one_row_and_three(cast, name):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(page(name)).status_code == 200
        return len(caught)

    client = client_of(cast.applicant)
    stories.formed_consortium(cast)
    actions.add_platform(organization=cast.lead, name="一", level="REGIONAL", by=cast.applicant)
    client.get(page(name))
    one = queries()
    for number in range(2):
        stories.formed_consortium(cast, name=f"第{number}联合体")
        actions.add_platform(organization=cast.lead, name=f"平台{number}", level="REGIONAL", by=cast.applicant)
    assert queries() == one
