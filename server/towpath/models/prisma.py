"""Prisma's models: a model or a field is called in the database as it is here, or as `@map` says."""

from collections.abc import Iterator

from towpath.frameworks.prisma.dump import paths
from towpath.frameworks.prisma.schema import Model, models
from towpath.models.files import Files
from towpath.models.use import Use, Wanted
from towpath.project import Found, Tree


def uses(files: Files, tree: Tree, found: Found, wanted: Wanted) -> Iterator[Use]:
    """The models, or the fields, that stand for a table or a column."""
    said = [(path, model) for path in paths(found, tree) for model in files.once(path, "prisma", _models)]
    names = {model.name for _, model in said}
    for path, model in said:
        if not wanted.is_table(model.table, model.schema):
            continue
        if wanted.column is None:
            yield Use(path, model.span, f"the {model.kind} {model.name}")
        for field in model.columns(names):
            if field.column == wanted.column:
                yield Use(path, field.span, f"the field {model.name}.{field.name}")


def _models(text: str) -> tuple[Model, ...]:
    return tuple(models(text))
