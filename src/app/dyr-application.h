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
/* After the application ended: a new language takes effect by starting anew. */
gboolean dyr_application_wants_restart (DyrApplication *self);

G_END_DECLS
