/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What carries the requests of a DyrSyncer by HTTP. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-http.h"
#include "dyr-syncer.h"

static void
send_by_http (GObject *carrier,
              const DyrRequest *request,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  dyr_http_send_async (DYR_HTTP (carrier), request, cancellable, callback, user_data);
}

static DyrResponse *
finish_by_http (GObject *carrier, GAsyncResult *result, GError **error)
{
  return dyr_http_send_finish (DYR_HTTP (carrier), result, error);
}

static void
load_by_http (GObject *carrier,
              const DyrRequest *request,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  dyr_http_load_async (DYR_HTTP (carrier), request, cancellable, callback, user_data);
}

static DyrResponse *
finish_load_by_http (GObject *carrier, GAsyncResult *result, GInputStream **body, GError **error)
{
  return dyr_http_load_finish (DYR_HTTP (carrier), result, body, error);
}

const DyrCarrier dyr_syncer_http
    = { send_by_http, finish_by_http, load_by_http, finish_load_by_http };
