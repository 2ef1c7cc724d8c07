#!/bin/sh
# What the components promise each other, where each has its own copy: fails when copies differ.
set -eu
cd "$(dirname "$0")/.."

# The schema: what the migrations make, and what the backend's models are held to.
cmp services/migrator/schema.json backend/schema.json

# The API: the backend's contract, and the types that the frontend compiles against.
generated=$(mktemp)
trap 'rm -f "$generated"' EXIT
(cd frontend && npx openapi-typescript ../backend/openapi.json -o "$generated" >/dev/null)
cmp "$generated" frontend/src/api/schema.ts

echo "contracts hold"
