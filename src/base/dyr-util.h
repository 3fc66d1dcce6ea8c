/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Small things that GLib got after the version we stand on. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dyr_set_str:
 * @target: (inout): where an owned string, or NULL, lies
 * @value: (nullable): the new text; it may be part of the old one
 *
 * Replaces an owned string by a copy of another. g_set_str () of GLib 2.76.
 *
 * Returns: whether it changed
 */
static inline gboolean
dyr_set_str (char **target, const char *value)
{
  char *copy;

  g_return_val_if_fail (target != NULL, FALSE);

  if (*target == value || (*target != NULL && value != NULL && g_str_equal (*target, value)))
    return FALSE;

  copy = g_strdup (value);
  g_free (*target);
  *target = copy;

  return TRUE;
}

G_END_DECLS
