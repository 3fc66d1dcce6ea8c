/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Identifiers that are unique everywhere: UUID version 7 for what is born here, 5 for the rest. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DyrUid:
 * @bytes: big-endian, as RFC 9562 writes them; memcmp () order is order of birth for version 7
 */
typedef struct
{
  guint8 bytes[16];
} DyrUid;

/** Length of the text form, without the final NUL. */
#define DYR_UID_TEXT_LENGTH 36

DyrUid dyr_uid_new (void);
DyrUid dyr_uid_new_named (const DyrUid *space, const char *name);
char *dyr_uid_to_text (const DyrUid *uid);
gboolean dyr_uid_parse (const char *text, DyrUid *uid);
gboolean dyr_uid_equal (const DyrUid *a, const DyrUid *b);
gboolean dyr_uid_is_null (const DyrUid *uid);

G_END_DECLS
