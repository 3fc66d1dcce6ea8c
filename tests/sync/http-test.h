/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Servers for tests of DyrHttp: one that speaks the bytes it is told, and certificates. */

#pragma once

#include <gio/gio.h>

#include "dyr-http.h"

G_BEGIN_DECLS

/* Sends a GET (or, with a body, a POST) and waits for what comes of it. */
DyrResponse *http_send (DyrHttp *http, const char *path, const char *body);
DyrResponse *http_send_by (DyrHttp *http, const char *method, const char *path, const char *body);
/* The same by a URL of its own; @ca: issuers to trust, or NULL. */
DyrResponse *http_send_to (const char *url, const char *ca);

/* What a GET by dyr_http_load_async () brought. */
typedef struct
{
  DyrResponse *head;
  GInputStream *body; /* NULL: none */
} HttpLoad;

void http_load (DyrHttp *http, const char *path, HttpLoad *load);
void http_load_clear (HttpLoad *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HttpLoad, http_load_clear)
/* Reads all of it in another thread, while this one goes on. @bytes gets what came before an error,
 * too. */
gboolean
http_read (GInputStream *body, GByteArray *bytes, GCancellable *cancellable, GError **error);

/* A server on this computer that answers each connection, once it has read the head of a request,
 * with @bytes and then closes it, or keeps silent for as long as it lives. */
typedef struct
{
  GSocketService *service;
  GPtrArray *connections;
  GBytes *bytes;
  gboolean repeat; /* the bytes again and again */
  gboolean close;
  gboolean deaf;   /* reads nothing, says nothing */
  guint n_answers; /* so many on one connection; what comes then ends it. 0: one, see above */
  guint n_connections;
  guint n_requests;
  guint n_talks; /* that are going on */
  char *url;
} HttpScript;

HttpScript *http_script_new (const char *bytes, gssize length, gboolean close);
void http_script_free (HttpScript *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpScript, http_script_free)

/* A folder with ca.pem and, per name, NAME.pem and NAME.key that it issued: good (localhost),
 * other (crm.example.com), expired (localhost). Made once. */
const char *http_certificates (void);
void http_certificates_remove (void);

/* nghttpd (HTTP/2) over that folder, with one of these certificates. */
typedef struct
{
  GSubprocess *process;
  char *url;
} HttpNghttpd;

void http_nghttpd_start (HttpNghttpd *self, const char *certificate);
void http_nghttpd_clear (HttpNghttpd *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HttpNghttpd, http_nghttpd_clear)

G_END_DECLS
