/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Pill, banner, prompt: words for people, never markup. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-banner.h"
#include "dyr-client.h"
#include "dyr-pill.h"
#include "dyr-prompt.h"
#include "fake.h"

/* A text label below `root` with exactly this text; NULL: none. */
static GtkWidget *
find_label (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_text (GTK_LABEL (root)), text))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
on_notify (int *n)
{
  ++*n;
}

static void
test_pill (void)
{
  g_autoptr (GtkWidget) pill = g_object_ref_sink (dyr_pill_new ());
  GtkWidget *word = gtk_widget_get_first_child (pill);
  int n = 0;

  g_signal_connect_swapped (pill, "notify", G_CALLBACK (on_notify), &n);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (word)), ==, "—");
  g_assert_true (gtk_widget_has_css_class (word, "none"));

  dyr_pill_set (DYR_PILL (pill), "A & B <b>", DYR_STYLE_BAD);
  g_assert_cmpint (n, ==, 2);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (word)), ==, "A & B <b>");
  g_assert_true (gtk_widget_has_css_class (word, "bad"));
  g_assert_false (gtk_widget_has_css_class (word, "none"));
  dyr_pill_set (DYR_PILL (pill), "A & B <b>", DYR_STYLE_BAD);
  g_assert_cmpint (n, ==, 2);

  dyr_pill_set_choice (DYR_PILL (pill), &dyr_client_type, DYR_CLIENT_STATE, "active");
  g_assert_cmpstr (dyr_pill_get_label (DYR_PILL (pill)), ==, "Active");
  g_assert_cmpint (dyr_pill_get_look (DYR_PILL (pill)), ==, DYR_STYLE_GOOD);
  dyr_pill_set_choice (DYR_PILL (pill), &dyr_client_type, DYR_CLIENT_STATE, "from-the-future");
  g_assert_cmpstr (dyr_pill_get_label (DYR_PILL (pill)), ==, "from-the-future");
  dyr_pill_set_choice (DYR_PILL (pill), &dyr_client_type, DYR_CLIENT_STATE, NULL);
  g_assert_null (dyr_pill_get_label (DYR_PILL (pill)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (word)), ==, "—");

  g_object_set (pill, "label", "Busy", "look", DYR_STYLE_BUSY, NULL);
  g_assert_true (gtk_widget_has_css_class (word, "busy"));
}

/* In a table: another word gives its part of the room to it and asks nobody for more. */
static void
test_steady_pill (void)
{
  GtkWidget *pill = dyr_pill_new_steady (), *other = dyr_pill_new_steady (), *word;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *window;
  int width, height, natural, other_natural;

  gtk_box_append (GTK_BOX (box), pill);
  gtk_box_append (GTK_BOX (box), other);
  dyr_pill_set (DYR_PILL (pill), "On", DYR_STYLE_GOOD);
  dyr_pill_set (DYR_PILL (other), "A much longer word than that", DYR_STYLE_GOOD);
  window = fake_window_show (box, 600, 200);
  word = gtk_widget_get_first_child (pill);
  width = gtk_widget_get_width (word);
  height = gtk_widget_get_height (word);
  gtk_widget_measure (pill, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  gtk_widget_measure (other, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &other_natural, NULL, NULL);
  g_assert_cmpint (natural, ==, other_natural);
  g_assert_cmpstr (gtk_inscription_get_text (GTK_INSCRIPTION (word)), ==, "On");
  g_assert_true (gtk_widget_has_css_class (word, "good"));
  g_assert_cmpint (width, >, 0);
  g_assert_cmpint (gtk_widget_get_width (gtk_widget_get_first_child (other)), >, 2 * width);

  dyr_pill_set (DYR_PILL (pill), "On and on", DYR_STYLE_BAD);
  fake_wait_frame (window);
  g_assert_cmpint (gtk_widget_get_width (word), >, width);
  g_assert_cmpint (gtk_widget_get_width (word), <, 300);
  g_assert_cmpint (gtk_widget_get_height (word), ==, height);
  g_assert_true (gtk_widget_has_css_class (word, "bad"));
  fake_window_destroy (window);
}

static void
test_banner (void)
{
  GtkWidget *banner = dyr_banner_new ("Offline: A & B <b>");
  GtkWidget *window = fake_window_show (banner, 600, 200);
  GtkWidget *button = fake_find (banner, GTK_TYPE_BUTTON);
  int n = 0;

  g_assert_false (dyr_banner_get_revealed (DYR_BANNER (banner)));
  g_assert_nonnull (find_label (banner, "Offline: A & B <b>"));
  g_assert_false (gtk_widget_get_visible (button));

  dyr_banner_set_revealed (DYR_BANNER (banner), TRUE);
  dyr_banner_set_button_label (DYR_BANNER (banner), "_Details");
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_connect_swapped (banner, "button-clicked", G_CALLBACK (on_notify), &n);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpint (n, ==, 1);

  dyr_banner_set_title (DYR_BANNER (banner), "14 changes");
  g_assert_cmpstr (dyr_banner_get_title (DYR_BANNER (banner)), ==, "14 changes");
  g_assert_nonnull (find_label (banner, "14 changes"));
  dyr_banner_set_button_label (DYR_BANNER (banner), "");
  g_assert_false (gtk_widget_get_visible (button));

  fake_window_destroy (window);
}

typedef struct
{
  gboolean done;
  char *response;
  GError *error;
} Answer;

static void
clear_answer (Answer *answer)
{
  g_clear_pointer (&answer->response, g_free);
  g_clear_error (&answer->error);
  answer->done = FALSE;
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->response = dyr_prompt_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
wait_done (Answer *answer)
{
  while (!answer->done)
    g_main_context_iteration (NULL, TRUE);
  fake_settle ();
}

static const DyrPromptResponse responses[] = {
  { "cancel", "_Cancel", ADW_RESPONSE_DEFAULT },
  { "delete", "_Delete", ADW_RESPONSE_DESTRUCTIVE },
  { NULL },
};

static void
test_prompt (void)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *window = fake_window_show (label, 600, 400);
  Answer answer = { 0 };
  GtkWidget *dialog;

  dyr_prompt_async (
      label, "Delete A & B <b>?", "C & <i>D", responses, "delete", NULL, on_answered, &answer);
  dialog = fake_wait_window (window);
  g_assert_nonnull (find_label (dialog, "Delete A & B <b>?"));
  g_assert_true (gtk_label_get_wrap (GTK_LABEL (find_label (dialog, "Delete A & B <b>?"))));
  g_assert_nonnull (find_label (dialog, "C & <i>D"));
  g_assert_cmpint (
      adw_message_dialog_get_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete"),
      ==,
      ADW_RESPONSE_DESTRUCTIVE);
  g_assert_cmpstr (
      adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (dialog)), ==, "delete");
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == GTK_WINDOW (window));

  g_signal_emit_by_name (gtk_widget_get_ancestor (find_label (dialog, "Delete"), GTK_TYPE_BUTTON),
                         "clicked");
  wait_done (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpstr (answer.response, ==, "delete");
  clear_answer (&answer);

  /* Closing is the first answer. */
  dyr_prompt_async (label, "Sure?", NULL, responses, NULL, NULL, on_answered, &answer);
  dialog = fake_wait_window (window);
  gtk_window_close (GTK_WINDOW (dialog));
  wait_done (&answer);
  g_assert_cmpstr (answer.response, ==, "cancel");
  clear_answer (&answer);

  fake_window_destroy (window);
}

static void
test_prompt_cancelled (void)
{
  GtkWidget *window = fake_window_show (gtk_label_new (NULL), 600, 400);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  dyr_prompt_async (window, "Sure?", NULL, responses, NULL, cancellable, on_answered, &answer);
  fake_wait_window (window);
  g_cancellable_cancel (cancellable);
  wait_done (&answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (answer.response);
  clear_answer (&answer);

  /* Nothing is shown for what was cancelled before. */
  dyr_prompt_async (window, "Sure?", NULL, responses, NULL, cancellable, on_answered, &answer);
  wait_done (&answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  clear_answer (&answer);

  fake_window_destroy (window);
}

static void
on_answered_with_end (GObject *source, GAsyncResult *result, gpointer data)
{
  GtkWindow **window = data;
  g_autofree char *response = dyr_prompt_finish (result, NULL);

  g_assert_cmpstr (response, ==, "delete");
  gtk_window_destroy (g_steal_pointer (window));
}

/* The answer may end the window that was asked in: nothing of the question knows it any more. */
static void
test_prompt_ends_window (void)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *window = fake_window_show (label, 600, 400);
  GtkWidget *below = window, *dialog;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &below);
  dyr_prompt_async (label, "Sure?", NULL, responses, NULL, NULL, on_answered_with_end, &window);
  dialog = fake_wait_window (window);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  /* As by a key: the question is still being answered when the window goes. */
  gtk_widget_activate (gtk_widget_get_ancestor (find_label (dialog, "Delete"), GTK_TYPE_BUTTON));
  while (below != NULL || dialog != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_tell (void)
{
  GtkWidget *window = fake_window_show (gtk_label_new (NULL), 600, 400);
  GtkWidget *dialog;

  dyr_prompt_tell (window, "It failed", "Because of A & B");
  dialog = fake_wait_window (window);
  g_assert_nonnull (find_label (dialog, "Because of A & B"));
  gtk_window_close (GTK_WINDOW (dialog));
  fake_settle ();

  fake_window_destroy (window);
}

int
main (int argc, char **argv)
{
  fake_init (&argc, &argv);

  g_test_add_func ("/widgets/pill", test_pill);
  g_test_add_func ("/widgets/pill/steady", test_steady_pill);
  g_test_add_func ("/widgets/banner", test_banner);
  g_test_add_func ("/widgets/prompt", test_prompt);
  g_test_add_func ("/widgets/prompt/cancelled", test_prompt_cancelled);
  g_test_add_func ("/widgets/prompt/ends-window", test_prompt_ends_window);
  g_test_add_func ("/widgets/prompt/tell", test_tell);

  return g_test_run ();
}
