"""Who may: role × relation, asked of every rule with the same cast."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from challenges import rules
from challenges.models import PublicNotice
from core.permissions import REGISTRY, allows
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

PEOPLE = (
    "officer officer2 publisher supervisor finance prefecture unitadmin applicant "
    "rival_applicant enduser auditor sysadmin system"
).split()
EVERYBODY = set(PEOPLE)

ALLOWED = {
    "act_for_the_clock": {"system"},
    "create_programme": {"officer", "sysadmin"},
    "keep_rule_set": {"officer", "officer2", "sysadmin"},
    "manage_batch": {"officer"},
    "publish_batch": {"publisher"},
    "manage_call": {"officer"},
    "write_need": {"applicant", "unitadmin"},
    "forward_need": {"prefecture"},
    "return_need": {"officer", "prefecture"},
    "decide_need": {"officer"},
    "decide_bulk": {"officer", "officer2"},
    "edit_challenge": {"officer"},
    "review_secrecy": {"officer2", "publisher"},
    "approve_challenge": {"officer"},
    "extend_deadline": {"publisher"},
    "withdraw_challenge": {"officer"},
    "relist_challenge": {"officer"},
    "manage_sitting": {"officer"},
    "draft_notice": {"officer"},
    "publish_notice": {"publisher"},
    "file_objection": EVERYBODY,
    "register_objection": {"supervisor"},
    "handle_objection": {"supervisor"},
    "view_objection": {"supervisor", "auditor"},
    "view_objector": {"supervisor"},
    "handle_clue": {"supervisor"},
    "sign_up": {"applicant", "unitadmin", "rival_applicant"},
    "view_sign_ups": {"officer", "auditor"},
    "ask_question": {"applicant", "unitadmin", "rival_applicant"},
    "answer_question": {"officer"},
    "view_asker": {"officer", "auditor"},
    "view_office_pages": {"officer", "officer2", "publisher", "supervisor", "finance", "auditor"},
}


@pytest.fixture
def world(db):
    cast = make_cast()
    challenge = stories.drafted_challenge(cast)
    programme = challenge.batch.programme
    need = SimpleNamespace(
        organization=cast.lead, organization_id=cast.lead.pk, call=SimpleNamespace(programme=programme)
    )
    notice = PublicNotice(created_by=cast.officer, published_by=cast.publisher)
    objects = {
        "create_programme": programme.office,
        "manage_batch": challenge.batch,
        "publish_batch": challenge.batch,
        "manage_call": programme,
        "manage_sitting": programme,
        "draft_notice": challenge.batch,
        "publish_notice": notice,
        "register_objection": notice,
        "handle_objection": SimpleNamespace(notice=notice, created_by_id=cast.system.pk, is_on_paper=False),
        "handle_clue": SimpleNamespace(notice=notice),
        "view_sign_ups": SimpleNamespace(batch=challenge.batch),
        "answer_question": SimpleNamespace(challenge=challenge),
        "view_asker": SimpleNamespace(challenge=challenge),
        **dict.fromkeys(["write_need", "forward_need", "return_need", "decide_need"], need),
        **dict.fromkeys(
            "edit_challenge review_secrecy approve_challenge extend_deadline withdraw_challenge relist_challenge".split(),
            challenge,
        ),
    }
    return cast, objects


def test_each_rule_lets_in_exactly_these(world):
    cast, objects = world
    found = {
        name: {who for who in PEOPLE if allows(getattr(rules, name), getattr(cast, who), objects.get(name))}
        for name in ALLOWED
    }
    assert found == ALLOWED


def test_no_rule_is_forgotten_here():
    names = {code.split(".")[1] for code in REGISTRY if code.startswith("challenges.")}
    assert names == set(ALLOWED)


def test_a_visitor_is_asked_to_sign_in(db):
    denied = rules.file_objection(AnonymousUser(), None)
    assert denied.reason == "请先登录。"
