/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of merge share: the values of a whole record. */

#pragma once

#include "dyr-record-type.h"

G_BEGIN_DECLS

/* All fields of a record, none set. */
DyrValue *merge_test_values_new (const DyrRecordType *type);
void merge_test_values_free (const DyrRecordType *type, DyrValue *values);
/* From its canonical text; NULL is no value. */
void
merge_test_set (const DyrRecordType *type, DyrValue *values, const char *name, const char *text);
void merge_test_assert (const DyrRecordType *type,
                        const DyrValue *values,
                        const char *name,
                        const char *text);

G_END_DECLS
