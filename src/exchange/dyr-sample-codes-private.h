/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Codes, bank accounts and phones of the sample office: right check digits, nobody's own.
 *
 * Each is a function of a serial number below its count: no two of them are equal. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DYR_SAMPLE_N_EDRPOU 1000000
#define DYR_SAMPLE_N_OIB G_GUINT64_CONSTANT (10000000000)
#define DYR_SAMPLE_N_ACCOUNTS 1000000

/* A company in Ukraine: 5xxxxxxx, not given out yet. */
char *dyr_sample_edrpou (guint64 serial);
/* A person in Ukraine; the birthday and the sex are part of it. `serial` below 5 000. */
char *dyr_sample_rnokpp (gint64 birthday, gboolean female, guint serial);
/* A VAT payer in Ukraine: 12 digits that begin like the ЄДРПОУ. */
char *dyr_sample_ipn (const char *edrpou, guint serial);
char *dyr_sample_oib (guint64 serial);
/* At a bank that does not exist. */
char *dyr_sample_iban (const char *country, guint64 serial);
/* E.164. The subscriber's digits begin with 000: `operator` exists, the number does not. */
char *dyr_sample_phone (const char *country, const char *operator_code, guint64 serial);

G_END_DECLS
