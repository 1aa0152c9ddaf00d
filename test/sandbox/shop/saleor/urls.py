from django.conf import settings
from django.contrib.staticfiles.views import serve
from django.urls import path, re_path

from .core import views
from .graphql.views import GraphQLView

urlpatterns = [
    re_path(r"^graphql/$", GraphQLView.as_view()),
    path("slow/", views.slow),
    path("whoami/", views.whoami),
    path("tasks/", views.tasks),
    path("ticks/", views.ticks),
]

if settings.DEBUG:
    urlpatterns.append(re_path(r"^static/(?P<path>.*)$", serve))
