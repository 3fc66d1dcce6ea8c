/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrKey: what a CRM lets us in with. Kept in memory and in the keyring, nowhere else. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  char *user;   /* of a person's sign-in: `key` is its token; NULL: `key` is of an API user */
  char *key;    /* of an API user, or the token */
  char *secret; /* of an API user whose requests are signed; NULL: none */
} DyrKey;

#define DYR_TYPE_KEY (dyr_key_get_type ())
GType dyr_key_get_type (void);

DyrKey *dyr_key_new (const char *user, const char *key, const char *secret);
DyrKey *dyr_key_copy (const DyrKey *self);
/* Overwrites it before it goes. */
void dyr_key_free (DyrKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrKey, dyr_key_free)

/* As the keyring has it, and back; NULL: that is no key. The text is to be wiped after use. */
char *dyr_key_to_text (const DyrKey *self);
DyrKey *dyr_key_parse (const char *text);

/* A key as a person pastes it, without blanks, line breaks and signs that nobody sees. NULL and
 * DYR_ERROR_INVALID when nothing is left or it cannot be one. */
char *dyr_key_clean (const char *text, GError **error);
/* Overwrites a text that was secret, and frees it. */
void dyr_key_wipe (char *text);

G_END_DECLS
