/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Texts with the names of records in them that open those records. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-link-text.h"

#include "dyr-display.h"
#include "dyr-record-open.h"

void
dyr_link_text_append (GString *markup, const char *text, gint64 id, gboolean deleted)
{
  g_autofree char *escaped = dyr_display_markup (text);

  g_return_if_fail (markup != NULL);

  if (deleted)
    g_string_append (markup, "<s>");
  if (id != 0)
    g_string_append_printf (markup, "<a href=\"%" G_GINT64_FORMAT "\">%s</a>", id, escaped);
  else
    g_string_append (markup, escaped);
  if (deleted)
    g_string_append (markup, "</s>");
}

static gboolean
on_link_activated (GtkLabel *label, const char *id, DyrOffice *office)
{
  dyr_record_open (office, GTK_WIDGET (label), g_ascii_strtoll (id, NULL, 10));
  return TRUE;
}

void
dyr_link_text_set_up (GtkLabel *label, DyrOffice *office)
{
  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (DYR_IS_OFFICE (office));

  gtk_label_set_use_markup (label, TRUE);
  g_signal_connect_object (label, "activate-link", G_CALLBACK (on_link_activated), office, 0);
}
