/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Sort keys and comparison in the order of the interface language. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DyrCollator DyrCollator;

DyrCollator *dyr_collator_new (const char *language);
void dyr_collator_free (DyrCollator *self);
gsize dyr_collator_key (const DyrCollator *self, const char *text, GByteArray *out);
int dyr_collator_compare (const DyrCollator *self, const char *a, const char *b);
char *dyr_collator_get_version (const DyrCollator *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCollator, dyr_collator_free)

G_END_DECLS
