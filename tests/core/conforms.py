#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""conforms.py SCHEMA < DOCUMENTS: for a JSON list of documents, a JSON list of what is wrong with each (null: nothing)."""

import json
import sys

from jsonschema import Draft202012Validator

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)


def complaint(document):
    error = next(validator.iter_errors(document), None)
    return error and f"{error.json_path}: {error.message[:200]}"


json.dump([complaint(document) for document in json.load(sys.stdin)], sys.stdout)
