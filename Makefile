# Every target is one line of dev.py, so that everything also works where make is missing.
PYTHON ?= python3

.PHONY: run test check bench figures sync lock
run test check bench figures sync lock:
	@$(PYTHON) dev.py $@ $(ARGS)
