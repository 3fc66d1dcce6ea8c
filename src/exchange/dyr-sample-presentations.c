/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The presentations of the sample office. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-office-private.h"

#include "dyr-date.h"
#include "dyr-presentation.h"

/* Planned ones stand in the calendar so that nobody is in two places: so many working days, each
 * with so many hours. */
#define SLOT_DAYS 10
#define SLOT_HOURS 4

typedef enum
{
  STAGE_HELD,
  STAGE_PLANNED,
  STAGE_NOT_HELD,
  STAGE_MOVED,
} Stage;

static const char *const state_names[] = { "held", "planned", "not-held", "moved" };
static const guint16 stage_weights[] = { 11, 6, 1, 2 };

typedef struct
{
  Stage stage;
  gint64 starts_at;
  guint presenter;
} Plan;

static gint64
add_workdays (const DyrSampleOffice *self, gint64 date, guint n)
{
  while (n-- > 0)
    date = dyr_sample_workday_after (self, date + 1);
  return date;
}

static void
choose_slot (DyrSampleOffice *self, Plan *plan)
{
  static const int times[SLOT_HOURS][2] = { { 9, 30 }, { 11, 30 }, { 14, 0 }, { 16, 0 } };
  guint n_people = self->n_users - 1;
  guint n = SLOT_DAYS * SLOT_HOURS * n_people;
  guint slot = (guint) dyr_sample_shuffle (
      self->options.seed, DYR_SAMPLE_STREAM_SLOT, self->n_planned++ % n, n);
  guint hour = slot / n_people % SLOT_HOURS;

  plan->presenter = slot % n_people;
  plan->starts_at
      = dyr_instant_of_date (add_workdays (self, self->today, slot / n_people / SLOT_HOURS),
                             times[hour][0],
                             times[hour][1],
                             self->zone);
}

static void
choose_time (DyrSampleOffice *self, DyrSampleClient *client, Plan *plan)
{
  DyrSampleRandom *random = &client->random;
  gint64 day;

  if (plan->stage == STAGE_PLANNED || plan->stage == STAGE_MOVED)
    {
      choose_slot (self, plan);
      return;
    }
  plan->presenter = dyr_sample_random_below (random, self->n_users - 1);
  day = self->today
        - dyr_sample_random_between (random, 1, client->state == DYR_SAMPLE_PROSPECT ? 50 : 240);
  plan->starts_at = dyr_sample_office_hour (self, random, dyr_sample_workday_before (self, day));
}

static void
choose_place (const DyrSampleOffice *self, DyrSampleClient *client, DyrSampleDraft *draft)
{
  static const char *const modes[] = { "online", "on-site", "office", "event" };
  static const guint8 weights[] = { 55, 22, 15, 8 };
  static const char letters[] = "abcdefghijkmnpqrstuvwxyz";
  DyrSampleRandom *random = &client->random;
  guint mode = dyr_sample_random_weighted (random, weights, G_N_ELEMENTS (weights));
  char room[] = "xxx-xxxx-xxx";

  dyr_sample_set_text (draft, DYR_PRESENTATION_MODE, modes[mode]);
  switch (mode)
    {
    case 0:
      for (char *c = room; *c != '\0'; c++)
        if (*c != '-')
          *c = letters[dyr_sample_random_below (random, sizeof letters - 1)];
      dyr_sample_take_text (
          draft, DYR_PRESENTATION_JOIN_URL, g_strconcat ("https://meet.example/", room, NULL));
      return;
    case 1:
      dyr_sample_take_text (
          draft, DYR_PRESENTATION_PLACE, g_strdup_printf ("%s, %s", client->street, client->city));
      return;
    case 2:
      dyr_sample_set_text (draft,
                           DYR_PRESENTATION_PLACE,
                           dyr_sample_words_pick (self->words, "presentation/office", random));
      return;
    default:
      dyr_sample_set_text (draft,
                           DYR_PRESENTATION_PLACE,
                           dyr_sample_words_pick (self->words, "presentation/event", random));
      return;
    }
}

/* What came out of it, and what follows from that. */
static void
choose_outcome (const DyrSampleOffice *self, DyrSampleClient *client, DyrSampleDraft *draft)
{
  static const char *const outcomes[] = { "contract", "interested", "thinks", "refused" };
  static const guint8 weights[][4] = {
    [DYR_SAMPLE_ACTIVE] = { 55, 30, 12, 3 },
    [DYR_SAMPLE_PROSPECT] = { 0, 50, 38, 12 },
    [DYR_SAMPLE_SUSPENDED] = { 60, 10, 30, 0 },
    [DYR_SAMPLE_LOST] = { 0, 0, 0, 100 },
  };
  DyrSampleRandom *random = &client->random;
  const char *outcome = outcomes[dyr_sample_random_weighted (random, weights[client->state], 4)];
  guint n = dyr_sample_words_count (self->words, "presentation/next");
  guint row = dyr_sample_random_below (random, n);

  dyr_sample_set_text (draft, DYR_PRESENTATION_OUTCOME, outcome);
  while (!g_str_equal (dyr_sample_words_get (self->words, "presentation/next", row, 0), outcome))
    row = (row + 1) % n;
  dyr_sample_set_text (draft,
                       DYR_PRESENTATION_NEXT_STEP,
                       dyr_sample_words_get (self->words, "presentation/next", row, 1));
}

static void
choose_participants (DyrSampleClient *client, DyrSampleDraft *draft)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  dyr_set_builder_add (builder, NULL, NULL, client->persons[0]);
  for (guint i = 1; i < client->n_persons; i++)
    if (dyr_sample_random_percent (&client->random, 50))
      dyr_set_builder_add (builder, NULL, NULL, client->persons[i]);
  dyr_value_take_set (&draft->values[DYR_PRESENTATION_PARTICIPANTS], dyr_set_builder_end (builder));
}

static const char *
pick_description (const DyrSampleOffice *self, DyrSampleClient *client, Stage stage)
{
  DyrSampleRandom *random = &client->random;
  const char *key = dyr_sample_client_key (client);

  if (stage == STAGE_NOT_HELD)
    return dyr_sample_words_pick_for (self->words, "presentation/not-held", key, random);
  if (stage == STAGE_MOVED)
    return dyr_sample_words_pick (self->words, "presentation/moved", random);
  if (dyr_sample_random_percent (random, 40))
    return dyr_sample_words_pick_for (self->words, "presentation/descriptions", key, random);
  return NULL;
}

gboolean
dyr_sample_make_presentations (DyrSampleOffice *self, DyrSampleClient *client, GError **error)
{
  static const guint shares[] = { 29, 82, 10, 15 };
  static const int lengths[] = { 45, 60, 60, 90 };
  DyrSampleRandom *random = &client->random;
  DyrSampleDraft draft = { 0 };
  Plan plan = { .stage = STAGE_HELD };
  g_autoptr (DyrLink) presentation = NULL;

  if (!client->buys || !dyr_sample_random_percent (random, shares[client->state]))
    return TRUE;
  if (client->state == DYR_SAMPLE_ACTIVE || client->state == DYR_SAMPLE_PROSPECT)
    plan.stage = (Stage) dyr_sample_deal (self->options.seed,
                                          DYR_SAMPLE_STREAM_PRESENTATION,
                                          self->counts.presentations,
                                          stage_weights,
                                          G_N_ELEMENTS (stage_weights));
  choose_time (self, client, &plan);
  dyr_sample_set_link (&draft, DYR_PRESENTATION_CLIENT, client->client);
  dyr_sample_set_text (
      &draft,
      DYR_PRESENTATION_TITLE,
      dyr_sample_words_pick_for (
          self->words, "presentation/titles", dyr_sample_client_key (client), random));
  dyr_sample_set_number (&draft, DYR_PRESENTATION_STARTS_AT, plan.starts_at);
  dyr_sample_set_number (
      &draft,
      DYR_PRESENTATION_ENDS_AT,
      plan.starts_at + 60 * lengths[dyr_sample_random_below (random, G_N_ELEMENTS (lengths))]);
  dyr_sample_set_link (&draft, DYR_PRESENTATION_PRESENTER, self->users[plan.presenter]);
  /* The newest colleague presents together with the head. */
  if (plan.presenter == self->n_users - 2)
    dyr_sample_set_link (&draft, DYR_PRESENTATION_SUPERVISOR, self->users[0]);
  dyr_sample_set_text (&draft, DYR_PRESENTATION_STATE, state_names[plan.stage]);
  choose_place (self, client, &draft);
  choose_participants (client, &draft);
  if (plan.stage == STAGE_HELD)
    choose_outcome (self, client, &draft);
  dyr_sample_set_text (
      &draft, DYR_PRESENTATION_DESCRIPTION, pick_description (self, client, plan.stage));
  presentation = dyr_sample_office_create (self, &dyr_presentation_type, &draft, error);
  return presentation != NULL;
}
