/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrApplication: opens the store and shows the window. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DYR_TYPE_APPLICATION (dyr_application_get_type ())
G_DECLARE_FINAL_TYPE (DyrApplication, dyr_application, DYR, APPLICATION, AdwApplication)

/* `language` is that of the interface: uk, ru, hr or en; a static text. */
DyrApplication *dyr_application_new (const char *language);
/* Has the C library keep less memory that is free; once, before there are threads. */
void dyr_application_spare_memory (void);
/* The window is about to close: TRUE: sync goes on without it; FALSE: it comes to rest first. */
gboolean dyr_application_leave (DyrApplication *self);
/* After the application ended: a new language takes effect by starting anew. */
gboolean dyr_application_wants_restart (DyrApplication *self);
/* The backup that the next start is to restore before it opens the store; NULL: none. `into` is
 * that store, whichever is the usual one. */
const char *dyr_application_get_restore (DyrApplication *self, const char **into);
/* Says so to this start. */
void dyr_application_set_restore (DyrApplication *self, const char *backup, const char *into);

G_END_DECLS
