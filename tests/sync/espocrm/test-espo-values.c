/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values as attributes: any value of any field comes back as it went; what is no value is not
 * taken for one. */

#include "config.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-date.h"
#include "dyr-presentation.h"
#include "espo-test.h"

#define ROUNDS 200

static const DyrJson *
parse (const char *json, DyrJson **root)
{
  g_assert_cmpint (dyr_json_parse (json, strlen (json), root), ==, DYR_JSON_WHOLE);

  return dyr_json_as_object (*root);
}

static gint64
random_number (const DyrField *field)
{
  switch (field->kind)
    {
    case DYR_KIND_YES_NO:
      return g_test_rand_int_range (0, 2);
    case DYR_KIND_DATE:
      return g_test_rand_int_range ((gint32) DYR_DATE_MIN, (gint32) DYR_DATE_MAX);
    case DYR_KIND_INSTANT:
      return (gint64) g_test_rand_int_range ((gint32) DYR_DATE_MIN, (gint32) DYR_DATE_MAX) * 86400
             + g_test_rand_int_range (0, 86400);
    case DYR_KIND_TEXT:
    case DYR_KIND_LONG_TEXT:
    case DYR_KIND_CODE:
    case DYR_KIND_PHONE:
    case DYR_KIND_EMAIL:
    case DYR_KIND_IBAN:
    case DYR_KIND_URL:
    case DYR_KIND_COUNTRY:
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
    case DYR_KIND_CURRENCY:
    case DYR_KIND_CHOICE:
    case DYR_KIND_LINK:
    case DYR_KIND_SET:
    case DYR_KIND_MOVE:
    default:
      {
        /* Of all sizes that a double of the server holds. */
        gint64 number
            = (gint64) g_test_rand_int () * (1 << 20) + g_test_rand_int_range (0, 1 << 20);

        return number >> g_test_rand_int_range (1, 52) >> 2;
      }
    }
}

static char *
random_text (guint longest)
{
  static const char *const parts[]
      = { "a", "Ї", "ґ", "’", "\"", "\\", "<b>", "😀", "/", "0", "%", "&", "č", "é", "x y", "," };
  GString *text = g_string_new (NULL);
  guint n = (guint) g_test_rand_int_range (1, 12);

  for (guint i = 0; i < n && g_utf8_strlen (text->str, -1) + 3 < longest; i++)
    g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);

  if (text->len == 0)
    g_string_append (text, "UAH");

  return g_string_free (text, FALSE);
}

static char *
random_choice (const DyrField *field)
{
  guint n = 0;

  while (field->choices[n].id != NULL)
    n++;

  /* One that nobody knows yet stays as it is, too. */
  return g_test_rand_int_range (0, 8) == 0
             ? g_strdup ("Something New")
             : g_strdup (field->choices[g_test_rand_int_range (0, (gint32) n)].id);
}

static char *
random_item (const DyrEspoField *how, const DyrField *field)
{
  if (field->items == DYR_KIND_CHOICE)
    return random_choice (field);
  if (field->items == DYR_KIND_MOVE)
    return dyr_move_to_text (g_test_rand_int_range (0, G_MAXINT32),
                             g_test_rand_bit () ? DYR_NO_DATE : g_test_rand_int_range (0, 90000));
  if (field->items == DYR_KIND_PHONE && (how->detail == NULL || g_test_rand_bit ()))
    return g_strdup_printf ("+38067%07d", g_test_rand_int_range (0, 10000000));

  return random_text (100);
}

static void
random_set (const DyrEspoField *how, const DyrField *field, DyrValue *value)
{
  g_autoptr (DyrSetBuilder) set = dyr_set_builder_new ();
  guint n = (guint) g_test_rand_int_range (0, 5);
  gboolean roles = how->detail != NULL || how->shape == DYR_ESPO_SHAPE_LINES;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *item = random_item (how, field);
      g_autofree char *role = roles && g_test_rand_bit () ? random_text (50) : NULL;

      dyr_set_builder_add (set, item, role, NULL);
    }
  dyr_value_take_set (value, dyr_set_builder_end (set));
}

static void
random_links (const DyrField *field, guint index, DyrRemoteRecord *record, const DyrEspoMode *mode)
{
  guint most = field->kind == DYR_KIND_SET ? 5 : 2;
  guint n = (guint) g_test_rand_int_range (0, (gint32) most);
  const DyrEspoEntity *entity
      = dyr_espo_mode_find (mode, field->target != NULL ? field->target : &dyr_client_type, NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id
          = g_strdup_printf ("%s/%u-%x", entity->entity, i, (guint) g_test_rand_int ());

      dyr_remote_record_add_link (record, index, entity->type, id, NULL);
    }
}

/* Told as another choice. */
static gboolean
is_near (const DyrEspoField *how, const DyrValue *value)
{
  for (guint i = 0; how->nearest != NULL && i < how->nearest->len; i++)
    if (g_strcmp0 (g_array_index (how->nearest, DyrEspoOption, i).ours, dyr_value_text (value))
        == 0)
      return TRUE;

  return FALSE;
}

static void
random_value (const DyrEspoMode *mode, const DyrEspoField *how, DyrRemoteRecord *record)
{
  const DyrField *field = &record->type->fields[how->field];
  DyrValue *value = &record->values[how->field];
  gboolean none = how->missing == NULL && g_test_rand_int_range (0, 6) == 0;

  if (field->kind == DYR_KIND_LINK
      || (field->kind == DYR_KIND_SET && field->items == DYR_KIND_LINK))
    random_links (field, how->field, record, mode);
  else if (field->kind == DYR_KIND_SET)
    random_set (how, field, value);
  else if (none)
    return;
  else if (field->kind == DYR_KIND_CHOICE)
    {
      do
        dyr_value_take_text (value, random_choice (field));
      while (!dyr_espo_value_is_holdable (how, record) || is_near (how, value));
    }
  else if (dyr_field_form (field) == DYR_VALUE_NUMBER)
    {
      dyr_value_set_number (value, random_number (field));
      /* No and nothing are the same there. */
      if (how->shape == DYR_ESPO_SHAPE_FLAG && value->number == 0)
        dyr_value_clear (value);
    }
  else
    dyr_value_take_text (value, random_text (dyr_field_max_length (field)));
}

static void
assert_same (const DyrRemoteRecord *a, const DyrRemoteRecord *b, guint field, const char *json)
{
  const GPtrArray *links_a = a->links[field], *links_b = b->links[field];

  if (!dyr_value_equal (&a->values[field], &b->values[field]))
    g_error ("%s of %s is another one in %s", a->type->fields[field].name, a->type->name, json);
  g_assert_cmpuint (links_a != NULL ? links_a->len : 0, ==, links_b != NULL ? links_b->len : 0);
  for (guint i = 0; links_a != NULL && i < links_a->len; i++)
    {
      const DyrRemoteLink *link_a = links_a->pdata[i], *link_b = links_b->pdata[i];

      g_assert_cmpstr (link_a->remote_id, ==, link_b->remote_id);
      g_assert_true (link_a->type == link_b->type);
    }
}

/* The server reads from elsewhere what it was written as. */
static char *
serve (const DyrEspoField *how, const char *written)
{
  g_autofree char *from = how->write != NULL ? g_strdup_printf ("\"%s\":", how->write) : NULL;
  g_autofree char *to = g_strdup_printf ("\"%s\":", how->attribute);
  g_auto (GStrv) parts = from != NULL ? g_strsplit (written, from, 2) : NULL;

  return parts != NULL ? g_strjoinv (to, parts) : g_strdup (written);
}

static void
check_round (const DyrEspoMode *mode, const DyrEspoEntity *entity, const DyrEspoField *how)
{
  g_autoptr (DyrRemoteRecord) record = dyr_remote_record_new (entity->type);
  g_autoptr (DyrRemoteRecord) again = dyr_remote_record_new (entity->type);
  g_autoptr (GString) body = g_string_new ("{");
  g_autoptr (DyrJson) root = NULL;
  g_autofree char *served = NULL;
  const DyrJson *object;

  random_value (mode, how, record);
  dyr_espo_value_write (how, record, body);
  g_string_append_c (body, '}');
  served = serve (how, body->str);
  object = parse (served, &root);
  if (dyr_espo_value_read (mode, how, object, g_test_rand_bit (), again) != DYR_ESPO_TOLD)
    g_error ("%s of %s was not told by %s",
             entity->type->fields[how->field].name,
             entity->type->name,
             served);
  assert_same (record, again, how->field, served);
}

static void
test_round (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new_blank ();
  guint n = 0;

  for (guint m = 0; m < DYR_ESPO_N_MODES; m++)
    for (guint i = 0; i < crm->mapping->modes[m].entities->len; i++)
      {
        const DyrEspoEntity *entity = crm->mapping->modes[m].entities->pdata[i];

        for (guint j = 0; j < entity->fields->len; j++)
          for (guint round = 0; round < ROUNDS; round++, n++)
            check_round (
                &crm->mapping->modes[m], entity, &g_array_index (entity->fields, DyrEspoField, j));
      }
  g_test_message ("%u values", n);
  g_assert_cmpuint (n, >, 30000);
}

/* A field alone: "type.field", what EspoCRM says, what we read; "?" for what was not told. */
static void
check (DyrEspoModeName name,
       const DyrRecordType *type,
       const char *entity_name,
       const char *field,
       const char *json,
       DyrEspoTold told,
       const char *text)
{
  g_autoptr (DyrEspocrm) crm = espo_new_blank ();
  const DyrEspoMode *mode = &crm->mapping->modes[name];
  const DyrEspoEntity *entity = dyr_espo_mode_find (mode, type, entity_name);
  int index = dyr_record_type_find (type, field);
  const DyrEspoField *how = dyr_espo_entity_find (entity, (guint) index);
  g_autoptr (DyrRemoteRecord) record = dyr_remote_record_new (type);
  g_autoptr (DyrJson) root = NULL;
  const DyrJson *object = parse (json, &root);
  DyrEspoTold is = dyr_espo_value_read (mode, how, object, TRUE, record);

  g_test_message ("%s %s", field, json);
  g_assert_cmpint (is, ==, told);
  if (told == DYR_ESPO_TOLD)
    record->known |= G_GUINT64_CONSTANT (1) << index;
  else
    {
      g_assert_cmpint (record->values[index].form, ==, DYR_VALUE_NONE);
      g_assert_null (record->links[index]);
    }
  espo_assert_field (record, field, text);
}

typedef struct
{
  const char *field, *json;
  DyrEspoTold told;
  const char *text;
} Row;

#define TOLD DYR_ESPO_TOLD
#define NOT_TOLD DYR_ESPO_NOT_TOLD
#define DAMAGED DYR_ESPO_DAMAGED
#define STRANGE DYR_ESPO_STRANGE

static void
check_rows (
    DyrEspoModeName mode, const DyrRecordType *type, const char *entity, const Row *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    check (mode, type, entity, rows[i].field, rows[i].json, rows[i].told, rows[i].text);
}

static void
test_money (void)
{
  static const Row rows[] = {
    { "amount", "{\"amount\":\"1500.00\"}", TOLD, "1500.00" },
    { "amount", "{\"amount\":\"1500\"}", TOLD, "1500.00" },
    { "amount", "{\"amount\":\"-0.01\"}", TOLD, "-0.01" },
    { "amount", "{\"amount\":\"12.3456\"}", TOLD, "12.35" },
    { "amount", "{\"amount\":\"12.344999\"}", TOLD, "12.34" },
    { "amount", "{\"amount\":\"-12.345\"}", TOLD, "-12.35" },
    { "amount", "{\"amount\":99999999999.99}", TOLD, "99999999999.99" },
    { "amount", "{\"amount\":1234.567}", TOLD, "1234.57" },
    { "amount", "{\"amount\":5000}", TOLD, "5000.00" },
    { "amount", "{\"amount\":-0.07}", TOLD, "-0.07" },
    { "amount", "{\"amount\":null}", TOLD, "-" },
    { "amount", "{}", NOT_TOLD, "?" },
    { "amount", "{\"amount\":\"\"}", STRANGE, "?" },
    { "amount", "{\"amount\":\"1,5\"}", STRANGE, "?" },
    { "amount", "{\"amount\":\"1e5\"}", STRANGE, "?" },
    { "amount", "{\"amount\":\"99999999999999999999\"}", STRANGE, "?" },
    { "amount", "{\"amount\":{}}", DAMAGED, "?" },
    { "amount", "{\"amount\":true}", DAMAGED, "?" },
    { "prolong-months", "{\"prolongMonths\":12}", TOLD, "12" },
    { "prolong-months", "{\"prolongMonths\":12.0}", TOLD, "12" },
    { "prolong-months", "{\"prolongMonths\":12.5}", STRANGE, "?" },
    { "prolong-months", "{\"prolongMonths\":1e300}", STRANGE, "?" },
    { "prolong-months", "{\"prolongMonths\":\"12\"}", TOLD, "12" },
    { "prolong-months", "{\"prolongMonths\":99999999999999999999}", STRANGE, "?" },
    { "prolong-months", "{\"prolongMonths\":[]}", DAMAGED, "?" },
  };

  check_rows (DYR_ESPO_MODE_EXTENSION,
              dyr_record_type_by_name ("contract"),
              NULL,
              rows,
              G_N_ELEMENTS (rows));
}

/* Every number of hundredths in a wide range, as PHP writes its double. */
static void
test_hundredths (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new_blank ();
  const DyrEspoMode *mode = &crm->mapping->modes[DYR_ESPO_MODE_EXTENSION];
  const DyrRecordType *type = dyr_record_type_by_name ("contract");
  int index = dyr_record_type_find (type, "amount");
  const DyrEspoField *how
      = dyr_espo_entity_find (dyr_espo_mode_find (mode, type, NULL), (guint) index);

  for (guint i = 0; i < 100000; i++)
    {
      gint64 hundredths
          = ((gint64) g_test_rand_int () * (1 << 18) + g_test_rand_int_range (0, 1 << 18))
            >> g_test_rand_int_range (0, 50);
      g_autofree char *json = g_strdup_printf ("{\"amount\":%s%" G_GINT64_FORMAT ".%02d}",
                                               hundredths < 0 ? "-" : "",
                                               ABS (hundredths) / 100,
                                               (int) (ABS (hundredths) % 100));
      g_autoptr (DyrJson) root = NULL;
      g_autoptr (DyrRemoteRecord) record = dyr_remote_record_new (type);

      g_assert_cmpint (
          dyr_espo_value_read (mode, how, parse (json, &root), FALSE, record), ==, DYR_ESPO_TOLD);
      g_assert_cmpint (record->values[index].number, ==, hundredths);
    }
}

static void
test_dates (void)
{
  static const Row rows[] = {
    { "signed-on", "{\"signedOn\":\"2026-11-24\"}", TOLD, "2026-11-24" },
    { "signed-on", "{\"signedOn\":\"0000-00-00\"}", STRANGE, "?" },
    { "signed-on", "{\"signedOn\":\"2026-02-30\"}", STRANGE, "?" },
    { "signed-on", "{\"signedOn\":\"2026-11-24 10:00:00\"}", STRANGE, "?" },
    { "signed-on", "{\"signedOn\":20261124}", DAMAGED, "?" },
    { "auto-prolong", "{\"autoProlong\":\"yes\"}", TOLD, "1" },
    { "auto-prolong", "{\"autoProlong\":\"no\"}", TOLD, "0" },
    { "auto-prolong", "{\"autoProlong\":null}", TOLD, "-" },
    { "auto-prolong", "{\"autoProlong\":\"\"}", TOLD, "-" },
    { "auto-prolong", "{\"autoProlong\":\"perhaps\"}", STRANGE, "?" },
    { "auto-prolong", "{\"autoProlong\":true}", DAMAGED, "?" },
  };
  static const Row instants[] = {
    { "starts-at", "{\"startsAt\":\"2026-12-01 09:00:00\"}", TOLD, "2026-12-01T09:00:00Z" },
    { "starts-at", "{\"startsAt\":\"2026-12-01 09:00\"}", STRANGE, "?" },
    { "starts-at", "{\"startsAt\":\"2026-12-01T09:00:00\"}", STRANGE, "?" },
    { "starts-at", "{\"startsAt\":\"0000-00-00 00:00:00\"}", STRANGE, "?" },
    { "starts-at", "{\"startsAt\":\"garbage garbage gar\"}", STRANGE, "?" },
    { "starts-at", "{\"startsAt\":{\"date\":1}}", DAMAGED, "?" },
  };

  check_rows (DYR_ESPO_MODE_EXTENSION,
              dyr_record_type_by_name ("contract"),
              NULL,
              rows,
              G_N_ELEMENTS (rows));
  check_rows (
      DYR_ESPO_MODE_EXTENSION, &dyr_presentation_type, NULL, instants, G_N_ELEMENTS (instants));
}

static void
test_choices (void)
{
  static const Row rows[] = {
    { "state", "{\"status\":\"Not Started\"}", TOLD, "open" },
    { "state", "{\"status\":\"Started\"}", TOLD, "open" },
    { "state", "{\"status\":\"Archived\"}", TOLD, "Archived" },
    /* Would go back as “Not Started”. */
    { "state", "{\"status\":\"open\"}", STRANGE, "?" },
    { "state", "{\"status\":null}", TOLD, "-" },
    { "state", "{\"status\":7}", DAMAGED, "?" },
  };
  static const Row clients[] = {
    { "state", "{\"dyrState\":null}", TOLD, "active" },
    { "state", "{\"dyrState\":\"\"}", TOLD, "active" },
    { "state", "{\"dyrState\":\"lost\"}", TOLD, "lost" },
    { "state", "{}", NOT_TOLD, "?" },
    { "roles", "{\"dyrRoles\":[\"client\",\"New\"]}", TOLD, "client\nNew" },
    { "roles", "{\"dyrRoles\":[]}", TOLD, "-" },
    { "roles", "{\"dyrRoles\":null}", TOLD, "-" },
    { "roles", "{\"dyrRoles\":[7]}", STRANGE, "?" },
    { "roles", "{\"dyrRoles\":\"client\"}", DAMAGED, "?" },
    { "roles", "{}", NOT_TOLD, "?" },
    { "ibans", "{\"dyrIbans\":\"UA1\\tmain\\nUA2\"}", TOLD, "UA1\tmain\nUA2" },
    { "ibans", "{\"dyrIbans\":null}", TOLD, "-" },
    { "ibans", "{\"dyrIbans\":[]}", DAMAGED, "?" },
    { "name", "{\"name\":\"  A &  B <b> \"}", TOLD, "A & B <b>" },
    { "name", "{\"name\":\"\"}", TOLD, "-" },
    { "name", "{\"name\":{}}", DAMAGED, "?" },
    { "description", "{\"description\":\"one\\r\\ntwo\"}", TOLD, "one\ntwo" },
  };
  static const Row flags[] = {
    { "do-not-call", "{\"doNotCall\":true}", TOLD, "1" },
    { "do-not-call", "{\"doNotCall\":false}", TOLD, "-" },
    { "do-not-call", "{\"doNotCall\":null}", TOLD, "-" },
    { "do-not-call", "{\"doNotCall\":\"yes\"}", DAMAGED, "?" },
  };

  check_rows (DYR_ESPO_MODE_EXTENSION, &dyr_activity_type, "Task", rows, G_N_ELEMENTS (rows));
  check_rows (DYR_ESPO_MODE_EXTENSION, &dyr_client_type, NULL, clients, G_N_ELEMENTS (clients));
  check_rows (
      DYR_ESPO_MODE_STOCK, dyr_record_type_by_name ("person"), NULL, flags, G_N_ELEMENTS (flags));
}

static void
test_links (void)
{
  static const Row rows[] = {
    { "responsible",
      "{\"assignedUserId\":\"u1\",\"assignedUserName\":\"Анна\"}",
      TOLD,
      "user User/u1 (Анна)" },
    { "responsible",
      "{\"assignedUserId\":\"u1\",\"assignedUserName\":null}",
      TOLD,
      "user User/u1 (-)" },
    { "responsible", "{\"assignedUserId\":null}", TOLD, "-" },
    { "responsible", "{}", NOT_TOLD, "?" },
    { "responsible", "{\"assignedUserId\":\"../Account/1\"}", STRANGE, "?" },
    { "responsible", "{\"assignedUserId\":17}", DAMAGED, "?" },
  };
  static const Row notes[] = {
    { "about",
      "{\"aboutId\":\"a1\",\"aboutType\":\"Account\",\"aboutName\":\"A\"}",
      TOLD,
      "client Account/a1 (A)" },
    { "about",
      "{\"aboutId\":\"a1\",\"aboutType\":\"DyrDelivery\"}",
      TOLD,
      "delivery DyrDelivery/a1 (-)" },
    { "about", "{\"aboutId\":null,\"aboutType\":null}", TOLD, "-" },
    { "about", "{\"aboutId\":\"a1\"}", NOT_TOLD, "?" },
    { "about", "{\"aboutId\":\"a1\",\"aboutType\":\"Lead\"}", STRANGE, "?" },
    { "about", "{\"aboutId\":\"a1\",\"aboutType\":null}", STRANGE, "?" },
  };
  static const Row sets[] = {
    { "participants",
      "{\"participantsIds\":[\"b\",\"a\",\"c\"],\"participantsNames\":{\"a\":\"A\"},"
      "\"participantsDetail\":\"a\\ngone\\nb\"}",
      TOLD,
      "person Contact/a (A), person Contact/b (-), person Contact/c (-)" },
    { "participants",
      "{\"participantsIds\":[\"b\"],\"participantsDetail\":null}",
      TOLD,
      "person Contact/b (-)" },
    { "participants", "{\"participantsIds\":[],\"participantsDetail\":null}", TOLD, "-" },
    { "participants", "{\"participantsIds\":[\"b\"]}", NOT_TOLD, "?" },
    { "participants", "{\"participantsIds\":[\"/\"],\"participantsDetail\":null}", STRANGE, "?" },
    { "participants", "{\"participantsIds\":[\"a\",7],\"participantsDetail\":null}", STRANGE, "?" },
    { "participants", "{\"participantsIds\":\"b\",\"participantsDetail\":null}", DAMAGED, "?" },
  };

  check_rows (DYR_ESPO_MODE_EXTENSION, &dyr_client_type, NULL, rows, G_N_ELEMENTS (rows));
  check_rows (
      DYR_ESPO_MODE_EXTENSION, dyr_record_type_by_name ("note"), NULL, notes, G_N_ELEMENTS (notes));
  check_rows (DYR_ESPO_MODE_EXTENSION, &dyr_presentation_type, NULL, sets, G_N_ELEMENTS (sets));
}

#define PHONE(number, primary)                                                                     \
  "{\"phoneNumber\":\"" number "\",\"primary\":" primary ",\"type\":\"Mobile\"}"

static void
test_addresses (void)
{
  static const Row stock[] = {
    { "phones",
      "{\"phoneNumberData\":[" PHONE ("+1", "false") "," PHONE ("+2", "true") "]}",
      TOLD,
      "+2\n+1" },
    { "phones", "{\"phoneNumberData\":[]}", TOLD, "-" },
    /* A list: data is never there, but without a main number there is none. */
    { "phones", "{\"phoneNumber\":null}", TOLD, "-" },
    { "phones", "{\"phoneNumber\":\"+1\"}", NOT_TOLD, "?" },
    { "phones", "{}", NOT_TOLD, "?" },
    { "phones", "{\"phoneNumberData\":[7]}", STRANGE, "?" },
    { "phones", "{\"phoneNumberData\":{}}", DAMAGED, "?" },
    { "emails",
      "{\"emailAddressData\":[{\"emailAddress\":\"A@x.ua\",\"primary\":true}]}",
      TOLD,
      "A@x.ua" },
    { "emails", "{\"emailAddressData\":[{\"phoneNumber\":\"A@x.ua\"}]}", STRANGE, "?" },
  };
  static const Row detailed[] = {
    /* Our order and roles; what was taken away there is gone, what was added comes last, and what
     * the CRM cannot hold stays. */
    { "phones",
      "{\"phoneNumberData\":[" PHONE ("+1", "true") "," PHONE ("+2", "false") "," PHONE (
          "+9", "false") "],\"dyrPhones\":\"+2\\twork\\n030 123\\tfax\\n+1\\n+3\"}",
      TOLD,
      "+2\twork\n030 123\tfax\n+1\n+9" },
    { "phones", "{\"phoneNumberData\":[" PHONE ("+1", "true") "],\"dyrPhones\":null}", TOLD, "+1" },
    { "phones", "{\"phoneNumberData\":[" PHONE ("+1", "true") "]}", NOT_TOLD, "?" },
    { "phones", "{\"phoneNumberData\":[],\"dyrPhones\":\"+1\"}", TOLD, "-" },
    /* Case makes no other address; our spelling stays. */
    { "emails",
      "{\"emailAddressData\":[{\"emailAddress\":\"anna@x.ua\",\"primary\":true}],"
      "\"dyrEmails\":\"Anna@X.ua\\thome\"}",
      TOLD,
      "Anna@X.ua\thome" },
  };

  check_rows (DYR_ESPO_MODE_STOCK, &dyr_client_type, NULL, stock, G_N_ELEMENTS (stock));
  check_rows (DYR_ESPO_MODE_EXTENSION, &dyr_client_type, NULL, detailed, G_N_ELEMENTS (detailed));
}

/* Types of numbers and who wants no mail are not ours, and go back as they were. */
static void
test_extra (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new_blank ();
  const DyrEspoEntity *entity
      = dyr_espo_mode_find (&crm->mapping->modes[DYR_ESPO_MODE_STOCK], &dyr_client_type, NULL);
  g_autoptr (DyrRemoteRecord) record = dyr_remote_record_new (&dyr_client_type);
  g_autoptr (GString) body = g_string_new ("{");
  g_autoptr (DyrJson) root = NULL, plain = NULL;
  g_autofree char *none = NULL;

  record->extra = dyr_espo_extra_read (
      entity,
      parse ("{\"phoneNumberData\":[{\"phoneNumber\":\"+1\",\"type\":\"Office\",\"primary\":true,"
             "\"optOut\":false,\"invalid\":true},{\"phoneNumber\":\"+2\",\"type\":null},7,{}],"
             "\"emailAddressData\":[{\"emailAddress\":\"a@x.ua\",\"lower\":\"a@x.ua\",\"primary\":"
             "true,\"optOut\":true,\"invalid\":false}]}",
             &root));
  g_assert_cmpstr (record->extra,
                   ==,
                   "{\"phoneNumberData\":[{\"phoneNumber\":\"+1\",\"type\":\"Office\","
                   "\"invalid\":true}],\"emailAddressData\":[{\"emailAddress\":\"a@x.ua\","
                   "\"optOut\":true}]}");
  espo_set (record, "phones", "+2\n+1\n030");
  espo_set (record, "emails", "A@X.ua");
  dyr_espo_value_write (dyr_espo_entity_find (entity, DYR_CLIENT_PHONES), record, body);
  dyr_espo_value_write (dyr_espo_entity_find (entity, DYR_CLIENT_EMAILS), record, body);
  g_assert_cmpstr (body->str,
                   ==,
                   "{\"phoneNumberData\":[{\"phoneNumber\":\"+2\",\"primary\":true},"
                   "{\"phoneNumber\":\"+1\",\"primary\":false,\"type\":\"Office\","
                   "\"invalid\":true}],\"emailAddressData\":[{\"emailAddress\":\"A@X.ua\","
                   "\"primary\":true,\"optOut\":true}]");

  none = dyr_espo_extra_read (
      entity, parse ("{\"emailAddressData\":[{\"emailAddress\":\"a@x.ua\"}]}", &plain));
  g_assert_null (none);
}

/* A list cuts at 10 000 characters without a sign; a record that is read alone does not. */
static void
test_cut (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new_blank ();
  const DyrEspoMode *mode = &crm->mapping->modes[DYR_ESPO_MODE_EXTENSION];
  const DyrEspoEntity *entity = dyr_espo_mode_find (mode, &dyr_client_type, NULL);

  for (guint length = 9999; length <= 10001; length++)
    for (guint field = DYR_CLIENT_IBANS; field <= DYR_CLIENT_DESCRIPTION; field++)
      {
        const DyrEspoField *how = dyr_espo_entity_find (entity, field);
        g_autoptr (DyrRemoteRecord) record = dyr_remote_record_new (&dyr_client_type);
        g_autoptr (GString) json = g_string_new (NULL);
        g_autoptr (DyrJson) root = NULL;
        const DyrJson *object;

        if (field != DYR_CLIENT_IBANS && field != DYR_CLIENT_DESCRIPTION)
          continue;
        g_string_printf (json, "{\"%s\":\"", how->attribute);
        for (guint i = 0; i < length; i++)
          g_string_append (json, i % 50 == 49 && field == DYR_CLIENT_IBANS ? "\\n" : "ї");
        g_string_append (json, "\"}");
        object = parse (json->str, &root);
        g_assert_cmpint (dyr_espo_value_read (mode, how, object, TRUE, record),
                         ==,
                         length < 10000 ? DYR_ESPO_TOLD : DYR_ESPO_NOT_TOLD);
        g_assert_cmpint (dyr_espo_value_read (mode, how, object, FALSE, record), ==, DYR_ESPO_TOLD);
      }
}

/* Longer than we can keep: not taken, and not cut. */
static void
test_too_long (void)
{
  g_autofree char *name = g_strnfill (256, 'a'),
                  *json = g_strdup_printf ("{\"name\":\"%s\"}", name);
  static const Row row = { "name", NULL, STRANGE, "?" };

  check (DYR_ESPO_MODE_EXTENSION, &dyr_client_type, NULL, row.field, json, row.told, row.text);
}

/* What EspoCRM without our package cannot tell stays ours; what it tells counts. */
static void
test_graft (void)
{
  static const struct
  {
    const char *type, *field, *ours, *theirs, *result;
  } rows[] = {
    { "client", "phones", "+380671\tmobile", "+380671", "+380671\tmobile" },
    { "client", "phones", "030 123\toffice\n+380671\tmobile", "+380671", NULL },
    { "client", "phones", "+380671\tmobile\n030 123", NULL, "030 123" },
    { "client", "phones", "+380671\tmobile", NULL, "-" },
    { "client", "phones", "+380671\tmobile", "+380671\n+380672", "+380671\tmobile\n+380672" },
    /* Another one is the main one there now. */
    { "client",
      "phones",
      "+380671\tmobile\n+380672\toffice",
      "+380672\n+380671",
      "+380672\toffice\n+380671\tmobile" },
    { "client",
      "phones",
      "030 1\n+380671\tmobile",
      "+380672\n+380671",
      "+380672\n030 1\n+380671\tmobile" },
    { "client", "phones", NULL, "+380671", "+380671" },
    { "client", "emails", "Info@Dim.ua\twork", "info@dim.ua", "Info@Dim.ua\twork" },
    { "client", "name", "A", "B", "B" },
    { "presentation", "state", "moved", "planned", "moved" },
    { "presentation", "state", "moved", "held", "held" },
    { "presentation", "state", "held", "planned", "planned" },
    { "presentation", "state", "moved", "Tentative", "Tentative" },
    { "person", "do-not-call", "0", NULL, "0" },
    { "person", "do-not-call", "1", NULL, "-" },
    { "person", "do-not-call", "0", "1", "1" },
    { "person", "position", "CEO", "CTO", "CTO" },
    { "person", "last-name", "A", NULL, "-" },
  };
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_STOCK);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const DyrRecordType *type = dyr_record_type_by_name (rows[i].type);
      const char *entity = g_str_equal (rows[i].type, "client")   ? "Account/1a"
                           : g_str_equal (rows[i].type, "person") ? "Contact/1a"
                                                                  : "Meeting/1a";
      const guint field = (guint) dyr_record_type_find (type, rows[i].field);
      g_autoptr (DyrRemoteRecord) ours = dyr_remote_record_new (type);
      g_autoptr (DyrRemoteRecord) theirs = dyr_remote_record_new (type);
      g_autofree char *found = NULL;

      theirs->remote_id = g_strdup (entity);
      theirs->known = ~G_GUINT64_CONSTANT (0);
      ours->known = theirs->known;
      if (rows[i].ours != NULL)
        espo_set (ours, rows[i].field, rows[i].ours);
      if (rows[i].theirs != NULL)
        espo_set (theirs, rows[i].field, rows[i].theirs);
      dyr_remote_graft (
          DYR_REMOTE (crm), theirs, field, &ours->values[field], &theirs->values[field]);
      found = espo_get (theirs, rows[i].field);
      g_test_message ("row %u", (guint) i);
      g_assert_cmpstr (found, ==, rows[i].result != NULL ? rows[i].result : rows[i].ours);
    }
}

/* With our package all is told: nothing of ours is kept beside it. */
static void
test_graft_nothing (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrRemoteRecord) ours = dyr_remote_record_new (&dyr_client_type);
  g_autoptr (DyrRemoteRecord) theirs = dyr_remote_record_new (&dyr_client_type);
  const guint phones = DYR_CLIENT_PHONES;

  theirs->remote_id = g_strdup ("Account/1a");
  theirs->known = ours->known = ~G_GUINT64_CONSTANT (0);
  espo_set (ours, "phones", "+380671\tmobile");
  espo_set (theirs, "phones", "+380671");
  dyr_remote_graft (
      DYR_REMOTE (crm), theirs, phones, &ours->values[phones], &theirs->values[phones]);
  espo_assert_field (theirs, "phones", "+380671");
  /* Of an entity that nobody knows nothing can be said. */
  g_free (theirs->remote_id);
  theirs->remote_id = g_strdup ("Frob/1a");
  dyr_remote_graft (
      DYR_REMOTE (crm), theirs, phones, &ours->values[phones], &theirs->values[phones]);
  espo_assert_field (theirs, "phones", "+380671");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/espo/values/round", test_round);
  g_test_add_func ("/espo/values/money", test_money);
  g_test_add_func ("/espo/values/hundredths", test_hundredths);
  g_test_add_func ("/espo/values/dates", test_dates);
  g_test_add_func ("/espo/values/choices", test_choices);
  g_test_add_func ("/espo/values/links", test_links);
  g_test_add_func ("/espo/values/addresses", test_addresses);
  g_test_add_func ("/espo/values/extra", test_extra);
  g_test_add_func ("/espo/values/cut", test_cut);
  g_test_add_func ("/espo/values/too-long", test_too_long);

  g_test_add_func ("/espo/values/graft", test_graft);
  g_test_add_func ("/espo/values/graft-nothing", test_graft_nothing);
  return g_test_run ();
}
