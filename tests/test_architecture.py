"""The house rules of docs and design, each a test of its own. They read the code; nothing is run."""

import ast
import functools
import importlib
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
APPS = ("core", "accounts", "challenges", "consortia", "projects", "reviews", "funding")
PACKAGES = (*APPS, "config")

# Foreign keys that may not be PROTECT, each with its reason.
NOT_PROTECTED = {
    "consortia.BidSection.bid": "the plain draft is gone once the bid is sealed",
}

# Instants with no person of their own. "name" or "app.Model.name" -> reason.
NOBODY_DID_IT = {
    "expires_at": "planned",
    "open_at": "planned: when bids are opened",
    "core.Outbox.created_at": "a message is a consequence of an action that has its Event",
    "core.Outbox.done_at": "a sweep",
    "core.Message.created_at": "a consequence of an action that has its Event",
    "core.Installation.created_at": "the command that made the database",
    "core.IdempotencyKey.created_at": "a request; the action it led to has its Event",
    "core.CalendarYear.loaded_at": "a command of the operator",
    "core.AuditBlock.sealed_at": "the sealer of the audit chain",
    "core.StoredFile.stored_at": "core knows no people: stored_by_id is the number of the account",
    "consortia.Envelope.sealed_at": "by who submitted the bid",
    "consortia.SubmissionReceipt.received_at": "the database's clock",
    "challenges.Clue.received_at": "told without a name",
    "consortia.Opening.opened_at": "by the two officers who consented",
}


@functools.cache
def sources(*folders: str) -> dict[Path, ast.Module]:
    """Our Python files and their trees, migrations left out."""
    found = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                found[path.relative_to(ROOT)] = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return found


def module_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports_of(tree: ast.Module) -> set[str]:
    """Dotted names that a file imports; `from a import b` counts as `a.b` and `a`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def importers(module: str) -> set[str]:
    return {
        module_of(path)
        for path, tree in sources(*PACKAGES).items()
        if any(name == module or name.startswith(module + ".") for name in imports_of(tree))
    }


def nodes(kind, *folders: str):
    for path, tree in sources(*folders).items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield path, node


def tracked() -> list[Path]:
    """Files that git knows; every file where the folder is no clone."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
    hidden = {".venv", ".data", ".git", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not hidden & set(path.relative_to(ROOT).parts)]


def test_import_contracts_are_kept(capsys):
    from importlinter import cli

    code = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_celery_is_imported_by_tasks_and_config_alone():
    strangers = {
        name for name in importers("celery") if "tasks" not in name.split(".") and not name.startswith("config")
    }
    assert strangers == set()


def test_ledger_is_imported_by_funding_actions_and_queries_alone():
    allowed = re.compile(r"funding\.(ledger|actions|queries)(\.|$)")
    assert {name for name in importers("funding.ledger") if not allowed.match(name)} == set()


def test_sealing_is_imported_by_its_owners_alone():
    allowed = re.compile(r"core(\.|$)|(consortia|challenges)\.(sealing|actions)(\.|$)")
    found = importers("core.sealing") | importers("core.keystore")
    assert {name for name in found if not allowed.match(name)} == set()


def test_no_signals():
    found = [
        f"{path}:{node.lineno}"
        for path, node in nodes(ast.Call, *APPS)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
    ]
    found += [str(path) for path, tree in sources(*PACKAGES).items() if "django.dispatch" in imports_of(tree)]
    found += [str(path) for path, tree in sources(*PACKAGES).items() if "django.db.models.signals" in imports_of(tree)]
    assert found == []


def test_no_save_or_delete_overrides():
    found = [
        f"{path}:{item.lineno} {node.name}.{item.name}"
        for path, node in nodes(ast.ClassDef, *APPS)
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name in {"save", "delete"}
    ]
    assert found == []


def test_no_generic_foreign_keys():
    assert importers("django.contrib.contenttypes.fields") == set()


def test_no_ordering_in_meta():
    found = [
        f"{path}:{item.lineno}"
        for path, node in nodes(ast.ClassDef, *APPS)
        if node.name == "Meta"
        for item in node.body
        if isinstance(item, ast.Assign) and any(getattr(target, "id", "") == "ordering" for target in item.targets)
        and "models" in str(path)
    ]  # fmt: skip
    assert found == []


def our_models():
    """Models that we wrote: not the history tables of pghistory, not the hidden ones of many-to-many fields."""
    for model in apps.get_models():
        if model._meta.app_label in APPS and not hasattr(model, "pgh_id") and "pgh_id" not in names(model):
            yield model


def names(model) -> set[str]:
    """Columns and many-to-many fields of the model itself, not the relations that point to it."""
    return {field.name for field in model._meta.get_fields() if not field.auto_created}


def test_foreign_keys_are_protected():
    found = [
        str(field)
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
        and str(field) not in NOT_PROTECTED
    ]
    assert found == []


def test_a_person_has_an_instant():
    """Who did it is worth nothing without when: every x_by has its x_at."""
    found = [
        f"{model._meta.label}.{name}"
        for model in our_models()
        for name in names(model)
        if name.endswith("_by") and not names(model) & {name[:-3] + "_at", name[:-3] + "_on"}
    ]
    assert found == []


def test_an_act_has_a_person():
    """When something was done says little without who did it: every …ed_at has its …ed_by."""
    found = [
        f"{model._meta.label}.{name}"
        for model in our_models()
        for name in names(model)
        if re.search(r"(ed|en|ne|id|pt)_at$", name)
        and not {name, f"{model._meta.label}.{name}"} & NOBODY_DID_IT.keys()
        and name[:-3] + "_by" not in names(model)
    ]
    assert found == []


def test_money_is_whole_fen():
    found = [
        str(field)
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
        or (field.name.endswith("_fen") and not isinstance(field, models.BigIntegerField | models.JSONField))
    ]
    assert found == []


def test_only_lifecycle_writes_a_state():
    found = []
    for path, node in nodes((ast.Assign, ast.AnnAssign, ast.AugAssign), *PACKAGES):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
            found.append(f"{path}:{node.lineno}")
    for path, node in nodes(ast.Call, *PACKAGES):
        writes = isinstance(node.func, ast.Attribute) and node.func.attr in {"update", "setattr"}
        if writes and any(keyword.arg == "state" for keyword in node.keywords):
            found.append(f"{path}:{node.lineno}")
    assert [place for place in found if not place.startswith("core/lifecycle")] == []


def actions():
    """The public verbs: in actions.py each public function, in a package what its __init__ takes up."""
    for path, tree in sources(*APPS).items():
        place = module_of(path).split(".")
        if "actions" not in place or place[0] == "core":  # core/actions.py: what actions stand on
            continue
        face = ROOT / place[0] / "actions" / "__init__.py"
        taken = {name.rsplit(".", 1)[-1] for name in imports_of(ast.parse(face.read_text()))} if face.exists() else None
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and (not taken or node.name in taken)
            ):
                yield f"{path}:{node.lineno} {node.name}", node.args


def test_public_actions_take_keywords_only():
    assert [name for name, args in actions() if args.args or args.posonlyargs or args.vararg] == []


def test_public_actions_know_who_acts():
    assert [name for name, args in actions() if "by" not in {arg.arg for arg in args.kwonlyargs}] == []


def test_nothing_is_sent_for_later():
    """What must happen later is a row, not a message with an ETA."""
    found = [
        f"{path}:{node.lineno}"
        for path, node in nodes(ast.Call, *PACKAGES)
        if {keyword.arg for keyword in node.keywords} & {"eta", "countdown"}
    ]
    assert found == []


def test_names_say_what_a_thing_is():
    found = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in nodes(ast.ClassDef, *PACKAGES)
        if re.search(r"(?<!User)(Manager|Helper|Utils?|Service)$", node.name)
    ]
    found += [str(path) for path in sources(*PACKAGES) if path.stem in {"utils", "helpers", "managers", "services"}]
    assert found == []


@pytest.mark.parametrize("folder", [*PACKAGES, "tests", "scripts"])
def test_files_have_at_most_400_lines(folder):
    long = {str(path): len((ROOT / path).read_text().splitlines()) for path in sources(folder)}
    assert {path: lines for path, lines in long.items() if lines > 400} == {}


@pytest.mark.parametrize("folder", [*PACKAGES, "tests", "scripts"])
def test_functions_have_at_most_70_lines(folder):
    found = [
        f"{path}:{node.lineno} {node.name} ({node.end_lineno - node.lineno + 1})"
        for path, node in nodes((ast.FunctionDef, ast.AsyncFunctionDef), folder)
        if node.end_lineno - node.lineno + 1 > 70
    ]
    assert found == []


def test_no_wide_rows_are_made_distinct():
    """PostgreSQL plans a DISTINCT over wide joined rows for hundreds of milliseconds: core.selecting instead."""
    found = []
    for path, node in nodes(ast.Attribute, *PACKAGES):
        chosen = {one.attr for one in ast.walk(node.value) if isinstance(one, ast.Attribute)}
        if node.attr == "distinct" and not chosen & {"values", "values_list"}:
            found.append(f"{path}:{node.lineno}")
    assert found == []


def test_no_test_is_skipped():
    words = {"skip", "skipif", "skipIf", "skipUnless", "xfail", "importorskip"}
    found = [
        f"{path}:{node.lineno}"
        for path, node in nodes((ast.Attribute, ast.Name), "tests")
        if (node.attr if isinstance(node, ast.Attribute) else node.id) in words
    ]
    assert found == []


def test_no_machine_path_or_registry_address_in_any_file():
    parts = [
        ("/wor", "k/"),
        ("/tmp/", "hq"),
        ("/opt/", "pypi"),
        ("/opt/", "wheels"),
        ("pypi", r"\.org"),
        ("python", r"hosted\.org"),
    ]
    parts += [("registry", r"\.npmjs"), ("deb", r"\.debian\.org"), ("/ro", "ot/"), ("/home/", r"\w")]
    pattern = re.compile("|".join(first + second for first, second in parts))
    found = []
    for path in tracked():
        name = path.relative_to(ROOT)
        if name.parts[:2] == ("static", "vendor") or path.suffix in {".png", ".jpg", ".woff2", ".ico", ".pdf"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name}:{number} {line.strip()[:100]}")
    assert found == []


def test_what_is_asked_of_a_module_is_there():
    """`forms.person_line` of a module that has no such name fails only where it is reached, perhaps on one page alone."""
    missing = []
    for path, tree in sources(*PACKAGES).items():
        if "management" in path.parts or path.name in {"wsgi.py", "settings.py"}:
            continue
        names = vars(importlib.import_module(module_of(path)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                asked = names.get(node.value.id)
                if isinstance(asked, ModuleType) and not hasattr(asked, node.attr):
                    missing.append(f"{path}:{node.lineno} {node.value.id}.{node.attr}")
    assert missing == []


def test_no_sentence_carries_a_code_of_our_notes():
    """`R-ROL-06` and `S52` help whoever reads the code; to whoever reads the page they are noise."""
    code = re.compile(r"\bR-[A-Z]{3}-\d|(?<![A-Za-z0-9])[SCF]\d\d(?!\d)")
    found = []
    for path, tree in sources(*PACKAGES).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy"}:
                said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                found += [f"{path}:{node.lineno} {text}" for text in said if code.search(text)]
    for path in (ROOT / "templates").rglob("*.html"):
        shown = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"))
        found += [f"{path}: {line.strip()[:80]}" for line in shown.splitlines() if code.search(line)]
    assert found == []
