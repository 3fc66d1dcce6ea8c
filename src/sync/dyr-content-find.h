/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which content is to go to the CRM, or to come from it, next. Private to DyrContentEngine. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* transfer.tries of what has none left. */
#define DYR_CONTENT_GIVEN_UP (-1)

/* A file as the store knows it. */
typedef struct
{
  gint64 id; /* 0: none */
  char *name, *media_type;
  gint64 size;    /* -1: not known */
  char *checksum; /* NULL: not known */
  char *content;  /* NULL: the CRM does not have it */
  guint tries;    /* that failed */
} DyrContentFile;

void dyr_content_file_clear (DyrContentFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyrContentFile, dyr_content_file_clear)

/* The first file that waits to go, whose record may go once its content is there: what it is about
 * is there already. `wait_until`: another one may be tried then, if that is earlier. */
gboolean dyr_content_find_up (DyrConnection *connection,
                              gint64 now,
                              DyrContentFile *file,
                              gint64 *wait_until,
                              GError **error);
/* Whether it waits to go as it was found: nobody deleted it, gave it another content or parked it.
 */
gboolean dyr_content_find_still_up (DyrConnection *connection,
                                    const DyrContentFile *file,
                                    gboolean *still,
                                    GError **error);
/* The first that a person asked for, then one that is pinned; none of `arriving`. It may turn out
 * to be here. */
gboolean dyr_content_find_down (DyrConnection *connection,
                                gint64 now,
                                gboolean asked_only,
                                GHashTable *arriving,
                                DyrContentFile *file,
                                gint64 *wait_until,
                                GError **error);
/* One file as it is now; `file->id` 0: there is none any more. */
gboolean
dyr_content_find_file (DyrConnection *connection, gint64 id, DyrContentFile *file, GError **error);

G_END_DECLS
