/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Words about attached files. */

#pragma once

#include "dyr-content.h"
#include "dyr-context.h"

G_BEGIN_DECLS

/* “12 files, 34 MB”; without the size when that is not known (0). */
char *dyr_file_show_amount (const DyrContext *context, gint64 n, gint64 size);

/* Where what is in a file is, as far as it is known. */
typedef struct
{
  gboolean connected;     /* with a CRM */
  gboolean missing;       /* it is not on this computer */
  DyrContentState *state; /* NULL: not known yet */
  gint64 done, size;      /* of what goes or comes now, bytes; size 0: nothing does */
} DyrFilePlace;

/* It is in the CRM, from where it comes when it is wanted. */
gboolean dyr_file_can_come (const DyrFilePlace *place);
/* It does not go, or did not yet, for a reason: a person may send it again. */
gboolean dyr_file_can_go_again (const DyrFilePlace *place);
/* “3 MB of 14 MB sent”, why it does not go or come; newly allocated, NULL: it is where files are
 * expected to be. */
char *dyr_file_show_place (const DyrContext *context, const DyrFilePlace *place);

G_END_DECLS
