"""What a document says in other states than the finished one, and that pages offer what may be read."""

import pytest
from django.urls import reverse

from challenges import actions as challenge_actions
from challenges.models import PublicNotice
from consortia import actions as consortia_actions
from core import clock
from projects.models import Project
from tests.documents.reading import words
from tests.documents.test_letters import DOCUMENTS, address, reader
from tests.stories import challenges

#: document -> the page that offers it (name, attribute of the story, column)
PAGES = {
    "challenges:batch-document": ("challenges:batch", "batch", "pk"),
    "challenges:notice-document": ("challenges:notice", "notice", "pk"),
    "challenges:sitting-document": ("challenges:sitting", "sitting", "pk"),
    "consortia:receipt-document": ("consortia:receipt", "receipt", "number"),
    "consortia:certificate": ("consortia:consortium", "project.consortium", "pk"),
    "consortia:bid-document": ("consortia:bid", "draft", "pk"),
    "consortia:opening-document": ("consortia:opening", "challenge", "pk"),
    "projects:award-letter": ("projects:project", "project", "code"),
    "projects:award-list": ("funding:decision", "challenge", "code"),
    "projects:agreement-document": ("projects:agreement", "agreement", "pk"),
    "reviews:panel-report": ("reviews:panel", "panel", "pk"),
    "funding:decision-pack": ("funding:decision", "challenge", "code"),
    "funding:money-report": ("funding:money", "project", "code"),
    "funding:batch-report": ("funding:decision", "challenge", "code"),
}


def test_every_document_is_offered_by_a_page():
    assert PAGES.keys() == DOCUMENTS.keys()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_offers_its_document(scene, name):
    page, place, column = PAGES[name]
    found = scene
    for part in place.split("."):
        found = getattr(found, part)
    who = DOCUMENTS[name][2]
    text = reader(scene, who).get(reverse(page, args=[getattr(found, column)])).content.decode()
    link = address(scene, name)
    assert f'href="{link}"' in text
    assert (f'href="{link}?format=docx"' in text) == DOCUMENTS[name][4]


def test_before_the_sitting_its_materials_hold_what_waits_for_approval(scene):
    batch = challenges.batch(scene.cast, name="第三批")
    challenges.refined_challenge(scene.cast, batch=batch, title="提请审定的苜蓿榜单")
    sitting = challenge_actions.plan_sitting(
        kind="JOINT", title="第二次联席会议", planned_on=clock.today(), programme=batch.programme, by=scene.cast.officer
    )
    said = words(reader(scene, "auditor").get(reverse("challenges:sitting-document", args=[sitting.pk])).content)
    assert "第二次联席会议材料" in said
    assert "提请审定的苜蓿榜单" in said
    assert "指标可考核，建议列入榜单。" in said


def test_a_corrected_notice_says_so(scene):
    notice = challenges.proposed_notice(scene.cast, scene.writing)
    changes = {"items": {1: {"lead_name": "更正后的单位"}}}
    newer = challenge_actions.correct_notice(
        notice=notice, reason="单位名称有误。", changes=changes, by=scene.cast.officer
    )
    challenge_actions.publish_notice(notice=newer, by=scene.cast.publisher)
    client = reader(scene, "")
    old, new = (
        words(client.get(reverse("challenges:notice-document", args=[one.pk])).content)
        for one in PublicNotice.objects.filter(pk__in=[notice.pk, newer.pk]).order_by("pk")
    )
    assert "已更正" in old
    assert "单位名称有误。" in new
    assert "更正后的单位" in new.split("更正为")[1]
    assert "已更正" not in new


def test_a_suspended_registration_is_marked(scene):
    consortium = Project.objects.get(pk=scene.project.pk).consortium
    place = reverse("consortia:certificate", args=[consortium.pk])
    assert "备案已暂停" not in words(reader(scene, "applicant").get(place).content)
    consortia_actions.suspend_consortium(consortium=consortium, reason="核查中。", by=scene.cast.officer)
    assert "备案已暂停" in words(reader(scene, "applicant").get(place).content)


def test_what_a_bid_says_is_printed_as_it_was_typed(scene):
    typed = '#panic("x") $a$ <script>alert(1)</script> =1+1 𠮷'
    section = scene.draft.sections.get(name="technical")
    content = {"gap": typed, "content": "", "route": "", "innovation": "", "risks": "", "basis": ""}
    consortia_actions.save_section(
        bid=scene.draft, name="technical", content=content, version=section.version, by=scene.cast.applicant
    )
    said = words(reader(scene, "applicant").get(address(scene, "consortia:bid-document")).content)
    assert "".join(typed.replace("𠮷", "〔U+20BB7〕").split()) in said
