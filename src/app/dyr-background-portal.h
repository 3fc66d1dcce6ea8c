/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Asks the desktop whether the program may go on without a window: in a sandbox it ends programs
 * that did not ask (https://flatpak.github.io/xdg-desktop-portal/docs/, portal “Background”). */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Outside of a sandbox nobody is to be asked. */
gboolean dyr_background_portal_is_needed (void);

/* The person may be asked, which takes as long as it does. Where no portal answers, nobody ends the
 * program either. */
void dyr_background_portal_ask_async (GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
/* FALSE and *error, in words for the person: it may not. */
gboolean dyr_background_portal_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
