"""One box for everything: exact numbers first, parts of Chinese names, and nothing that the reader may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config import search
from tests.challenges.needs import need_call, submitted_need
from tests.stories import challenges as stories
from tests.stories import consortia as consortium_stories
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def found(user, typed: str) -> dict[str, list[str]]:
    groups = search.find(User.objects.get(pk=user.pk), search.words_of(typed))
    return {group.key: [hit.text for hit in group.hits] for group in groups}


def test_a_number_typed_whole_comes_first_and_is_marked(cast):
    first = stories.open_challenge(cast)
    stories.drafted_challenge(cast, title=f"仿照 {first.code} 的另一项")
    groups = search.find(cast.officer, search.words_of(first.code.lower()))
    assert groups[0].key == "challenges"
    assert groups[0].hits[0].is_exact
    assert [hit.is_exact for hit in groups[0].hits] == [True, False]


def test_parts_of_chinese_titles_are_found_and_only_where_they_stand_together(cast):
    stories.drafted_challenge(cast, title="优质苜蓿新品种选育及产业化示范")
    assert "challenges" in found(cast.officer, "苜蓿新品")
    assert "challenges" in found(cast.officer, "选育 苜蓿")  # two words, both
    assert "challenges" not in found(cast.officer, "苜蓿选育")  # its pairs are there, the word is not
    assert "challenges" not in found(cast.officer, "品新")


def test_full_width_letters_count_as_plain_ones(cast):
    challenge = stories.drafted_challenge(cast)
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in challenge.code)
    assert found(cast.officer, wide)["challenges"] == [f"{challenge.code} {challenge.title}"]


def test_a_unit_is_found_by_name_and_by_code_with_what_is_its_own(cast):
    need = submitted_need(cast, need_call(cast))
    by_name = found(cast.officer, "敕勒川草种业")
    assert by_name["units"] == [cast.lead.name]
    assert by_name["needs"] == [need.title]
    by_code = found(cast.officer, cast.lead.uscc.lower())
    assert by_code["units"] == [cast.lead.name]
    assert by_code["needs"] == [need.title]
    assert search.find(cast.officer, [cast.lead.uscc])[0].key == "units"


def test_a_person_is_found_by_name(cast):
    assert found(cast.officer, cast.applicant.person.name)["people"] == [cast.applicant.person.name]


def test_drafts_of_needs_and_challenges_are_nobody_elses(cast):
    draft = stories.drafted_challenge(cast, title="尚未公布的保密榜题")
    assert "challenges" in found(cast.finance, "保密榜题")  # everybody on the staff reads
    assert found(cast.rival_applicant, "保密榜题") == {}
    assert found(cast.rival_applicant, draft.code) == {}


def test_needs_are_found_by_their_unit_their_bureau_and_the_department_alone(cast):
    need = submitted_need(cast, need_call(cast))
    word = need.title[:6]
    for reader in (cast.applicant, cast.prefecture, cast.officer):
        assert found(reader, word)["needs"] == [need.title]
    for stranger in (cast.rival_applicant, cast.prefecture2, cast.enduser, cast.experts[0]):
        assert "needs" not in found(stranger, word)


def test_a_sealed_bid_shows_its_number_and_never_its_title(cast):
    challenge = stories.open_challenge(cast)
    bid = consortium_stories.submitted_bid(cast, challenge)
    (hit,) = next(group for group in search.find(cast.officer, [bid.number]) if group.key == "bids").hits
    assert hit.text == bid.number
    assert "内容密封" in hit.about
    assert found(cast.rival_applicant, bid.number) == {}


def test_people_of_other_units_are_not_found(cast):
    name = cast.rival_applicant.person.name
    assert "people" not in found(cast.applicant, name)
    assert "accounts" not in found(cast.officer, "rival_applicant")
    assert found(cast.sysadmin, "rival_applicant")["accounts"]


def test_one_letter_is_too_few_and_an_empty_box_tells_what_can_be_found(cast, client):
    client.force_login(cast.officer)
    assert "字数太少" in client.get("/search/?q=草").content.decode()
    page = client.get("/search/").content.decode()
    assert "可以搜索：" in page
    assert "揭榜方案" in page
    assert "没有找到" in client.get("/search/?q=不存在的词").content.decode()
    assert client.get("/search/?q=草种&in=secrets").status_code == 404


@pytest.mark.parametrize("typed", ["%", "__", "'; drop table", "\\\\", "a" * 400, "草%种"])
def test_signs_with_a_meaning_in_sql_are_only_letters(cast, client, typed):
    client.force_login(cast.officer)
    assert client.get("/search/", {"q": typed}).status_code == 200
    assert "units" not in found(cast.officer, "%%")


def test_visitors_find_what_is_public_alone(cast, client):
    challenge = stories.open_challenge(cast)
    stories.drafted_challenge(cast, title="尚未公布的榜单")
    assert challenge.title in client.get("/search/?q=苜蓿").content.decode()
    assert "尚未公布" not in client.get("/search/?q=尚未").content.decode().replace('value="尚未', "")


def test_long_groups_are_turned_page_by_page(cast, client):
    batch = stories.batch(cast)
    for number in range(7):
        stories.drafted_challenge(cast, batch=batch, title=f"牧草榜题之{number}")
    client.force_login(cast.officer)
    page = client.get("/search/?q=牧草榜题").content.decode()
    assert "7 条" in page
    assert "查看全部榜单" in page
    assert page.count("牧草榜题之") == 5
    page = client.get("/search/?q=牧草榜题&in=challenges").content.decode()
    assert page.count("牧草榜题之") == 7
    assert "第 1 至 7 条" in page


def test_the_number_of_queries_does_not_follow_the_number_of_hits(cast, client):
    stories.drafted_challenge(cast)
    client.force_login(cast.officer)
    client.get("/search/?q=苜蓿")
    with CaptureQueriesContext(connection) as one:
        client.get("/search/?q=苜蓿")
    for number in range(3):
        stories.drafted_challenge(cast, title=f"苜蓿第{number}项")
        submitted_need(cast, need_call(cast))
    with CaptureQueriesContext(connection) as many:
        client.get("/search/?q=苜蓿")
    assert len(many) == len(one)


def test_a_zero_byte_is_no_word(client, cast):
    words = ("ab\x00cd", "\x00", "\x00\x00")
    assert {client.get("/search/", {"q": one}).status_code for one in words} == {200}
    client.force_login(cast.officer)
    assert {client.get("/search/", {"q": one}).status_code for one in words} == {200}
