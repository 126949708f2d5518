"""Private keys: made once, wrapped, read only where reading is allowed, never lost without a word."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command

from core import keystore, sealing, signing
from core.errors import Refused
from core.keystore import ED25519, KeyStore
from core.sealing import SealBroken


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEYSTORE_ROOT = tmp_path / "keystore"
    settings.KEYSTORE_KEK = settings.SIGNING_KEK = ""
    settings.KEYSTORE_READER = True
    return settings.KEYSTORE_ROOT


def refused_with(code):
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def test_a_key_is_made_and_read_back():
    store = KeyStore()
    public = store.create("challenge-7")
    private = store.private("challenge-7", purpose="opening of challenge 7")
    assert store.public("challenge-7") == public
    assert sealing.open_(sealing.seal(b"plan", public, b"i"), private, b"i") == b"plan"


def test_a_name_is_used_once():
    store = KeyStore()
    public = store.create("challenge-7")
    with refused_with("key_exists"):
        store.create("challenge-7")
    assert store.public("challenge-7") == public


def test_of_many_makers_one_wins():
    def make(_):
        try:
            return KeyStore().create("challenge-7")
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(make, range(16)))
    made = [result for result in results if isinstance(result, bytes)]
    assert made == [KeyStore().public("challenge-7")]
    assert results.count("key_exists") == 15
    assert KeyStore().private("challenge-7", purpose="test")


def test_a_process_that_is_no_reader_makes_keys_and_cannot_read_them(settings, monkeypatch):
    told = []
    monkeypatch.setattr(keystore.log, "warning", lambda text, *values: told.append(text % values))
    settings.KEYSTORE_READER = False
    KeyStore().create("challenge-7")
    with refused_with("keystore_closed") as refusal:
        KeyStore().private("challenge-7", purpose="curiosity")
    assert refusal.value.sensitive
    assert any("curiosity" in line for line in told)


def test_without_the_private_kek_nothing_is_read_and_keys_are_still_made(folder):
    store = KeyStore()
    store.create("challenge-7")
    (folder / "kek").unlink()
    with refused_with("kek_missing"):
        store.private("challenge-7", purpose="opening")
    assert store.create("challenge-8")


def test_a_lost_kek_is_never_replaced_over_existing_keys(folder):
    store = KeyStore()
    store.create("challenge-7")
    (folder / "kek").unlink()
    (folder / "kek.pub").unlink()
    with refused_with("kek_missing"):
        store.create("challenge-8")


def test_the_kek_may_come_from_the_environment(folder, settings):
    private, _ = sealing.generate_keypair()
    settings.KEYSTORE_KEK = private.hex()
    KeyStore().create("challenge-7")
    assert not (folder / "kek").exists()
    assert KeyStore().private("challenge-7", purpose="opening")
    settings.KEYSTORE_KEK = sealing.generate_keypair()[0].hex()
    with pytest.raises(SealBroken):
        KeyStore().private("challenge-7", purpose="opening")


def test_a_kek_that_does_not_fit_the_store_is_refused(settings):
    KeyStore().create("challenge-7")
    settings.KEYSTORE_KEK = sealing.generate_keypair()[0].hex()
    with refused_with("kek_mismatch"):
        KeyStore().create("challenge-8")
    settings.KEYSTORE_KEK = "nonsense"
    with refused_with("kek_invalid"):
        KeyStore().create("challenge-8")


def test_production_makes_no_kek_by_itself(settings):
    settings.PRODUCTION = True
    with refused_with("kek_missing") as refusal:
        KeyStore().create("challenge-7")
    assert "make_keys" in refusal.value.sentence


def test_files_are_for_the_owner_alone_and_hold_no_plain_key(folder):
    store = KeyStore()
    store.create("challenge-7")
    private = store.private("challenge-7", purpose="test")
    assert sorted(path.name for path in folder.iterdir()) == ["challenge-7.key", "kek", "kek.pub"]
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert private.hex() not in path.read_text()


def test_keys_cannot_be_exchanged_between_names_or_halves(folder):
    store = KeyStore()
    store.create("a")
    store.create("b")
    record = json.loads((folder / "a.key").read_text())
    (folder / "b.key").write_text(json.dumps(record))
    with pytest.raises(SealBroken):
        store.private("b", purpose="opening")
    record["public"] = sealing.generate_keypair()[1].hex()
    (folder / "a.key").write_text(json.dumps(record))
    with pytest.raises(SealBroken):
        store.private("a", purpose="opening")


@pytest.mark.parametrize("name", ["", "../kek", "a/b", "A", ".hidden", "x" * 101, "a\n"])
def test_a_name_is_no_path(name):
    with pytest.raises(ValueError):
        KeyStore().create(name)


def test_reading_needs_a_purpose_and_a_key():
    with pytest.raises(ValueError, match="purpose"):
        KeyStore().private("a", purpose="")
    with refused_with("key_missing"):
        KeyStore().private("a", purpose="opening")
    assert not KeyStore().exists("a")


def test_demo_secrets_stay_and_production_has_none(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    first = keystore.secret_of_demo("FIELD_KEYS")
    assert len(first) == 64
    assert keystore.secret_of_demo("FIELD_KEYS") == first
    settings.PRODUCTION = True
    with refused_with("secret_missing"):
        keystore.secret_of_demo("FIELD_KEYS")


class TestSigning:
    def test_a_signature_stands_under_its_payload_alone(self):
        payload = {"kind": "receipt", "number": "SJ-1", "题目": "碳"}
        signature, public = signing.sign(payload), signing.public_key()
        assert len(signature) == 86
        assert signing.verify(dict(reversed(payload.items())), signature, public)
        assert not signing.verify({**payload, "number": "SJ-2"}, signature, public)
        assert not signing.verify(payload, ("B" if signature[0] == "A" else "A") + signature[1:], public)
        assert not signing.verify(payload, signature + "=", public)
        assert not signing.verify(payload, "!", public)
        assert not signing.verify(payload, "签名", public)
        assert not signing.verify({"amount": 1.5}, signature, public)

    def test_another_key_does_not_verify(self):
        payload = {"kind": "receipt"}
        other = KeyStore().create("other", kind=ED25519)
        assert not signing.verify(payload, signing.sign(payload), other)
        assert not signing.verify(payload, signing.sign(payload), b"short")

    def test_the_key_stays_and_lies_apart_from_the_sealing_keys(self, folder, settings):
        settings.KEYSTORE_READER = False  # the web process signs all the same
        public = signing.public_key()
        signing._private_key.cache_clear()
        assert signing.public_key() == public
        assert (folder / "signing" / "server.key").exists()
        assert not (folder / "kek").exists()

    def test_openssl_reads_the_exported_key(self):
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        key = load_pem_public_key(signing.public_key_pem().encode())
        key.verify(signing.sign_bytes(b"block"), b"block")
        assert key.public_bytes_raw() == signing.public_key()
        assert len(signing.key_id()) == 16

    def test_production_makes_no_signing_key_by_itself(self, settings):
        settings.PRODUCTION = True
        with refused_with("key_missing"):
            signing.sign({})


def test_make_keys_prepares_a_production_store_once(settings, capsys):
    settings.PRODUCTION = True
    call_command("make_keys")
    assert "BEGIN PUBLIC KEY" in capsys.readouterr().out
    public = KeyStore().create("challenge-7")
    assert KeyStore().public("challenge-7") == public
    key = signing.public_key()
    call_command("make_keys")
    assert capsys.readouterr().out.count("未改动") == 3
    assert signing.public_key() == key
