/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the window says at its lower edge: an offer of Undo that is withdrawn at once. */

#include "config.h"

#include "dyr-window-private.h"
#include "stage.h"

/* Whether a label that is on the screen says so. */
static gboolean
is_said (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_said (child, text))
      return TRUE;
  return FALSE;
}

/* It came in front of another one, which is still on its way out; that one is shown again. */
static void
test_withdrawn (Stage *stage, gconstpointer data)
{
  DyrWindow *window = dyr_window_new (NULL, stage->settings);
  GtkWidget *widget = GTK_WIDGET (window);

  gtk_window_present (GTK_WINDOW (window));
  stage_wait_until (gtk_widget_get_mapped (widget));
  dyr_window_tell (window, "Said before");
  stage_wait_until (is_said (widget, "Said before"));
  dyr_window_tell_undo (window, "Client was deleted", 1);
  g_assert_true (is_said (widget, "Client was deleted"));
  g_assert_true (is_said (widget, "Undo"));
  dyr_window_withdraw_undo (window);
  g_assert_false (is_said (widget, "Undo"));
  stage_wait_until (!is_said (widget, "Client was deleted"));
  g_assert_true (is_said (widget, "Said before"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
  g_test_add (
      "/app/window-toasts/withdrawn", Stage, NULL, stage_set_up, test_withdrawn, stage_tear_down);
  return g_test_run ();
}
