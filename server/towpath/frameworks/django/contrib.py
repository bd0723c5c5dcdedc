"""The models of Django's own apps, which no project has in its tree."""

from collections.abc import Collection, Iterator

from towpath.frameworks.django import kinds
from towpath.frameworks.django.arguments import FieldCall
from towpath.frameworks.django.models import Field, Model
from towpath.schema import Fact

# App, model, table, and the fields that a foreign key may point to or that lie between two models.
_MODELS = """
auth Permission auth_permission id:AutoField:primary_key content_type:ForeignKey:to=contenttypes.ContentType
auth Group auth_group id:AutoField:primary_key name:CharField:unique permissions:ManyToManyField:to=auth.Permission
auth User auth_user id:AutoField:primary_key username:CharField:unique groups:ManyToManyField:to=auth.Group
contenttypes ContentType django_content_type id:AutoField:primary_key
sessions Session django_session session_key:CharField:primary_key
sites Site django_site id:AutoField:primary_key domain:CharField:unique
admin LogEntry django_admin_log id:AutoField:primary_key user:ForeignKey:to=auth.User
flatpages FlatPage django_flatpage id:AutoField:primary_key sites:ManyToManyField:to=sites.Site
redirects Redirect django_redirect id:AutoField:primary_key site:ForeignKey:to=sites.Site
"""
_LENGTHS = {"session_key": 40, "domain": 100, "name": 150, "username": 150}


def facts_of_others(apps: Collection[str]) -> Iterator[Fact]:
    """The models of Django's own apps, but for those that the project has itself."""
    for line in _MODELS.strip().splitlines():
        app, name, table, *fields = line.split()
        if app not in apps:
            made = [_field(said) for said in fields]
            found = Model(app, name, table, {field.name: field for field in made})
            yield f"model {app}.{name.lower()}", found


def _field(said: str) -> Field:
    name, kind, rest = said.split(":")
    key, _, to = rest.partition("=")
    arguments: dict[str, object] = {key: to or True}
    if name in _LENGTHS:
        arguments["max_length"] = _LENGTHS[name]
    call = FieldCall(f"django.db.models.{kind}", arguments)
    app, _, model = to.partition(".")
    return Field(name, call, kinds.kind(call, {}), (app, model.lower()) if to else None)
