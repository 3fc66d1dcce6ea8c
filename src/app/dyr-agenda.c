/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAgenda: what is due until the end of the week, out of four kinds of records. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-agenda.h"

#include "dyr-activity.h"
#include "dyr-contract.h"
#include "dyr-date.h"
#include "dyr-delivery.h"
#include "dyr-presentation.h"
#include "dyr-record-list.h"

/* Lines of one kind: a list to work through, not a report. */
#define MOST 60
#define DAYS_AHEAD 6

/* What makes a record of a type due: the field with its day, and the states that count no more. */
typedef struct
{
  const DyrRecordType *type;
  guint field;
  guint state;
  const char *only;       /* the one state that counts, or NULL: */
  const char *without[8]; /* all but these; ended by NULL */
} Kind;

static const Kind kinds[] = {
  { &dyr_activity_type, DYR_ACTIVITY_DUE_AT, DYR_ACTIVITY_STATE, "open", { NULL } },
  { &dyr_presentation_type,
    DYR_PRESENTATION_STARTS_AT,
    DYR_PRESENTATION_STATE,
    "planned",
    { NULL } },
  { &dyr_delivery_type,
    DYR_DELIVERY_AGREED_ON,
    DYR_DELIVERY_STATE,
    NULL,
    { "draft", "delivered", "accepted", "closed", "returned", "failed", "cancelled", NULL } },
  { &dyr_contract_type, DYR_CONTRACT_VALID_TO, DYR_CONTRACT_STANDING, "expiring", { NULL } },
};

#define N_KINDS G_N_ELEMENTS (kinds)

struct _DyrAgenda
{
  GObject parent_instance;

  DyrOffice *office;
  DyrRecordList *lists[N_KINDS];
  GPtrArray *places; /* DyrPlace: holding them keeps their records alive */
  GArray *items;
  guint update_source;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrAgenda, dyr_agenda, G_TYPE_OBJECT)

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const DyrAgendaItem *x = a, *y = b;

  if (x->due != y->due)
    return x->due < y->due ? -1 : 1;
  if (x->date != y->date)
    return x->date < y->date ? -1 : 1;
  /* What has no hour stands below what has one. */
  if (x->instant == y->instant)
    return 0;
  if (x->instant == DYR_UNSET || y->instant == DYR_UNSET)
    return x->instant == DYR_UNSET ? 1 : -1;
  return x->instant < y->instant ? -1 : 1;
}

static void
add_item (DyrAgenda *self, const Kind *kind, DyrRecord *record, gint64 today)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  gint64 number = dyr_value_number (dyr_record_get_value (record, kind->field), DYR_UNSET);
  DyrAgendaItem item = { .record = record, .date = number, .instant = DYR_UNSET };

  if (number == DYR_UNSET)
    return;
  if (kind->type->fields[kind->field].kind == DYR_KIND_INSTANT)
    {
      item.instant = number;
      item.date = dyr_date_of_instant (number, context->zone);
    }
  item.due = item.date < today    ? DYR_DUE_OVERDUE
             : item.date == today ? DYR_DUE_TODAY
                                  : DYR_DUE_WEEK;
  g_array_append_val (self->items, item);
}

static void on_item_changed (GObject *object, GParamSpec *pspec, DyrAgenda *self);

static gboolean
on_update_due (gpointer data)
{
  DyrAgenda *self = data;
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->places);
  gint64 today = dyr_context_today (dyr_office_get_context (self->office));

  self->update_source = 0;
  self->places = g_ptr_array_new_with_free_func (g_object_unref);
  g_array_set_size (self->items, 0);
  for (guint i = 0; i < old->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (old, i), self);
  for (guint i = 0; i < N_KINDS; i++)
    {
      guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lists[i]));

      for (guint j = 0; j < n; j++)
        {
          DyrPlace *place = g_list_model_get_item (G_LIST_MODEL (self->lists[i]), j);
          DyrRecord *record = dyr_place_get_record (place);

          g_ptr_array_add (self->places, place);
          g_signal_connect_object (place, "notify::record", G_CALLBACK (on_item_changed), self, 0);
          if (record != NULL)
            add_item (self, &kinds[i], record, today);
        }
    }
  g_array_sort (self->items, compare_items);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
schedule_update (DyrAgenda *self)
{
  if (self->update_source == 0)
    self->update_source = g_idle_add (on_update_due, self);
}

static void
on_item_changed (GObject *object, GParamSpec *pspec, DyrAgenda *self)
{
  schedule_update (self);
}

static void
on_reordered (DyrRecordList *list, DyrAgenda *self)
{
  schedule_update (self);
}

static void
on_store_changed (DyrStore *store, guint64 types, DyrAgenda *self)
{
  schedule_update (self);
}

void
dyr_agenda_refresh (DyrAgenda *self)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  gint64 end = dyr_context_today (context) + DAYS_AHEAD + 1;

  g_return_if_fail (DYR_IS_AGENDA (self));

  for (guint i = 0; i < N_KINDS; i++)
    {
      const Kind *kind = &kinds[i];
      DyrQuery *query = dyr_query_new (kind->type);
      g_auto (DyrValue) value = DYR_VALUE_INIT;

      dyr_value_set_number (&value,
                            kind->type->fields[kind->field].kind == DYR_KIND_INSTANT
                                ? dyr_instant_of_date (end, 0, 0, context->zone)
                                : end);
      dyr_query_where (query, kind->field, DYR_COMPARE_BEFORE, &value);
      if (kind->only != NULL)
        {
          dyr_value_set_text (&value, kind->only);
          dyr_query_where (query, kind->state, DYR_COMPARE_IS, &value);
        }
      for (int j = 0; kind->without[j] != NULL; j++)
        {
          dyr_value_set_text (&value, kind->without[j]);
          dyr_query_where (query, kind->state, DYR_COMPARE_IS_NOT, &value);
        }
      dyr_query_sort (query, kind->field, FALSE);
      dyr_query_set_limit (query, MOST);
      dyr_record_list_take_query (self->lists[i], query);
    }
}

static void
dyr_agenda_dispose (GObject *object)
{
  DyrAgenda *self = DYR_AGENDA (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  for (guint i = 0; i < N_KINDS; i++)
    g_clear_object (&self->lists[i]);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_agenda_parent_class)->dispose (object);
}

static void
dyr_agenda_finalize (GObject *object)
{
  DyrAgenda *self = DYR_AGENDA (object);

  g_ptr_array_unref (self->places);
  g_array_unref (self->items);
  G_OBJECT_CLASS (dyr_agenda_parent_class)->finalize (object);
}

static void
dyr_agenda_class_init (DyrAgendaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_agenda_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_agenda_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", DYR_TYPE_AGENDA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_agenda_init (DyrAgenda *self)
{
  self->places = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_array_new (FALSE, FALSE, sizeof (DyrAgendaItem));
}

DyrAgenda *
dyr_agenda_new (DyrOffice *office)
{
  DyrAgenda *self = g_object_new (DYR_TYPE_AGENDA, NULL);
  DyrStore *store = dyr_office_get_store (office);

  self->office = g_object_ref (office);
  for (guint i = 0; i < N_KINDS; i++)
    {
      self->lists[i] = dyr_record_list_new (store);
      g_signal_connect_object (self->lists[i], "reordered", G_CALLBACK (on_reordered), self, 0);
      g_signal_connect_object (
          self->lists[i], "notify::loading", G_CALLBACK (on_item_changed), self, 0);
    }
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, 0);
  dyr_agenda_refresh (self);
  return self;
}

GArray *
dyr_agenda_get_items (DyrAgenda *self)
{
  g_return_val_if_fail (DYR_IS_AGENDA (self), NULL);
  return self->items;
}

gboolean
dyr_agenda_is_ready (DyrAgenda *self)
{
  g_return_val_if_fail (DYR_IS_AGENDA (self), FALSE);

  for (guint i = 0; i < N_KINDS; i++)
    if (dyr_record_list_is_loading (self->lists[i]))
      return FALSE;
  return TRUE;
}
