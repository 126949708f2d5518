"""A Django view that inserts one row, with nothing around it: what a save is measured against (gunicorn scripts.load.bare)."""

import os

from django.conf import settings

from config.env import database

settings.configure(
    DATABASES={"default": database(os.environ["DATABASE_URL"])},
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="bare",
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

TABLE = "CREATE TABLE IF NOT EXISTS load_bare (id bigserial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp(), text text)"


def insert(request):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO load_bare (text) VALUES (%s)", [request.POST.get("text", "")])
    return HttpResponse("ok")


urlpatterns = [path("", insert)]
application = get_wsgi_application()
