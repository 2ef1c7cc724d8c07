#!/bin/sh
# Install wheels for TARGETARCH into a folder: collect-wheels.sh FOLDER PIP-ARGUMENTS…
set -eu

case ${TARGETARCH:?is set by the image build} in
amd64) machine=x86_64 ;;
arm64) machine=aarch64 ;;
*)
  echo "no wheels are collected for $TARGETARCH: add it here" >&2
  exit 1
  ;;
esac

folder=$1
shift
# Newest first: some packages have wheels for the one, some for the other.
python -m pip install --no-cache-dir --no-compile --only-binary=:all: --target "$folder" \
  --platform "manylinux_2_28_$machine" --platform "manylinux2014_$machine" "$@"

# Times from the build would give the same packages another digest every time.
find "$folder" -exec touch -h -d @0 {} +
