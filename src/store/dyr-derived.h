/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Derived fields: SQL expressions that compute from facts what is never typed. */

#pragma once

#include "dyr-record-type.h"

G_BEGIN_DECLS

/* The expression of a DERIVED field over the type's table (alias t); a static text. Every derived
 * field has one: loading, filtering and sorting use the same. */
const char *dyr_derived_expression (const DyrRecordType *type, guint field);

G_END_DECLS
