#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Dyryhent authors
#
# encode-icon.sh ENCODER ICON.svg OUT.png SIZE: the encoder names its output itself.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" "$2" "$4" -o "$folder"
mv "$folder"/*.symbolic.png "$3"
