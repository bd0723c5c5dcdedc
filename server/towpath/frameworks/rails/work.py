"""Work that is done with models rather than said in SQL; and what is not followed."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeGuard

from towpath.frameworks.rails.guards import is_connection
from towpath.frameworks.rails.inflections import table_of
from towpath.operations import Name
from towpath.syntax.ruby import Attribute, Call, Class, Given, Node, Reference, Scope, Value, evaluate

# What a method of a model, of a relation or of an object does to rows.
_WRITES = frozenset(
    """
    update_all delete_all destroy_all update update! update_attribute update_attributes update_attributes!
    update_column update_columns update_attribute! save save! create create! insert insert! insert_all insert_all!
    upsert upsert_all find_or_create_by find_or_create_by! first_or_create first_or_create! create_or_find_by
    create_or_find_by! destroy destroy! delete destroy_by delete_by touch touch_all increment! decrement! toggle!
    import import! update_counters increment_counter decrement_counter reset_counters bulk_insert
    """.split()
)
# Of these, those that no other value has: they write, whatever they are called on.
_ONLY_OF_RECORDS = frozenset(
    """
    update_all delete_all destroy_all update! update_attribute update_attributes update_attributes! update_column
    update_columns save! create! insert_all insert_all! upsert_all destroy! touch_all increment! decrement! toggle!
    find_or_create_by find_or_create_by! first_or_create first_or_create! save destroy
    """.split()
)
# What goes through the rows that it takes away, one by one.
_ROW_BY_ROW = frozenset(("destroy_all", "destroy_by"))
_READS = frozenset(
    """
    all where find find_by find_by! find_each find_in_batches in_batches pluck pick ids count exists? any? none?
    many? each first last take sum maximum minimum average select group order joins includes left_joins
    left_outer_joins unscoped distinct limit offset not or having references preload eager_load from with_deleted
    only_deleted each_batch find_by_sql map to_a size length empty? sole rewhere unscope readonly lock where.not
    with_discarded
    """.split()
)
# What gives one row, or none of them.
_ONE = frozenset("find find_by find_by! first last take sole pick count exists? any? none? sum".split())
# What says which rows are meant, and what says that they are many.
_WHICH = frozenset("where find_by_sql joins left_joins left_outer_joins limit rewhere where.not".split())
_BATCHES = frozenset("find_each find_in_batches in_batches each_batch".split())
# Methods of a model that have nothing to do with rows.
_HARMLESS = frozenset(
    """
    reset_column_information reset_column_information! table_name table_name= primary_key primary_key= connection
    logger quoted_table_name column_names columns columns_hash table_exists? new inheritance_column
    inheritance_column= reset_sequence_name attribute_names clear_cache! schema_cache record_timestamps
    record_timestamps= reflections ignored_columns ignored_columns= class_eval include extend serialize belongs_to
    has_many has_one attribute enum connection_db_config connection_pool sanitize_sql sanitize_sql_array arel_table
    model_name human_attribute_name disable_referential_integrity establish_connection skip_callback set_callback
    no_touching reload_schema_from_cache transaction attr_accessor store scope default_scope __elasticsearch__ reindex
    without_timeout without_auditing without_versioning
    """.split()
)
# Constants that are no models, and whose methods do nothing to the database.
_NO_MODELS = frozenset(
    """
    ActiveRecord Rails Time Date DateTime File JSON YAML SecureRandom ENV Set Hash Array String Integer Float Digest
    Dir IO I18n Kernel Struct Math Logger ActiveSupport Arel PG Benchmark StrongMigrations Process Thread Marshal
    Base64 URI CSV Psych Regexp Object Module Class Comparable Enumerable Etc Nokogiri Pathname FileUtils StringIO
    Zlib STDOUT STDERR BCrypt OpenSSL Random Symbol ERB Tempfile Oj MultiJson ActiveModel GC ObjectSpace Encoding
    Numeric BigDecimal Range Proc Timeout Redmine Setting $stdout $stderr EsClient Elasticsearch Searchkick Alterity
    Sidekiq Resque Redis Faraday HTTParty Sentry Rollbar
    """.split()
)


class Work(NamedTuple):
    """What is done to rows; `about` are the models that are named for it. `few`: a condition says which rows."""

    reads: bool = False
    writes: bool = False
    about: tuple[Value, ...] = ()
    few: bool = False


def chain(value: Value) -> tuple[Value, list[Call]]:
    """What a chain of calls begins with, and the calls in it, the outermost first; through what blocks are given."""
    calls: list[Call] = []
    while True:
        if isinstance(value, Given):
            value = value.call
        elif _is_made(value):
            return value, calls
        elif isinstance(value, Call) and isinstance(value.function, Attribute):
            calls.append(value)
            value = value.function.owner
        elif isinstance(value, Attribute):
            value = value.owner
        else:
            return value, calls


def _is_made(value: Value) -> TypeGuard[Call]:
    """Whether it is a class without a name: `Class.new(ActiveRecord::Base) { … }`."""
    owner = value.owner if isinstance(value, Call) and value.name == "new" else None
    return isinstance(owner, Reference) and owner.path == "Class"


def is_model(value: Value) -> bool:
    """Whether a name may be that of a model, or a class without a name is one."""
    if _is_made(value):
        return True
    if not isinstance(value, Reference) or not value.path[:1].isupper():
        return False
    return value.path.partition("::")[0] not in _NO_MODELS


def of_models(value: Value) -> Work | None:
    """What a chain on a model does to rows; None where it is no work on rows."""
    root, calls = chain(value)
    said = {name for call in calls for name in (call.name, call.passed) if isinstance(name, str)}
    if is_model(root):
        writes = bool(said & _WRITES)
        # Who writes one row that was found goes through no others.
        reads = bool(said & _READS and not (writes and said & _ONE)) or bool(said & _ROW_BY_ROW)
        work = Work(reads, writes, (root,), bool(said & _WHICH) and not said & _BATCHES)
        return work if work.reads or work.writes else None
    return Work(False, True) if said & _ONLY_OF_RECORDS and not is_connection(root) else None


def tables(work: Work) -> Iterator[Name]:
    """The tables of the models, as far as they are known."""
    for one in work.about:
        if (name := table(one)) is not None:
            yield name


def table(model: Value) -> Name | None:
    """The table of a model: as the class says in the file, else by convention; None for one within a module."""
    if isinstance(model, Class):
        said = _said(model.body, model.scope)
        return _named(str(said)) if isinstance(said, str) else Name(table_of(model.path)) if said is None else None
    if isinstance(model, Call):
        said = _said(model.block.body, model.block.scope) if model.block else None
        return _named(str(said)) if isinstance(said, str) else None
    return Name(table_of(model.path)) if isinstance(model, Reference) and "::" not in model.path else None


def _said(body: Iterable[Node], scope: Scope) -> Value:
    """The table that the body of a class names; None where it names none."""
    for statement in body:
        left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
        if statement.type == "assignment" and left is not None and scope.tree.source(left) == "self.table_name":
            return evaluate(right, scope)
    return None


def _named(said: str) -> Name:
    schema, _, name = said.rpartition(".")
    return Name(name, schema or None)


def live(work: Work) -> Iterator[str]:
    """The models that are the application's, as they are now."""
    for one in work.about:
        if isinstance(one, Reference) and not isinstance(one, Class):
            yield one.path


# Methods that whoever calls them without a receiver has from Ruby, Rails or the migration, and that change nothing.
_OWN = frozenset(
    """
    say say_with_time puts print p pp warn sleep announce write logger require require_relative include extend
    suppress_messages connection quote quote_table_name quote_column_name table_exists? column_exists? index_exists?
    index_name_exists? foreign_key_exists? check_constraint_exists? view_exists? data_source_exists?
    extension_enabled? tables columns indexes foreign_keys select_all select_value select_values select_one
    select_rows exec_query reversible up_only transaction safety_assured lambda proc block_given? binding caller
    format sprintf rand loop adapter_name primary_key table_name_prefix table_name_suffix index_name respond_to?
    is_a? nil? assume_migrated_upto_version schema_search_path current_schema proper_table_name
    verbose raise fail catch throw with_options tap then freeze reset_column_information in_groups_of abort
    supports_extensions? schema_exists? extension_available? enum_types type_to_sql index_name_for_remove
    foreign_keys_exist? unique_constraint_exists? exclusion_constraint_exists? attr_accessor attr_reader private
    public helper_method milestone restrict_gitlab_migration set_pk_sequence! reset_pk_sequence! column_for
    native_database_types default_sequence_name sanitize_sql_array sanitize_sql sanitize_sql_for_conditions
    ask_for_confirmation disable_statement_timeout with_lock_retries without_statement_timeout database_version
    postgresql_version supports_comments? down_only dir Integer String Array Float Hash Rational Complex system exit
    __method__ gets
    """.split()
)


def not_followed(call: Call, taken: bool) -> str | None:
    """Why a call that is not understood matters; None where it does nothing to the database."""
    if isinstance(call.function, Reference):
        if call.name in _OWN or taken:
            return None
        return f"{call.name} is no statement of Active Record's"
    root, calls = chain(call)
    own = isinstance(root, Call) and isinstance(root.function, Reference) and bool(root.arguments)
    own = own and not any(isinstance(one.owner, Given) for one in calls)
    if own and not taken and calls and root.name not in _OWN:
        return f"{root.name} is no statement of Active Record's"
    if not calls or not is_model(root) or not isinstance(root, Reference):
        return None
    if taken and not calls[0].name.endswith("!"):
        return None
    # What is made may do anything: `AddUsers.new.up`.
    if calls[0].name in _HARMLESS or {one.name for one in calls} & (_HARMLESS - {"new"}) or calls[0].name.endswith("?"):
        return None
    called = "".join(f".{one.name}" for one in reversed(calls))
    return f"{root.path}{called} is not followed"
