"""The gallery through the whole stack, and what the strict content security policy asks of every template."""

import hashlib
import re
from pathlib import Path

import pytest
from django.template import Context
from django.template.loader import get_template
from django.urls import include, path

from core import navigation
from core.errors import Refused
from core.ui import samples

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted(ROOT.glob("*/templates/**/*.html"))

urlpatterns = [path("ui/", include("core.urls_ui"))]


# The gallery, through the whole stack


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    "address", ["/ui/", "/ui/public/", "/ui/form/", "/ui/table/", "/ui/table/?sort=-fiscal_fen&page=3"]
)
def test_gallery_shows_every_part(client, address):
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    assert '<html lang="zh-Hans">' in page
    assert page.count('id="main"') == 1
    assert page.count("<h1>") == 1
    found = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(found) == sorted(set(found))


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_gallery_is_not_part_of_production(client, settings):
    settings.DEBUG, settings.DEMO, settings.MODE = False, False, "production"
    assert client.get("/ui/").status_code == 404


def test_error_pages_say_what_to_do():
    refused = Refused("wrong_state", "“示例榜单”现为“已发布”，不能退回。")
    for name in ("403.html", "404.html", "409.html", "500.html"):
        refusal = refused if name in {"403.html", "409.html"} else None
        page = get_template(name).template.render(Context({"refusal": refusal}))
        assert "<h1" in page
        assert 'href="/"' in page
        assert (refused.sentence in page) == (refusal is not None)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_pages_carry_the_strict_policy(client):
    policy = client.get("/ui/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


# What the policy and the files must keep


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_nothing_inline(template):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), "inline style"
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "inline script"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    assert "javascript:" not in text
    assert "|safe" not in text
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text), "nothing is loaded from elsewhere"


def test_every_icon_of_the_templates_is_in_the_sprite():
    have = set(samples.icon_names())
    used = {
        name
        for template in TEMPLATES
        for name in re.findall(r"""\{% icon ["']([\w-]+)["']""", template.read_text(encoding="utf-8"))
    } | {
        name
        for template in TEMPLATES
        for name in re.findall(r"""icon=["']([\w-]+)["']""", template.read_text(encoding="utf-8"))
    }
    used |= {entry.icon for entry in navigation.entries() if entry.icon}
    assert used
    assert used <= have


def test_vendored_files_match_their_sums():
    static = ROOT / "static"
    lines = (static / "vendor" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    named = dict(reversed(line.split("  ", 1)) for line in lines)
    there = {path.relative_to(static).as_posix() for path in (static / "vendor").rglob("*") if path.is_file()}
    assert set(named) == there - {"vendor/SHA256SUMS"} | {"icons.svg"}
    for name, digest in named.items():
        assert hashlib.sha256((static / name).read_bytes()).hexdigest() == digest, name


def test_every_vendored_package_carries_its_licence():
    for folder in (ROOT / "static" / "vendor").iterdir():
        assert folder.name == "SHA256SUMS" or (folder / "LICENSE").is_file()


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_colors_reach_contrast_aa():
    css = (ROOT / "static" / "css" / "app.css").read_text(encoding="utf-8")
    token = dict(re.findall(r"--jb-([\w-]+):\s*(#[0-9a-f]{6})", css))
    pairs = [(word, f"{word}-bg") for word in ("green", "blue", "amber", "red", "grey")]
    pairs += [
        (word, ground)
        for word in ("ink", "muted", "link", "red", "green", "amber")
        for ground in ("paper", "ground", "hover")
    ]
    for text, ground in pairs:
        light, dark = sorted((luminance(token[text]), luminance(token[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
