/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The contracts of the sample office and their amendments. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-office-private.h"

#include "dyr-amendment.h"
#include "dyr-contract.h"
#include "dyr-date.h"

/* Euro amounts in a Ukrainian office: about so many hryvnias each. */
#define HRYVNIAS_PER_EURO 48

/* Columns of the list "contract/kinds". */
enum
{
  KIND_WEIGHT,
  KIND_NAME,
  KIND_LEAST,
  KIND_MOST,
  KIND_MONTHS,
};

typedef struct
{
  const char *state;
  gint64 signed_on; /* DYR_NO_DATE: not yet */
  gint64 valid_from;
  gint64 valid_to;
  int months;
} Term;

static gint64
draw_day (const DyrSampleOffice *self, DyrSampleRandom *random, int low, int high)
{
  return self->today + dyr_sample_random_between (random, low, high);
}

/* From the end backwards: it is the end that people watch. */
static void
set_end (const DyrSampleOffice *self, DyrSampleRandom *random, Term *term, gint64 end)
{
  term->valid_to = end;
  term->valid_from = dyr_date_add_months (end + 1, -term->months);
  term->signed_on = dyr_sample_workday_before (
      self, MIN (term->valid_from, self->today - 1) - dyr_sample_random_below (random, 12));
}

/* Not signed yet: it is to begin soon. */
static void
set_begin (const DyrSampleOffice *self, DyrSampleRandom *random, Term *term)
{
  term->valid_from = draw_day (self, random, 3, 30);
  term->valid_to = dyr_date_add_months (term->valid_from, term->months) - 1;
  term->signed_on = DYR_NO_DATE;
}

static void
draw_unsigned (const DyrSampleOffice *self, DyrSampleRandom *random, Term *term)
{
  static const char *const states[] = { "draft", "negotiation", "approval" };
  static const guint8 weights[] = { 40, 38, 22 };

  term->state = states[dyr_sample_random_weighted (random, weights, G_N_ELEMENTS (weights))];
  set_begin (self, random, term);
}

static void
draw_active (const DyrSampleOffice *self, DyrSampleRandom *random, Term *term)
{
  static const guint8 weights[] = { 5, 5, 12, 7, 71 };
  int far = MAX (term->months * 30 - 15, 47);

  term->state = "active";
  switch (dyr_sample_random_weighted (random, weights, G_N_ELEMENTS (weights)))
    {
    case 0:
      draw_unsigned (self, random, term);
      return;
    case 1:
      set_begin (self, random, term);
      term->state = "signed";
      term->signed_on = dyr_sample_workday_before (self, draw_day (self, random, -10, -1));
      return;
    case 2: /* soon to end */
      set_end (self, random, term, draw_day (self, random, 2, 44));
      return;
    case 3: /* ended, and nobody noticed */
      set_end (self, random, term, draw_day (self, random, -50, -1));
      return;
    default:
      set_end (self, random, term, draw_day (self, random, 46, far));
      return;
    }
}

static void
draw_term (const DyrSampleOffice *self, DyrSampleClient *client, Term *term)
{
  DyrSampleRandom *random = &client->random;

  switch (client->state)
    {
    case DYR_SAMPLE_PROSPECT:
      draw_unsigned (self, random, term);
      return;
    case DYR_SAMPLE_SUSPENDED:
      term->state = "suspended";
      set_end (self, random, term, draw_day (self, random, 46, MAX (term->months * 28, 47)));
      return;
    case DYR_SAMPLE_LOST:
      term->state = "terminated";
      set_end (self, random, term, draw_day (self, random, -600, -20));
      return;
    case DYR_SAMPLE_ACTIVE:
    default:
      draw_active (self, random, term);
      return;
    }
}

/* Small sums are the more frequent ones; they are round. */
static void
choose_amount (const DyrSampleOffice *self,
               DyrSampleRandom *random,
               guint kind,
               DyrSampleDraft *draft)
{
  gint64 least = g_ascii_strtoll (
      dyr_sample_words_get (self->words, "contract/kinds", kind, KIND_LEAST), NULL, 10);
  gint64 most = g_ascii_strtoll (
      dyr_sample_words_get (self->words, "contract/kinds", kind, KIND_MOST), NULL, 10);
  gint64 part = dyr_sample_random_below (random, 1000), amount;
  const char *currency = self->currency;
  gboolean foreign = dyr_sample_random_percent (random, 8);
  int unit;

  if (most == 0)
    return;
  amount = least + (most - least) * part * part / 1000000;
  if (foreign && !g_str_equal (currency, "EUR"))
    {
      amount /= HRYVNIAS_PER_EURO;
      currency = "EUR";
    }
  unit = g_str_equal (currency, "EUR") ? 10 : 100;
  amount = MAX (amount / unit, 1) * unit;
  dyr_sample_set_number (draft, DYR_CONTRACT_AMOUNT, amount * 100);
  dyr_sample_set_text (draft, DYR_CONTRACT_CURRENCY, currency);
}

static char *
make_number (const DyrSampleOffice *self, const char *list, guint64 number, int year)
{
  g_autofree char *n = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  g_autofree char *long_year = g_strdup_printf ("%04d", year);

  return dyr_sample_words_fill (
      dyr_sample_words_get (self->words, list, 0, 0),
      (const char *[]){ "n", n, "yy", long_year + 2, "yyyy", long_year, NULL });
}

/* The numbers begin anew each year and grow with the date. */
static void
choose_numbers (DyrSampleOffice *self,
                DyrSampleRandom *random,
                const Term *term,
                DyrSampleDraft *draft)
{
  gint64 written = term->signed_on != DYR_NO_DATE
                       ? term->signed_on
                       : dyr_sample_workday_before (self, draw_day (self, random, -14, -1));
  DyrSampleBook *book = &self->contract_numbers;
  guint64 number;
  gint64 new_year;
  int year;

  dyr_date_to_ymd (written, &year, NULL, NULL);
  if (!dyr_date_from_ymd (year, 1, 1, &new_year))
    g_return_if_reached ();
  number = dyr_sample_book_take (book, written);
  if (new_year > book->first)
    number -= (guint64) (new_year - book->first) * book->step;
  dyr_sample_take_text (
      draft, DYR_CONTRACT_NUMBER, make_number (self, "contract/number", number, year));
  if (dyr_sample_random_percent (random, 18))
    dyr_sample_take_text (draft,
                          DYR_CONTRACT_PARTNER_NUMBER,
                          make_number (self,
                                       "contract/partner-number",
                                       (guint64) dyr_sample_random_between (random, 1, 400),
                                       year));
}

static const char *
pick_description (const DyrSampleOffice *self, DyrSampleRandom *random, const char *state)
{
  if (g_str_equal (state, "terminated"))
    return dyr_sample_words_pick (self->words, "contract/terminated", random);
  if (g_str_equal (state, "suspended"))
    return dyr_sample_words_pick (self->words, "contract/suspended", random);
  if (dyr_sample_random_percent (random, 25))
    return dyr_sample_words_pick (self->words, "contract/descriptions", random);
  return NULL;
}

static gboolean
make_amendment (DyrSampleOffice *self,
                DyrSampleClient *client,
                const Term *term,
                const char *kind,
                guint number,
                gint64 date,
                GError **error)
{
  static const char *const states[] = { "signed", "sent", "draft", "cancelled" };
  static const guint8 weights[] = { 70, 16, 10, 4 };
  DyrSampleRandom *random = &client->random;
  DyrSampleDraft draft = { 0 };
  g_autoptr (DyrLink) amendment = NULL;
  guint state = dyr_sample_random_weighted (random, weights, G_N_ELEMENTS (weights));
  gint64 from = date + dyr_sample_random_between (random, 0, 20);
  guint row = dyr_sample_words_draw_for (self->words, "amendments", kind, random);

  /* What was settled long ago does not wait for a signature any more. */
  if (date < self->today - 60 && state < 3)
    state = 0;
  /* The first one prolongs the contract: signed it would have moved its end. */
  while (row == 0 && state == 0)
    row = dyr_sample_words_draw_for (self->words, "amendments", kind, random);
  dyr_sample_set_link (&draft, DYR_AMENDMENT_CONTRACT, client->contract);
  dyr_sample_take_text (&draft, DYR_AMENDMENT_NUMBER, g_strdup_printf ("%u", number));
  dyr_sample_set_number (&draft, DYR_AMENDMENT_DATE, date);
  dyr_sample_set_number (&draft, DYR_AMENDMENT_EFFECTIVE_FROM, MIN (from, term->valid_to));
  dyr_sample_set_text (
      &draft, DYR_AMENDMENT_CHANGES, dyr_sample_words_get (self->words, "amendments", row, 0));
  dyr_sample_set_text (&draft, DYR_AMENDMENT_STATE, states[state]);
  amendment = dyr_sample_office_create (self, &dyr_amendment_type, &draft, error);
  return amendment != NULL;
}

static gboolean
make_amendments (DyrSampleOffice *self,
                 DyrSampleClient *client,
                 const Term *term,
                 const char *kind,
                 GError **error)
{
  DyrSampleRandom *random = &client->random;
  gint64 last = MIN (self->today - 1, term->valid_to);
  guint n = dyr_sample_random_percent (random, 22) ? 1 : 0;
  gint64 date;

  if (term->signed_on == DYR_NO_DATE || last - term->valid_from < 60)
    return TRUE;
  n += n > 0 && dyr_sample_random_percent (random, 25) ? 1 : 0;
  date = term->valid_from;
  for (guint i = 1; i <= n; i++)
    {
      date += (last - date) / 4 + dyr_sample_random_below (random, (guint) (last - date) / 2 + 1);
      date = dyr_sample_workday_before (self, date);
      if (!make_amendment (self, client, term, kind, i, date, error))
        return FALSE;
    }
  return TRUE;
}

/* Of suppliers we buy goods, of contractors work; only a company deals in our goods. */
static gboolean
is_fitting (const DyrSampleClient *client, const char *kind)
{
  if (client->supplies)
    return g_str_equal (kind, "supply");
  if (!client->buys)
    return g_str_equal (kind, "service");
  return dyr_sample_client_is (client, "company") || !g_str_equal (kind, "dealer");
}

static guint
draw_kind (const DyrSampleOffice *self, DyrSampleClient *client)
{
  guint kind;

  do
    kind = dyr_sample_words_draw_weighted (self->words, "contract/kinds", &client->random);
  while (
      !is_fitting (client, dyr_sample_words_get (self->words, "contract/kinds", kind, KIND_NAME)));
  return kind;
}

static gboolean
make_contract (DyrSampleOffice *self, DyrSampleClient *client, GError **error)
{
  DyrSampleRandom *random = &client->random;
  DyrSampleDraft draft = { 0 };
  guint kind = draw_kind (self, client);
  const char *kind_name = dyr_sample_words_get (self->words, "contract/kinds", kind, KIND_NAME);
  g_autofree char *subjects = g_strconcat ("contract/", kind_name, NULL);
  Term term = { 0 };

  term.months = (int) g_ascii_strtoll (
      dyr_sample_words_get (self->words, "contract/kinds", kind, KIND_MONTHS), NULL, 10);
  draw_term (self, client, &term);
  dyr_sample_set_link (&draft, DYR_CONTRACT_CLIENT, client->client);
  choose_numbers (self, random, &term, &draft);
  dyr_sample_set_text (&draft, DYR_CONTRACT_KIND, kind_name);
  dyr_sample_set_text (
      &draft, DYR_CONTRACT_SUBJECT, dyr_sample_words_pick (self->words, subjects, random));
  dyr_sample_set_text (&draft, DYR_CONTRACT_STATE, term.state);
  if (term.signed_on != DYR_NO_DATE)
    dyr_sample_set_number (&draft, DYR_CONTRACT_SIGNED_ON, term.signed_on);
  dyr_sample_set_number (&draft, DYR_CONTRACT_VALID_FROM, term.valid_from);
  dyr_sample_set_number (&draft, DYR_CONTRACT_VALID_TO, term.valid_to);
  choose_amount (self, random, kind, &draft);
  if (term.months >= 12 && dyr_sample_random_percent (random, 40))
    {
      dyr_sample_set_number (&draft, DYR_CONTRACT_AUTO_PROLONG, 1);
      dyr_sample_set_number (&draft, DYR_CONTRACT_PROLONG_MONTHS, 12);
    }
  else
    dyr_sample_set_number (&draft, DYR_CONTRACT_AUTO_PROLONG, 0);
  if (dyr_sample_random_percent (random, 45))
    dyr_sample_set_number (&draft, DYR_CONTRACT_NOTICE_DAYS, 30);
  dyr_sample_set_link (&draft, DYR_CONTRACT_RESPONSIBLE, client->responsible);
  dyr_sample_set_text (
      &draft, DYR_CONTRACT_DESCRIPTION, pick_description (self, random, term.state));
  client->contract_from = term.signed_on != DYR_NO_DATE ? term.valid_from : DYR_NO_DATE;
  client->contract_to = term.valid_to;
  g_clear_pointer (&client->contract, dyr_link_unref);
  client->contract = dyr_sample_office_create (self, &dyr_contract_type, &draft, error);
  return client->contract != NULL && make_amendments (self, client, &term, kind_name, error)
         && (!dyr_sample_random_percent (random, 8)
             || dyr_sample_make_note (self, client, client->contract, "notes/contract", error));
}

gboolean
dyr_sample_make_contracts (DyrSampleOffice *self, DyrSampleClient *client, GError **error)
{
  /* Of a hundred active clients, prospects … so many have one: together 70. */
  static const guint shares[] = { 91, 17, 96, 40 };
  DyrSampleRandom *random = &client->random;

  if (client->competes || !dyr_sample_random_percent (random, shares[client->state]))
    return TRUE;
  if (client->state == DYR_SAMPLE_ACTIVE && dyr_sample_random_percent (random, 7)
      && !make_contract (self, client, error))
    return FALSE;
  return make_contract (self, client, error);
}
