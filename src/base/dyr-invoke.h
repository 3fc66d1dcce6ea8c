/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A call in another thread: that of a main context. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dyr_invoke_later:
 * @context: (nullable): where; NULL: the default one
 * @function: what is called there, once unless it returns G_SOURCE_CONTINUE
 * @data: for it
 * @notify: frees @data
 *
 * Never calls at once, as g_main_context_invoke () does in the calling thread while nobody owns
 * the context: what belongs to the context's thread may not be touched by another one.
 */
void dyr_invoke_later (GMainContext *context,
                       GSourceFunc function,
                       gpointer data,
                       GDestroyNotify notify);

G_END_DECLS
