/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reading what is to be decided, and deciding it, beside the main thread. */

#pragma once

#include "dyr-clash-look.h"
#include "dyr-store.h"

G_BEGIN_DECLS

/* By id, by uid, or (0, NULL) the first that has something to decide. */
void dyr_clash_look_async (DyrStore *store,
                           gint64 record,
                           const DyrUid *uid,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
/* A full reference; NULL and *error. */
DyrClashLook *dyr_clash_look_finish (GAsyncResult *result, GError **error);

/* An empty GArray of DyrClashAnswer that owns the values in it. */
GArray *dyr_clash_answers_new (void);
/* dyr_clash_answer (): takes the answers, which are about that look. */
void dyr_clash_answer_async (DyrStore *store,
                             DyrClashLook *look,
                             GArray *answers,
                             GAsyncReadyCallback callback,
                             gpointer data);
gboolean dyr_clash_answer_finish (GAsyncResult *result, gint64 *action, GError **error);

G_END_DECLS
