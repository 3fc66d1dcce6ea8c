/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Countries: understood by code or name, shown by name. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dyr_country_parse (const char *text);
char *dyr_country_show (const char *code, const char *language);

G_END_DECLS
