/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrView: how somebody looks at a list: columns, conditions, search, order, sections; kept by a
 * name. */

#pragma once

#include "dyr-condition.h"
#include "dyr-place.h"
#include "dyr-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *field;
  int width; /* pixels; 0: what suits it */
} DyrViewColumn;

typedef struct
{
  char *name;
  const DyrRecordType *type; /* NULL: a type that is not known here */
  GArray *columns;           /* DyrViewColumn; none: the page's own */
  GPtrArray *conditions;     /* DyrCondition */
  GArray *sorts;             /* DyrSortKey */
  char *section;             /* field; NULL: no sections */
  char *search;              /* dyr_query_line_to_text (): for every language; NULL: none */
  char *typed;               /* the same as it was typed, in a language that is not known */
  char *raw;                 /* JSON as it was read, when a part is not known here; NULL: all is */
} DyrView;

DyrView *dyr_view_new (const char *name, const DyrRecordType *type);
void dyr_view_free (DyrView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrView, dyr_view_free)
void dyr_view_add_column (DyrView *self, const char *field, int width);

/* Arrays of DyrView that own them. */
GPtrArray *dyr_views_new (void);
/* The view of that type and name; NULL: none. */
DyrView *dyr_views_find (GPtrArray *views, const DyrRecordType *type, const char *name);

/* As JSON: what a file and the store hold. */
char *dyr_views_to_text (GPtrArray *views);
/* What is not known here (a field of a later version) is counted by `n_unknown`, which may be NULL;
 * such a view is written as it was read. NULL and DYR_ERROR_INVALID: it is no such text. */
GPtrArray *dyr_views_from_text (const char *text, guint *n_unknown, GError **error);

/* Those of the store; the callback's source is its database. */
void dyr_views_load_async (DyrStore *store,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
GPtrArray *dyr_views_load_finish (DyrDatabase *database, GAsyncResult *result, GError **error);
/* Writes them; an error reaches the store's "failed". */
void dyr_views_save (DyrStore *store, GPtrArray *views);

G_END_DECLS
