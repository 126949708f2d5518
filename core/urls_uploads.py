"""Where the browser sends files in parts (core.uploads)."""

from django.urls import path

from core import views_uploads

app_name = "uploads"
urlpatterns = [
    path("", views_uploads.Uploads.as_view(), name="begin"),
    path("<str:token>/", views_uploads.OneUpload.as_view(), name="one"),
]
