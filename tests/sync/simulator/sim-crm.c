/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* SimCrm: a CRM as the engine sees one, in memory, without a network. */

#include "config.h"

#include "sim-crm.h"

#define PAGE 7
#define TYPES 4

struct _SimRemote
{
  GObject parent_instance;
  DyrRemoteType types[TYPES];
  DyrStream streams[TYPES + 1];
};

static const DyrRecordType *const synced[TYPES]
    = { &dyr_client_type, &dyr_person_type, &dyr_contract_type, &dyr_note_type };

static const DyrRemoteType *
get_type_info (DyrRemote *remote, const DyrRecordType *type)
{
  SimRemote *self = SIM_REMOTE (remote);

  for (guint i = 0; i < TYPES; i++)
    if (self->types[i].type == type)
      return &self->types[i];
  return NULL;
}

static const DyrStream *
get_streams (DyrRemote *remote, guint *n)
{
  *n = TYPES + 1;
  return SIM_REMOTE (remote)->streams;
}

static char *
get_identity (DyrRemote *remote)
{
  return g_strdup ("https://crm.example");
}

static char *
get_description (DyrRemote *remote)
{
  return g_strdup ("{}");
}

static gboolean
set_description (DyrRemote *remote, const char *text, GError **error)
{
  return TRUE;
}

static void
sim_remote_remote_init (DyrRemoteInterface *iface)
{
  iface->get_type_info = get_type_info;
  iface->get_streams = get_streams;
  iface->get_identity = get_identity;
  iface->get_description = get_description;
  iface->set_description = set_description;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SimRemote,
                               sim_remote,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_REMOTE, sim_remote_remote_init))

static void
sim_remote_class_init (SimRemoteClass *klass)
{
}

static void
sim_remote_init (SimRemote *self)
{
}

static guint64
synced_fields (const DyrRecordType *type)
{
  guint64 mask = 0;

  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i].flags & (DYR_DERIVED | DYR_LOCAL)) == 0
        /* Users are not in this CRM. */
        && type->fields[i].target != &dyr_user_type)
      mask |= G_GUINT64_CONSTANT (1) << i;
  return mask;
}

SimRemote *
sim_remote_new (SimMode mode)
{
  SimRemote *self = g_object_new (SIM_TYPE_REMOTE, NULL);

  for (guint i = 0; i < TYPES; i++)
    {
      self->types[i] = (DyrRemoteType){
        .type = synced[i],
        .writable = TRUE,
        .fields = synced_fields (synced[i]),
        .versions = mode != SIM_UNLOCKED,
        .locked = mode == SIM_EXACT,
        .uids = TRUE,
        .unique = TRUE,
      };
      self->streams[i] = (DyrStream){ synced[i]->name, synced[i] };
    }
  self->streams[TYPES] = (DyrStream){ "gone", NULL };
  return self;
}

static void
free_record (gpointer data)
{
  SimRecord *record = data;

  dyr_remote_record_free (record->record);
  g_free (record);
}

SimCrm *
sim_crm_new (SimMode mode)
{
  SimCrm *self = g_new0 (SimCrm, 1);

  self->mode = mode;
  self->time = 1800000000;
  self->asks = EVERYBODY;
  self->records = g_ptr_array_new_with_free_func (free_record);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->feed = g_ptr_array_new ();
  return self;
}

void
sim_crm_free (SimCrm *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->feed);
  g_ptr_array_unref (self->records);
  g_free (self);
}

SimCrm *
sim_crm_copy (const SimCrm *self)
{
  SimCrm *copy = sim_crm_new (self->mode);

  copy->time = self->time;
  for (guint i = 0; i < self->records->len; i++)
    {
      const SimRecord *record = self->records->pdata[i];
      SimRecord *kept = g_memdup2 (record, sizeof *record);

      kept->record = dyr_remote_record_copy (record->record);
      g_ptr_array_add (copy->records, kept);
      g_hash_table_insert (copy->by_id, kept->record->remote_id, kept);
    }
  for (guint i = 0; i < self->feed->len; i++)
    g_ptr_array_add (copy->feed, sim_crm_find (copy, self->feed->pdata[i])->record->remote_id);
  return copy;
}

gboolean
sim_record_is_hidden (const SimRecord *record, int person)
{
  return person != EVERYBODY && (record->hidden >> person & 1) != 0;
}

SimRecord *
sim_crm_find (SimCrm *self, const char *remote_id)
{
  return remote_id != NULL ? g_hash_table_lookup (self->by_id, remote_id) : NULL;
}

void
sim_crm_take_rights (SimCrm *self, SimCrm *from)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      SimRecord *record = self->records->pdata[i];
      const SimRecord *now = sim_crm_find (from, record->record->remote_id);

      record->hidden = now != NULL ? now->hidden : 0;
    }
}

SimRecord *
sim_crm_find_uid (SimCrm *self, const DyrUid *uid)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      SimRecord *record = self->records->pdata[i];

      if (!record->deleted && record->record->has_uid && dyr_uid_equal (&record->record->uid, uid))
        return record;
    }
  return NULL;
}

static SimRecord *
find_live (SimCrm *self, const char *remote_id)
{
  SimRecord *record = sim_crm_find (self, remote_id);

  return record != NULL && !record->deleted ? record : NULL;
}

static void
set_version (SimCrm *self, SimRecord *record, gint64 number)
{
  record->number = number;
  record->record->modified = self->time;
  g_free (record->record->version);
  record->record->version
      = self->mode == SIM_UNLOCKED
            ? g_strdup_printf ("%" G_GINT64_FORMAT "00", self->time * 1000 + number % 1000)
            : g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

void
sim_crm_touch (SimCrm *self, SimRecord *record)
{
  set_version (self, record, record->number + 1);
}

SimRecord *
sim_crm_create (SimCrm *self, DyrRemoteRecord *values)
{
  SimRecord *record = g_new0 (SimRecord, 1);

  record->record = values;
  g_free (values->remote_id);
  /* Ids grow neither with time nor with each other, as real ones seem to. */
  values->remote_id = g_strdup_printf ("%s/%08x%05u",
                                       values->type->name,
                                       g_int_hash (&self->records->len) * 2654435761u,
                                       self->records->len);
  values->known = ~G_GUINT64_CONSTANT (0) >> (64 - values->type->n_fields);
  set_version (self, record, 1);
  g_ptr_array_add (self->records, record);
  g_hash_table_insert (self->by_id, values->remote_id, record);
  return record;
}

void
sim_crm_delete (SimCrm *self, SimRecord *record)
{
  record->deleted = TRUE;
  g_ptr_array_add (self->feed, record->record->remote_id);
}

static DyrAnswer *
new_answer (SimCrm *self, DyrAnswerKind kind)
{
  DyrAnswer *answer = dyr_answer_new (kind);

  answer->time = self->time;
  answer->status = kind == DYR_ANSWER_UNKNOWN ? 500 : kind == DYR_ANSWER_HIDDEN ? 403 : 200;
  return answer;
}

static DyrAnswer *
answer_with (SimCrm *self, DyrAnswerKind kind, const SimRecord *record)
{
  DyrAnswer *answer = new_answer (self, kind);

  g_ptr_array_add (answer->records, dyr_remote_record_copy (record->record));
  return answer;
}

/* Lists */

static gint
compare_modified (gconstpointer a, gconstpointer b)
{
  const SimRecord *left = *(SimRecord *const *) a, *right = *(SimRecord *const *) b;

  if (left->record->modified != right->record->modified)
    return left->record->modified < right->record->modified ? -1 : 1;
  return strcmp (left->record->remote_id, right->record->remote_id);
}

static gint
compare_id (gconstpointer a, gconstpointer b)
{
  const SimRecord *left = *(SimRecord *const *) a, *right = *(SimRecord *const *) b;

  return strcmp (left->record->remote_id, right->record->remote_id);
}

static const char *
bare_id (const SimRecord *record)
{
  return strchr (record->record->remote_id, '/') + 1;
}

static char *
time_text (gint64 time)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (time);

  return g_date_time_format (at, "%Y-%m-%d %H:%M:%S");
}

static gboolean
comes_after (const SimRecord *record, const DyrOrder *order)
{
  g_autofree char *modified = time_text (record->record->modified);
  int at;

  if (order->kind == DYR_ORDER_SWEEP)
    return order->after == NULL || strcmp (bare_id (record), order->after) > 0;
  if (order->at == NULL)
    return TRUE;
  at = strcmp (modified, order->at);
  return at > 0
         || (at == 0 && (order->after == NULL || strcmp (bare_id (record), order->after) > 0));
}

/* A list may cut what it tells. */
static void
cut (DyrRemoteRecord *record, GRand *random)
{
  if (random == NULL || g_rand_int_range (random, 0, 20) != 0)
    return;
  record->partial = TRUE;
  record->known
      &= ~(G_GUINT64_CONSTANT (1) << g_rand_int_range (random, 0, (gint32) record->type->n_fields));
}

static DyrAnswer *
list (SimCrm *self, const DyrOrder *order, GRand *random)
{
  DyrAnswer *answer = new_answer (self, DYR_ANSWER_DONE);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < self->records->len; i++)
    {
      SimRecord *record = self->records->pdata[i];

      if (!record->deleted && record->record->type == order->type && comes_after (record, order)
          && !sim_record_is_hidden (record, self->asks))
        g_ptr_array_add (found, record);
    }
  g_ptr_array_sort (found, order->kind == DYR_ORDER_SWEEP ? compare_id : compare_modified);
  for (guint i = 0; i < MIN (found->len, PAGE); i++)
    {
      const SimRecord *record = found->pdata[i];
      DyrRemoteRecord *copy = dyr_remote_record_copy (record->record);

      cut (copy, random);
      g_ptr_array_add (answer->records, copy);
      g_free (answer->next_at);
      answer->next_at = time_text (record->record->modified);
      g_free (answer->next_after);
      answer->next_after = g_strdup (bare_id (record));
    }
  answer->last = found->len <= PAGE;
  return answer;
}

static DyrAnswer *
list_feed (SimCrm *self, const DyrOrder *order)
{
  DyrAnswer *answer = new_answer (self, DYR_ANSWER_DONE);
  guint from = order->after != NULL ? (guint) g_ascii_strtoull (order->after, NULL, 10) : 0;
  guint n;

  from = MIN (from, self->feed->len); /* an older copy */
  n = MIN (self->feed->len - from, PAGE);
  for (guint i = from; i < from + n; i++)
    {
      const SimRecord *record = sim_crm_find (self, self->feed->pdata[i]);
      DyrRemoteRecord *gone = dyr_remote_record_new (record->record->type);

      gone->remote_id = g_strdup (record->record->remote_id);
      gone->version = g_strdup_printf ("%u", i + 1);
      gone->deleted = TRUE;
      g_ptr_array_add (answer->records, gone);
    }
  answer->last = from + n == self->feed->len;
  answer->next_after = g_strdup_printf ("%u", from + n);
  return answer;
}

/* Writes */

struct _SimWrite
{
  DyrOrderKind kind;
  SimRecord *record; /* NULL: to be created */
  DyrRemoteRecord *sent;
  gint64 number; /* the version that was looked at */
};

static gboolean
links_equal (const GPtrArray *a, const GPtrArray *b)
{
  guint n = a != NULL ? a->len : 0;

  if (n != (b != NULL ? b->len : 0))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (((DyrRemoteLink *) a->pdata[i])->remote_id,
                      ((DyrRemoteLink *) b->pdata[i])->remote_id))
      return FALSE;
  return TRUE;
}

static gboolean
differs (const DyrRemoteRecord *sent, const DyrRemoteRecord *now)
{
  for (guint i = 0; i < sent->type->n_fields; i++)
    if ((sent->known >> i & 1) != 0
        && (!dyr_value_equal (&sent->values[i], &now->values[i])
            || !links_equal (sent->links[i], now->links[i])))
      return TRUE;
  return FALSE;
}

static void
count_links (SimCrm *self, const DyrRemoteRecord *sent)
{
  for (guint i = 0; i < sent->type->n_fields; i++)
    for (guint j = 0; sent->links[i] != NULL && j < sent->links[i]->len; j++)
      if (sim_crm_find (self, ((DyrRemoteLink *) sent->links[i]->pdata[j])->remote_id) == NULL)
        self->n_unknown_links++;
}

SimWrite *
sim_crm_begin (SimCrm *self, const DyrOrder *order, DyrAnswer **answer)
{
  SimRecord *record = order->kind == DYR_ORDER_CREATE ? NULL : find_live (self, order->remote_id);
  SimWrite *write;

  *answer = NULL;
  if (order->kind != DYR_ORDER_CREATE && record == NULL)
    *answer = new_answer (self, DYR_ANSWER_GONE);
  else if (record != NULL && sim_record_is_hidden (record, self->asks))
    *answer = new_answer (self, DYR_ANSWER_HIDDEN);
  /* A unique index: an error without a word. */
  else if (order->kind == DYR_ORDER_CREATE && sim_crm_find_uid (self, &order->sent->uid) != NULL)
    *answer = new_answer (self, DYR_ANSWER_UNKNOWN);
  else if (order->kind == DYR_ORDER_UPDATE && order->sent->version != NULL
           && !g_str_equal (order->sent->version, record->record->version)
           && differs (order->sent, record->record))
    *answer = answer_with (self, DYR_ANSWER_MERGE, record);
  else if (order->kind == DYR_ORDER_DELETE && self->mode == SIM_EXACT
           && g_strcmp0 (order->sent->version, record->record->version) != 0)
    *answer = answer_with (self, DYR_ANSWER_MERGE, record);
  if (*answer != NULL)
    return NULL;
  if (order->kind != DYR_ORDER_DELETE)
    count_links (self, order->sent);
  write = g_new0 (SimWrite, 1);
  write->kind = order->kind;
  write->record = record;
  write->sent = dyr_remote_record_copy (order->sent);
  write->number = record != NULL ? record->number : 0;
  return write;
}

static void
store (SimRecord *record, const DyrRemoteRecord *sent)
{
  DyrRemoteRecord *now = record->record;

  for (guint i = 0; i < sent->type->n_fields; i++)
    {
      if ((sent->known >> i & 1) == 0)
        continue;
      dyr_value_copy (&sent->values[i], &now->values[i]);
      g_clear_pointer (&now->links[i], g_ptr_array_unref);
      for (guint j = 0; sent->links[i] != NULL && j < sent->links[i]->len; j++)
        {
          const DyrRemoteLink *link = sent->links[i]->pdata[j];

          dyr_remote_record_add_link (now, i, link->type, link->remote_id, link->name);
        }
    }
}

/* The answer to a create tells nothing of what is empty. */
static void
forget_empty (DyrRemoteRecord *record)
{
  for (guint i = 0; i < record->type->n_fields; i++)
    if (record->values[i].form == DYR_VALUE_NONE && record->links[i] == NULL)
      record->known &= ~(G_GUINT64_CONSTANT (1) << i);
}

DyrAnswer *
sim_crm_finish (SimCrm *self, SimWrite *write)
{
  G_GNUC_UNUSED g_autofree SimWrite *owned = write;
  g_autoptr (DyrRemoteRecord) sent = write->sent;
  DyrAnswer *answer;
  SimRecord *record = write->record;

  self->n_writes++;
  switch (write->kind)
    {
    case DYR_ORDER_CREATE:
      if (sim_crm_find_uid (self, &sent->uid) != NULL)
        return new_answer (self, DYR_ANSWER_UNKNOWN);
      record = sim_crm_create (self, dyr_remote_record_copy (sent));
      answer = answer_with (self, DYR_ANSWER_DONE, record);
      forget_empty (answer->records->pdata[0]);
      return answer;
    case DYR_ORDER_DELETE:
      if (!record->deleted)
        sim_crm_delete (self, record);
      return new_answer (self, DYR_ANSWER_DONE);
    case DYR_ORDER_UPDATE:
    default:
      if (record->deleted)
        return new_answer (self, DYR_ANSWER_GONE);
      store (record, sent);
      /* Two that looked at the same version write the same next one. */
      set_version (self, record, write->number + 1);
      return answer_with (self, DYR_ANSWER_DONE, record);
    case DYR_ORDER_DESCRIBE:
    case DYR_ORDER_PULL:
    case DYR_ORDER_SWEEP:
    case DYR_ORDER_FETCH:
    case DYR_ORDER_LOOK_UP:
      g_assert_not_reached ();
    }
}

/* An older copy compares what it is told with what it has, and writes nothing. */
static DyrAnswer *
refuse_write (SimCrm *self, const DyrOrder *order)
{
  DyrAnswer *answer;
  g_autofree SimWrite *write = sim_crm_begin (self, order, &answer);

  if (write == NULL)
    return answer;
  dyr_remote_record_free (write->sent);
  return new_answer (self, DYR_ANSWER_UNKNOWN);
}

/* Something else stands there. NULL: it answers as the CRM would. */
static DyrAnswer *
answer_wrongly (SimCrm *self, const DyrOrder *order)
{
  const gboolean writes = order->kind == DYR_ORDER_CREATE || order->kind == DYR_ORDER_UPDATE
                          || order->kind == DYR_ORDER_DELETE;
  const gboolean lists = order->kind == DYR_ORDER_PULL || order->kind == DYR_ORDER_SWEEP;
  DyrAnswer *answer;

  if (self->mood == SIM_WELL || (self->mood != SIM_HTML && order->kind == DYR_ORDER_DESCRIBE))
    return NULL;
  if (self->mood == SIM_HTML)
    return new_answer (self, DYR_ANSWER_WRONG);
  if (writes && self->mood == SIM_STALE)
    return refuse_write (self, order);
  if (writes)
    return self->mood == SIM_BLIND ? NULL : new_answer (self, DYR_ANSWER_UNKNOWN);
  if (self->mood == SIM_STALE || (self->mood == SIM_BLIND && !lists))
    return NULL;
  answer = new_answer (self, lists ? DYR_ANSWER_DONE : DYR_ANSWER_GONE);
  answer->last = TRUE;
  return answer;
}

DyrAnswer *
sim_crm_answer (SimCrm *self, const DyrOrder *order, GRand *random)
{
  SimRecord *record;
  SimWrite *write;
  DyrAnswer *answer = answer_wrongly (self, order);

  if (answer != NULL)
    return answer;
  switch (order->kind)
    {
    case DYR_ORDER_DESCRIBE:
      answer = new_answer (self, DYR_ANSWER_DONE);
      answer->last = TRUE;
      return answer;
    case DYR_ORDER_PULL:
      return order->type == NULL ? list_feed (self, order) : list (self, order, random);
    case DYR_ORDER_SWEEP:
      return list (self, order, random);
    case DYR_ORDER_FETCH:
      record = find_live (self, order->remote_id);
      if (record != NULL && sim_record_is_hidden (record, self->asks))
        return new_answer (self, DYR_ANSWER_HIDDEN);
      return record != NULL ? answer_with (self, DYR_ANSWER_DONE, record)
                            : new_answer (self, DYR_ANSWER_GONE);
    case DYR_ORDER_LOOK_UP:
      /* A list: what is out of reach is not in it. */
      record = sim_crm_find_uid (self, &order->sent->uid);
      if (record != NULL && sim_record_is_hidden (record, self->asks))
        record = NULL;
      return record != NULL ? answer_with (self, DYR_ANSWER_DONE, record)
                            : new_answer (self, DYR_ANSWER_GONE);
    case DYR_ORDER_CREATE:
    case DYR_ORDER_UPDATE:
    case DYR_ORDER_DELETE:
    default:
      write = sim_crm_begin (self, order, &answer);
      return write != NULL ? sim_crm_finish (self, write) : answer;
    }
}
