/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The language of the interface: which one, and how gettext is made to speak it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *dyr_language_from_environment (void);
void dyr_language_setup (const char *language);
const char *dyr_language_default_country (const char *language);

G_END_DECLS
