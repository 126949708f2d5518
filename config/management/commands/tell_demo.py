"""Tell the demo data into an empty database."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from config.story import telling


class Command(BaseCommand):
    help = (
        "Tell the demo data (press_2022 and today) through the real actions, in one transaction: all of it or nothing."
    )

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("演示数据只能写入演示数据库（JIEBANG_MODE=demo）。")
        if get_user_model()._default_manager.exists():
            raise CommandError("数据库中已有数据，未写入演示数据。要重新开始，请运行 make demo RESET=1。")
        # Forty openings would fill the screen with the reading of forty keys.
        logging.getLogger("core.keystore").setLevel(logging.WARNING)
        telling.tell(say=self.say)

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
