/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A call in another thread: that of a main context. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-invoke.h"

void
dyr_invoke_later (GMainContext *context, GSourceFunc function, gpointer data, GDestroyNotify notify)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_return_if_fail (function != NULL);

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, notify);
  g_source_attach (source, context);
}
