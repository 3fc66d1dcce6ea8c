/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrProgress: how far a job in another thread is, told where its caller waits. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* `n_done` of `n`, in what the job counts: records, thousandths. */
typedef void (*DyrProgress) (guint n_done, guint n, gpointer data);

/* From the task's thread: `progress` (NULL: nothing) is called in the context of whoever began the
 * task, unless that has its answer by then. Keeps the task. */
void dyr_progress_tell (GTask *task, DyrProgress progress, guint n_done, guint n, gpointer data);

G_END_DECLS
