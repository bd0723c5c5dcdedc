"""What each of Django's operations does: to the models of a project's state, and by the schema editor."""

from collections.abc import Callable, Mapping

from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.elements import Element
from towpath.frameworks.django.operations import fields, indexes, models, options, postgres, triggers

Effect = Callable[[Editor, str, Element], None]

EFFECTS: Mapping[str, Effect] = {
    **models.EFFECTS,
    **options.EFFECTS,
    **fields.EFFECTS,
    **indexes.EFFECTS,
    **postgres.EFFECTS,
    **triggers.EFFECTS,
}

__all__ = ["EFFECTS", "Effect"]
