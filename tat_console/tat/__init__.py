"""The service's language as data: models, actions, limits, statuses, templating, signing, errors."""
