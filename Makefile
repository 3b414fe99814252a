PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUTLETS ?= titronline mehrnews
# what failed is run once more, alone: real servers and signals on a busy machine may come late; a fault fails twice
PYTEST := run() { $(BIN)/python -m pytest -q "$$@"; }; run -n auto --dist loadfile || run --last-failed
.DEFAULT_GOAL := help

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 10

$(VENV)/.installed: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	touch $@

# where there is no C compiler this says so and goes on: the same code runs uncompiled, and the next make tries again
$(VENV)/.compiled: $(VENV)/.installed requirements-compile.txt newscrawler/compile.py $(wildcard newscrawler/*/*.p[xy][dx] newscrawler/text/*.py)
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-compile.txt
	if $(BIN)/python -m newscrawler.compile; then touch $@; fi

$(VENV)/.dev: $(VENV)/.installed requirements-dev.txt | $(VENV)/.compiled
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/.cluster: $(VENV)/.dev requirements-cluster.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-cluster.txt
	touch $@

demo: $(VENV)/.installed $(VENV)/.compiled  ## crawl the sample archive, offline, into data/ and show a summary
	$(BIN)/python -m samples.demo

crawl: $(VENV)/.installed $(VENV)/.compiled  ## one live pass: make crawl OUTLETS="titronline mehrnews"
	$(BIN)/scrapy run $(OUTLETS)

test: $(VENV)/.dev  ## the tests; what needs an absent server is skipped with a line
	$(PYTEST)

check: $(VENV)/.cluster docs  ## style, types, docs, and every test with its servers
	$(BIN)/ruff check .
	$(BIN)/mypy
	export NEWSCRAWLER_REQUIRE_SERVERS=1; $(PYTEST)

docs: $(VENV)/.dev  ## the documentation as a site, in build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build -q --strict --clean

rivals: build/rivals/.installed  ## Persian normalisers to measure ours against, each in a place of its own

build/rivals/.installed: Makefile
	$(PYTHON) -m venv build/rivals/hazm && build/rivals/hazm/bin/python -m pip install -q hazm==0.10.0
	$(PYTHON) -m venv build/rivals/shekar && build/rivals/shekar/bin/python -m pip install -q shekar==1.7.0
	npm install --silent --prefix build/rivals/virastar virastar@0.22.1
	touch $@

bench: $(VENV)/.dev  ## accuracy and speed beside the rivals, one run
	$(BIN)/python -m pip install -q -U pip  # before 24 it stumbles over a rival's extras
	$(BIN)/python -m pip install -q --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python benchmarks/extraction.py
	PYTHONPATH=. $(BIN)/python benchmarks/text.py
	PYTHONPATH=. $(BIN)/python benchmarks/dedup.py --sizes 10000,100000
	$(BIN)/python benchmarks/handoff.py --articles 20000

bench-scale: $(VENV)/.cluster  ## growth to a million articles, 300 newsrooms, Spark: an hour, alone on the machine
	$(BIN)/python benchmarks/scale.py sqlite postgresql newsrooms shards spark --write

clean:  ## remove what was built
	rm -rf $(VENV) data build dist .pytest_cache .mypy_cache .ruff_cache

.PHONY: help demo crawl test check docs rivals bench bench-scale clean
