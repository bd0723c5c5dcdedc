"""What Django's operations and fields are given: the parameters in their order, and which of them the database sees."""

# django.db.migrations.operations, django.contrib.postgres.operations, pgtrigger.migrations.
SIGNATURES: dict[str, tuple[str, ...]] = {
    name: tuple(parameters.split())
    for name, parameters in {
        "CreateModel": "name fields options bases managers",
        "DeleteModel": "name",
        "RenameModel": "old_name new_name",
        "AlterModelTable": "name table",
        "AlterModelTableComment": "name table_comment",
        "AlterUniqueTogether": "name unique_together",
        "AlterIndexTogether": "name index_together",
        "AlterOrderWithRespectTo": "name order_with_respect_to",
        "AlterModelOptions": "name options",
        "AlterModelManagers": "name managers",
        "AddField": "model_name name field preserve_default",
        "AlterField": "model_name name field preserve_default",
        "RemoveField": "model_name name",
        "RenameField": "model_name old_name new_name",
        "AddIndex": "model_name index",
        "RemoveIndex": "model_name name",
        "RenameIndex": "model_name new_name old_name old_fields",
        "AddConstraint": "model_name constraint",
        "RemoveConstraint": "model_name name",
        "AlterConstraint": "model_name name constraint",
        "RunSQL": "sql reverse_sql state_operations hints elidable",
        "RunPython": "code reverse_code atomic hints elidable",
        "SeparateDatabaseAndState": "database_operations state_operations",
        "AddIndexConcurrently": "model_name index",
        "RemoveIndexConcurrently": "model_name name",
        "AddConstraintNotValid": "model_name constraint",
        "ValidateConstraint": "model_name name",
        "CreateExtension": "name",
        "BloomExtension": "",
        "BtreeGinExtension": "",
        "BtreeGistExtension": "",
        "CITextExtension": "",
        "CryptoExtension": "",
        "HStoreExtension": "",
        "TrigramExtension": "",
        "UnaccentExtension": "",
        "CreateCollation": "name locale provider deterministic",
        "RemoveCollation": "name locale provider deterministic",
        "AddTrigger": "model_name trigger",
        "RemoveTrigger": "model_name name",
    }.items()
}
PACKAGES = ("django.db.migrations", "django.contrib.postgres.operations", "pgtrigger.migrations")

# The extension that each operation creates by its name alone.
EXTENSIONS = {
    "BloomExtension": "bloom",
    "BtreeGinExtension": "btree_gin",
    "BtreeGistExtension": "btree_gist",
    "CITextExtension": "citext",
    "CryptoExtension": "pgcrypto",
    "HStoreExtension": "hstore",
    "TrigramExtension": "pg_trgm",
    "UnaccentExtension": "unaccent",
}

# Field.__init__, and the fields that begin otherwise.
FIELD = tuple("verbose_name name primary_key max_length unique blank null db_index rel default".split())
RELATION = ("to", "on_delete")
DECIMAL = ("verbose_name", "name", "max_digits", "decimal_places")
ARRAY = ("base_field", "size")

# Arguments of fields that never reach the database (Field.non_db_attrs, but for the two that name or fill a column).
UNSEEN = frozenset(
    """
    choices editable error_messages help_text limit_choices_to on_delete validators verbose_name
    """.split()
)
# The options of a model that the database sees; the others stand in AlterModelOptions.
OPTIONS = frozenset(
    """
    constraints db_table db_table_comment db_tablespace index_together indexes managed order_with_respect_to
    proxy swappable unique_together
    """.split()
)
