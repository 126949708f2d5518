"""Drafts: shape, defects with their places, the 2:1 exact in fen, two writers, files."""

import copy
import io

import pytest

from consortia import actions, drafts, queries
from consortia.enums import BidState
from consortia.models import Attachment, Bid, BidSection
from core import clock
from core.errors import Conflict, Forbidden, Refused
from core.models import StoredFile
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories

WAN = 1_000_000
PDF = b"%PDF-1.7\n" + b"0" * 200


@pytest.fixture
def consortium(cast, challenge):
    return stories.registered_consortium(cast)


@pytest.fixture
def sections(challenge, consortium):
    return drafts.example(challenge=challenge, consortium=consortium)


def found(challenge, consortium, sections):
    return drafts.defects(challenge=challenge, consortium=consortium, sections=sections)


def test_the_example_has_no_defects(challenge, consortium, sections):
    assert found(challenge, consortium, sections) == []
    assert {name: drafts.clean(name, content) for name, content in sections.items()} == sections


def test_an_empty_draft_names_every_part_at_once(challenge, consortium):
    defects = found(challenge, consortium, {})
    assert {defect.section for defect in defects} == {
        "basic", "technical", "responses", "tasks", "team", "foundation", "milestones", "budget", "benefits",
    }  # fmt: skip
    assert {"basic-title", "basic-leader_id", "responses-rows", "budget-sources"} <= {one.anchor for one in defects}


def running(sections, **changes) -> dict:
    """A running project of the first unit, changed."""
    unit = sections["tasks"]["rows"][0]["organization_id"]
    whole = {
        "title": "草种质资源收集与评价", "programme_name": "自治区重点研发计划", "number": "2024YFHH0001", "leader_name": "巴图",
        "organization_id": unit, "amount_fen": 120 * WAN, "ends_year": 2027, "difference": "本项目面向育种应用，不重复收集。",
    }  # fmt: skip
    return whole | changes


def test_a_running_project_is_no_defect_and_silence_is(challenge, consortium, sections):
    foundation = sections["foundation"]
    foundation.update(no_projects=False, projects=[running(sections)])
    assert found(challenge, consortium, sections) == []
    foundation["no_projects"] = True
    assert [one.anchor for one in found(challenge, consortium, sections)] == ["foundation-no_projects"]


def test_years_without_a_budget_are_those_of_the_period(challenge, consortium, sections):
    """Calendar years: those with money; before there is a budget, as many as the period has."""
    first = clock.today().year
    del sections["budget"]
    sections["milestones"]["years"], sections["basic"]["duration_months"] = [], 25
    asked = {one.anchor for one in found(challenge, consortium, sections) if "-years-" in one.anchor}
    assert asked == {f"milestones-years-{year}-targets" for year in (first, first + 1, first + 2)}


@pytest.mark.parametrize(
    ("self_fen", "passes"), [(1460_00 * 10_000, True), (1459_99 * 10_000, False), (1460_00 * 10_000 - 1, False)]
)
def test_two_to_one_is_exact_in_fen(cast, self_fen, passes):
    """R-FUN-01: 1460.00/730.00 万元 passes, 1459.99 does not; neither does one fen less."""
    challenge = challenge_stories.open_challenge(cast, fiscal_cap_fen=730 * WAN)
    consortium = stories.registered_consortium(cast)
    sections = drafts.example(challenge=challenge, consortium=consortium, fiscal_fen=730 * WAN, self_fen=self_fen)
    defects = found(challenge, consortium, sections)
    assert [(one.code, one.is_waivable) for one in defects] == ([] if passes else [("R-FUN-01", True)])


def test_a_bid_below_two_to_one_is_submitted_and_waits_for_its_waiver(cast, challenge):
    bid = stories.submitted_bid(cast, challenge, self_fen=999 * WAN)
    assert bid.state == BidState.SUBMITTED


def test_loans_count_where_the_rules_say_so(cast):
    """Q3 by setting; Q4: matching stands on neither side."""
    for counts, expected in ((True, []), (False, ["R-FUN-01"])):
        batch = challenge_stories.batch(cast, rules={"loan_counts_as_self": counts}, year=2026 + counts)
        challenge = challenge_stories.open_challenge(cast, batch=batch)
        consortium = stories.registered_consortium(cast)
        sections = drafts.example(
            challenge=challenge, consortium=consortium, fiscal_fen=100 * WAN, self_fen=150 * WAN, loan_fen=50 * WAN,
            matching_fen=500 * WAN,
        )  # fmt: skip
        assert [one.code for one in found(challenge, consortium, sections)] == expected


def test_what_a_university_brings_is_no_self_funding(challenge, consortium, sections, cast):
    for row in sections["budget"]["sources"]:
        if row["source"] == "SELF":
            row["organization_id"] = cast.university.pk
    codes = {one.code for one in found(challenge, consortium, sections)}
    assert codes == {"R-FUN-02"}


def test_yuan_typed_as_wan_is_caught(challenge, consortium, sections):
    sections["budget"]["sources"][0]["amount_fen"] = challenge.fiscal_cap_fen * 50 + 1
    defect = next(one for one in found(challenge, consortium, sections) if one.code == "UNIT")
    assert defect.anchor == "budget-sources-0-amount_fen"


@pytest.mark.parametrize(
    ("change", "anchor"),
    [
        (lambda s: s["basic"].update(title=""), "basic-title"),
        (lambda s: s["basic"].update(summary="字" * 501), "basic-summary"),
        (lambda s: s["basic"].update(no_state_secrets=False), "basic-no_state_secrets"),
        (lambda s: s["basic"].update(duration_months=37), "basic-duration_months"),
        (lambda s: s["technical"].update(route=""), "technical-route"),
        (lambda s: s["responses"]["rows"][0].update(promised="2.9999"), "responses-rows-0-promised"),
        (lambda s: s["responses"]["rows"][0].update(promised="三个"), "responses-rows-0-promised"),
        (lambda s: s["responses"]["rows"].pop(), "responses-rows"),
        (lambda s: s["tasks"]["rows"][0].update(amount_fen=1), "tasks-rows"),
        (lambda s: s["team"]["rows"].append(dict(s["team"]["rows"][0])), "team-rows"),
        (lambda s: s["team"]["rows"][1].update(role="LEADER"), "team-rows"),
        (lambda s: s["milestones"]["rows"][0].update(fiscal_share_percent=49), "milestones-rows"),
        (lambda s: s["milestones"]["rows"][0].update(month_offset=13), "milestones-rows"),
        (lambda s: s["milestones"]["rows"].reverse(), "milestones-rows"),
        (lambda s: s["milestones"]["years"].pop(), "milestones-years-{last}-targets"),
        (lambda s: s["milestones"]["years"][0].update(targets=""), "milestones-years-{first}-targets"),
        (lambda s: s["milestones"]["years"].append(dict(s["milestones"]["years"][0])), "milestones-years"),
        (lambda s: s["milestones"]["years"].append({"year": None, "targets": "某年"}), "milestones-years"),
        (lambda s: s["foundation"].update(no_projects=False), "foundation-projects"),
        (lambda s: s["foundation"].update(no_rights=True), "foundation-no_rights"),
        (lambda s: s["foundation"].update(rights=[]), "foundation-rights"),
        (lambda s: s["foundation"].update(no_platforms=False, platforms=[]), "foundation-platforms"),
        (lambda s: s["foundation"].update(no_platforms=False, platforms=[{"platform_id": 10**9}]), "foundation-platforms"),
        (lambda s: s["foundation"].update(no_platforms=False, platforms=[{"platform_id": None}]), "foundation-platforms"),
        (lambda s: s["foundation"]["rights"][0].update(number=""), "foundation-rights-0-number"),
        (lambda s: s["foundation"]["rights"][0].update(kind="X"), "foundation-rights-0-kind"),
        (lambda s: s["foundation"]["rights"][0].update(title="长" * 201), "foundation-rights-0-title"),
        (lambda s: s["foundation"]["rights"][0].update(organization_id=None), "foundation-rights-0-organization_id"),
        (lambda s: s["foundation"].update(no_projects=False, projects=[running(s, difference="")]),
         "foundation-projects-0-difference"),
        (lambda s: s["foundation"].update(no_projects=False, projects=[running(s, amount_fen=None)]),
         "foundation-projects-0-amount_fen"),
        (lambda s: s["foundation"].update(no_projects=False, projects=[running(s, ends_year=26)]),
         "foundation-projects-0-ends_year"),
        (lambda s: s["benefits"].update(ownership=""), "benefits-ownership"),
        (lambda s: s["benefits"].update(economic="", social="", ecological=""), "benefits-economic"),
        (lambda s: s["budget"]["uses"][0].update(amount_fen=1), "budget-uses"),
        (lambda s: s["matching"]["rows"].append({"division_id": None, "amount_fen": 5, "policy_document": ""}),
         "matching-rows-0-amount_fen"),
        (lambda s: s.update(attachments={"file_key": "", "rows": [{"attachment_id": 1, "name": "机密附件.pdf"}]}),
         "attachments-rows-0-name"),
    ],
)  # fmt: skip
def test_each_defect_has_its_place(challenge, consortium, sections, change, anchor):
    changed = copy.deepcopy(sections)
    change(changed)
    years = [row["year"] for row in sections["milestones"]["years"]]
    anchor = anchor.format(first=years[0], last=years[-1])
    assert anchor in {one.anchor for one in found(challenge, consortium, changed)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("basic", {"title": 5}),
        ("basic", {"unknown": "x"}),
        ("basic", {"duration_months": 1.5}),
        ("basic", {"duration_months": True}),
        ("budget", {"sources": [{"amount_fen": -1}]}),
        ("budget", {"sources": "x"}),
        ("budget", {"sources": [[]]}),
        ("team", []),
    ],
)
def test_what_has_no_shape_is_not_saved(name, content):
    with pytest.raises(Refused) as refused:
        drafts.clean(name, content)
    assert refused.value.code == "section_shape"


def test_two_writers_never_overwrite_each_other_silently(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    before = queries.section(bid, "technical")
    content = {"route": "甲的路线"}
    saved = actions.save_section(bid=bid, name="technical", content=content, version=before.version, by=cast.applicant)
    with pytest.raises(Conflict) as conflict:
        actions.save_section(
            bid=bid, name="technical", content={"route": "乙的路线"}, version=before.version, by=cast.member
        )
    assert conflict.value.ids["version"] == saved.version == before.version + 1
    assert queries.sections(bid)["technical"]["route"] == "甲的路线"
    actions.save_section(bid=bid, name="technical", content={"route": "乙"}, version=saved.version, by=cast.member)


def test_the_text_of_a_draft_is_encrypted_in_its_column(cast, challenge):
    from django.db import connection

    bid = stories.drafted_bid(cast, challenge, text="独一无二的路线")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM consortia_bidsection WHERE bid_id = %s", [bid.pk])
        stored = [row[0] for row in cursor.fetchall()]
    assert len(stored) == len(bid.sections.all()) >= 8
    assert all(text.startswith("e1:") for text in stored)


def test_who_may_write_a_bid(cast, challenge):
    consortium = stories.registered_consortium(cast)
    for stranger in (cast.unitadmin, cast.member, cast.officer, cast.rival_applicant, cast.sysadmin):
        with pytest.raises(Forbidden):
            actions.start_bid(challenge=challenge, consortium=consortium, by=stranger)
    bid = actions.start_bid(challenge=challenge, consortium=consortium, by=cast.applicant)
    for stranger in (cast.unitadmin, cast.member_admin, cast.officer, cast.rival_applicant, cast.expert1 if
                     hasattr(cast, "expert1") else cast.experts[0]):  # fmt: skip
        with pytest.raises(Forbidden):
            actions.save_section(bid=bid, name="technical", content={}, version=0, by=stranger)
    actions.save_section(bid=bid, name="technical", content={"route": "x"}, version=0, by=cast.member)


def test_what_is_known_is_filled_in(cast, challenge):
    bid = actions.start_bid(challenge=challenge, consortium=stories.registered_consortium(cast), by=cast.applicant)
    sections = queries.sections(bid)
    assert len(sections["responses"]["rows"]) == challenge.indicators.count()
    assert len(sections["team"]["rows"]) == bid.consortium.roster.count() > 0
    assert [row["name"] for row in sections["milestones"]["rows"]] == [
        one.name for one in challenge.milestone_requirements.order_by("number")
    ]


def test_one_lead_bids_once_on_a_challenge(cast, challenge):
    stories.drafted_bid(cast, challenge)
    other = stories.registered_consortium(cast, name="同一牵头的另一联合体")
    for consortium in (stories.registered_consortium(cast), other):
        with pytest.raises(Refused) as refused:
            actions.start_bid(challenge=challenge, consortium=consortium, by=cast.applicant)
        assert refused.value.code == "bid_exists"


def test_several_challenges_may_be_bid_for(cast):
    """Q7, F02: bids are not consortia."""
    first, second = challenge_stories.open_challenges(cast, 2)
    one, two = stories.drafted_bid(cast, first), stories.drafted_bid(cast, second)
    assert one.consortium_id == two.consortium_id


def test_sending_names_all_that_is_missing(cast, challenge):
    bid = actions.start_bid(challenge=challenge, consortium=stories.registered_consortium(cast), by=cast.applicant)
    with pytest.raises(Refused) as refused:
        actions.send_to_unit(bid=bid, by=cast.applicant)
    assert refused.value.code == "draft_incomplete"
    assert len(refused.value.defects) > 10


def test_a_returned_bid_can_be_written_again(cast, challenge):
    bid = stories.bid_at_unit(cast, challenge)
    with pytest.raises(Refused):
        actions.save_section(bid=bid, name="technical", content={}, version=1, by=cast.applicant)
    actions.return_bid(bid=bid, reason="请补充路线", by=cast.unitadmin)
    assert bid.state == BidState.DRAFT
    actions.save_draft(bid=bid, sections={"technical": {"route": "补充"}}, by=cast.applicant)


def upload(name="自筹资金证明.pdf", content=PDF):
    stream = io.BytesIO(content)
    stream.name = name
    return stream


def test_files_are_encrypted_and_their_names_sealed(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    attachment = actions.add_attachment(
        bid=bid, upload=upload(), kind="SELF_FUNDING_PROOF", by=cast.applicant, is_unclassified=True
    )
    stored = StoredFile.objects.get(pk=attachment.file_id)
    assert (stored.is_encrypted, stored.name, attachment.name) == (True, "附件1.pdf", "")
    name, stream = actions.open_attachment(attachment=attachment, by=cast.member)
    with stream:
        assert (name, stream.read()) == ("自筹资金证明.pdf", PDF)
    with pytest.raises(Forbidden) as refused:
        actions.open_attachment(attachment=attachment, by=cast.officer)
    assert refused.value.sensitive
    with pytest.raises(Refused) as refused:
        actions.add_attachment(bid=bid, upload=upload("机密.pdf"), by=cast.applicant, is_unclassified=True)
    assert refused.value.code == "secret_name"
    actions.remove_attachment(attachment=attachment, by=cast.applicant)
    with pytest.raises(Refused):
        actions.open_attachment(attachment=attachment, by=cast.applicant)
    assert Attachment.objects.filter(pk=attachment.pk).exists()


def test_eight_threads_start_one_bid(run_in_threads):
    from tests.stories.cast import cast as make_cast

    cast = make_cast()
    challenge = challenge_stories.open_challenge(cast)
    consortium = stories.registered_consortium(cast)

    def start(_number):
        return actions.start_bid(challenge=challenge, consortium=consortium, by=cast.applicant)

    results = run_in_threads(8, start)
    refusals = [one for one in results if isinstance(one, Refused)]
    assert len(refusals) == 7
    assert {one.code for one in refusals} == {"bid_exists"}
    assert Bid.objects.count() == 1
    assert Bid.objects.get().number.startswith(f"{challenge.code}-")


def test_the_database_itself_keeps_one_bid_a_consortium_and_challenge(cast, challenge):
    from django.db import IntegrityError, transaction

    bid = stories.drafted_bid(cast, challenge)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bid.objects.create(
            challenge=challenge, consortium=bid.consortium, number="X", created_at=clock.now(),
            created_by=cast.applicant, state_at=clock.now(),
        )  # fmt: skip
    assert BidSection.objects.filter(bid=bid).exists()
