# Everything runs in an environment of its own, .venv; nothing has to be activated.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VSCODE := editors/vscode
# Other versions of the systems whose own tools judge us, each beside the others.
JUDGES := $(patsubst tests/judges/%.txt,$(VENV)/judges/%/installed,$(wildcard tests/judges/*.txt)) $(VENV)/judges/rails/installed $(VENV)/judges/mariadb/installed \
	$(VENV)/judges/liquibase/installed
# Packages of others that carry migrations, without what they themselves need.
PROJECTS := $(VENV)/projects/installed
# Older versions of PostgreSQL, on which its facts are proven too.
SERVERS := $(VENV)/postgresql/installed
# MySQL 9 and MariaDB 11, beside the MariaDB that `make test` asks.
NEWER := $(VENV)/newer/installed
# What `make check` leaves to `make test`.
SLOW := house/test_contracts.py judges laws projects lsp editors databases sql/test_slips.py sql/test_prefixes.py

.PHONY: help try test prove check types style units format picture clean

help:
	@echo "make try     start the real server on a sample project, and print what an editor would show"
	@echo "make test    install what the tests need, and run every one"
	@echo "make prove   prove every fact about a database on every version of it"
	@echo "make check   the fast part: style, types, floors, unit tests"
	@echo "make format  format the code"
	@echo "make picture draw the README's picture anew"

try: $(VENV)/installed
	@$(BIN)/python tests/try/try_it.py

test: $(VENV)/developing $(JUDGES) $(PROJECTS) $(SERVERS) $(VSCODE)/node_modules/.package-lock.json
	cd $(VSCODE) && npm run --silent package
	$(BIN)/python -m pytest -n 2

prove: $(VENV)/developing $(SERVERS) $(VENV)/judges/mariadb/installed $(NEWER)
	TOWPATH_PROVE=all $(BIN)/python -m pytest -n 2 -q tests/databases

check: $(VENV)/developing
	@$(MAKE) --no-print-directory --jobs 2 --output-sync types style units

types:
	$(BIN)/pyright --pythonpath $(BIN)/python

style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy

units:
	$(BIN)/python -m pytest -n 2 -m "not server and not editor" $(addprefix --ignore tests/,$(SLOW))

format: $(VENV)/developing
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

picture: $(VENV)/installed
	$(BIN)/python docs/picture.py

clean:
	rm -rf $(VENV) $(VSCODE)/node_modules

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# An editable install leaves no bytecode, and where none may be written each start would compile everything anew.
$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	@echo "installing Towpath into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q server rules
	@touch $@

# Dependency groups need a newer pip than Python 3.11 brings.
$(VENV)/developing: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@$(BIN)/python -m compileall -q server rules
	$(BIN)/python -m pip install --quiet --upgrade --target $(VENV)/judges/django-4.2 "Django==4.2.*"
	@touch $@ $(VENV)/installed

$(VENV)/judges/%/installed: tests/judges/%.txt $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target $(@D) --requirement $<
	@touch $@

$(VENV)/judges/rails/installed: tests/judges/rails.sh tests/servers/debian.sh $(VENV)/bin/python
	@echo "unpacking Ruby and Active Record into $(@D)"
	@sh $< $(@D)
	@touch $@

$(VENV)/judges/mariadb/installed: tests/judges/mariadb.sh tests/servers/debian.sh $(VENV)/bin/python
	@echo "unpacking MariaDB into $(@D)"
	@sh $< $(@D)
	@touch $@

$(VENV)/judges/liquibase/installed: tests/judges/liquibase.sh $(VENV)/bin/python
	@echo "unpacking Liquibase into $(@D)"
	@sh $< $(@D)
	@touch $@

$(SERVERS): tests/servers/majors/package-lock.json $(VENV)/bin/python
	@mkdir -p $(@D)
	@cp tests/servers/majors/package.json tests/servers/majors/package-lock.json $(@D)
	cd $(@D) && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

$(NEWER): tests/servers/newer.sh tests/servers/debian.sh $(VENV)/bin/python
	@echo "unpacking MySQL 9 and MariaDB 11 into $(@D)"
	@sh $< $(@D)
	@touch $@

$(PROJECTS): tests/projects/packages.txt $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(@D) --requirement $<
	@touch $@

$(VSCODE)/node_modules/.package-lock.json: $(VSCODE)/package.json $(VSCODE)/package-lock.json
	cd $(VSCODE) && npm ci --silent --no-audit --no-fund
	@touch $@
