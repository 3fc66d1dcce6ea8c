/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reading a mapping: where the reader is, and how it says what is wrong there. */

#pragma once

#include "dyr-json.h"
#include "dyr-espo-mapping.h"

G_BEGIN_DECLS

typedef struct
{
  const char *file;
  GPtrArray *place; /* names of the members that lead to where we are; not owned */
  GError **error;
} DyrEspoReader;

/* All of them set the error and are FALSE. */
gboolean dyr_espo_reader_fail (DyrEspoReader *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* @wanted: a word of JSON */
gboolean dyr_espo_reader_fail_sort (DyrEspoReader *self, const char *name, const char *wanted);
/* Reads the name of an entity or an attribute; @needed: it may not be missing. */
gboolean dyr_espo_reader_take_name (
    DyrEspoReader *self, const DyrJson *object, const char *member, gboolean needed, char **name);
/* The index of a field that is synced. */
gboolean dyr_espo_reader_find_field (DyrEspoReader *self,
                                     const DyrRecordType *type,
                                     const char *name,
                                     guint *index);

/* Reads attributes and their values; *@fixed stays NULL without @member. */
gboolean dyr_espo_reader_take_fixed (DyrEspoReader *self,
                                     const DyrJson *object,
                                     const char *member,
                                     GArray **fixed);

/* dyr-espo-mapping-field.c: appends the field @name to @entity. */
gboolean dyr_espo_reader_take_field (DyrEspoReader *self,
                                     DyrEspoEntity *entity,
                                     const char *name,
                                     const DyrJson *object);
void dyr_espo_field_clear (gpointer field);

G_END_DECLS
