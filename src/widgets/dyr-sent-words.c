/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How it is said where a record is besides this computer. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sent-words.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const struct
{
  const char *words, *icon, *more;
} places[] = {
  [DYR_SENT_NOT] = { NULL },
  [DYR_SENT_WAITS] = { NC_("sign", "Saved here"), "dyr-dot-open-symbolic", NC_("sign", "The CRM does not have all of it yet. It is sent by itself.") },
  [DYR_SENT_UNSURE] = { NC_("sign", "Not confirmed"), "emblem-synchronizing-symbolic", NC_("sign", "It was sent, but the CRM did not confirm it: it may have it or not. The program asks by itself, and nothing is made there twice.") },
  [DYR_SENT_NEEDS_YOU] = { NC_("sign", "Needs you"), "dialog-question-symbolic", NC_("sign", "It was changed in the CRM, too, or the CRM did not accept it. The page of sync has the ways out.") },
  [DYR_SENT_ALL] = { NC_("sign", "Sent"), "dyr-dot-symbolic", NC_("sign", "The CRM has it as it is here.") },
};
/* clang-format on */

const char *
dyr_sent_words (DyrSent sent)
{
  g_return_val_if_fail (sent < G_N_ELEMENTS (places), NULL);

  return places[sent].words != NULL ? g_dpgettext2 (NULL, "sign", places[sent].words) : NULL;
}

const char *
dyr_sent_explain (DyrSent sent)
{
  g_return_val_if_fail (sent < G_N_ELEMENTS (places), NULL);

  return places[sent].more != NULL ? g_dpgettext2 (NULL, "sign", places[sent].more) : NULL;
}

const char *
dyr_sent_icon (DyrSent sent)
{
  g_return_val_if_fail (sent < G_N_ELEMENTS (places), NULL);

  return places[sent].icon;
}
