.PHONY: setup run test check demo

setup:
	@. tools/environment.sh && environment dev

run demo:
	@./run

test:
	@./test

check:
	@./test quick
