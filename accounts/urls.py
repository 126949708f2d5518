"""Addresses of sign-in, units, people, accounts and records."""

from django.urls import path

from accounts import exports, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="login"),
    path("sign-out/", views.SignOut.as_view(), name="logout"),
    path("account/", views.Profile.as_view(), name="profile"),
    path("account/password/", views.ChangePassword.as_view(), name="password"),
    path("register/", views.Register.as_view(), name="register"),
    path("organizations/", views.OrganizationList.as_view(), name="organizations"),
    path("organizations/new/", views.EnterOrganization.as_view(), name="new-organization"),
    path("organizations/own/", views.OwnOrganization.as_view(), name="own"),
    path("organizations/<int:pk>/correct/", views.CorrectOrganization.as_view(), name="correct"),
    *views.OrganizationPage.urls("organizations/", "organization"),
    path("organizations/<int:pk>/people/new/", views.AddPerson.as_view(), name="add-person"),
    path("organizations/<int:pk>/people/table/", views.PeopleTable.as_view(), name="people-table"),
    path("organizations/<int:pk>/people/table/template/", exports.people_template, name="people-template"),
    path("organizations/<int:pk>/users/new/", views.AddUser.as_view(), name="add-user"),
    path("people/", views.PersonList.as_view(), name="people"),
    *views.PersonPage.urls("people/", "person"),
    path("users/", views.UserList.as_view(), name="users"),
    *views.UserPage.urls("users/", "user"),
    path("account/acting/", views.switch, name="acting"),
    path("substitutions/", views.SubstitutionList.as_view(), name="substitutions"),
    path("substitutions/new/", views.NewSubstitution.as_view(), name="new-substitution"),
    *views.SubstitutionPage.urls("substitutions/", "substitution"),
    path("integrity/", views.IntegrityList.as_view(), name="integrity-list"),
    path("integrity/new/", views.ReportIntegrity.as_view(), name="report-integrity"),
    *views.IntegrityPage.urls("integrity/", "integrity"),
]
