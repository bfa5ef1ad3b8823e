# make run                 opens the window (the first time it sets everything up)
# make run ARGS="..."      runs the command line instead, for example
#                          make run ARGS="upscale in.jpg out.png --scale 4"
# make test                runs every test, in two processes; make test ARGS="-k tiling" some of them
# make test-all            the same, and every network that can be described instead of a choice of them
# make lint                format, style, types, and who may import whom
# make translations        takes the window's texts into resources/translations and says what is not translated
# make screenshots         the docs' pictures, from the real program;
#                          make screenshots ARGS="FOLDER --all" takes every view in each theme, scale and language
# make figures             the figures of README.md and docs/figures.md, measured here and now
# make benchmark           our networks beside others on the same photos, and the roofline
# make package             the program as a folder that needs no Python, and what is shipped of it, in dist/;
#                          make package ARGS=--quick packs it loosely, for trying;
#                          make package ARGS=--twice packs it twice and says what differs
# make test-package        tries what make package made in a bare Debian
# make soak                300 times open, restore, undo, close in one process
# make soak-batch          50 times a batch killed with kill -9 and given again, then a minute of killed workers
# make fuzz                ten minutes of files made by chance against every reader
# make audit               known weaknesses of the pinned packages, where the network allows it
# make clean               removes what the above have made, .venv included

PYTHON ?= python3
ARGS ?=
VENV := .venv
export PYTHON

.PHONY: run test test-all lint translations screenshots figures benchmark package test-package soak soak-batch fuzz audit clean

# The command line needs no Qt, so there missing libraries are only said, not insisted on.
run:
	@sh scripts/system-libraries.sh run || [ -n '$(subst ','"'"',$(ARGS))' ]
	@sh scripts/set-up.sh run
	@$(VENV)/bin/python -m desktop_unet $(ARGS)

test:
	@sh scripts/system-libraries.sh test
	@sh scripts/set-up.sh test
	$(VENV)/bin/python $(if $(strip $(ARGS)),-m pytest $(ARGS),scripts/run_tests.py)

test-all: override ARGS += --exhaustive
test-all: test

lint:
	@sh scripts/set-up.sh test
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/python -m mypy
	$(VENV)/bin/lint-imports

translations:
	@sh scripts/set-up.sh test
	$(VENV)/bin/python scripts/translations.py

screenshots:
	@sh scripts/system-libraries.sh test
	@sh scripts/set-up.sh test
	$(VENV)/bin/python scripts/screenshots.py $(ARGS)

figures:
	@sh scripts/system-libraries.sh test
	@sh scripts/set-up.sh test
	$(VENV)/bin/python benchmarks/figures.py $(ARGS)

benchmark:
	@sh scripts/set-up.sh test
	$(VENV)/bin/python benchmarks/benchmark.py $(ARGS)

package:
	@sh scripts/system-libraries.sh package
	@sh scripts/set-up.sh test
	$(VENV)/bin/python -m shipping.make $(ARGS)

test-package:
	@sh scripts/system-libraries.sh test-package
	@sh scripts/set-up.sh test
	$(VENV)/bin/python -m shipping.prove $(if $(filter --quick,$(ARGS)),,$(ARGS))

soak:
	@sh scripts/system-libraries.sh test
	@sh scripts/set-up.sh test
	$(VENV)/bin/python benchmarks/soak.py $(ARGS)

soak-batch:
	@sh scripts/set-up.sh test
	$(VENV)/bin/python benchmarks/batch_soak.py $(ARGS)
	$(VENV)/bin/python benchmarks/cluster_soak.py

# atheris is for Linux only; without it the seeds are changed by chance.
fuzz:
	@sh scripts/set-up.sh test
	@$(VENV)/bin/python -m pip install --quiet -c constraints.txt -e '.[fuzz]' || true
	$(VENV)/bin/python benchmarks/fuzz.py $(ARGS)

audit:
	@sh scripts/set-up.sh test
	@$(VENV)/bin/python -m pip install --quiet -c constraints.txt -e '.[audit]'
	$(VENV)/bin/python scripts/audit.py $(ARGS)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
