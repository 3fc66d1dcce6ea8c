/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListPage's count and sums, which a reader thread makes. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-list-page-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-totals.h"
#include "dyr-weak.h"

/* Currencies that are summed beside the count. */
#define MAX_TOTALS 3

/* The count and, where there is money, what it comes to: "312 contracts · 1 200 000,00 ₴". */
void
dyr_list_page_show_count (DyrListPage *self, GArray *totals)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  guint n = dyr_record_list_get_n_records (self->list);
  g_autofree char *count = dyr_format_count_in (
      context->format, g_dngettext (NULL, self->info->count_one, self->info->count_many, n), n);
  g_autoptr (GString) text = g_string_new (count);

  for (guint i = 0; totals != NULL && i < MIN (totals->len, MAX_TOTALS); i++)
    {
      const DyrTotal *total = &g_array_index (totals, DyrTotal, i);
      const DyrValue value = { .form = DYR_VALUE_NUMBER, .number = total->sum };
      g_autofree char *sum = dyr_context_show (context,
                                               self->info->type,
                                               (guint) dyr_totals_find_field (self->info->type),
                                               &value,
                                               total->currency);

      g_string_append_printf (text, " · %s", sum);
    }
  gtk_label_set_text (self->count, text->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->count), totals != NULL ? text->str : NULL);
}

static void
on_totalled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrListPage) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) totals = dyr_totals_finish (DYR_STORE (source), result, &error);

  if (self == NULL || g_task_get_cancellable (G_TASK (result)) != self->totalling)
    return;
  if (totals != NULL)
    dyr_list_page_show_count (self, totals);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dyr_store_report_error (DYR_STORE (source), error);
}

/* Sums of another answer than the one before. */
void
dyr_list_page_ask_for_totals (DyrListPage *self)
{
  int field = dyr_totals_find_field (self->info->type);

  g_cancellable_cancel (self->totalling);
  g_clear_object (&self->totalling);
  if (field < 0 || dyr_record_list_get_n_records (self->list) == 0)
    return;
  self->totalling = g_cancellable_new ();
  dyr_totals_async (dyr_office_get_store (self->office),
                    self->info->type,
                    (guint) field,
                    dyr_record_list_get_records (self->list),
                    self->totalling,
                    on_totalled,
                    dyr_weak_new (self));
}
