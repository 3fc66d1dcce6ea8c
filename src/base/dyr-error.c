/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The error domain. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-error.h"

G_DEFINE_QUARK (dyr_error_quark, dyr_error)
