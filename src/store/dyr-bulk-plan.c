/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a bulk edit is to do, kept beside its action until that ends: one whose program was killed
 * can be gone on with. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-bulk-plan.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dyr-action.h"
#include "dyr-error.h"
#include "dyr-group.h"
#include "dyr-meta.h"
#include "dyr-undo-private.h"

/* Names of what meta has of an action. */
#define WHAT "bulk-what-" /* the type's name, a blank, the values */
#define IDS "bulk-ids-"   /* "3-7,12": runs, as a whole list may be chosen */
#define LEFT "bulk-left-"

void
dyr_bulk_plan_free (DyrBulkPlan *plan)
{
  if (plan == NULL)
    return;
  g_clear_pointer (&plan->ids, g_array_unref);
  g_clear_pointer (&plan->values, g_array_unref);
  g_free (plan);
}

static char *
key_of (const char *prefix, gint64 action)
{
  return g_strdup_printf ("%s%" G_GINT64_FORMAT, prefix, action);
}

static char *
write_ids (const GArray *ids)
{
  GString *text = g_string_new (NULL);
  guint i = 0;

  while (i < ids->len)
    {
      gint64 first = g_array_index (ids, gint64, i), last = first;

      while (++i < ids->len && g_array_index (ids, gint64, i) == last + 1)
        last++;
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, text->len > 0 ? "," : "", first);
      if (last > first)
        g_string_append_printf (text, "-%" G_GINT64_FORMAT, last);
    }
  return g_string_free (text, FALSE);
}

/* NULL: these are none. */
static GArray *
parse_ids (const char *text)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *at = text;

  while (*at != '\0')
    {
      char *end;
      gint64 first = g_ascii_strtoll (at, &end, 10), last = first;

      if (end == at || first <= 0)
        return NULL;
      if (*end == '-')
        last = g_ascii_strtoll (end + 1, &end, 10);
      if (last < first || last - first > G_MAXINT || (*end != ',' && *end != '\0'))
        return NULL;
      for (gint64 id = first; id <= last; id++)
        g_array_append_val (ids, id);
      at = *end == ',' ? end + 1 : end;
    }
  return ids->len > 0 ? g_steal_pointer (&ids) : NULL;
}

static char *
write_what (const DyrRecordType *type, const GArray *values)
{
  g_autofree DyrValue *row = g_new0 (DyrValue, type->n_fields);
  g_autofree char *text = NULL;
  guint64 mask = 0;

  /* Borrowed: what is written is only read. */
  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (values, DyrFieldValue, i);

      row[value->field] = value->value;
      mask |= G_GUINT64_CONSTANT (1) << value->field;
    }
  text = dyr_group_to_text (type, mask, row);
  return g_strdup_printf ("%s %s", type->name, text);
}

static gboolean
parse_what (DyrBulkPlan *plan, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  g_autofree DyrValue *row = NULL;
  guint64 mask = 0;
  gboolean done;

  if (g_strv_length (parts) != 2)
    return FALSE;
  plan->type = dyr_record_type_by_name (parts[0]);
  if (plan->type == NULL)
    return FALSE;
  row = g_new0 (DyrValue, plan->type->n_fields);
  done = dyr_group_from_text (plan->type, parts[1], row, &mask, NULL) && mask != 0;
  plan->values = dyr_field_values_new ();
  for (guint i = 0; i < plan->type->n_fields; i++)
    {
      if (done && (mask >> i & 1) != 0)
        dyr_value_copy (&row[i], dyr_field_values_add (plan->values, i));
      dyr_value_clear (&row[i]);
    }
  return done;
}

gboolean
dyr_bulk_plan_write (DyrConnection *connection,
                     gint64 action,
                     const DyrRecordType *type,
                     const GArray *ids,
                     const GArray *values,
                     GError **error)
{
  g_autofree char *what_key = key_of (WHAT, action), *ids_key = key_of (IDS, action);
  g_autofree char *what = write_what (type, values), *list = write_ids (ids);

  g_return_val_if_fail (action != 0 && ids->len > 0 && values->len > 0, FALSE);

  return dyr_meta_write (connection, what_key, what, error)
         && dyr_meta_write (connection, ids_key, list, error);
}

gboolean
dyr_bulk_plan_set_left (DyrConnection *connection, gint64 action, guint n_left, GError **error)
{
  g_autofree char *key = key_of (LEFT, action);
  g_autofree char *text = g_strdup_printf ("%u", n_left);

  return dyr_meta_write (connection, key, text, error);
}

gboolean
dyr_bulk_plan_get_left (DyrConnection *connection, gint64 action, guint *n_left, GError **error)
{
  g_autofree char *key = key_of (LEFT, action), *text = NULL;
  g_autoptr (GError) local = NULL;

  text = dyr_meta_read (connection, key, &local);
  *n_left = text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static DyrBulkPlan *
read_texts (DyrConnection *connection, gint64 action, GError **error)
{
  g_autoptr (DyrBulkPlan) plan = g_new0 (DyrBulkPlan, 1);
  g_autofree char *what_key = key_of (WHAT, action), *ids_key = key_of (IDS, action);
  g_autofree char *what = NULL, *ids = NULL;
  g_autoptr (GError) local = NULL;

  what = dyr_meta_read (connection, what_key, &local);
  if (local == NULL)
    ids = dyr_meta_read (connection, ids_key, &local);
  if (local != NULL || !dyr_bulk_plan_get_left (connection, action, &plan->n_left, &local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (what != NULL && ids != NULL && parse_what (plan, what))
    plan->ids = parse_ids (ids);
  if (plan->ids != NULL && plan->n_left > 0 && plan->n_left <= plan->ids->len)
    return g_steal_pointer (&plan);
  g_set_error (
      error,
      DYR_ERROR,
      DYR_ERROR_REFUSED,
      _("What was left to do of action %" PRId64 " is not known. Take it back, and do it again."),
         action);
  return NULL;
}

DyrBulkPlan *
dyr_bulk_plan_read (DyrConnection *connection, gint64 action, GError **error)
{
  DyrUndoKnown known;

  if (!dyr_undo_read_known (connection, action, &known, error))
    return NULL;
  if (known.state == DYR_ACTION_INTERRUPTED && known.undone_by == 0)
    return read_texts (connection, action, error);
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_REFUSED,
               _("Action %" PRId64 " was not interrupted, or that is settled already."), action);
  return NULL;
}

gboolean
dyr_bulk_plan_drop (DyrConnection *connection, gint64 action, GError **error)
{
  g_autofree char *what = key_of (WHAT, action), *ids = key_of (IDS, action),
                  *left = key_of (LEFT, action);

  return dyr_meta_write (connection, what, NULL, error)
         && dyr_meta_write (connection, ids, NULL, error)
         && dyr_meta_write (connection, left, NULL, error);
}
