/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHttpBody: the body of an answer as a stream that any thread may read. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DYR_TYPE_HTTP_BODY (dyr_http_body_get_type ())
G_DECLARE_FINAL_TYPE (DyrHttpBody, dyr_http_body, DYR, HTTP_BODY, GInputStream)

/* @source is read in the thread-default main context of the caller, ahead of who reads this, but
 * never by more than a few blocks. @host is for messages. It fails when nothing comes for
 * @idle_limit ms, or next to nothing within @slow_limit ms; waiting for the reader does not count.
 *
 * Reading waits for bytes, so it is for another thread than the one of that context (as the
 * asynchronous functions of GInputStream do by themselves). What fails is a G_IO_ERROR whose
 * message is a reason (dyr_reason_words ()). */
GInputStream *
dyr_http_body_new (GInputStream *source, const char *host, guint idle_limit, guint slow_limit);

G_END_DECLS
