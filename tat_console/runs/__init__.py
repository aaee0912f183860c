"""The way of a run: targets, plan, batches, invocations, tasks; its journal and its resumption."""
