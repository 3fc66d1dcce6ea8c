/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrKeyring: the keys of CRMs in the keyring of the desktop; without one, in memory until the
 * program ends. */

#pragma once

#include <gio/gio.h>

#include "dyr-key.h"

G_BEGIN_DECLS

#define DYR_TYPE_KEYRING (dyr_keyring_get_type ())
G_DECLARE_FINAL_TYPE (DyrKeyring, dyr_keyring, DYR, KEYRING, GObject)

/* Nothing is asked of the desktop before the first call below. All from one thread. */
DyrKeyring *dyr_keyring_new (void);

/* Keeps a key of `user` at `server`. It is at hand at once, whatever the desktop's keyring says. */
void dyr_keyring_store_async (DyrKeyring *self,
                              const char *server,
                              const char *user,
                              const DyrKey *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
/* TRUE: the desktop's keyring has it. FALSE with *error, in words for people: it is only in memory,
 * until the program ends. */
gboolean dyr_keyring_store_finish (DyrKeyring *self, GAsyncResult *result, GError **error);

void dyr_keyring_look_up_async (DyrKeyring *self,
                                const char *server,
                                const char *user,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
/* NULL without an error: there is none. NULL with *error: the keyring cannot be asked. */
DyrKey *dyr_keyring_look_up_finish (DyrKeyring *self, GAsyncResult *result, GError **error);

/* Forgets it, in memory at once. */
void dyr_keyring_clear_async (DyrKeyring *self,
                              const char *server,
                              const char *user,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean dyr_keyring_clear_finish (DyrKeyring *self, GAsyncResult *result, GError **error);

G_END_DECLS
