/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContext: what reading and showing values depends on: language, office time zone, today. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-context-private.h"

#include "dyr-date.h"
#include "dyr-language.h"

static const char *const languages[] = { "en", "uk", "ru", "hr" }; /* the first: for others */

static const char *
find_language (const char *language)
{
  for (gsize i = 0; language != NULL && i < G_N_ELEMENTS (languages); i++)
    {
      if (g_str_equal (languages[i], language))
        return languages[i];
    }

  return languages[0];
}

/* The zone of that name; then the country's own, under its old name where the system's list of
 * zones is from before 2022; UTC at last. */
static GTimeZone *
find_zone (const char *name, const char *country)
{
  const char *names[] = { name, "Europe/Kyiv", "Europe/Kiev", "UTC" };

  if (g_str_equal (country, "HR"))
    names[1] = "Europe/Zagreb";

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GTimeZone *zone = names[i] != NULL ? g_time_zone_new_identifier (names[i]) : NULL;

      if (zone != NULL)
        return zone;

      if (i == 0 && name != NULL)
        g_warning ("This system does not know the time zone “%s”", name);
    }

  return g_time_zone_new_utc ();
}

/**
 * dyr_context_new:
 * @language: (nullable): the language of the interface; English for what is none of the four
 * @country: (nullable): the office's country; %NULL: the one that goes with the language
 * @zone: (nullable): name of the office's time zone; one that the system does not know is said in
 *   the log and replaced by the country's
 *
 * Returns: (transfer full): a context for one thread
 */
DyrContext *
dyr_context_new (const char *language, const char *country, const char *zone)
{
  DyrContext *self = g_new0 (DyrContext, 1);

  self->language = find_language (language);
  if (country != NULL && *country != '\0')
    self->country = g_ascii_strup (country, -1);
  else
    self->country = g_strdup (dyr_language_default_country (self->language));

  self->zone = find_zone (zone != NULL && *zone != '\0' ? zone : NULL, self->country);
  self->format = dyr_format_new (self->language, self->zone);

  return self;
}

void
dyr_context_free (DyrContext *self)
{
  g_return_if_fail (self != NULL);

  dyr_format_free (self->format);
  g_time_zone_unref (self->zone);
  g_free (self->country);
  g_free (self);
}

gint64
dyr_context_today (const DyrContext *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return dyr_date_of_instant (g_get_real_time () / G_USEC_PER_SEC, self->zone);
}

/* A day of another year, so that the year is shown. */
static gint64
other_year (gint64 date)
{
  return date > 0 ? DYR_DATE_MIN : DYR_DATE_MAX;
}

char *
dyr_context_full_date (const DyrContext *self, gint64 date)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dyr_format_date (self->format, date, other_year (date));
}

char *
dyr_context_full_instant (const DyrContext *self, gint64 instant)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dyr_format_instant (self->format, instant, other_year (instant));
}

const char *
dyr_yes_no_label (gint64 answer)
{
  return answer != 0 ? _ ("Yes") : _ ("No");
}
