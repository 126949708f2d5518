"""Who may: the order in which a rule asks, and what a refusal says."""

from types import SimpleNamespace

import pytest

from core.errors import Forbidden
from core.permissions import REGISTRY, Denied, allows, require, rule


def person(*roles, is_authenticated=True, is_active=True):
    return SimpleNamespace(
        is_authenticated=is_authenticated, is_active=is_active, has_role=lambda *asked: bool(set(asked) & set(roles))
    )


@pytest.fixture
def read_letter():
    """A rule of these tests, taken out of the register afterwards."""

    @rule("阅读来信", roles=["OFFICER"], relation="收信人本人")
    def read_letter(actor, letter):
        return None if letter.reader is actor else Denied("只有收信人可以阅读。")

    yield read_letter
    del REGISTRY[read_letter.permission.code]


def test_a_rule_is_known_by_its_app_and_name(read_letter):
    known = REGISTRY["tests.read_letter"]
    assert (known.label, known.roles, known.relation, known.ask) == (
        "阅读来信",
        ("OFFICER",),
        "收信人本人",
        read_letter,
    )


@pytest.mark.parametrize("actor", [None, person("OFFICER", is_authenticated=False), person("OFFICER", is_active=False)])
def test_whoever_is_not_signed_in_is_asked_to(read_letter, actor):
    assert read_letter(actor, SimpleNamespace(reader=actor)) == Denied("请先登录。")


def test_the_role_is_asked_before_the_object_is_looked_at(read_letter):
    assert read_letter(person("EXPERT"), None) == Denied("您的角色不能阅读来信。")


def test_the_relation_decides_for_holders_of_the_role(read_letter):
    reader = person("OFFICER")
    assert allows(read_letter, reader, SimpleNamespace(reader=reader))
    assert not allows(read_letter, person("OFFICER"), SimpleNamespace(reader=reader))


def test_a_refusal_says_the_reason_and_names_the_rule(read_letter):
    with pytest.raises(Forbidden) as refused:
        require(read_letter, person("OFFICER"), SimpleNamespace(reader=None))
    assert refused.value.sentence == "只有收信人可以阅读。"
    assert refused.value.ids == {"permission": "tests.read_letter"}
