/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrKey: what a CRM lets us in with. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyr-error.h"

/* A key has 32 letters; whatever is longer than this is none. */
#define MOST 1024

/* The first line of what the keyring has: never changed. */
#define KIND_KEY "api-key"
#define KIND_TOKEN "token"

G_DEFINE_BOXED_TYPE (DyrKey, dyr_key, dyr_key_copy, dyr_key_free)

void
dyr_key_wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

DyrKey *
dyr_key_new (const char *user, const char *key, const char *secret)
{
  DyrKey *self;

  g_return_val_if_fail (key != NULL, NULL);

  self = g_new0 (DyrKey, 1);
  self->user = g_strdup (user);
  self->key = g_strdup (key);
  self->secret = g_strdup (secret);
  return self;
}

DyrKey *
dyr_key_copy (const DyrKey *self)
{
  return self != NULL ? dyr_key_new (self->user, self->key, self->secret) : NULL;
}

void
dyr_key_free (DyrKey *self)
{
  if (self == NULL)
    return;
  g_free (self->user);
  dyr_key_wipe (self->key);
  dyr_key_wipe (self->secret);
  g_free (self);
}

char *
dyr_key_to_text (const DyrKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("%s\n%s\n%s",
                          self->user != NULL ? KIND_TOKEN : KIND_KEY,
                          self->key,
                          self->user != NULL     ? self->user
                          : self->secret != NULL ? self->secret
                                                 : "");
}

DyrKey *
dyr_key_parse (const char *text)
{
  g_auto (GStrv) lines = NULL;
  DyrKey *self = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit (text, "\n", 3);
  if (g_strv_length (lines) == 3 && *lines[1] != '\0')
    {
      if (g_str_equal (lines[0], KIND_KEY))
        self = dyr_key_new (NULL, lines[1], *lines[2] != '\0' ? lines[2] : NULL);
      else if (g_str_equal (lines[0], KIND_TOKEN) && *lines[2] != '\0')
        self = dyr_key_new (lines[2], lines[1], NULL);
    }
  for (guint i = 0; lines[i] != NULL; i++)
    explicit_bzero (lines[i], strlen (lines[i]));
  return self;
}

static char *
strip (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 1);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar letter = g_utf8_get_char (text);

      if (!g_unichar_isspace (letter) && g_unichar_type (letter) != G_UNICODE_FORMAT
          && g_unichar_type (letter) != G_UNICODE_CONTROL)
        g_string_append_unichar (out, letter);
    }
  return g_string_free (out, FALSE);
}

char *
dyr_key_clean (const char *text, GError **error)
{
  char *clean;

  g_return_val_if_fail (text != NULL, NULL);

  clean = g_utf8_validate (text, -1, NULL) ? strip (text) : g_strdup ("");
  if (*clean != '\0' && g_str_is_ascii (clean) && strlen (clean) <= MOST)
    return clean;
  dyr_key_wipe (clean);
  g_set_error_literal (error,
                       DYR_ERROR,
                       DYR_ERROR_INVALID,
                       _ ("This is no key of a CRM. Copy it again from the page of the API user."));
  return NULL;
}
