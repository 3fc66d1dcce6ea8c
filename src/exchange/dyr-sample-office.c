/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSampleOffice: what all clients of the sample office share: colleagues, products, the
 * calendar, numbers. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-office-private.h"

#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-note.h"
#include "dyr-product.h"
#include "dyr-sample-codes-private.h"
#include "dyr-user.h"

/* Office hours, the last quarter at which something begins. */
#define FIRST_QUARTER (9 * 4)
#define LAST_QUARTER (17 * 4 + 2)

#define SATURDAY 5

/* Columns of the list "products". */
enum
{
  PRODUCT_CODE,
  PRODUCT_NAME,
  PRODUCT_KIND,
  PRODUCT_UNIT,
  PRODUCT_PRICE,
  PRODUCT_SIZE,
  PRODUCT_MOST,
  PRODUCT_DESCRIPTION,
};

void
dyr_sample_take_text (DyrSampleDraft *draft, guint field, char *text)
{
  if (text != NULL && *text != '\0')
    dyr_value_take_text (&draft->values[field], text);
  else
    g_free (text);
}

void
dyr_sample_set_text (DyrSampleDraft *draft, guint field, const char *text)
{
  dyr_sample_take_text (draft, field, g_strdup (text));
}

void
dyr_sample_set_number (DyrSampleDraft *draft, guint field, gint64 number)
{
  dyr_value_set_number (&draft->values[field], number);
}

void
dyr_sample_set_link (DyrSampleDraft *draft, guint field, const DyrLink *link)
{
  if (link != NULL)
    dyr_value_set_link (&draft->values[field], link);
}

void
dyr_sample_set_set (DyrSampleDraft *draft, guint field, const char *one, const char *two)
{
  g_autoptr (DyrSetBuilder) builder = NULL;

  if (one == NULL && two == NULL)
    return;
  builder = dyr_set_builder_new ();
  if (one != NULL)
    dyr_set_builder_add (builder, one, NULL, NULL);
  if (two != NULL)
    dyr_set_builder_add (builder, two, NULL, NULL);
  dyr_value_take_set (&draft->values[field], dyr_set_builder_end (builder));
}

static void
count (DyrSampleCounts *counts, const DyrRecordType *type)
{
  guint64 *const of_number[] = {
    NULL,
    &counts->users,
    &counts->clients,
    &counts->persons,
    &counts->contracts,
    &counts->amendments,
    &counts->products,
    &counts->deliveries,
    &counts->delivery_lines,
    &counts->presentations,
    &counts->activities,
    &counts->notes,
  };

  g_return_if_fail (type->number > 0 && type->number < (int) G_N_ELEMENTS (of_number));
  ++*of_number[type->number];
}

DyrLink *
dyr_sample_office_create (DyrSampleOffice *self,
                          const DyrRecordType *type,
                          DyrSampleDraft *draft,
                          GError **error)
{
  const DyrUid uid = dyr_uid_new ();
  gint64 id = 0;
  gboolean created = dyr_save_create (self->save,
                                      type,
                                      &uid,
                                      self->options.real ? DYR_ORIGIN_PERSON : DYR_ORIGIN_SAMPLE,
                                      draft->values,
                                      &id,
                                      error);

  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&draft->values[i]);
  if (!created)
    return NULL;
  self->n_in_transaction++;
  count (&self->counts, type);
  return dyr_link_new (id, &uid, NULL, type->number, FALSE);
}

static gint64
weekday (gint64 date)
{
  /* 1970-01-01 was a Thursday; 0 is Monday. */
  return ((date + 3) % 7 + 7) % 7;
}

gint64
dyr_sample_workday_after (const DyrSampleOffice *self, gint64 date)
{
  while (date != self->today && weekday (date) >= SATURDAY)
    date++;
  return date;
}

gint64
dyr_sample_workday_before (const DyrSampleOffice *self, gint64 date)
{
  while (date != self->today && weekday (date) >= SATURDAY)
    date--;
  return date;
}

gint64
dyr_sample_office_hour (const DyrSampleOffice *self, DyrSampleRandom *random, gint64 date)
{
  int quarter = dyr_sample_random_between (random, FIRST_QUARTER, LAST_QUARTER);

  return dyr_instant_of_date (date, quarter / 4, quarter % 4 * 15, self->zone);
}

guint64
dyr_sample_book_take (DyrSampleBook *self, gint64 date)
{
  gint64 day = CLAMP (date - self->first, 0, DYR_SAMPLE_BOOK_DAYS - 1);

  /* A full day goes on in the numbers of the next. */
  while (self->taken[day] >= self->step && day < DYR_SAMPLE_BOOK_DAYS - 1)
    day++;
  return (guint64) day * self->step + ++self->taken[day];
}

char *
dyr_sample_office_mobile (DyrSampleOffice *self)
{
  guint64 n = dyr_sample_words_count (self->words, "mobile") * G_GUINT64_CONSTANT (10000);
  guint64 place
      = dyr_sample_shuffle (self->options.seed, DYR_SAMPLE_STREAM_PHONE, self->n_phones++ % n, n);

  return dyr_sample_phone (self->country,
                           dyr_sample_words_get (self->words, "mobile", (guint) (place / 10000), 0),
                           place % 10000);
}

static gboolean
make_users (DyrSampleOffice *self, GError **error)
{
  self->n_users = MIN (dyr_sample_words_count (self->words, "users"), DYR_SAMPLE_MOST_USERS);
  for (guint i = 0; i < self->n_users; i++)
    {
      DyrSampleDraft draft = { 0 };
      const char *login = dyr_sample_words_get (self->words, "users", i, 1);

      dyr_sample_set_text (
          &draft, DYR_USER_NAME, dyr_sample_words_get (self->words, "users", i, 0));
      dyr_sample_set_text (&draft, DYR_USER_LOGIN, login);
      dyr_sample_take_text (&draft, DYR_USER_EMAIL, g_strconcat (login, "@office.example", NULL));
      self->users[i] = dyr_sample_office_create (self, &dyr_user_type, &draft, error);
      if (self->users[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_product (DyrSampleOffice *self, guint row, GError **error)
{
  DyrSampleDraft draft = { 0 };
  DyrSampleProduct *product = &self->products[row];
  const char *columns[PRODUCT_DESCRIPTION + 1];
  gint64 price;

  for (guint i = 0; i <= PRODUCT_DESCRIPTION; i++)
    columns[i] = dyr_sample_words_get (self->words, "products", row, i);
  if (!dyr_decimal_parse_canonical (columns[PRODUCT_PRICE], DYR_DECIMAL_MONEY_SCALE, &price))
    g_return_val_if_reached (FALSE);
  dyr_sample_set_text (&draft, DYR_PRODUCT_CODE, columns[PRODUCT_CODE]);
  dyr_sample_set_text (&draft, DYR_PRODUCT_NAME, columns[PRODUCT_NAME]);
  dyr_sample_set_text (&draft, DYR_PRODUCT_KIND, columns[PRODUCT_KIND]);
  dyr_sample_set_text (&draft, DYR_PRODUCT_UNIT, columns[PRODUCT_UNIT]);
  dyr_sample_set_number (&draft, DYR_PRODUCT_PRICE, price);
  dyr_sample_set_text (&draft, DYR_PRODUCT_CURRENCY, self->currency);
  dyr_sample_set_text (&draft, DYR_PRODUCT_DESCRIPTION, columns[PRODUCT_DESCRIPTION]);
  product->row = row;
  product->good = g_str_equal (columns[PRODUCT_KIND], "good");
  product->big = g_strcmp0 (columns[PRODUCT_SIZE], "big") == 0;
  product->loose = g_strcmp0 (columns[PRODUCT_SIZE], "loose") == 0;
  product->most = (int) g_ascii_strtoll (columns[PRODUCT_MOST], NULL, 10);
  product->link = dyr_sample_office_create (self, &dyr_product_type, &draft, error);
  return product->link != NULL;
}

gboolean
dyr_sample_office_found (DyrSampleOffice *self, GError **error)
{
  if (!make_users (self, error))
    return FALSE;
  self->n_products
      = MIN (dyr_sample_words_count (self->words, "products"), DYR_SAMPLE_MOST_PRODUCTS);
  for (guint i = 0; i < self->n_products; i++)
    if (!make_product (self, i, error))
      return FALSE;
  return TRUE;
}

gboolean
dyr_sample_make_note (DyrSampleOffice *self,
                      DyrSampleClient *client,
                      const DyrLink *about,
                      const char *list,
                      GError **error)
{
  DyrSampleDraft draft = { 0 };
  DyrSampleRandom *random = &client->random;
  const char *key = dyr_sample_client_key (client);
  g_autoptr (DyrLink) note = NULL;

  dyr_sample_set_link (&draft, DYR_NOTE_ABOUT, about);
  dyr_sample_set_text (
      &draft, DYR_NOTE_TEXT, dyr_sample_words_pick_for (self->words, list, key, random));
  dyr_sample_set_number (&draft, DYR_NOTE_PINNED, dyr_sample_random_percent (random, 12));
  note = dyr_sample_office_create (self, &dyr_note_type, &draft, error);
  return note != NULL;
}
