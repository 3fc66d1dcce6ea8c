/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The certificate of an office's own authority: chosen, looked at, taken. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-connect-certificate.h"

#include <glib/gi18n-lib.h>

#include "dyr-crm-address.h"
#include "dyr-date.h"
#include "dyr-file-picker.h"
#include "dyr-prompt.h"

typedef struct
{
  GtkWidget *parent;
  const DyrContext *context;
  char *server;
  char *pem; /* of what is shown */
} Choice;

static void
free_choice (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->parent);
  g_free (choice->server);
  g_free (choice->pem);
  g_free (choice);
}

static char *
tell_day (const DyrContext *context, gint64 instant)
{
  return dyr_format_date_long (context->format, dyr_date_of_instant (instant, context->zone));
}

char *
dyr_connect_certificate_tell (const DyrCertificate *certificate, const DyrContext *context)
{
  g_autofree char *from = NULL, *until = NULL, *issuer = NULL, *period = NULL;

  g_return_val_if_fail (certificate != NULL, NULL);
  g_return_val_if_fail (context != NULL, NULL);

  from = tell_day (context, certificate->from);
  until = tell_day (context, certificate->until);
  /* Translators: the name of an authority that issues certificates. */
  issuer = g_strdup_printf (_ ("Issued by: %s"), certificate->issuer);
  /* Translators: two dates. */
  period = g_strdup_printf (_ ("Valid: %s – %s"), from, until);
  return g_strdup_printf (
      "%s\n%s\n%s\nSHA-256: %s", certificate->name, issuer, period, certificate->fingerprint);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Choice *choice = g_task_get_task_data (task);
  g_autofree char *answer = dyr_prompt_finish (result, NULL);

  g_task_return_pointer (
      task, g_strcmp0 (answer, "trust") == 0 ? g_steal_pointer (&choice->pem) : NULL, g_free);
}

/* Takes the task. */
static void
show (GTask *task, const DyrCertificate *certificate)
{
  Choice *choice = g_task_get_task_data (task);
  const DyrPromptResponse responses[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
      { "trust", C_ ("certificate", "_Trust it"), ADW_RESPONSE_SUGGESTED }, { NULL },
    };
  g_autofree char *facts = dyr_connect_certificate_tell (certificate, choice->context);
  g_autofree char *shown = dyr_crm_address_show (choice->server);
  g_autofree char *advice = g_strdup_printf (
      /* Translators: the address of the CRM. */
      _ ("Compare the fingerprint with the one your administrator tells you. The certificate is trusted for %s alone."),
         shown);
  g_autofree char *body = g_strconcat (facts, "\n\n", advice, NULL);

  choice->pem = g_strdup (certificate->pem);
  dyr_prompt_async (choice->parent,
                    _ ("Trust this authority?"), body, responses, NULL, NULL, on_answered, task);
}

/* Takes the task. */
static void
refuse (GTask *task, const GError *error)
{
  const Choice *choice = g_task_get_task_data (task);

  if (error != NULL)
    dyr_prompt_tell (choice->parent, _ ("This certificate cannot be used"), error->message);
  g_task_return_pointer (task, NULL, NULL);
  g_object_unref (task);
}

static void
on_certificate_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Choice *choice = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCertificate) certificate = dyr_certificate_read_file_finish (result, &error);

  /* Closed while it was read: there is nobody left to ask. */
  if (!gtk_widget_get_mapped (choice->parent))
    g_task_return_pointer (task, NULL, NULL);
  else if (certificate != NULL)
    show (g_steal_pointer (&task), certificate);
  else
    refuse (g_steal_pointer (&task), error);
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dyr_file_picker_finish (result, &error);

  if (file != NULL)
    dyr_certificate_read_file_async (
        file, g_get_real_time () / G_USEC_PER_SEC, on_certificate_read, task);
  else
    refuse (task, error);
}

void
dyr_connect_certificate_choose_async (GtkWidget *parent,
                                      const DyrContext *context,
                                      const char *server,
                                      GAsyncReadyCallback callback,
                                      gpointer data)
{
  const DyrFileKind kinds[] = { { _ ("Certificates"), "*.pem;*.crt;*.cer;*.der" }, { NULL } };
  GTask *task;
  Choice *choice;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (context != NULL);
  g_return_if_fail (server != NULL);

  task = g_task_new (NULL, NULL, callback, data);
  g_task_set_source_tag (task, dyr_connect_certificate_choose_async);
  choice = g_new0 (Choice, 1);
  choice->parent = g_object_ref (parent);
  choice->context = context;
  choice->server = g_strdup (server);
  g_task_set_task_data (task, choice, free_choice);
  dyr_file_picker_open_async (
      parent, _ ("Choose the office’s certificate"), kinds, NULL, on_file_chosen, task);
}

char *
dyr_connect_certificate_choose_finish (GAsyncResult *result, const char *server)
{
  const Choice *choice;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  choice = g_task_get_task_data (G_TASK (result));
  if (g_strcmp0 (choice->server, server) != 0)
    return NULL;
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
