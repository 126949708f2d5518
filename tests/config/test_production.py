"""What production is made of: the container files, the settings' refusals, the key that the web process lacks."""

import io
import os
import runpy
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from config import env
from config.logs import without_people
from config.wsgi import VisitorsAddress
from core.errors import Refused
from core.keystore import KeyStore

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_compose_has_every_process_and_waits_for_healthy_servers(compose):
    services = compose["services"]
    assert set(services) == {"db", "redis", "prepare", "web", "worker", "beat", "clamav", "nginx"}
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"] == {
            "db": {"condition": "service_healthy"},
            "redis": {"condition": "service_healthy"},
            "prepare": {"condition": "service_completed_successfully"},
        }
    for name in ("db", "redis", "web", "worker", "beat", "nginx"):
        assert services[name]["healthcheck"]["test"]
    assert {name for name, service in services.items() if "mem_limit" not in service} == set()
    assert services["clamav"]["profiles"] == ["clamav"]
    assert services["web"]["deploy"]["replicas"] >= 2
    assert services["beat"]["deploy"]["replicas"] == 1


def test_compose_opens_one_port_and_declares_what_it_mounts(compose):
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    mounted = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert {name for name in mounted if not name.startswith(".")} == set(compose["volumes"])


def test_compose_gives_the_opening_key_to_the_worker_alone(compose):
    web, beat, worker = (compose["services"][name]["environment"] for name in ("web", "beat", "worker"))
    assert (web["KEYSTORE_READER"], web["KEYSTORE_KEK"]) == (beat["KEYSTORE_READER"], beat["KEYSTORE_KEK"]) == ("0", "")
    assert worker["KEYSTORE_READER"] == "1"
    assert worker["KEYSTORE_KEK"].startswith("${KEYSTORE_KEK")


def test_compose_lets_the_worker_reach_a_mail_server_and_keeps_the_stores_inside(compose):
    outside = {name for name, service in compose["services"].items() if "outside" in service["networks"]}
    assert compose["networks"]["inside"] == {"internal": True}
    assert "worker" in outside
    assert not {"db", "redis", "beat", "prepare"} & outside


def test_the_health_check_tells_a_site_that_answers_from_one_that_does_not(client, db, live_server, monkeypatch):
    assert client.get("/healthz/").content == b"ok"
    monkeypatch.setenv("ALLOWED_HOSTS", "localhost,jiebang.example")
    monkeypatch.setenv("PORT", str(urlsplit(live_server.url).port))
    assert runpy.run_path(ROOT / "deploy" / "health.py")["main"]() == 0
    monkeypatch.setenv("PORT", "9")
    assert runpy.run_path(ROOT / "deploy" / "health.py")["main"]() == 1


def test_the_example_of_variables_names_what_compose_asks_for():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    asked = {part.split(":?")[0].split("}")[0].split(":-")[0] for part in text.split("${")[1:]}
    assert {name for name in asked if f"{name}=" not in example} == set()


def test_a_process_without_the_key_makes_keys_and_reads_none(tmp_path, settings):
    settings.KEYSTORE_ROOT, settings.KEYSTORE_KEK, settings.SIGNING_KEK = tmp_path, "11" * 32, "22" * 32
    call_command("make_keys", stdout=io.StringIO())
    settings.PRODUCTION = True
    web = KeyStore(tmp_path, kek="", reader=False)
    public = web.create("challenge-1")
    with pytest.raises(Refused) as refused:
        web.private("challenge-1", purpose="open")
    assert refused.value.code == "keystore_closed"
    assert not (tmp_path / "kek").exists()
    assert web.public("challenge-1") == public
    assert len(KeyStore(tmp_path, kek="11" * 32, reader=True).private("challenge-1", purpose="open")) == 32


@pytest.mark.parametrize(
    ("variables", "hint"),
    [
        ({"JIEBANG_MODE": "staging"}, "must be demo, test or production"),
        ({"JIEBANG_MODE": "production", "SECRET_KEY": ""}, "50 or more random characters"),
        ({"JIEBANG_MODE": "production", "SECRET_KEY": "x" * 60, "DATABASE_URL": ""}, "PostgreSQL 15 to 18"),
        ({"JIEBANG_MODE": "test", "DATABASE_URL": "sqlite:///here.db"}, "other engines are not supported"),
        ({"JIEBANG_MODE": "test", "JIEBANG_DEBUG": "perhaps"}, "is not a switch"),
    ],
)
def test_nonsense_in_the_environment_is_refused_with_a_hint(variables, hint, tmp_path):
    clean = {"PATH": os.environ["PATH"], "JIEBANG_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env={**clean, **variables},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert hint in done.stderr


def test_a_database_url_may_name_a_socket_and_odd_characters():
    facts = env.database("postgres://%E7%94%A8%E6%88%B7:p%40ss%2F@/name?host=%2Ftmp%2Fa%20b&sslmode=disable")
    assert (facts["USER"], facts["PASSWORD"], facts["HOST"], facts["NAME"]) == ("用户", "p@ss/", "/tmp/a b", "name")
    assert facts["OPTIONS"]["sslmode"] == "disable"
    with pytest.raises(ImproperlyConfigured):
        env.database("mysql://root@localhost/name")


def test_the_visitors_address_is_what_our_proxy_wrote_last():
    seen = VisitorsAddress(lambda environ, start: environ["REMOTE_ADDR"])
    assert seen({"REMOTE_ADDR": "172.18.0.2", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.9"}, None) == "203.0.113.9"
    assert seen({"REMOTE_ADDR": "172.18.0.2"}, None) == "172.18.0.2"


def test_no_person_stands_in_a_log_line():
    line = without_people(
        None, "", {"event": "signed in", "username": "张三", "ip_address": "203.0.113.9", "status_code": 200}
    )
    assert line == {"event": "signed in", "status_code": 200}
