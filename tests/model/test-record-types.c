/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The tables of all record types: names that are fixed, and that each table makes sense. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-type.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-amendment.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"
#include "dyr-error.h"
#include "dyr-note.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-product.h"
#include "dyr-user.h"

/* Fixed: people, scripts, databases and CRMs know them. Derived fields come last. */
static const struct
{
  const DyrRecordType *type;
  int number;
  const char *name;
  const char *plural;
  const char *fields;
  const char *states;
} promised[] = {
  { &dyr_user_type, 1, "user", "users", "name email login", NULL },
  { &dyr_client_type,
    2,
    "client",
    "clients",
    "name legal-name code vat-number phones emails ibans website street city postcode region "
    "country "
    "state roles segment responsible source contact-rhythm-days next-contact description "
    "phone email iban address last-contact standing",
    "prospect active suspended lost" },
  { &dyr_person_type,
    3,
    "person",
    "persons",
    "last-name first-name patronymic position decision-role phones emails birthday do-not-call "
    "client "
    "description name phone email",
    NULL },
  { &dyr_contract_type,
    4,
    "contract",
    "contracts",
    "client number partner-number kind subject state signed-on valid-from valid-to amount currency "
    "auto-prolong prolong-months notice-days responsible description standing",
    "draft negotiation approval signed active suspended terminated" },
  { &dyr_amendment_type,
    5,
    "amendment",
    "amendments",
    "contract number date effective-from changes state",
    "draft sent signed cancelled" },
  { &dyr_product_type,
    6,
    "product",
    "products",
    "code name kind unit price currency description",
    NULL },
  { &dyr_delivery_type,
    7,
    "delivery",
    "deliveries",
    "client contract number kind state agreed-on planned-on shipped-at delivered-at accepted-at "
    "accepted-by carrier waybill street city postcode country cost currency responsible agreed-log "
    "description on-time",
    "draft agreed ordered shipped in-transit delivered accepted closed returned failed cancelled" },
  { &dyr_delivery_line_type,
    8,
    "delivery-line",
    "delivery-lines",
    "delivery product name quantity-planned quantity-shipped quantity-accepted unit serials remark",
    NULL },
  { &dyr_presentation_type,
    9,
    "presentation",
    "presentations",
    "client title mode starts-at ends-at presenter supervisor place join-url participants state "
    "outcome next-step description",
    "planned held not-held moved" },
  { &dyr_activity_type,
    10,
    "activity",
    "activities",
    "kind client person subject state direction phone starts-at due-at done-at outcome responsible "
    "description",
    "open done cancelled" },
  { &dyr_note_type, 11, "note", "notes", "about text pinned", NULL },
  { &dyr_file_type,
    12,
    "file",
    "files",
    "about name media-type size checksum added-at content",
    NULL },
};

typedef void (*CheckField) (const DyrRecordType *type, guint field);

static void
for_each_field (CheckField check)
{
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
        {
          g_test_message ("%s.%s", dyr_record_types[i]->name, dyr_record_types[i]->fields[j].name);
          check (dyr_record_types[i], j);
        }
    }
}

static char *
join_choices (const DyrChoice *choices)
{
  GString *ids = g_string_new (NULL);

  for (gsize i = 0; choices[i].id != NULL; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", choices[i].id);

  return g_string_free (ids, FALSE);
}

static void
test_promised (void)
{
  gsize n = 0;

  while (dyr_record_types[n] != NULL)
    n++;
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (promised));

  for (gsize i = 0; i < n; i++)
    {
      const DyrRecordType *type = promised[i].type;
      g_auto (GStrv) fields = g_strsplit (promised[i].fields, " ", -1);

      g_test_message ("%s", type->name);
      g_assert_cmpint (type->number, ==, promised[i].number);
      g_assert_cmpstr (type->name, ==, promised[i].name);
      g_assert_cmpstr (type->plural, ==, promised[i].plural);
      g_assert_cmpuint (type->n_fields, ==, g_strv_length (fields));

      for (guint j = 0; j < type->n_fields; j++)
        g_assert_cmpstr (type->fields[j].name, ==, fields[j]);

      g_assert_cmpint (type->state != 0, ==, promised[i].states != NULL);
      if (type->state != 0)
        {
          const DyrField *state = &type->fields[type->state - 1];
          g_autofree char *states = join_choices (state->choices);

          g_assert_cmpstr (state->name, ==, "state");
          g_assert_cmpstr (states, ==, promised[i].states);
        }
    }
}

static void
test_choices_promised (void)
{
  g_autofree char *roles = join_choices (dyr_client_type.fields[DYR_CLIENT_ROLES].choices);
  g_autofree char *kinds = join_choices (dyr_activity_type.fields[DYR_ACTIVITY_KIND].choices);
  g_autofree char *clients = join_choices (dyr_client_type.fields[DYR_CLIENT_STANDING].choices);
  const DyrField *contracts = &dyr_contract_type.fields[DYR_CONTRACT_STANDING];

  g_assert_cmpstr (roles, ==, "client supplier contractor partner competitor venue");
  g_assert_cmpstr (kinds, ==, "call meeting task");
  g_assert_cmpstr (clients, ==, "prospect active at-risk suspended lost");
  g_assert_nonnull (dyr_field_find_choice (contracts, "expiring"));
  g_assert_nonnull (dyr_field_find_choice (contracts, "expired"));
}

static void
test_types (void)
{
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      g_autofree char *table = g_strdelimit (g_strdup (type->name), "-", '_');
      DyrRecordClass *klass;

      g_test_message ("%s", type->name);
      g_assert_cmpuint (type->n_fields, >, 0);
      g_assert_cmpuint (type->n_fields, <=, 64);
      g_assert_cmpstr (type->table, ==, table);
      g_assert_cmpstr (type->context, ==, type->name);
      g_assert_true (dyr_record_type_by_number (type->number) == type);
      g_assert_true (dyr_record_type_by_name (type->name) == type);
      g_assert_true (dyr_record_type_by_name (type->plural) == type);
      g_assert_cmpstr (dyr_record_type_label (type), ==, type->label);
      g_assert_cmpstr (dyr_record_type_plural_label (type), ==, type->plural_label);
      g_assert_cmpstr (type->label, !=, type->plural_label);

      klass = g_type_class_ref (type->get_type ());
      g_assert_true (g_type_is_a (type->get_type (), DYR_TYPE_RECORD));
      g_assert_true (klass->type == type);
      g_type_class_unref (klass);

      g_assert_cmpuint (type->title[0], !=, 0);
      for (gsize j = 0; j < G_N_ELEMENTS (type->title) && type->title[j] != 0; j++)
        {
          g_assert_cmpuint (type->title[j], <=, type->n_fields);
          g_assert_cmpint (dyr_field_form (&type->fields[type->title[j] - 1]), ==, DYR_VALUE_TEXT);
        }

      g_assert_cmpuint (type->state, <=, type->n_fields);
    }

  g_assert_null (dyr_record_type_by_number (0));
  g_assert_null (dyr_record_type_by_number (13));
  g_assert_null (dyr_record_type_by_name (""));
  g_assert_null (dyr_record_type_by_name ("Client"));
}

static void
check_names (const DyrRecordType *type, guint field)
{
  const DyrField *f = &type->fields[field];

  /* A hole in a table has no name. */
  g_assert_nonnull (f->name);
  g_assert_nonnull (f->label);
  g_assert_true (g_param_spec_is_valid_name (f->name));
  g_assert_cmpuint (strspn (f->name, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (f->name));
  g_assert_cmpint (dyr_record_type_find (type, f->name), ==, (int) field);
  g_assert_cmpstr (dyr_field_label (type, field), ==, f->label);

  for (guint i = 0; i < field; i++)
    g_assert_cmpstr (type->fields[i].name, !=, f->name);

  /* "title" of the record gives way to a field of that name; these two do not. */
  g_assert_cmpstr (f->name, !=, "deleted");
  g_assert_cmpstr (f->name, !=, "sent");
}

static void
test_names (void)
{
  for_each_field (check_names);
  g_assert_cmpint (dyr_record_type_find (&dyr_client_type, "valid-to"), ==, -1);
}

/* Two columns or two guesses at a header with one word could not be told apart. A derived field may
 * share the word of a set: "E-mail" and "E-mails" differ, the state and its derived kin do too. */
static void
check_label (const DyrRecordType *type, guint field)
{
  for (guint i = 0; i < field; i++)
    g_assert_cmpstr (type->fields[i].label, !=, type->fields[field].label);
}

static void
test_labels (void)
{
  for_each_field (check_label);
}

static void
check_kind (const DyrRecordType *type, guint field)
{
  const DyrField *f = &type->fields[field];
  DyrKind kind = f->kind == DYR_KIND_SET ? f->items : f->kind;

  g_assert_cmpint (f->kind, <=, DYR_KIND_MOVE);
  g_assert_cmpint (kind, !=, DYR_KIND_SET);
  g_assert_cmpint (f->choices != NULL, ==, kind == DYR_KIND_CHOICE);
  g_assert_true (f->target == NULL || kind == DYR_KIND_LINK);

  /* Moves are elements of a log. */
  g_assert_cmpint (f->kind, !=, DYR_KIND_MOVE);

  if (f->kind == DYR_KIND_MONEY)
    {
      g_assert_cmpuint (f->currency, <, type->n_fields);
      g_assert_cmpint (type->fields[f->currency].kind, ==, DYR_KIND_CURRENCY);
      g_assert_cmpuint (f->group, !=, 0);
      g_assert_cmpuint (type->fields[f->currency].group, ==, f->group);
    }

  if (f->log != 0)
    {
      g_assert_cmpuint (f->log, <=, type->n_fields);
      g_assert_cmpint (f->kind, ==, DYR_KIND_DATE);
      g_assert_cmpint (type->fields[f->log - 1].kind, ==, DYR_KIND_SET);
      g_assert_cmpint (type->fields[f->log - 1].items, ==, DYR_KIND_MOVE);
    }

  /* A link goes to a type that is before it in the list, so that rows can be made in that order. */
  if (kind == DYR_KIND_LINK && f->target != NULL)
    g_assert_cmpint (f->target->number, <, type->number);
}

static void
test_kinds (void)
{
  for_each_field (check_kind);
  g_assert_cmpuint (
      dyr_delivery_type.fields[DYR_DELIVERY_AGREED_ON].log, ==, DYR_DELIVERY_AGREED_LOG + 1);
}

static void
check_flags (const DyrRecordType *type, guint field)
{
  const DyrField *f = &type->fields[field];

  if (f->flags & DYR_DERIVED)
    {
      g_assert_cmpint (f->flags & (DYR_REQUIRED | DYR_FIXED | DYR_OWNED_LINK), ==, 0);
      g_assert_cmpuint (f->group, ==, 0);
    }
  else if (field > 0)
    {
      /* Derived fields are the end of a table. */
      g_assert_cmpint (type->fields[field - 1].flags & DYR_DERIVED, ==, 0);
    }

  if (f->flags & DYR_OWNED_LINK)
    {
      g_assert_cmpint (f->kind, ==, DYR_KIND_LINK);
      g_assert_true (f->flags & DYR_REQUIRED);
    }

  if (f->flags & DYR_MATCHED)
    g_assert_cmpint (dyr_field_form (f), ==, DYR_VALUE_TEXT);

  if (f->flags & DYR_TAX_CODE)
    g_assert_cmpint (f->kind, ==, DYR_KIND_CODE);
}

static void
test_flags (void)
{
  for_each_field (check_flags);
}

static void
check_choices (const DyrRecordType *type, guint field)
{
  const DyrChoice *choices = type->fields[field].choices;

  for (gsize i = 0; choices != NULL && choices[i].id != NULL; i++)
    {
      g_assert_nonnull (choices[i].label);
      g_assert_cmpint (choices[i].style, <=, DYR_STYLE_QUIET);
      g_assert_cmpstr (dyr_choice_label (type, &choices[i]), ==, choices[i].label);
      g_assert_true (dyr_field_find_choice (&type->fields[field], choices[i].id) == &choices[i]);

      for (gsize j = 0; j < i; j++)
        g_assert_cmpstr (choices[i].label, !=, choices[j].label);
    }
}

static void
test_choices (void)
{
  for_each_field (check_choices);
}

/* Groups are numbered without holes, have two members or more and are named by the first. */
static void
test_groups (void)
{
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      guint members[256] = { 0 }, first[256] = { 0 };
      guint last = 0;

      for (guint j = 0; j < type->n_fields; j++)
        {
          guint group = type->fields[j].group;

          if (group == 0)
            {
              g_assert_cmpuint (dyr_record_type_group (type, j), ==, j);
              continue;
            }

          if (members[group]++ == 0)
            first[group] = j;
          g_assert_cmpuint (dyr_record_type_group (type, j), ==, first[group]);
          last = MAX (last, group);
        }

      for (guint group = 1; group <= last; group++)
        g_assert_cmpuint (members[group], >=, 2);
    }

  g_assert_cmpuint (
      dyr_record_type_group (&dyr_delivery_type, DYR_DELIVERY_ACCEPTED_BY), ==, DYR_DELIVERY_STATE);
  g_assert_cmpuint (dyr_record_type_group (&dyr_contract_type, DYR_CONTRACT_VALID_TO),
                    ==,
                    DYR_CONTRACT_VALID_FROM);
  g_assert_cmpuint (
      dyr_record_type_group (&dyr_client_type, DYR_CLIENT_COUNTRY), ==, DYR_CLIENT_STREET);
  g_assert_cmpuint (
      dyr_record_type_group (&dyr_activity_type, DYR_ACTIVITY_DONE_AT), ==, DYR_ACTIVITY_STATE);
}

static void
assert_title (const DyrRecordType *type, const char *expected, ...)
{
  g_autoptr (DyrRow) row = dyr_row_new (type);
  g_autofree char *title = NULL;
  const char *field;
  va_list args;

  va_start (args, expected);
  while ((field = va_arg (args, const char *)) != NULL)
    dyr_value_set_text (&row->values[dyr_record_type_find (type, field)],
                        va_arg (args, const char *));
  va_end (args);

  title = dyr_record_type_title (type, row->values);
  g_assert_cmpstr (title, ==, expected);
}

static void
test_title (void)
{
  g_autofree char *ten = g_strdup ("їжак їжак ");
  g_autofree char *long_line
      = g_strconcat (ten, ten, ten, ten, ten, "їжак їжак!", "а це вже ні", NULL);
  g_autofree char *cut = g_strconcat (ten, ten, ten, ten, ten, "їжак їжак!", NULL);
  const char *nothing = NULL;

  assert_title (&dyr_client_type, NULL, nothing);
  assert_title (&dyr_client_type, NULL, "name", "", nothing);
  assert_title (&dyr_client_type, "A & B <b>", "name", "A & B <b>", nothing);
  assert_title (&dyr_person_type,
                "Бойко Соломія Іванівна",
                "last-name",
                "Бойко",
                "first-name",
                "Соломія",
                "patronymic",
                "Іванівна",
                nothing);
  assert_title (
      &dyr_person_type, "Бойко Іванівна", "last-name", "Бойко", "patronymic", "Іванівна", nothing);
  assert_title (&dyr_person_type, "Соломія", "first-name", "Соломія", nothing);
  assert_title (&dyr_contract_type, "214/25", "number", "214/25", nothing);
  assert_title (&dyr_note_type, "перший рядок", "text", "перший рядок\nдругий", nothing);
  assert_title (&dyr_note_type, cut, "text", long_line, nothing);
  assert_title (&dyr_note_type, cut, "text", cut, nothing);
}

static gboolean
check (const DyrRecordType *type, guint field, const DyrValue *value, const char *says)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = dyr_record_type_check (type, field, value, &error);

  if (ok)
    {
      g_assert_no_error (error);
    }
  else
    {
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, dyr_field_label (type, field)));
      g_assert_nonnull (says);
      g_assert_nonnull (strstr (error->message, says));
    }

  return ok;
}

static void
test_check (void)
{
  const DyrUid uid = dyr_uid_new ();
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autofree char *too_long = g_strnfill (256, 'x');
  g_autoptr (GString) cyrillic = g_string_new (NULL);
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  g_assert_true (check (&dyr_client_type, DYR_CLIENT_NAME, &value, NULL));

  dyr_value_set_text (&value, longest);
  g_assert_true (check (&dyr_client_type, DYR_CLIENT_NAME, &value, NULL));
  dyr_value_set_text (&value, too_long);
  g_assert_false (check (&dyr_client_type, DYR_CLIENT_NAME, &value, "256"));

  /* Characters count, not bytes. */
  for (int i = 0; i < 255; i++)
    g_string_append (cyrillic, "ї");
  dyr_value_set_text (&value, cyrillic->str);
  g_assert_true (check (&dyr_client_type, DYR_CLIENT_NAME, &value, NULL));
  g_string_append (cyrillic, "ї");
  dyr_value_set_text (&value, cyrillic->str);
  g_assert_false (check (&dyr_client_type, DYR_CLIENT_NAME, &value, "255"));
  g_assert_true (check (&dyr_client_type, DYR_CLIENT_DESCRIPTION, &value, NULL));

  dyr_value_set_text (&value, "\xc3\x28");
  g_assert_false (check (&dyr_client_type, DYR_CLIENT_NAME, &value, "UTF-8"));

  dyr_value_set_text (&value, "an-option-of-tomorrow");
  g_assert_true (check (&dyr_client_type, DYR_CLIENT_STATE, &value, NULL));
  g_assert_false (check (&dyr_client_type, DYR_CLIENT_NEXT_CONTACT, &value, "kind"));

  dyr_value_set_number (&value, 2932896);
  g_assert_true (check (&dyr_client_type, DYR_CLIENT_NEXT_CONTACT, &value, NULL));
  dyr_value_set_number (&value, 2932897);
  g_assert_false (check (&dyr_client_type, DYR_CLIENT_NEXT_CONTACT, &value, "9999"));
  dyr_value_set_number (&value, G_MAXINT64);
  g_assert_false (check (&dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, &value, "9999"));
  g_assert_true (check (&dyr_contract_type, DYR_CONTRACT_AMOUNT, &value, NULL));
  dyr_value_set_number (&value, 2);
  g_assert_false (check (&dyr_note_type, DYR_NOTE_PINNED, &value, "yes or no"));

  dyr_value_take_link (&value, dyr_link_new (0, &uid, NULL, 1, FALSE));
  g_assert_true (check (&dyr_client_type, DYR_CLIENT_RESPONSIBLE, &value, NULL));
  g_assert_true (check (&dyr_note_type, DYR_NOTE_ABOUT, &value, NULL));
  g_assert_false (check (&dyr_contract_type, DYR_CONTRACT_CLIENT, &value, "Clients"));
  dyr_value_take_link (&value, dyr_link_new (0, NULL, "Іван", 1, FALSE));
  g_assert_false (check (&dyr_client_type, DYR_CLIENT_RESPONSIBLE, &value, "no record"));

  dyr_set_builder_add (builder, longest, NULL, NULL);
  dyr_value_take_set (&value, dyr_set_builder_end (builder));
  g_assert_true (check (&dyr_delivery_line_type, DYR_DELIVERY_LINE_SERIALS, &value, NULL));
  dyr_set_builder_add_set (builder, dyr_value_set (&value));
  dyr_set_builder_add (builder, too_long, NULL, NULL);
  dyr_value_take_set (&value, dyr_set_builder_end (builder));
  g_assert_false (check (&dyr_delivery_line_type, DYR_DELIVERY_LINE_SERIALS, &value, "256"));
  dyr_set_builder_add (builder, "x", too_long, NULL);
  dyr_value_take_set (&value, dyr_set_builder_end (builder));
  g_assert_false (check (&dyr_delivery_line_type, DYR_DELIVERY_LINE_SERIALS, &value, "too long"));

  for (int i = 0; i <= 10000; i++)
    {
      g_autofree char *item = g_strdup_printf ("%d", i);

      dyr_set_builder_add (builder, item, NULL, NULL);
    }
  dyr_value_take_set (&value, dyr_set_builder_end (builder));
  g_assert_false (check (&dyr_delivery_line_type, DYR_DELIVERY_LINE_SERIALS, &value, "10001"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/record-types/promised", test_promised);
  g_test_add_func ("/model/record-types/choices-promised", test_choices_promised);
  g_test_add_func ("/model/record-types/types", test_types);
  g_test_add_func ("/model/record-types/names", test_names);
  g_test_add_func ("/model/record-types/labels", test_labels);
  g_test_add_func ("/model/record-types/kinds", test_kinds);
  g_test_add_func ("/model/record-types/flags", test_flags);
  g_test_add_func ("/model/record-types/choices", test_choices);
  g_test_add_func ("/model/record-types/groups", test_groups);
  g_test_add_func ("/model/record-types/title", test_title);
  g_test_add_func ("/model/record-types/check", test_check);

  return g_test_run ();
}
