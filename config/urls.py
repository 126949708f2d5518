"""The map of the site: each app owns its own addresses."""

from django.urls import include, path

urlpatterns = [
    path("ui/", include("core.urls_ui")),
]
