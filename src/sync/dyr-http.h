/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHttp: carries requests to the CRM and brings back what came. It reads nothing of them. */

#pragma once

#include <gio/gio.h>

#include "dyr-remote.h"

G_BEGIN_DECLS

#define DYR_TYPE_HTTP (dyr_http_get_type ())
G_DECLARE_FINAL_TYPE (DyrHttp, dyr_http, DYR, HTTP, GObject)

/* @base_url: "https://crm.example.com/espo". Plain HTTP goes to this computer only. NULL and
 * DYR_ERROR_INVALID when it is no such address.
 *
 * Properties: "connect-limit" (30 000 ms), "idle-limit" (60 000 ms without a byte going or coming),
 * "answer-limit" (300 000 ms for the body of an answer, however it comes), "max-body" (64 MiB,
 * after decompression), "ca-file" (issuers to trust instead of the system's; for tests and offices
 * with an authority of their own; NULL: the system's). */
DyrHttp *dyr_http_new (const char *base_url, GError **error);

/* The address with a slash at its end. */
const char *dyr_http_get_base_url (DyrHttp *self);

/* Sends @request; it is copied. Any number at once, all from the thread (main context) that made
 * @self. Redirects are not followed, nothing is logged, no cookie is kept. */
void dyr_http_send_async (DyrHttp *self,
                          const DyrRequest *request,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);

/* What came back, or why nothing did (status 0, `failure`). NULL and an error only when it was
 * cancelled. */
DyrResponse *dyr_http_send_finish (DyrHttp *self, GAsyncResult *result, GError **error);

G_END_DECLS
