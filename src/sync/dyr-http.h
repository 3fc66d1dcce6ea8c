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
 * "answer-limit" (300 000 ms for the body of an answer, however it comes; of one that is loaded,
 * for more than next to nothing of it), "max-body" (64 MiB, after decompression; not of what is
 * loaded), "ca-file" (issuers to trust instead of the system's; for tests and offices
 * with an authority of their own; NULL: the system's). */
DyrHttp *dyr_http_new (const char *base_url, GError **error);

/* One more issuer to trust, besides the system's, for this address: dyr_certificate_read ()'s
 * `pem`; NULL: none. A damaged one vouches for nobody. */
void dyr_http_set_certificate (DyrHttp *self, const char *pem);

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

/* The same for a body of any length: the answer has the status and the headers, once they came. */
void dyr_http_load_async (DyrHttp *self,
                          const DyrRequest *request,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);

/* @body: NULL when nothing came (status 0), else what follows: to be read in another thread, or
 * asynchronously. Only as much of it is held as is read ahead. It fails, rather than end, when it
 * was cut short of its Content-Length, within a chunk, or stood still; the message is a reason
 * (dyr_reason_words ()). Between two chunks libsoup takes the end of the connection for the end:
 * who knows the length compares it. Whoever closes it, or lets it go, gives up the rest. */
DyrResponse *
dyr_http_load_finish (DyrHttp *self, GAsyncResult *result, GInputStream **body, GError **error);

G_END_DECLS
