/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The score of a pair of records: a table of weights, and one way to put them together.
 *
 * Each thing that both have leaves so many percent of the doubt that was there before:
 *
 *                    client   person   product   contract
 *   tax code, code      90        -        90          -
 *   VAT number          90        -         -          -
 *   number              -         -         -         95   of the same client only
 *   bank account        80        -         -          -
 *   e-mail              60       75         -          -
 *   phone               50       55         -          -   an office has one for all
 *   same name           65       40        60          -
 *   alike name          35       20        30          -   instead of the same name
 *   birthday             -       60         -          -   beside a name only
 *   client               -       40         -          -   beside a name only
 *
 * The score is 100 less the doubt: phone and name of clients leave 50 % of 35 %, score 83. What
 * both have and is not the same halves it, once: codes (neither code nor VAT number agrees; of
 * products, the code), birthdays, patronymics. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-score.h"

#include <glib/gi18n-lib.h>

#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-person.h"
#include "dyr-product.h"
#include "dyr-text.h"

/* Shorter ones are no codes: they would be found everywhere. */
#define MIN_CODE 3

typedef struct
{
  const DyrRecordType *type;
  guint8 weights[DYR_DUPLICATE_N_REASONS]; /* percent, by bit of the reason */
} Rule;

/* clang-format off */
static const Rule rules[] = {
  /*                    code  vat  number iban email phone name alike client birthday */
  { &dyr_client_type,   { 90, 90,   0,    80,  60,   50,   65,   35,    0,     0 } },
  { &dyr_person_type,   {  0,  0,   0,     0,  75,   55,   40,   20,   40,    60 } },
  { &dyr_product_type,  { 90,  0,   0,     0,   0,    0,   60,   30,    0,     0 } },
  { &dyr_contract_type, {  0,  0,  95,     0,   0,    0,    0,    0,    0,     0 } },
};

static const struct
{
  const char *id;
  const char *label;
} reasons_table[DYR_DUPLICATE_N_REASONS] = {
  { "code", NC_ ("duplicate", "Same tax code") },
  { "vat-number", NC_ ("duplicate", "Same VAT number") },
  { "number", NC_ ("duplicate", "Same number and client") },
  { "iban", NC_ ("duplicate", "Same bank account") },
  { "email", NC_ ("duplicate", "Same e-mail") },
  { "phone", NC_ ("duplicate", "Same phone") },
  { "name", NC_ ("duplicate", "Same name") },
  { "alike-name", NC_ ("duplicate", "Similar name") },
  { "client", NC_ ("duplicate", "Same client") },
  { "birthday", NC_ ("duplicate", "Same birthday") },
};
/* clang-format on */

static const Rule *
find_rule (const DyrRecordType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].type == type)
      return &rules[i];
  return NULL;
}

gboolean
dyr_duplicate_type_fits (const DyrRecordType *type)
{
  return find_rule (type) != NULL;
}

static guint
bit_of (DyrDuplicateReasons reason)
{
  return (guint) g_bit_nth_lsf (reason, -1);
}

const char *
dyr_duplicate_reason_label (const DyrRecordType *type, DyrDuplicateReasons reason)
{
  g_return_val_if_fail (type != NULL && reason != 0 && bit_of (reason) < DYR_DUPLICATE_N_REASONS,
                        NULL);

  if (reason == DYR_DUPLICATE_CODE && type == &dyr_product_type)
    return C_("duplicate", "Same code");
  if (reason == DYR_DUPLICATE_NAME && type == &dyr_person_type)
    return C_("duplicate-person", "Same name");
  if (reason == DYR_DUPLICATE_ALIKE && type == &dyr_person_type)
    return C_("duplicate-person", "Similar name");
  return g_dpgettext2 (GETTEXT_PACKAGE, "duplicate", reasons_table[bit_of (reason)].label);
}

GStrv
dyr_duplicate_reason_labels (const DyrRecordType *type, DyrDuplicateReasons reasons)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();

  for (guint i = 0; i < DYR_DUPLICATE_N_REASONS; i++)
    if (reasons >> i & 1)
      g_strv_builder_add (labels,
                          dyr_duplicate_reason_label (type, (DyrDuplicateReasons) (1u << i)));
  return g_strv_builder_end (labels);
}

const char *
dyr_duplicate_reason_id (DyrDuplicateReasons reason)
{
  g_return_val_if_fail (reason != 0 && bit_of (reason) < DYR_DUPLICATE_N_REASONS, NULL);

  return reasons_table[bit_of (reason)].id;
}

/* What is typed to fill a field that wants something: zeros, crosses. */
static gboolean
says_nothing (const char *key)
{
  const char *c = key + (*key == '+' ? 1 : 0);

  for (const char *other = c; *other != '\0'; other++)
    if (*other != *c)
      return FALSE;
  return TRUE;
}

char *
dyr_duplicate_code_key (const char *text)
{
  g_autofree char *fold = text != NULL ? dyr_text_fold (text) : g_strdup ("");
  g_autoptr (GString) key = g_string_new (NULL);

  for (const char *c = fold; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isalnum (g_utf8_get_char (c)))
      g_string_append_unichar (key, g_utf8_get_char (c));
  if (key->len < MIN_CODE || says_nothing (key->str))
    return NULL;
  return g_string_free (g_steal_pointer (&key), FALSE);
}

/* A VAT number without its country: "HR12345678903" is the OIB 12345678903. */
char *
dyr_duplicate_vat_key (const char *text)
{
  char *key = dyr_duplicate_code_key (text);
  char *bare;

  if (key == NULL || !g_ascii_isalpha (key[0]) || !g_ascii_isalpha (key[1])
      || !g_ascii_isdigit (key[2]))
    return key;
  bare = dyr_duplicate_code_key (key + 2);
  g_free (key);
  return bare;
}

char *
dyr_duplicate_item_key (const char *item)
{
  g_autofree char *fold = NULL;

  g_return_val_if_fail (item != NULL, NULL);

  fold = g_utf8_casefold (item, -1);
  return says_nothing (fold) ? NULL : g_steal_pointer (&fold);
}

static DyrSet *
keep_items (const DyrValue *value)
{
  const DyrSet *set = dyr_value_set (value);
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      g_autofree char *key = dyr_duplicate_item_key (set->members[i].item);

      if (key != NULL)
        dyr_set_builder_add (builder, key, NULL, NULL);
    }
  return dyr_set_builder_end (builder);
}

static void
read_client (DyrDuplicateFace *self, const DyrValue *values)
{
  dyr_duplicate_name_read (dyr_value_text (&values[DYR_CLIENT_NAME]), &self->name);
  self->whole_name = *self->name.key != '\0';
  self->code = dyr_duplicate_code_key (dyr_value_text (&values[DYR_CLIENT_CODE]));
  self->vat = dyr_duplicate_vat_key (dyr_value_text (&values[DYR_CLIENT_VAT_NUMBER]));
  self->phones = keep_items (&values[DYR_CLIENT_PHONES]);
  self->emails = keep_items (&values[DYR_CLIENT_EMAILS]);
  self->ibans = keep_items (&values[DYR_CLIENT_IBANS]);
}

static void
read_person (DyrDuplicateFace *self, const DyrValue *values)
{
  const char *last = dyr_value_text (&values[DYR_PERSON_LAST_NAME]);
  const char *first = dyr_value_text (&values[DYR_PERSON_FIRST_NAME]);
  const char *patronymic = dyr_value_text (&values[DYR_PERSON_PATRONYMIC]);
  const DyrLink *client = dyr_value_link (&values[DYR_PERSON_CLIENT]);
  g_autofree char *name = g_strjoin (" ", last != NULL ? last : "", first, NULL);

  dyr_duplicate_name_read (name, &self->name);
  self->whole_name = last != NULL && first != NULL;
  self->patronymic = patronymic != NULL ? dyr_text_fold (patronymic) : NULL;
  self->phones = keep_items (&values[DYR_PERSON_PHONES]);
  self->emails = keep_items (&values[DYR_PERSON_EMAILS]);
  self->client = client != NULL ? client->id : 0;
  self->birthday = dyr_value_number (&values[DYR_PERSON_BIRTHDAY], DYR_NO_DATE);
}

static void
read_contract (DyrDuplicateFace *self, const DyrValue *values)
{
  const DyrLink *client = dyr_value_link (&values[DYR_CONTRACT_CLIENT]);
  const char *number = dyr_value_text (&values[DYR_CONTRACT_NUMBER]);

  dyr_duplicate_name_read (NULL, &self->name);
  self->number = number != NULL ? dyr_text_fold (number) : NULL;
  self->client = client != NULL ? client->id : 0;
}

static void
read_product (DyrDuplicateFace *self, const DyrValue *values)
{
  dyr_duplicate_name_read (dyr_value_text (&values[DYR_PRODUCT_NAME]), &self->name);
  self->whole_name = *self->name.key != '\0';
  self->code = dyr_duplicate_code_key (dyr_value_text (&values[DYR_PRODUCT_CODE]));
}

/* Just what the functions above read. Fields of one group say something only together: a number
 * beside its client. */
typedef struct
{
  const DyrRecordType *type;
  struct
  {
    guint field;
    guint group; /* 0: the end */
  } fields[8];
} Known;

/* clang-format off */
static const Known known[] = {
  { &dyr_client_type,
    { { DYR_CLIENT_NAME, 1 },
      { DYR_CLIENT_CODE, 2 }, { DYR_CLIENT_VAT_NUMBER, 2 },
      { DYR_CLIENT_PHONES, 3 },
      { DYR_CLIENT_EMAILS, 4 },
      { DYR_CLIENT_IBANS, 5 } } },
  { &dyr_person_type,
    { { DYR_PERSON_LAST_NAME, 1 }, { DYR_PERSON_FIRST_NAME, 1 }, { DYR_PERSON_PATRONYMIC, 1 },
      { DYR_PERSON_CLIENT, 1 }, { DYR_PERSON_BIRTHDAY, 1 },
      { DYR_PERSON_PHONES, 2 },
      { DYR_PERSON_EMAILS, 3 } } },
  { &dyr_contract_type, { { DYR_CONTRACT_NUMBER, 1 }, { DYR_CONTRACT_CLIENT, 1 } } },
  { &dyr_product_type, { { DYR_PRODUCT_NAME, 1 }, { DYR_PRODUCT_CODE, 2 } } },
};
/* clang-format on */

guint64
dyr_duplicate_fields (const DyrRecordType *type, guint64 touched)
{
  guint groups = 0;
  guint64 fields = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (known[i].type != type)
        continue;
      for (gsize j = 0; j < G_N_ELEMENTS (known[i].fields) && known[i].fields[j].group != 0; j++)
        if (touched >> known[i].fields[j].field & 1)
          groups |= 1u << known[i].fields[j].group;
      for (gsize j = 0; j < G_N_ELEMENTS (known[i].fields) && known[i].fields[j].group != 0; j++)
        if (groups >> known[i].fields[j].group & 1)
          fields |= G_GUINT64_CONSTANT (1) << known[i].fields[j].field;
    }
  return fields;
}

DyrDuplicateFace *
dyr_duplicate_face_new (const DyrRecordType *type, const DyrValue *values)
{
  DyrDuplicateFace *self;

  g_return_val_if_fail (dyr_duplicate_type_fits (type), NULL);

  self = g_new0 (DyrDuplicateFace, 1);
  self->type = type;
  self->birthday = DYR_NO_DATE;
  if (type == &dyr_client_type)
    read_client (self, values);
  else if (type == &dyr_person_type)
    read_person (self, values);
  else if (type == &dyr_contract_type)
    read_contract (self, values);
  else
    read_product (self, values);
  return self;
}

void
dyr_duplicate_face_free (DyrDuplicateFace *self)
{
  if (self == NULL)
    return;
  dyr_duplicate_name_clear (&self->name);
  g_free (self->code);
  g_free (self->vat);
  g_free (self->number);
  g_free (self->patronymic);
  g_clear_pointer (&self->phones, dyr_set_unref);
  g_clear_pointer (&self->emails, dyr_set_unref);
  g_clear_pointer (&self->ibans, dyr_set_unref);
  g_free (self);
}

static gboolean
both_are (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_str_equal (a, b);
}

static gboolean
both_differ (const char *a, const char *b)
{
  return a != NULL && b != NULL && !g_str_equal (a, b);
}

static gboolean
share (const DyrSet *a, const DyrSet *b)
{
  for (guint i = 0; a != NULL && b != NULL && i < a->n; i++)
    if (dyr_set_contains (b, a->members[i].item))
      return TRUE;
  return FALSE;
}

static DyrDuplicateReasons
find_names (const DyrDuplicateFace *a, const DyrDuplicateFace *b)
{
  DyrDuplicateReasons found;

  if (!a->whole_name || !b->whole_name)
    return 0;
  if (g_str_equal (a->name.key, b->name.key))
    found = DYR_DUPLICATE_NAME;
  else if (dyr_duplicate_name_alike (&a->name, &b->name))
    found = DYR_DUPLICATE_ALIKE;
  else
    return 0;
  if (a->type == &dyr_person_type && a->client != 0 && a->client == b->client)
    found |= DYR_DUPLICATE_CLIENT;
  if (a->birthday != DYR_NO_DATE && a->birthday == b->birthday)
    found |= DYR_DUPLICATE_BIRTHDAY;
  return found;
}

static DyrDuplicateReasons
find_reasons (const DyrDuplicateFace *a, const DyrDuplicateFace *b)
{
  DyrDuplicateReasons found = find_names (a, b);

  if (both_are (a->code, b->code) || both_are (a->code, b->vat) || both_are (a->vat, b->code))
    found |= DYR_DUPLICATE_CODE;
  if (both_are (a->vat, b->vat))
    found |= DYR_DUPLICATE_VAT;
  if (both_are (a->number, b->number) && a->client != 0 && a->client == b->client)
    found |= DYR_DUPLICATE_NUMBER;
  if (share (a->ibans, b->ibans))
    found |= DYR_DUPLICATE_IBAN;
  if (share (a->emails, b->emails))
    found |= DYR_DUPLICATE_EMAIL;
  if (share (a->phones, b->phones))
    found |= DYR_DUPLICATE_PHONE;
  return found;
}

static gboolean
contradict (const DyrDuplicateFace *a, const DyrDuplicateFace *b, DyrDuplicateReasons found)
{
  return ((found & (DYR_DUPLICATE_CODE | DYR_DUPLICATE_VAT)) == 0 && both_differ (a->code, b->code))
         || both_differ (a->patronymic, b->patronymic)
         || (a->birthday != DYR_NO_DATE && b->birthday != DYR_NO_DATE
             && a->birthday != b->birthday);
}

guint
dyr_duplicate_score_of (const DyrRecordType *type, DyrDuplicateReasons reason)
{
  const Rule *rule = find_rule (type);

  g_return_val_if_fail (rule != NULL && bit_of (reason) < DYR_DUPLICATE_N_REASONS, 0);

  return rule->weights[bit_of (reason)];
}

guint
dyr_duplicate_score (const DyrDuplicateFace *a,
                     const DyrDuplicateFace *b,
                     DyrDuplicateReasons *reasons)
{
  const Rule *rule = find_rule (a->type);
  DyrDuplicateReasons found;
  guint doubt = 10000, score;

  g_return_val_if_fail (a->type == b->type, 0);

  found = find_reasons (a, b);
  for (guint i = 0; i < DYR_DUPLICATE_N_REASONS; i++)
    if (found >> i & 1)
      doubt = doubt * (100u - rule->weights[i]) / 100;
  score = (10000 - doubt + 50) / 100;
  if (reasons != NULL)
    *reasons = found;
  return contradict (a, b, found) ? score / 2 : score;
}
