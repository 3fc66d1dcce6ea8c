/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Toasts that may be put away at any moment: an animation of ours runs whenever one comes, and
 * longer than libadwaita's. Both see the same frames, so ours is over last, on a slow computer,
 * too. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-toasts.h"

/* libadwaita takes 500 when a toast comes in place of another one, 300 otherwise. */
#define SETTLES_MS 600

typedef struct
{
  AdwAnimation *settling;
  GListModel *children;
  GPtrArray *leaving; /* AdwToast that were dismissed while one moved */
  guint idle;
} Guard;

static void
free_guard (gpointer data)
{
  Guard *guard = data;

  g_clear_handle_id (&guard->idle, g_source_remove);
  g_clear_object (&guard->children);
  g_clear_object (&guard->settling);
  g_ptr_array_unref (guard->leaving);
  g_free (guard);
}

static gboolean
moves (Guard *guard)
{
  return adw_animation_get_state (guard->settling) == ADW_ANIMATION_PLAYING;
}

static gboolean
on_still (gpointer data)
{
  Guard *guard = data;

  guard->idle = 0;
  /* In the place of one that goes the next one may come. */
  while (guard->leaving->len > 0 && !moves (guard))
    {
      g_autoptr (AdwToast) toast = g_ptr_array_steal_index (guard->leaving, 0);

      /* It does not know of an overlay any more since it was dismissed: that does nothing. */
      g_signal_emit_by_name (toast, "dismissed");
    }
  return G_SOURCE_REMOVE;
}

/* After a frame that took long others are over in the same one, later than this. */
static void
on_settled (AdwAnimation *animation, Guard *guard)
{
  if (guard->leaving->len > 0 && guard->idle == 0)
    guard->idle = g_idle_add (on_still, guard);
}

static void
on_children_changed (GListModel *children, guint position, guint removed, guint added, Guard *guard)
{
  if (added > 0)
    adw_animation_play (guard->settling);
}

static void
settle (double value, gpointer data)
{
}

static Guard *
guard_of (AdwToastOverlay *toasts)
{
  const char *key = "dyr-toasts-guard";
  Guard *guard = g_object_get_data (G_OBJECT (toasts), key);

  if (guard != NULL)
    return guard;
  guard = g_new0 (Guard, 1);
  guard->settling
      = adw_timed_animation_new (GTK_WIDGET (toasts),
                                 0,
                                 1,
                                 SETTLES_MS,
                                 adw_callback_animation_target_new (settle, NULL, NULL));
  guard->children = gtk_widget_observe_children (GTK_WIDGET (toasts));
  guard->leaving = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (guard->settling, "done", G_CALLBACK (on_settled), guard);
  g_signal_connect (guard->children, "items-changed", G_CALLBACK (on_children_changed), guard);
  g_object_set_data_full (G_OBJECT (toasts), key, guard, free_guard);
  return guard;
}

/* Connected before the overlay is, it hears of it first. */
static void
on_dismissed (AdwToast *toast, AdwToastOverlay *toasts)
{
  Guard *guard = guard_of (toasts);

  if (!moves (guard))
    return;
  g_signal_stop_emission_by_name (toast, "dismissed");
  adw_toast_set_button_label (toast, NULL);
  g_ptr_array_add (guard->leaving, g_object_ref (toast));
}

static AdwToastOverlay *
find_overlay (GtkWidget *widget)
{
  AdwToastOverlay *found = NULL;

  if (ADW_IS_TOAST_OVERLAY (widget))
    return ADW_TOAST_OVERLAY (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_overlay (child);
  return found;
}

void
dyr_toasts_add (GtkWidget *around, AdwToast *toast)
{
  AdwToastOverlay *toasts;

  g_return_if_fail (GTK_IS_WIDGET (around));
  g_return_if_fail (ADW_IS_TOAST (toast));

  toasts = find_overlay (around);
  g_return_if_fail (toasts != NULL);
  guard_of (toasts);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_dismissed), toasts, 0);
  adw_toast_overlay_add_toast (toasts, toast);
}
