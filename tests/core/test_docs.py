"""The documents written from the code."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core import docs, lifecycle, permissions


def test_every_lifecycle_is_drawn_with_every_step():
    text = docs.lifecycles()
    for machine in lifecycle.REGISTRY.values():
        assert f"`{machine.label}`" in text
        for step in machine.steps:
            assert f"| {step.label} | `{step.name}` |" in text


def test_every_rule_is_listed_with_its_roles():
    text = docs.permission_table()
    ours = [rule for rule in permissions.REGISTRY.values() if rule.code.split(".")[0] in docs.our_apps()]
    assert len(ours) > 100
    for rule in ours:
        roles = "、".join(str(getattr(role, "label", role)) for role in rule.roles) or "—"
        assert f"| {rule.label} | `{rule.code}` | {roles} |" in text


def test_a_stale_document_is_named_and_written_anew(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(docs, "DOCUMENTS", {"one.md": lambda: "一\n"})
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="one.md"):
        call_command("write_docs", "--check")
    call_command("write_docs", stdout=StringIO())
    call_command("write_docs", "--check")
    assert (tmp_path / "docs" / "one.md").read_text(encoding="utf-8") == "一\n"
