/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The certificate of an office's own authority: chosen, looked at, taken. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-certificate.h"
#include "dyr-context.h"

G_BEGIN_DECLS

/* Asks for the file and shows what is in it; what is none is explained. @server is whom it is to
 * vouch for, and nobody else. */
void dyr_connect_certificate_choose_async (GtkWidget *parent,
                                           const DyrContext *context,
                                           const char *server,
                                           GAsyncReadyCallback callback,
                                           gpointer data);
/* As it is kept (PEM), newly allocated; NULL: the person changed their mind, or was told why not,
 * or means another one than @server since. */
char *dyr_connect_certificate_choose_finish (GAsyncResult *result, const char *server);

/* Who it is of, until when, its fingerprint: lines for a person. Newly allocated. */
char *dyr_connect_certificate_tell (const DyrCertificate *certificate, const DyrContext *context);

G_END_DECLS
