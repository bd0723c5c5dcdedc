"""Runs revisions of MLflow's with the real Alembic. Arguments: their folder, an address, and the revision to go to.

They start from tables that MLflow makes itself; with `base` for a revision, these are all that is made.
"""

# pyright: basic

import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

ENV = """\
from alembic import context
from sqlalchemy import create_engine

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

versions, address, revision = sys.argv[1:]
if revision == "base":
    initial = import_module("mlflow.store.tracking.dbmodels.initial_models")
    initial.Base.metadata.create_all(create_engine(address))
else:
    with TemporaryDirectory() as folder:
        (Path(folder) / "env.py").write_text(ENV, encoding="utf-8")
        config = Config()
        config.set_main_option("script_location", folder)
        config.set_main_option("version_locations", versions)
        config.set_main_option("sqlalchemy.url", address)
        command.upgrade(config, revision)
