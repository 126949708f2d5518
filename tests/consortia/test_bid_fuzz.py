"""Whatever is typed into the bid form: never a failure of the server, never a neighboring field lost."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consortia import drafts, queries
from consortia.drafts.comparison import seen_of
from consortia.forms.sections import SectionForms
from core.errors import Refused
from tests.consortia.test_bid_form import client_of, opened, save
from tests.stories import consortia as stories

#: What people and machines have typed into forms.
NASTY = [
    "", " ", "0", "-1", "１２３", "1,234.5", "1e400", "9" * 5000, "0.0000001", "-0", "NaN", "Infinity", "0x10", "1.2.3",
    "一百万", "100万元", "3亿", "😀" * 50, "<script>alert(1)</script>", "=HYPERLINK(\"http://x\")", "'; DROP TABLE x; --",
    "\x00", "a\x00b", "\u202eabc", "\ufeff", "\r\n", "e\u0301", "字" * 6000, "on", "DELETE", "__prefix__", "2147483648",
    "99999999999999999999",
]  # fmt: skip
anything = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))
FRAME = ("version", "seen")


@pytest.fixture
def bid(cast, challenge):
    return stories.drafted_bid(cast, challenge)


@pytest.mark.parametrize("name", drafts.schema.WRITTEN)
def test_one_strange_value_harms_no_other(cast, bid, name):
    author = client_of(cast.applicant)
    example = queries.sections(bid)[name] if name in queries.sections(bid) else drafts.blank(name)
    began = opened(author, bid, name)
    fields = sorted(set(began) - set(FRAME)) or ["rows-0-amount_fen"]

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(field=st.sampled_from(fields), value=anything)
    def strange(field, value):
        version = queries.section(bid, name).version
        answer = save(author, bid, name, began | {field: value, "version": version})
        assert answer.status_code in {200, 409, 422}, (field, value)
        now = queries.sections(bid)[name]
        assert drafts.clean(name, now) == now
        if field.endswith("_FORMS") or field.endswith("-DELETE"):
            return
        column = field.rpartition("-")[2]
        for key in drafts.SECTIONS[name].fields:
            if key != column and answer.status_code != 409:
                assert now[key] == example[key], (field, value, key)
        # Put right again, the section is what it was: nothing else had moved.
        version = queries.section(bid, name).version
        assert save(author, bid, name, began | {"version": version}).status_code == 200
        assert queries.sections(bid)[name] == example

    strange()


names = st.from_regex(r"(rows|sources|uses)-([0-9]|TOTAL_FORMS|INITIAL_FORMS)(-[a-z_0-9]{1,12})?", fullmatch=True)


def test_a_made_up_form_never_breaks_the_page(bid):
    """What arrives is read, or refused with a sentence."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(name=st.sampled_from(drafts.schema.WRITTEN), sent=st.dictionaries(names, anything, max_size=8))
    def made_up(name, sent):
        forms = SectionForms(name, bid, content=drafts.blank(name), data=sent)
        try:
            forms.is_valid()
        except Refused as refusal:
            said = refusal.sentence
        else:
            content = drafts.clean(name, forms.content())
            said = seen_of(name, content)
            assert all(sentence for _element, sentence in forms.errors())
        assert said

    made_up()


def test_a_row_that_was_never_offered_is_ignored(cast, bid):
    author = client_of(cast.applicant)
    sent = opened(author, bid, "team") | {"rows-0-person_id": cast.rival_applicant.person_id}
    answer = save(author, bid, "team", sent)
    assert answer.status_code == 422
    assert cast.rival_applicant.person_id not in {row["person_id"] for row in queries.sections(bid)["team"]["rows"]}


def test_very_long_text_is_refused_with_a_sentence_and_nothing_is_lost(cast, bid):
    author = client_of(cast.applicant)
    before = queries.sections(bid)["technical"]
    sent = opened(author, bid, "technical") | {"route": "长" * 200_000}
    answer = save(author, bid, "technical", sent)
    assert (answer.status_code, answer.json()["code"]) == (409, "section_too_large")
    page = author.post(reverse("consortia:section", args=[bid.pk, "technical"]), sent)
    assert page.status_code == 409
    assert page.context["forms"].form["route"].value() == sent["route"]
    assert queries.sections(bid)["technical"] == before
