"""axe on the main pages: no serious and no critical fault."""

from importlib.resources import files

import pytest

from challenges import actions as challenge_actions
from tests.stories import challenges, consortia, projects

pytestmark = pytest.mark.browser

#: WCAG 2.2 AA and the rules of its earlier versions.
RUN = """
() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]})
"""
GRAVE = {"serious", "critical"}


@pytest.fixture
def world(cast) -> dict[str, list[str]]:
    """Username (empty: a visitor) -> addresses, with something to see on each."""
    challenge = challenges.open_challenge(cast)
    bid = consortia.drafted_bid(cast, challenge)
    notice = challenges.proposed_notice(cast, challenge)
    objection = challenge_actions.file_objection(
        item=notice.items.get(), party_kind="PERSON", party_name="赵敏", party_contact="示例路1号", content="内容重复。",
        by=cast.system,
    )  # fmt: skip
    project = projects.running(cast, projects.bare_project(cast, projects.bare_challenge(cast, code="2022-ZY-90")))
    challenge_actions.ask_question(challenge=challenge, text="是否含示范面积？", by=cast.rival_applicant)
    milestone = project.milestones.order_by("number").first()
    page = challenge.get_absolute_url()
    forming = consortia.formed_consortium(cast, "lead", name="组建中的联合体")
    return {
        "": ["/", "/challenges/", page, "/notices/", notice.get_absolute_url(), f"/notices/{notice.pk}/object/",
             "/matchmakings/", f"/notices/{notice.pk}/clue/", "/consortia/", "/results/", "/sign-in/", "/register/", "/verify/"],
        "officer": ["/desk/", "/challenges/", page, challenge.batch.get_absolute_url(), f"/challenges/{challenge.code}/correct/", "/batches/new/", "/needs/",
                    "/sittings/new/", "/projects/", project.get_absolute_url(), "/reviews/", "/funding/decisions/"],
        "applicant": ["/desk/", "/messages/", "/messages/settings/", bid.get_absolute_url(), f"/bids/{bid.pk}/sections/basic/",
                      f"/bids/{bid.pk}/sections/budget/", f"/bids/{bid.pk}/sections/responses/",
                      f"/bids/{bid.pk}/sections/team/", f"/bids/{bid.pk}/reuse/", f"/bids/start/{challenge.pk}/",
                      f"/bids/{bid.pk}/attachments/", f"/bids/{bid.pk}/content/", bid.consortium.get_absolute_url(),
                      milestone.get_absolute_url(), f"/consortia/{forming.pk}/", f"/consortia/{forming.pk}/part/",
                      f"/consortia/{forming.pk}/invite/?q=大学", f"/consortia/{forming.pk}/edit/",
                      f"/consortia/{bid.consortium_id}/versions/", f"/consortia/{bid.consortium_id}/change/",
                      "/consortia/mine/", "/platforms/", "/platforms/new/", "/needs/"],
        "unitadmin": ["/organizations/own/", f"/users/{cast.applicant.pk}/hand-over/", cast.applicant.get_absolute_url()],
        "expert1": ["/desk/", "/reviews/mine/"],
        "supervisor": ["/desk/", "/objections/", objection.get_absolute_url(), "/clues/", "/openings/"],
    }  # fmt: skip


def faults(person, script: str) -> list[dict]:
    person.page.add_script_tag(content=script)
    return [fault for fault in person.page.evaluate(RUN)["violations"] if fault["impact"] in GRAVE]


def test_no_page_shuts_anybody_out(visit, world):
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for username, addresses in world.items():
        # The policy of the site forbids the script of the test; nothing else is looked at here.
        person = visit(username, bypass_csp=True)
        for address in addresses:
            person.go(address)
            assert person.page.title(), address
            for fault in faults(person, script):
                places = [" ".join(node["target"]) for node in fault["nodes"][:3]]
                found.setdefault(f"{fault['id']}: {fault['help']}", set()).add(f"{username}{address} {places}")
    assert not found, "\n".join(f"{rule}\n    " + "\n    ".join(sorted(where)) for rule, where in found.items())


def test_the_control_is_found(visit):
    """A field without a name, put into a page: the same look finds it."""
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    visitor = visit("", bypass_csp=True).go("/sign-in/")
    visitor.page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [fault["id"] for fault in faults(visitor, script)] == ["label"]
