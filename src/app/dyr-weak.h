/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Data of callbacks that must not keep a widget alive: a window that is destroyed while a reference
 * is held is not disposed, and goes on as if it were there. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* For the `data` of an asynchronous call that surely calls back. */
static inline gpointer
dyr_weak_new (gpointer object)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, object);
  return weak;
}

/* In its callback: a reference, or NULL when the object is gone. Frees the data. */
static inline gpointer
dyr_weak_take (gpointer data)
{
  GWeakRef *weak = data;
  gpointer object = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return object;
}

G_END_DECLS
