"""Role × relation: who may do what here (docs/permissions.md)."""

import pytest

from accounts import rules
from accounts.enums import Role
from accounts.models import Grant, HandOver, IntegrityRecord, Substitution
from core.permissions import allows
from tests.stories.cast import cast

EVERYBODY = {
    "officer", "publisher", "supervisor", "finance", "prefecture", "prefecture2", "unitadmin", "applicant", "member_admin",
    "member_applicant", "rival_admin", "rival_applicant", "enduser", "auditor", "sysadmin", "expert", "system",
}  # fmt: skip
READERS = {"officer", "publisher", "supervisor", "finance", "auditor"}

#: rule -> (what it is asked of, who may)
EXPECTED = {
    "act_for_the_clock": (None, {"system"}),
    "load_reference_data": (None, {"system", "sysadmin"}),
    "register_organization": (None, {"system", "officer", "sysadmin"}),
    "decide_organization": ("lead", {"officer", "prefecture"}),
    "edit_organization": ("lead", {"unitadmin", "sysadmin"}),
    "suspend_organization": ("lead", {"sysadmin"}),
    "replace_uscc": ("lead", {"sysadmin"}),
    "end_employment": ("person", {"officer", "sysadmin", "unitadmin"}),
    "view_organization": ("lead", READERS | {"sysadmin", "prefecture", "unitadmin", "applicant"}),
    "add_person": ("lead", {"officer", "sysadmin", "system", "unitadmin", "applicant"}),
    "move_person": ("person", {"officer", "sysadmin"}),
    "view_users": (None, {"sysadmin", "auditor", "unitadmin", "member_admin", "rival_admin"}),
    "edit_person": ("person", {"officer", "sysadmin", "system", "unitadmin", "applicant"}),
    "view_person": ("person", READERS | {"sysadmin", "unitadmin", "applicant"}),
    "add_user": ("lead", {"sysadmin", "unitadmin"}),
    "close_user": ("user", {"sysadmin", "unitadmin"}),
    "grant_roles": ("user", {"sysadmin", "unitadmin"}),
    "grant_this_role": ("grant", {"sysadmin"}),
    "set_bank_details": ("lead", {"unitadmin"}),
    "read_bank_details": ("lead", {"finance", "auditor"}),
    "read_identity": ("person", {"supervisor", "auditor"}),
    "keep_integrity_record": ("record", {"supervisor"}),
    "view_integrity_record": ("record", READERS),
    "arrange_substitution": ("user", {"applicant", "sysadmin"}),
    "end_substitution": ("substitution", {"applicant", "unitadmin", "sysadmin"}),
    "hand_over_work": (None, {"sysadmin"}),
    "undo_hand_over": ("hand-over", {"sysadmin"}),
}


@pytest.fixture
def people(db):
    found = cast()
    found.expert = found.experts[0]
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_role_and_relation(people, name):
    about, expected = EXPECTED[name]
    objects = {
        None: None,
        "lead": people.lead,
        "person": people.applicant.person,
        "user": people.applicant,
        "grant": Grant(user=people.applicant, role=Role.OFFICER),
        "record": IntegrityRecord(organization=people.lead),
        "substitution": Substitution(principal=people.applicant, substitute=people.unitadmin),
        "hand-over": HandOver(predecessor=people.officer, successor=people.publisher),
    }
    rule = getattr(rules, name)
    assert {who for who in EVERYBODY if allows(rule, getattr(people, who), objects[about])} == expected


def test_every_rule_is_asked_here():
    from core.permissions import REGISTRY

    assert {code.removeprefix("accounts.") for code in REGISTRY if code.startswith("accounts.")} == set(EXPECTED)
