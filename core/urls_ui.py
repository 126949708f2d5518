"""The gallery of components, included under /ui/ where the site is a demo or DEBUG is on."""

from django.urls import path

from core import views_ui

app_name = "ui"
urlpatterns = [
    path("", views_ui.gallery, name="gallery"),
    path("public/", views_ui.public, name="public"),
    path("form/", views_ui.form, name="form"),
    path("table/", views_ui.table, name="table"),
]
