.PHONY: setup run test check demo mutants

setup:
	@. tools/environment.sh && environment dev

run demo:
	@./run

test:
	@./test

check:
	@./test quick

mutants:
	@for area in gate choices rights retention; do .venv/bin/python -m tools.mutants $$area || exit; done
