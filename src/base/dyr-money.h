/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Currencies. Money is in hundredths for every currency. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dyr_currency_is_known (const char *code);
const char *const *dyr_currency_common (void);

G_END_DECLS
