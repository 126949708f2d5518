"""Documents written from the code: how things move, and who may do what."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings

from core import lifecycle, news, permissions

HEAD = "<!-- Written by `make docs` from the code; do not edit. -->\n\n"


def our_apps() -> list[str]:
    """Our apps from the bottom layer to the top."""
    return [config.name for config in apps.get_app_configs() if (Path(config.path).parent == settings.BASE_DIR)]


def lifecycles() -> str:
    """Every lifecycle with its diagram and its table of steps."""
    order = {name: number for number, name in enumerate(our_apps())}
    machines = sorted(lifecycle.REGISTRY.values(), key=lambda one: (order[one.label.split(".")[0]], one.label))
    parts = [
        f"# 状态流转\n\n{HEAD}共 {len(machines)} 台状态机。状态只由 `core.lifecycle.advance` 改写，数据库触发器同表把关。\n"
    ]
    current = ""
    for machine in machines:
        app = machine.label.split(".")[0]
        if app != current:
            current = app
            parts.append(f"\n## {apps.get_app_config(app).verbose_name}\n")
        parts.append(_machine(machine))
    return "".join(parts)


def _machine(machine: lifecycle.Lifecycle) -> str:
    labels = {state.value: str(state.label) for state in machine.states}
    lines = [f"\n### {machine.model()._meta.verbose_name} `{machine.label}`\n", "```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{label}" as {value}' for value, label in labels.items()]
    lines.append(f"    [*] --> {machine.initial}")
    moves = [(source, step) for step in machine.steps for source in step.sources]
    lines += [f"    {source} --> {step.target}: {step.label}" for source, step in moves]
    left = {source for source, _step in moves}
    lines += [f"    {value} --> [*]" for value in labels if value not in left]
    lines += [
        "```",
        "",
        "| 步骤 | 代码 | 从 | 到 | 由谁 | 告知 | 依据 | 留痕 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for step in machine.steps:
        cells = (
            str(step.label),
            f"`{step.name}`",
            "、".join(labels[source] for source in step.sources),
            labels[step.target],
            (str(step.who) or "—") + ("（按时）" if step.by_clock else ""),
            _told(machine, step),
            step.guard or "—",
            f"`{step.stamp}_at`、`{step.stamp}_by`" if step.stamp else "—",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _told(machine: lifecycle.Lifecycle, step: lifecycle.Step) -> str:
    label = machine.label.lower()
    rows = news.of(label, f"{label.partition('.')[2]}.{step.name}")
    return "、".join(dict.fromkeys(str(one.to) for one in rows)) or "—"


def load_rules() -> None:
    """Rules register themselves when their module is imported."""
    for name in our_apps():
        if find_spec(f"{name}.rules"):
            import_module(f"{name}.rules")


def permission_table() -> str:
    """Role × permission × relation: by app, then by role."""
    load_rules()
    order = {name: number for number, name in enumerate(our_apps())}
    rules = sorted(permissions.REGISTRY.values(), key=lambda one: (order.get(one.code.split(".")[0], -1), one.code))
    rules = [rule for rule in rules if rule.code.split(".")[0] in order]
    parts = [
        f"# 权限\n\n{HEAD}共 {len(rules)} 条规则。角色为空表示任何已登录的账号；“关系”是规则对具体对象的要求。"
        "系统账号（时钟和访客）不持有角色。\n"
    ]
    current = ""
    for rule in rules:
        app = rule.code.split(".")[0]
        if app != current:
            current = app
            parts.append(
                f"\n## {apps.get_app_config(app).verbose_name}\n\n| 权限 | 代码 | 角色 | 关系 |\n| --- | --- | --- | --- |\n"
            )
        roles = "、".join(_role(role) for role in rule.roles) or "—"
        parts.append(f"| {rule.label} | `{rule.code}` | {roles} | {rule.relation or '—'} |\n")
    parts.append("\n## 按角色\n\n| 角色 | 权限 |\n| --- | --- |\n")
    held: dict[str, list[str]] = {}
    for rule in rules:
        for role in rule.roles:
            held.setdefault(_role(role), []).append(str(rule.label))
    parts += [f"| {role} | {'、'.join(dict.fromkeys(labels))} |\n" for role, labels in sorted(held.items())]
    return "".join(parts)


def _role(role: str) -> str:
    return str(getattr(role, "label", role))


#: file under docs/ -> its text
DOCUMENTS = {"lifecycles.md": lifecycles, "permissions.md": permission_table}


def stale(folder: Path) -> list[str]:
    """The names of the documents that the code has moved away from."""
    found = []
    for name, write in DOCUMENTS.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != write():
            found.append(name)
    return found
