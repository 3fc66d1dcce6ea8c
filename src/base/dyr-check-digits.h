/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Check digits of company, tax and bank account codes. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DyrCheck:
 * @DYR_CHECK_UNKNOWN: no rule is known for it, or there is nothing to check
 * @DYR_CHECK_OK: length and check digit are right
 * @DYR_CHECK_WRONG: length, signs or check digit are wrong: a warning, never a refusal
 */
typedef enum
{
  DYR_CHECK_UNKNOWN,
  DYR_CHECK_OK,
  DYR_CHECK_WRONG,
} DyrCheck;

DyrCheck dyr_check_code (const char *country, const char *code);
DyrCheck dyr_check_iban (const char *iban);
char *dyr_iban_clean (const char *text);
char *dyr_iban_format (const char *iban);

G_END_DECLS
