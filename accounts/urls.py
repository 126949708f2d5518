"""Addresses of units, people, accounts and records."""

from accounts import views

app_name = "accounts"
urlpatterns = [
    *views.OrganizationPage.urls("organizations/", "organization"),
    *views.PersonPage.urls("people/", "person"),
    *views.UserPage.urls("users/", "user"),
    *views.IntegrityPage.urls("integrity/", "integrity"),
]
