/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSearchProvider: clients, persons and contracts in the search of GNOME Shell. A result is the
 * number of a record; GNOME Shell asks for their names in a call of its own. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-search-provider.h"

#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-person.h"
#include "dyr-record-words.h"
#include "dyr-store-find.h"

/* Records of a type. */
#define MOST 5
/* Names that are remembered between the two calls. */
#define REMEMBERED 100

static const DyrRecordType *const types[]
    = { &dyr_client_type, &dyr_person_type, &dyr_contract_type };

static const char interface_xml[]
    = "<node><interface name='org.gnome.Shell.SearchProvider2'>"
      "<method name='GetInitialResultSet'>"
      "<arg type='as' name='terms' direction='in'/><arg type='as' name='results' direction='out'/>"
      "</method>"
      "<method name='GetSubsearchResultSet'>"
      "<arg type='as' name='previous_results' direction='in'/>"
      "<arg type='as' name='terms' direction='in'/><arg type='as' name='results' direction='out'/>"
      "</method>"
      "<method name='GetResultMetas'>"
      "<arg type='as' name='identifiers' direction='in'/>"
      "<arg type='aa{sv}' name='metas' direction='out'/>"
      "</method>"
      "<method name='ActivateResult'>"
      "<arg type='s' name='identifier' direction='in'/><arg type='as' name='terms' direction='in'/>"
      "<arg type='u' name='timestamp' direction='in'/>"
      "</method>"
      "<method name='LaunchSearch'>"
      "<arg type='as' name='terms' direction='in'/><arg type='u' name='timestamp' direction='in'/>"
      "</method>"
      "</interface></node>";

struct _DyrSearchProvider
{
  GObject parent_instance;

  GSettings *settings;
  const char *language;
  char *path;
  DyrOffice *office; /* the window's, or its own */
  gboolean opening;
  GPtrArray *waiting; /* GDBusMethodInvocation: questions until the store is open */
  GQueue *found;      /* DyrRecord, the newest first */
  GCancellable *searching;
  GDBusConnection *connection;
  guint registration;
};

G_DEFINE_FINAL_TYPE (DyrSearchProvider, dyr_search_provider, G_TYPE_OBJECT)

enum
{
  BUSY,
  OPEN_RECORD,
  SEARCH,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
answer_results (DyrSearchProvider *self, GDBusMethodInvocation *invocation, GPtrArray *records)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      DyrRecord *record = g_ptr_array_index (records, i);

      g_variant_builder_add_value (&builder,
                                   g_variant_new_take_string (g_strdup_printf (
                                       "%" G_GINT64_FORMAT, dyr_record_get_id (record))));
      g_queue_push_head (self->found, g_object_ref (record));
    }
  while (g_queue_get_length (self->found) > REMEMBERED)
    g_object_unref (g_queue_pop_tail (self->found));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(as)", &builder));
  g_signal_emit (self, signals[BUSY], 0, FALSE);
}

typedef struct
{
  DyrSearchProvider *provider;
  GDBusMethodInvocation *invocation;
} Question;

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (DyrSearchProvider) self = question->provider;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStoreFound) found = dyr_store_find_finish (DYR_STORE (source), result, &error);

  /* GNOME Shell cannot tell an error: it shows nothing. */
  if (found == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The search for the desktop failed: %s", error->message);
  answer_results (self, question->invocation, found != NULL ? found->records : NULL);
}

/* What was typed, as one text. */
static char *
get_text (GDBusMethodInvocation *invocation)
{
  GVariant *parameters = g_dbus_method_invocation_get_parameters (invocation);
  gboolean narrowed = g_str_equal (g_dbus_method_invocation_get_method_name (invocation),
                                   "GetSubsearchResultSet");
  g_autoptr (GVariant) terms = g_variant_get_child_value (parameters, narrowed ? 1 : 0);
  g_autofree const char **words = g_variant_get_strv (terms, NULL);

  return g_strjoinv (" ", (char **) words);
}

/* Takes the invocation. */
static void
search (DyrSearchProvider *self, GDBusMethodInvocation *invocation)
{
  g_autofree char *text = get_text (invocation);
  GPtrArray *lines;
  Question *question;

  if (g_str_equal (text, ""))
    {
      answer_results (self, invocation, NULL);
      return;
    }
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_query_line_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    g_ptr_array_add (lines,
                     dyr_query_line_parse (dyr_office_get_context (self->office), types[i], text));
  /* The person typed on: the earlier question is answered with nothing. */
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  self->searching = g_cancellable_new ();
  question = g_new0 (Question, 1);
  question->provider = g_object_ref (self);
  question->invocation = invocation;
  dyr_store_find_async (
      dyr_office_get_store (self->office), lines, MOST, self->searching, on_found, question);
}

static void
answer_waiting (DyrSearchProvider *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new ();
  for (guint i = 0; i < waiting->len; i++)
    if (self->office != NULL)
      search (self, g_ptr_array_index (waiting, i));
    else
      answer_results (self, g_ptr_array_index (waiting, i), NULL);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSearchProvider) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStore) store = dyr_store_open_finish (result, &error);

  self->opening = FALSE;
  if (store == NULL)
    g_warning ("The search for the desktop cannot open the store: %s", error->message);
  else if (self->office == NULL)
    self->office = dyr_office_new (store, self->settings, self->language);
  answer_waiting (self);
}

static void
open_store (DyrSearchProvider *self)
{
  g_autofree char *zone = g_settings_get_string (self->settings, "office-time-zone");
  const DyrDatabaseOptions options = { self->language, zone, TRUE };

  self->opening = TRUE;
  dyr_store_open_async (self->path, &options, NULL, on_opened, g_object_ref (self));
}

static DyrRecord *
find_record (DyrSearchProvider *self, const char *identifier)
{
  gint64 id = g_ascii_strtoll (identifier, NULL, 10);

  for (GList *l = self->found->head; l != NULL; l = l->next)
    if (dyr_record_get_id (l->data) == id)
      return l->data;
  return NULL;
}

static void
answer_metas (DyrSearchProvider *self, GDBusMethodInvocation *invocation, GVariant *parameters)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  g_autofree const char **identifiers = NULL;

  g_variant_get (parameters, "(^a&s)", &identifiers);
  for (guint i = 0; identifiers[i] != NULL; i++)
    {
      DyrRecord *record = find_record (self, identifiers[i]);
      g_autofree char *title = NULL, *note = NULL;

      if (record == NULL || self->office == NULL)
        continue;
      title = dyr_record_words_title (record);
      note = dyr_record_words_tell (dyr_office_get_context (self->office), record);
      g_variant_builder_open (&builder, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&builder, "{sv}", "id", g_variant_new_string (identifiers[i]));
      g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (title));
      g_variant_builder_add (&builder, "{sv}", "description", g_variant_new_string (note));
      g_variant_builder_add (&builder, "{sv}", "gicon", g_variant_new_string (DYR_APP_ID));
      g_variant_builder_close (&builder);
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &builder));
}

static void
on_method_called (GDBusConnection *connection,
                  const char *sender,
                  const char *object_path,
                  const char *interface_name,
                  const char *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer data)
{
  DyrSearchProvider *self = data;

  if (g_str_equal (method, "GetResultMetas"))
    {
      answer_metas (self, invocation, parameters);
      return;
    }
  if (g_str_equal (method, "ActivateResult"))
    {
      const char *identifier;

      g_variant_get_child (parameters, 0, "&s", &identifier);
      g_signal_emit (self, signals[OPEN_RECORD], 0, g_ascii_strtoll (identifier, NULL, 10));
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  if (g_str_equal (method, "LaunchSearch"))
    {
      g_autofree char *text = get_text (invocation);

      g_signal_emit (self, signals[SEARCH], 0, text);
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }
  g_signal_emit (self, signals[BUSY], 0, TRUE);
  if (self->office != NULL)
    {
      search (self, invocation);
      return;
    }
  g_ptr_array_add (self->waiting, invocation);
  if (!self->opening && g_file_test (self->path, G_FILE_TEST_EXISTS))
    open_store (self);
  else if (!self->opening)
    answer_waiting (self);
}

static void
dyr_search_provider_dispose (GObject *object)
{
  DyrSearchProvider *self = DYR_SEARCH_PROVIDER (object);

  dyr_search_provider_unexport (self);
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->office);
  g_queue_clear_full (self->found, g_object_unref);
  G_OBJECT_CLASS (dyr_search_provider_parent_class)->dispose (object);
}

static void
dyr_search_provider_finalize (GObject *object)
{
  DyrSearchProvider *self = DYR_SEARCH_PROVIDER (object);

  g_clear_object (&self->settings);
  g_free (self->path);
  g_ptr_array_unref (self->waiting);
  g_queue_free (self->found);
  G_OBJECT_CLASS (dyr_search_provider_parent_class)->finalize (object);
}

static void
dyr_search_provider_class_init (DyrSearchProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = dyr_search_provider_dispose;
  object_class->finalize = dyr_search_provider_finalize;
  signals[BUSY] = g_signal_new (
      "busy", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[OPEN_RECORD] = g_signal_new (
      "open-record", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SEARCH] = g_signal_new (
      "search", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dyr_search_provider_init (DyrSearchProvider *self)
{
  self->waiting = g_ptr_array_new ();
  self->found = g_queue_new ();
}

DyrSearchProvider *
dyr_search_provider_new (GSettings *settings, const char *language, const char *path)
{
  DyrSearchProvider *self = g_object_new (DYR_TYPE_SEARCH_PROVIDER, NULL);

  self->settings = g_object_ref (settings);
  self->language = language;
  self->path = g_strdup (path);
  return self;
}

void
dyr_search_provider_set_office (DyrSearchProvider *self, DyrOffice *office)
{
  g_return_if_fail (DYR_IS_SEARCH_PROVIDER (self));
  g_return_if_fail (office == NULL || DYR_IS_OFFICE (office));

  if (g_set_object (&self->office, office))
    g_queue_clear_full (self->found, g_object_unref);
}

gboolean
dyr_search_provider_export (DyrSearchProvider *self,
                            GDBusConnection *connection,
                            const char *object_path,
                            GError **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_method_called };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, error);

  g_return_val_if_fail (DYR_IS_SEARCH_PROVIDER (self), FALSE);
  g_return_val_if_fail (self->registration == 0, FALSE);

  if (node == NULL)
    return FALSE;
  self->registration = g_dbus_connection_register_object (
      connection, object_path, node->interfaces[0], &vtable, self, NULL, error);
  if (self->registration != 0)
    self->connection = g_object_ref (connection);
  return self->registration != 0;
}

void
dyr_search_provider_unexport (DyrSearchProvider *self)
{
  g_return_if_fail (DYR_IS_SEARCH_PROVIDER (self));

  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);
}
