/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The deliveries of the sample office and their lines. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-office-private.h"

#include "dyr-date.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"

#define MOST_LINES 4
#define DAY 86400

/* In the order of the states in dyr-delivery.c. */
typedef enum
{
  STAGE_DRAFT,
  STAGE_AGREED,
  STAGE_ORDERED,
  STAGE_SHIPPED,
  STAGE_IN_TRANSIT,
  STAGE_DELIVERED,
  STAGE_ACCEPTED,
  STAGE_CLOSED,
  STAGE_RETURNED,
  STAGE_FAILED,
  STAGE_CANCELLED,
} Stage;

static const struct
{
  const char *state;
  guint16 weight;
  int first, last; /* days from today on which it was or is agreed */
  gboolean shipped, delivered, accepted;
} stages[] = {
  [STAGE_DRAFT] = { "draft", 2, 4, 20, FALSE, FALSE, FALSE },
  [STAGE_AGREED] = { "agreed", 4, 0, 14, FALSE, FALSE, FALSE },
  [STAGE_ORDERED] = { "ordered", 3, 0, 5, FALSE, FALSE, FALSE },
  [STAGE_SHIPPED] = { "shipped", 2, 0, 2, TRUE, FALSE, FALSE },
  [STAGE_IN_TRANSIT] = { "in-transit", 3, -1, 2, TRUE, FALSE, FALSE },
  [STAGE_DELIVERED] = { "delivered", 4, -7, -1, TRUE, TRUE, FALSE },
  [STAGE_ACCEPTED] = { "accepted", 6, -25, -3, TRUE, TRUE, TRUE },
  [STAGE_CLOSED] = { "closed", 12, -380, -12, TRUE, TRUE, TRUE },
  [STAGE_RETURNED] = { "returned", 1, -60, -6, TRUE, FALSE, FALSE },
  [STAGE_FAILED] = { "failed", 1, -20, -2, TRUE, FALSE, FALSE },
  [STAGE_CANCELLED] = { "cancelled", 2, -90, 10, FALSE, FALSE, FALSE },
};

typedef struct
{
  Stage stage;
  gint64 agreed; /* for a draft: planned */
  gint64 shipped;
  gint64 delivered;
  gint64 accepted;
  const DyrSampleProduct *products[MOST_LINES];
  guint n_lines;
  gboolean big;
} Plan;

/* Different goods; work is ordered along with some. */
static void
choose_products (const DyrSampleOffice *self, DyrSampleRandom *random, Plan *plan)
{
  static const guint8 weights[] = { 35, 35, 20, 10 };
  guint wanted = dyr_sample_random_weighted (random, weights, MOST_LINES) + 1;
  guint start = dyr_sample_random_below (random, self->n_products);
  guint step = dyr_sample_random_percent (random, 50) ? 1 : 5;
  gboolean big = dyr_sample_random_percent (random, 30);

  for (guint i = 0; i < self->n_products && plan->n_lines < wanted; i++)
    {
      const DyrSampleProduct *product = &self->products[(start + i * step) % self->n_products];

      if (!product->good || (product->big && !big))
        continue;
      plan->products[plan->n_lines++] = product;
      plan->big = plan->big || product->big;
    }
}

/* Between two days from today. */
static void
choose_agreed (
    const DyrSampleOffice *self, DyrSampleRandom *random, int first, int last, Plan *plan)
{
  plan->agreed = self->today + dyr_sample_random_between (random, first, last);
  plan->agreed = last > 0 ? dyr_sample_workday_after (self, plan->agreed)
                          : dyr_sample_workday_before (self, plan->agreed);
}

/* Shipped before that day, delivered on it or somewhat late, accepted soon after. */
static void
choose_facts (const DyrSampleOffice *self, DyrSampleRandom *random, Plan *plan)
{
  gint64 yesterday = self->today - 1, day = MIN (plan->agreed, self->today), at;

  day -= dyr_sample_random_between (random, 1, 2);
  plan->shipped = dyr_sample_office_hour (self, random, dyr_sample_workday_before (self, day));
  day = plan->agreed;
  if (dyr_sample_random_percent (random, 12))
    day += dyr_sample_random_between (random, 1, 3);
  day = dyr_sample_workday_before (self, MIN (day, yesterday));
  at = dyr_sample_office_hour (self, random, day);
  plan->delivered = MAX (at, plan->shipped + 3 * 3600);
  day += dyr_sample_random_between (random, 0, 2);
  day = dyr_sample_workday_before (self, MIN (day, yesterday));
  at = dyr_sample_office_hour (self, random, day);
  plan->accepted = MAX (at, plan->delivered + 30 * 60);
}

/* When the date was agreed, and whether it had been another one before. */
static void
log_agreement (const DyrSampleOffice *self,
               DyrSampleRandom *random,
               const Plan *plan,
               DyrSampleDraft *draft)
{
  gint64 day = MIN (plan->agreed, self->today) - dyr_sample_random_between (random, 3, 12);
  gint64 at = dyr_sample_office_hour (self, random, dyr_sample_workday_before (self, day));
  g_autofree char *last = dyr_move_to_text (at, plan->agreed);
  g_autofree char *first = NULL;

  if (dyr_sample_random_percent (random, 18))
    first = dyr_move_to_text (at - 2 * DAY, dyr_sample_workday_before (self, plan->agreed - 3));
  dyr_sample_set_set (
      draft, DYR_DELIVERY_AGREED_LOG, first != NULL ? first : last, first != NULL ? last : NULL);
}

static const char *
draw_kind (const DyrSampleClient *client, DyrSampleRandom *random, const Plan *plan)
{
  static const char *const kinds[] = { "city-courier", "intercity", "own-car", "pick-up" };
  static const guint8 in_town[] = { 55, 0, 30, 15 };
  static const guint8 elsewhere[] = { 0, 75, 18, 7 };

  if (plan->big)
    return "oversize";
  return kinds[dyr_sample_random_weighted (
      random, client->in_town ? in_town : elsewhere, G_N_ELEMENTS (kinds))];
}

static void
choose_transport (const DyrSampleOffice *self,
                  const DyrSampleClient *client,
                  DyrSampleRandom *random,
                  const Plan *plan,
                  DyrSampleDraft *draft)
{
  const char *kind = draw_kind (client, random, plan);
  g_autofree char *carriers = g_strconcat ("delivery/", kind, NULL);
  gboolean euro = g_str_equal (self->currency, "EUR");
  int cost = dyr_sample_random_between (random, 12, plan->big ? 240 : 60);

  dyr_sample_set_text (draft, DYR_DELIVERY_KIND, kind);
  if (g_str_equal (kind, "pick-up"))
    return;
  dyr_sample_set_text (draft, DYR_DELIVERY_STREET, client->street);
  dyr_sample_set_text (draft, DYR_DELIVERY_CITY, client->city);
  dyr_sample_set_text (draft, DYR_DELIVERY_POSTCODE, client->postcode);
  dyr_sample_set_text (draft, DYR_DELIVERY_COUNTRY, self->country);
  if (plan->stage < STAGE_ORDERED || plan->stage == STAGE_CANCELLED
      || g_str_equal (kind, "own-car"))
    return;
  dyr_sample_set_text (
      draft, DYR_DELIVERY_CARRIER, dyr_sample_words_pick (self->words, carriers, random));
  dyr_sample_set_number (draft, DYR_DELIVERY_COST, cost * (euro ? 50 : 2000));
  dyr_sample_set_text (draft, DYR_DELIVERY_CURRENCY, self->currency);
  if (g_str_equal (kind, "intercity") && stages[plan->stage].shipped)
    dyr_sample_take_text (
        draft,
        DYR_DELIVERY_WAYBILL,
        g_strdup_printf ("%s%06u",
                         dyr_sample_words_get (self->words, "delivery/waybill", 0, 0),
                         dyr_sample_random_below (random, 1000000)));
}

static const char *
pick_description (const DyrSampleOffice *self, DyrSampleRandom *random, const Plan *plan)
{
  if (plan->stage >= STAGE_RETURNED)
    {
      g_autofree char *list = g_strconcat ("delivery/", stages[plan->stage].state, NULL);

      return dyr_sample_words_pick (self->words, list, random);
    }
  if (dyr_sample_random_percent (random, 30))
    return dyr_sample_words_pick (self->words, "delivery/descriptions", random);
  return NULL;
}

/* Devices of which few come have their numbers written down. */
static void
write_serials (DyrSampleRandom *random, int quantity, DyrSampleDraft *draft)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  int first = dyr_sample_random_between (random, 10000, 99000);

  for (int i = 0; i < quantity; i++)
    {
      g_autofree char *serial = g_strdup_printf ("SN-%05d", first + i);

      dyr_set_builder_add (builder, serial, NULL, NULL);
    }
  dyr_value_take_set (&draft->values[DYR_DELIVERY_LINE_SERIALS], dyr_set_builder_end (builder));
}

static gboolean
make_line (DyrSampleOffice *self,
           DyrSampleRandom *random,
           const DyrLink *delivery,
           const Plan *plan,
           guint i,
           GError **error)
{
  DyrSampleDraft draft = { 0 };
  const DyrSampleProduct *product = plan->products[i];
  int quantity = dyr_sample_random_between (random, 1, product->most);
  gboolean short_of_one = quantity > 1 && dyr_sample_random_percent (random, 5);
  g_autoptr (DyrLink) line = NULL;

  dyr_sample_set_link (&draft, DYR_DELIVERY_LINE_DELIVERY, delivery);
  dyr_sample_set_link (&draft, DYR_DELIVERY_LINE_PRODUCT, product->link);
  dyr_sample_set_text (&draft,
                       DYR_DELIVERY_LINE_NAME,
                       dyr_sample_words_get (self->words, "products", product->row, 1));
  dyr_sample_set_text (&draft,
                       DYR_DELIVERY_LINE_UNIT,
                       dyr_sample_words_get (self->words, "products", product->row, 3));
  dyr_sample_set_number (&draft, DYR_DELIVERY_LINE_QUANTITY_PLANNED, quantity * 1000);
  if (stages[plan->stage].shipped)
    {
      dyr_sample_set_number (&draft, DYR_DELIVERY_LINE_QUANTITY_SHIPPED, quantity * 1000);
      if (quantity <= 3 && !product->loose)
        write_serials (random, quantity, &draft);
    }
  if (stages[plan->stage].accepted)
    {
      dyr_sample_set_number (
          &draft, DYR_DELIVERY_LINE_QUANTITY_ACCEPTED, (quantity - (short_of_one ? 1 : 0)) * 1000);
      if (short_of_one)
        dyr_sample_set_text (&draft,
                             DYR_DELIVERY_LINE_REMARK,
                             dyr_sample_words_pick (self->words, "delivery/remarks", random));
    }
  line = dyr_sample_office_create (self, &dyr_delivery_line_type, &draft, error);
  return line != NULL;
}

static void
set_facts (const DyrSampleOffice *self,
           const DyrSampleClient *client,
           DyrSampleRandom *random,
           const Plan *plan,
           DyrSampleDraft *draft)
{
  dyr_sample_set_number (draft, DYR_DELIVERY_PLANNED_ON, plan->agreed);
  if (plan->stage != STAGE_DRAFT)
    {
      dyr_sample_set_number (draft, DYR_DELIVERY_AGREED_ON, plan->agreed);
      log_agreement (self, random, plan, draft);
    }
  if (stages[plan->stage].shipped)
    dyr_sample_set_number (draft, DYR_DELIVERY_SHIPPED_AT, plan->shipped);
  if (stages[plan->stage].delivered)
    dyr_sample_set_number (draft, DYR_DELIVERY_DELIVERED_AT, plan->delivered);
  if (stages[plan->stage].accepted)
    {
      dyr_sample_set_number (draft, DYR_DELIVERY_ACCEPTED_AT, plan->accepted);
      dyr_sample_set_text (
          draft,
          DYR_DELIVERY_ACCEPTED_BY,
          client->person_names[dyr_sample_random_below (random, client->n_persons)]);
    }
}

static gboolean
make_delivery (DyrSampleOffice *self,
               DyrSampleClient *client,
               Stage stage,
               int first,
               int last,
               GError **error)
{
  DyrSampleRandom *random = &client->random;
  DyrSampleDraft draft = { 0 };
  Plan plan = { .stage = stage };
  g_autoptr (DyrLink) delivery = NULL;
  g_autofree char *number = NULL;

  choose_products (self, random, &plan);
  choose_agreed (self, random, first, last, &plan);
  choose_facts (self, random, &plan);
  number = g_strdup_printf ("%" G_GUINT64_FORMAT,
                            dyr_sample_book_take (&self->delivery_numbers, plan.agreed));
  dyr_sample_set_link (&draft, DYR_DELIVERY_CLIENT, client->client);
  if (client->contract != NULL && client->contract_from != DYR_NO_DATE
      && plan.agreed >= client->contract_from)
    dyr_sample_set_link (&draft, DYR_DELIVERY_CONTRACT, client->contract);
  dyr_sample_take_text (
      &draft,
      DYR_DELIVERY_NUMBER,
      dyr_sample_words_fill (dyr_sample_words_get (self->words, "delivery/number", 0, 0),
                             (const char *[]){ "n", number, NULL }));
  dyr_sample_set_text (&draft, DYR_DELIVERY_STATE, stages[stage].state);
  set_facts (self, client, random, &plan, &draft);
  choose_transport (self, client, random, &plan, &draft);
  dyr_sample_set_link (&draft, DYR_DELIVERY_RESPONSIBLE, client->responsible);
  dyr_sample_set_text (&draft, DYR_DELIVERY_DESCRIPTION, pick_description (self, random, &plan));
  delivery = dyr_sample_office_create (self, &dyr_delivery_type, &draft, error);
  if (delivery == NULL)
    return FALSE;
  for (guint i = 0; i < plan.n_lines; i++)
    if (!make_line (self, random, delivery, &plan, i, error))
      return FALSE;
  return !dyr_sample_random_percent (random, 8)
         || dyr_sample_make_note (self, client, delivery, "notes/delivery", error);
}

/* With whom nothing goes on, nothing is on its way: at most something from the time of the
 * contract, as far back as there are numbers. */
static gboolean
make_old (DyrSampleOffice *self, DyrSampleClient *client, GError **error)
{
  gint64 first, last;

  if (client->contract == NULL || client->contract_from == DYR_NO_DATE)
    return TRUE;
  first = MAX (client->contract_from - self->today, stages[STAGE_CLOSED].first);
  last = MIN (client->contract_to - self->today, stages[STAGE_CLOSED].last);
  return first > last || make_delivery (self, client, STAGE_CLOSED, (int) first, (int) last, error);
}

static gboolean
make_new (DyrSampleOffice *self, DyrSampleClient *client, GError **error)
{
  guint16 weights[G_N_ELEMENTS (stages)];
  Stage stage;
  int last;

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    weights[i] = stages[i].weight;
  stage = (Stage) dyr_sample_deal (self->options.seed,
                                   DYR_SAMPLE_STREAM_DELIVERY,
                                   self->n_new_deliveries++,
                                   weights,
                                   G_N_ELEMENTS (weights));
  last = stages[stage].last;
  /* What may be due today often is. */
  if (stages[stage].first == 0 && dyr_sample_random_percent (&client->random, 30))
    last = 0;
  return make_delivery (self, client, stage, stages[stage].first, last, error);
}

gboolean
dyr_sample_make_deliveries (DyrSampleOffice *self, DyrSampleClient *client, GError **error)
{
  /* None, one, two or three, of a hundred; by state. */
  static const guint8 shares[][4] = {
    [DYR_SAMPLE_ACTIVE] = { 38, 38, 18, 6 },
    [DYR_SAMPLE_PROSPECT] = { 100, 0, 0, 0 },
    [DYR_SAMPLE_SUSPENDED] = { 75, 25, 0, 0 },
    [DYR_SAMPLE_LOST] = { 50, 50, 0, 0 },
  };
  guint n = dyr_sample_random_weighted (&client->random, shares[client->state], 4);

  for (guint i = 0; client->buys && i < n; i++)
    if (!(client->state == DYR_SAMPLE_ACTIVE ? make_new : make_old) (self, client, error))
      return FALSE;
  return TRUE;
}
