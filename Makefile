# The README's two commands are `make demo` and `make test`. They need make and Python 3.11 to 3.14, and make their own .venv.

PYTHON ?= python3
PYTEST_ARGS ?=
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)
READY := .venv/.ready

.PHONY: help demo test test-container check format pages notebooks strip lock clean

help:
	@echo "make demo             build the curated world and answer three questions (writes alliances.html)"
	@echo "make test             run the tests on the embedded engine and on a real Neo4j; PYTEST_ARGS=... adds options"
	@echo "make test-container   run some of the tests on a Neo4j in a container (needs Linux and a Docker daemon; pulls nothing)"
	@echo "make check            format, lint, types, imports, dependencies"
	@echo "make format           put the code into its format"
	@echo "make pages            remake the pages of docs/ that are made of the models and commands"
	@echo "make notebooks        run the notebooks and write their pages into docs/notebooks"
	@echo "make strip            take the outputs out of the notebooks, as git has them"
	@echo "make lock             remake constraints.txt (needs uv)"
	@echo "make clean            remove .venv and what tools left behind"

demo: $(READY)
	@$(BIN)/graphmodel tour

test: $(READY)
	@$(BIN)/pytest --numprocesses 3 --dist loadscope $(PYTEST_ARGS)

# The image is made of the jars that the other tests use. Ryuk, the helper of testcontainers, would be pulled.
test-container: export TESTCONTAINERS_RYUK_DISABLED := true
test-container: $(READY)
	@image=$$($(BIN)/python -m tests.support.neo4j_image) && \
	  $(BIN)/pytest --graphmodel-image "$$image" tests/sessions/test_sessions.py && \
	  $(BIN)/pytest tests/test_testing.py -k container

check: $(READY)
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo "Run 'make format'."; exit 1; }
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/pyright --pythonpath $(BIN)/python
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/deptry --no-ansi .

format: $(READY)
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

notebooks: $(READY)
	@$(BIN)/python -m tests.support.notebooks

strip: $(READY)
	@$(BIN)/python -m tests.support.notebooks --strip

# Every package is locked with its hash; our own is put beside them without asking an index again.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { \
	  echo "graphmodel needs Python 3.11 to 3.14, and $(PYTHON) is not that: say 'make PYTHON=/path/to/python3.12 ...'." >&2; exit 1; }
	@echo "Installing into .venv ..."
ifdef UV
	@test -x $(BIN)/python || $(UV) venv --quiet --python "$$(command -v $(PYTHON))" .venv
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r constraints.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $@

pages: $(READY)
	@$(BIN)/python -m tests.support.pages

lock:
	@uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --upgrade \
	  --all-extras --group build --group test --group notebook --group browser --group neo4j --group lint \
	  --custom-compile-command "make lock" --output-file constraints.txt pyproject.toml

clean:
	@rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
