/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Asking a person one question. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-prompt.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"

/* Pixels, fewer than a dialog has and more than a letter. */
#define HEADING_WIDTH 100

/* What a running question holds on to; the task owns it. */
typedef struct
{
  GtkWindow *dialog; /* weak: gone when it has been answered */
  gulong cancelled;
} Prompt;

static void
free_prompt (gpointer data)
{
  Prompt *prompt = data;

  g_clear_weak_pointer (&prompt->dialog);
  g_free (prompt);
}

static void
on_dialog_responded (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  g_autoptr (GTask) task = data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Prompt *prompt = g_task_get_task_data (task);

  /* One answer: closing the window later would be another. */
  g_signal_handlers_disconnect_by_func (dialog, on_dialog_responded, data);

  /* Not g_cancellable_disconnect (): it waits for the handler that may be running right now. */
  if (prompt->cancelled != 0)
    g_signal_handler_disconnect (cancellable, prompt->cancelled);
  prompt->cancelled = 0;
  g_clear_weak_pointer (&prompt->dialog);

  /* Whoever is answered may end the window below. GTK does not tell a dialog that is closed
   * already, but not yet gone: it would look for that window at its own end. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_strdup (response), g_free);
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  Prompt *prompt = g_task_get_task_data (data);

  if (prompt->dialog != NULL)
    gtk_window_close (prompt->dialog);
}

/* libadwaita has a large heading, which does not wrap, and a smaller one for what is too long. It
 * measures the large one for widths that suit the smaller one, and newer GTK warns of that. */
static void
wrap_heading (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget)
      && (gtk_widget_has_css_class (widget, "title-2")
          || gtk_widget_has_css_class (widget, "title-4")))
    {
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
      gtk_widget_set_size_request (widget, HEADING_WIDTH, -1);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_heading (child);
}

/**
 * dyr_prompt_async:
 * @parent: (nullable): a widget of the window the question belongs to
 * @heading: the question, plain text
 * @body: (nullable): what follows from each answer, plain text
 * @responses: the answers; see the header
 * @default_id: (nullable): what Enter answers
 *
 * Main thread only.
 */
void
dyr_prompt_async (GtkWidget *parent,
                  const char *heading,
                  const char *body,
                  const DyrPromptResponse *responses,
                  const char *default_id,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *shown_heading = NULL, *shown_body = NULL;
  AdwMessageDialog *dialog;
  GtkRoot *root;
  Prompt *prompt;

  g_return_if_fail (parent == NULL || GTK_IS_WIDGET (parent));
  g_return_if_fail (heading != NULL);
  g_return_if_fail (responses != NULL && responses[0].id != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, dyr_prompt_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  root = parent != NULL ? gtk_widget_get_root (parent) : NULL;
  shown_heading = dyr_display_text (heading);
  shown_body = dyr_display_text (body);
  dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (root != NULL ? GTK_WINDOW (root) : NULL, NULL, NULL));
  adw_message_dialog_set_heading_use_markup (dialog, FALSE);
  adw_message_dialog_set_body_use_markup (dialog, FALSE);
  adw_message_dialog_set_heading (dialog, shown_heading);
  adw_message_dialog_set_body (dialog, shown_body != NULL ? shown_body : "");
  wrap_heading (GTK_WIDGET (dialog));

  for (const DyrPromptResponse *response = responses; response->id != NULL; response++)
    {
      adw_message_dialog_add_response (dialog, response->id, response->label);
      adw_message_dialog_set_response_appearance (dialog, response->id, response->appearance);
    }
  adw_message_dialog_set_close_response (dialog, responses[0].id);
  adw_message_dialog_set_default_response (dialog, default_id);

  prompt = g_new0 (Prompt, 1);
  g_set_weak_pointer (&prompt->dialog, GTK_WINDOW (dialog));
  g_task_set_task_data (task, prompt, free_prompt);
  if (cancellable != NULL)
    prompt->cancelled
        = g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), task, 0);

  g_signal_connect (dialog, "response", G_CALLBACK (on_dialog_responded), g_steal_pointer (&task));
  gtk_window_present (GTK_WINDOW (dialog));
}

/** dyr_prompt_finish: Returns: (transfer full) (nullable): the id of the answer */
char *
dyr_prompt_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
dyr_prompt_tell (GtkWidget *parent, const char *heading, const char *body)
{
  const DyrPromptResponse responses[] = {
    { "close", _ ("_Close"), ADW_RESPONSE_DEFAULT }, { NULL },
  };

  dyr_prompt_async (parent, heading, body, responses, "close", NULL, NULL, NULL);
}
