/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCertificate: that of an office's own authority, which vouches for its CRM; as the
 * administrator gave it to a person in a file. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GTlsCertificate *tls;
  char *name, *issuer; /* of its owner, and of who vouches for it: perhaps the same */
  gint64 from, until;  /* instants */
  char *fingerprint;   /* SHA-256: "AB:CD:…" */
  char *pem;           /* how it is kept */
} DyrCertificate;

void dyr_certificate_free (DyrCertificate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCertificate, dyr_certificate_free)

/* @data: PEM or DER, @length bytes. NULL and DYR_ERROR_INVALID, with a sentence for the person: it
 * is none, not that of an authority, or not valid at the instant @now. */
DyrCertificate *dyr_certificate_read (const char *data, gsize length, gint64 now, GError **error);
/* The same of a file; also DYR_ERROR_NOT_FOUND. */
DyrCertificate *dyr_certificate_read_file (GFile *file, gint64 now, GError **error);
/* The same, while the program goes on: the file may be on another computer, and that one slow. */
void dyr_certificate_read_file_async (GFile *file,
                                      gint64 now,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
DyrCertificate *dyr_certificate_read_file_finish (GAsyncResult *result, GError **error);
/* One that was kept: whatever its time, as the connection looks at that itself. NULL: it is
 * damaged. */
DyrCertificate *dyr_certificate_kept (const char *pem);

/* Whether the certificate of a computer, as it came with those between, holds under this one, for
 * the name that it was asked by. */
gboolean
dyr_certificate_vouches (const DyrCertificate *self, GTlsCertificate *peer, const char *host);

G_END_DECLS
