/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The clients of the sample office. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-office-private.h"

#include <stdlib.h>

#include "dyr-client.h"
#include "dyr-sample-codes-private.h"

/* Columns of the list "towns". */
enum
{
  TOWN_WEIGHT,
  TOWN_NAME,
  TOWN_REGION,
  TOWN_FIRST_POSTCODE,
  TOWN_LAST_POSTCODE,
  TOWN_CODE, /* of telephones */
  TOWN_STREETS,
};

static const char *const state_names[] = { "active", "prospect", "suspended", "lost" };

gboolean
dyr_sample_client_is (const DyrSampleClient *client, const char *kind)
{
  return g_str_equal (client->name.kind, kind);
}

const char *
dyr_sample_client_key (const DyrSampleClient *client)
{
  return dyr_sample_client_is (client, "institution") ? "company" : client->name.kind;
}

void
dyr_sample_client_clear (DyrSampleClient *client)
{
  dyr_sample_name_clear (&client->name);
  g_clear_pointer (&client->street, g_free);
  g_clear_pointer (&client->postcode, g_free);
  g_clear_pointer (&client->domain, g_free);
  g_clear_pointer (&client->phone, g_free);
  g_clear_pointer (&client->client, dyr_link_unref);
  g_clear_pointer (&client->contract, dyr_link_unref);
  for (guint i = 0; i < client->n_persons; i++)
    {
      g_clear_pointer (&client->persons[i], dyr_link_unref);
      g_clear_pointer (&client->person_names[i], g_free);
      g_clear_pointer (&client->person_phones[i], g_free);
    }
}

/* Most are just clients; the rest makes filters worth trying. */
static void
choose_roles (DyrSampleClient *client, DyrSampleDraft *draft)
{
  static const char *const roles[][2] = {
    { "client", NULL },     { "client", "partner" }, { "client", "venue" },
    { "contractor", NULL }, { "supplier", NULL },    { "competitor", NULL },
  };
  static const guint8 company[] = { 81, 7, 0, 3, 7, 2 };
  static const guint8 trader[] = { 90, 4, 0, 6, 0, 0 };
  static const guint8 institution[] = { 70, 0, 30, 0, 0, 0 };
  static const guint8 building[] = { 100, 0, 0, 0, 0, 0 };
  const guint8 *weights = building;
  guint drawn;

  if (dyr_sample_client_is (client, "company"))
    weights = company;
  else if (dyr_sample_client_is (client, "trader"))
    weights = trader;
  else if (dyr_sample_client_is (client, "institution"))
    weights = institution;
  drawn = dyr_sample_random_weighted (&client->random, weights, G_N_ELEMENTS (roles));
  client->buys = g_str_equal (roles[drawn][0], "client");
  client->supplies = g_str_equal (roles[drawn][0], "supplier");
  client->competes = g_str_equal (roles[drawn][0], "competitor");
  /* They install what we sell. */
  if (g_str_equal (roles[drawn][0], "contractor"))
    client->name.segment = "construction";
  dyr_sample_set_set (draft, DYR_CLIENT_ROLES, roles[drawn][0], roles[drawn][1]);
}

static void
choose_address (DyrSampleOffice *self, DyrSampleClient *client, DyrSampleDraft *draft)
{
  const DyrSampleWords *words = self->words;
  DyrSampleRandom *random = &client->random;
  guint town = dyr_sample_words_draw_weighted (words, "towns", random);
  const char *region, *letter = NULL;
  g_autofree char *list = NULL, *house = NULL;
  int first, last;

  /* The office's own town is the first; a building is named after a street there. */
  if (client->name.street != NULL)
    town = 0;
  client->in_town = town == 0;
  client->city = dyr_sample_words_get (words, "towns", town, TOWN_NAME);
  client->area_code = dyr_sample_words_get (words, "towns", town, TOWN_CODE);
  region = dyr_sample_words_get (words, "towns", town, TOWN_REGION);
  first = atoi (dyr_sample_words_get (words, "towns", town, TOWN_FIRST_POSTCODE));
  last = atoi (dyr_sample_words_get (words, "towns", town, TOWN_LAST_POSTCODE));
  client->postcode = g_strdup_printf ("%05d", dyr_sample_random_between (random, first, last));
  list = g_strconcat ("streets/", dyr_sample_words_get (words, "towns", town, TOWN_STREETS), NULL);
  if (dyr_sample_random_percent (random, 12))
    letter = dyr_sample_words_pick (words, "house-letters", random);
  if (client->name.street != NULL)
    house = g_strdup_printf ("%u", client->name.house);
  else
    house = g_strdup_printf (
        "%d%s", dyr_sample_random_between (random, 1, 160), letter != NULL ? letter : "");
  client->street = dyr_sample_words_fill (
      dyr_sample_words_get (words, "address", 0, 0),
      (const char *[]){ "street",
                        client->name.street != NULL ? client->name.street
                                                    : dyr_sample_words_pick (words, list, random),
                        "house",
                        house,
                        NULL });
  dyr_sample_set_text (draft, DYR_CLIENT_STREET, client->street);
  dyr_sample_set_text (draft, DYR_CLIENT_CITY, client->city);
  dyr_sample_set_text (draft, DYR_CLIENT_POSTCODE, client->postcode);
  dyr_sample_set_text (draft, DYR_CLIENT_REGION, region);
  dyr_sample_set_text (draft, DYR_CLIENT_COUNTRY, self->country);
}

static char *
make_code (const DyrSampleOffice *self, DyrSampleClient *client)
{
  guint32 seed = self->options.seed;

  if (g_str_equal (self->country, "HR"))
    return dyr_sample_oib (
        dyr_sample_shuffle (seed, DYR_SAMPLE_STREAM_CODE, client->index, DYR_SAMPLE_N_OIB));
  if (dyr_sample_client_is (client, "trader"))
    return dyr_sample_rnokpp (client->birthday,
                              client->name.owner.female,
                              dyr_sample_random_below (&client->random, 5000));
  return dyr_sample_edrpou (
      dyr_sample_shuffle (seed, DYR_SAMPLE_STREAM_CODE, client->index, DYR_SAMPLE_N_EDRPOU));
}

/* Companies mostly pay value added tax, the others seldom. */
static char *
make_vat_number (const DyrSampleOffice *self, DyrSampleClient *client, const char *code)
{
  gboolean pays = dyr_sample_random_percent (&client->random,
                                             dyr_sample_client_is (client, "company") ? 65 : 8);

  if (!pays)
    return NULL;
  if (g_str_equal (self->country, "HR"))
    return g_strconcat ("HR", code, NULL);
  if (dyr_sample_client_is (client, "trader"))
    return g_strdup (code);
  return dyr_sample_ipn (code, dyr_sample_random_below (&client->random, 1000));
}

static void
choose_codes (const DyrSampleOffice *self, DyrSampleClient *client, DyrSampleDraft *draft)
{
  DyrSampleRandom *random = &client->random;
  g_autofree char *code = make_code (self, client), *iban = NULL;
  guint64 account;

  /* Of those we only hope for the code is often not known yet, and nobody needs the account. */
  if (client->state == DYR_SAMPLE_PROSPECT && dyr_sample_random_percent (random, 50))
    return;
  dyr_sample_set_text (draft, DYR_CLIENT_CODE, code);
  dyr_sample_take_text (draft, DYR_CLIENT_VAT_NUMBER, make_vat_number (self, client, code));
  if (client->state == DYR_SAMPLE_PROSPECT || dyr_sample_random_percent (random, 12))
    return;
  account = dyr_sample_shuffle (self->options.seed,
                                DYR_SAMPLE_STREAM_ACCOUNT,
                                client->index % DYR_SAMPLE_N_ACCOUNTS,
                                DYR_SAMPLE_N_ACCOUNTS);
  iban = dyr_sample_iban (self->country, account);
  dyr_sample_set_set (draft, DYR_CLIENT_IBANS, iban, NULL);
}

/* Companies have a domain of their own; others a mailbox somewhere. */
static void
choose_domain (const DyrSampleOffice *self, DyrSampleClient *client)
{
  g_autofree char *slug = NULL;

  if (!dyr_sample_client_is (client, "company") && !dyr_sample_client_is (client, "institution"))
    return;
  slug = dyr_sample_words_slug (self->words, client->name.name);
  client->domain = g_strconcat (slug, ".example", NULL);
}

static void
choose_phones (DyrSampleOffice *self, DyrSampleClient *client, DyrSampleDraft *draft)
{
  DyrSampleRandom *random = &client->random;
  guint share = client->domain != NULL ? 55 : 10;
  g_autofree char *mobile = dyr_sample_office_mobile (self);
  g_autofree char *fixed = NULL;

  if (client->area_code != NULL && dyr_sample_random_percent (random, share))
    fixed = dyr_sample_phone (self->country, client->area_code, client->index);
  if (fixed == NULL)
    dyr_sample_set_set (draft, DYR_CLIENT_PHONES, mobile, NULL);
  else
    dyr_sample_set_set (
        draft, DYR_CLIENT_PHONES, fixed, dyr_sample_random_percent (random, 60) ? mobile : NULL);
  client->phone = g_strdup (fixed != NULL ? fixed : mobile);
}

static void
choose_mail (const DyrSampleOffice *self, DyrSampleClient *client, DyrSampleDraft *draft)
{
  static const char *const boxes[] = { "office", "info", "sales", "mail" };
  DyrSampleRandom *random = &client->random;
  const char *domain = client->domain, *box;
  g_autofree char *slug = NULL, *mail = NULL;

  if (dyr_sample_random_percent (random, 12))
    return;
  if (domain != NULL && dyr_sample_random_percent (random, 60))
    dyr_sample_take_text (draft, DYR_CLIENT_WEBSITE, g_strconcat ("https://www.", domain, NULL));
  if (domain == NULL)
    domain = dyr_sample_words_pick (self->words, "mails", random);
  slug = dyr_sample_words_slug (self->words, client->name.name);
  box = client->domain == NULL ? slug
                               : boxes[dyr_sample_random_below (random, G_N_ELEMENTS (boxes))];
  mail = g_strconcat (box, "@", domain, NULL);
  dyr_sample_set_set (draft, DYR_CLIENT_EMAILS, mail, NULL);
}

/* When to talk next: a few are overdue, some are due today. */
static void
choose_rhythm (DyrSampleOffice *self, DyrSampleClient *client, DyrSampleDraft *draft)
{
  static const int rhythms[] = { 14, 30, 30, 45, 60, 90 };
  static const guint8 weights[] = { 4, 6, 5, 45, 40 };
  static const int spans[][2] = { { -30, -9 }, { -6, -1 }, { 0, 0 }, { 1, 10 }, { 11, 60 } };
  DyrSampleRandom *random = &client->random;
  int rhythm = rhythms[dyr_sample_random_below (random, G_N_ELEMENTS (rhythms))];
  guint span = dyr_sample_random_weighted (random, weights, G_N_ELEMENTS (weights));
  int days = dyr_sample_random_between (random, spans[span][0], spans[span][1]);
  int early = dyr_sample_random_between (random, -2, 2);

  client->next_contact = DYR_NO_DATE;
  client->last_contact = DYR_NO_DATE;
  if (client->state == DYR_SAMPLE_LOST || client->competes)
    return;
  if (client->state == DYR_SAMPLE_SUSPENDED)
    client->next_contact = self->today + dyr_sample_random_between (random, 20, 120);
  else
    client->next_contact = self->today + MIN (rhythm, days);
  client->next_contact = dyr_sample_workday_after (self, client->next_contact);
  client->last_contact = MIN (client->next_contact - rhythm + early, self->today - 1);
  client->last_contact = dyr_sample_workday_before (self, client->last_contact);
  dyr_sample_set_number (draft, DYR_CLIENT_NEXT_CONTACT, client->next_contact);
  if (client->state != DYR_SAMPLE_PROSPECT)
    dyr_sample_set_number (draft, DYR_CLIENT_CONTACT_RHYTHM_DAYS, rhythm);
}

/* Everybody has a share; some belong to the team, a few to nobody yet. */
static void
choose_responsible (const DyrSampleOffice *self, DyrSampleClient *client)
{
  guint draw = dyr_sample_random_below (&client->random, 100);
  guint n_people = self->n_users - 1;

  if (draw < 4)
    client->responsible = NULL;
  else if (draw < 10)
    client->responsible = self->users[n_people];
  else
    client->responsible = self->users[draw % n_people];
}

gboolean
dyr_sample_make_client (DyrSampleOffice *self, DyrSampleClient *client, GError **error)
{
  static const guint16 weights[] = { 15, 5, 2, 3 };
  DyrSampleDraft draft = { 0 };
  const DyrSampleWords *words = self->words;
  DyrSampleRandom *random = &client->random;

  dyr_sample_random_init (random, self->options.seed, DYR_SAMPLE_STREAM_CLIENT, client->index);
  client->state = (DyrSampleState) dyr_sample_deal (
      self->options.seed, DYR_SAMPLE_STREAM_STATE, client->index, weights, G_N_ELEMENTS (weights));
  dyr_sample_names_next (self->names, client->index, random, &client->name);
  client->birthday = dyr_sample_draw_birthday (self, random);
  choose_domain (self, client);
  choose_roles (client, &draft);
  choose_address (self, client, &draft);
  choose_codes (self, client, &draft);
  choose_phones (self, client, &draft);
  choose_mail (self, client, &draft);
  choose_rhythm (self, client, &draft);
  choose_responsible (self, client);
  dyr_sample_set_text (&draft, DYR_CLIENT_NAME, client->name.name);
  dyr_sample_set_text (&draft, DYR_CLIENT_LEGAL_NAME, client->name.legal);
  dyr_sample_set_text (&draft, DYR_CLIENT_STATE, state_names[client->state]);
  dyr_sample_set_text (&draft,
                       DYR_CLIENT_SEGMENT,
                       dyr_sample_words_find (words, "segments", client->name.segment, 1));
  dyr_sample_set_text (&draft, DYR_CLIENT_SOURCE, dyr_sample_words_pick (words, "sources", random));
  dyr_sample_set_link (&draft, DYR_CLIENT_RESPONSIBLE, client->responsible);
  if (client->buys && dyr_sample_random_percent (random, 38))
    dyr_sample_set_text (&draft,
                         DYR_CLIENT_DESCRIPTION,
                         dyr_sample_words_pick_for (
                             words, "client-descriptions", dyr_sample_client_key (client), random));
  client->client = dyr_sample_office_create (self, &dyr_client_type, &draft, error);
  return client->client != NULL && dyr_sample_make_persons (self, client, error)
         && (!client->buys || !dyr_sample_random_percent (random, 32)
             || dyr_sample_make_note (self, client, client->client, "notes/client", error));
}
