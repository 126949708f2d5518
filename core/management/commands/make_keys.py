"""`manage.py make_keys`: the keys of a new installation, once, before the first batch is published."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import signing
from core.errors import Refused
from core.keystore import KeyStore


class Command(BaseCommand):
    help = "Make the key-encryption keys and the server's signing key where they are missing."

    def handle(self, **options):
        try:
            for label, store in [
                ("KEYSTORE_KEK", KeyStore()),
                ("SIGNING_KEK", KeyStore(settings.KEYSTORE_ROOT / "signing", kek=settings.SIGNING_KEK, reader=True)),
            ]:
                self._kek(label, store)
            if KeyStore(settings.KEYSTORE_ROOT / "signing", kek=settings.SIGNING_KEK).exists(signing.NAME):
                self.stdout.write("服务器签名密钥已存在，未改动。")
            else:
                signing.make_key()
                self.stdout.write("已建立服务器签名密钥。")
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"签名公钥编号：{signing.key_id()}")
        self.stdout.write(signing.public_key_pem())

    def _kek(self, label, store):
        if getattr(settings, label):
            store.publish_kek()
        if (store.root / "kek.pub").exists():
            self.stdout.write(f"{label}：已存在，未改动。")
            return
        store.make_kek()
        self.stdout.write(f"{label}：已写入 {store.root / 'kek'}，请另行备份。")
        if label == "KEYSTORE_KEK":
            self.stdout.write("生产环境应将其移交开标进程保管（设置 KEYSTORE_KEK），并从网页服务器删除该文件。")
