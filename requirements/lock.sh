#!/usr/bin/env bash
# Resolve the dependencies into requirements/NAME.lock, for every platform and Python from 3.11 on, with hashes.
# 'base' comes first: every other lock keeps to its versions, so that any of them can be installed beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-uv}

for name in "$@"; do
  sources=(pyproject.toml requirements/build.in)
  options=(--constraint requirements/constraints.in)
  case $name in
    base) ;;
    # The tests try the store on a real PostgreSQL, the MCP server with its own client, and models through their SDKs.
    dev) sources+=(requirements/dev.in); options+=(--extra postgres --extra s3 --extra mcp --extra claude --extra insights --extra notify --constraint requirements/base.lock) ;;
    *) options+=(--extra "$name" --constraint requirements/base.lock) ;;
  esac
  echo "Locking requirements/$name.lock"
  "$uv" pip compile "${sources[@]}" "${options[@]}" \
    --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --quiet \
    --output-file "requirements/$name.lock"
done
