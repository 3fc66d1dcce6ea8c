/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The address of a CRM as people type or paste it, mended, or why it is none. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-crm-address.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <string.h>

#include "dyr-error.h"

#define EXAMPLE "https://crm.example.com"

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DYR_ERROR, DYR_ERROR_INVALID, message);
  return FALSE;
}

gboolean
dyr_crm_address_refuse (GError **error)
{
  g_autofree char *message
      = g_strdup_printf (_ ("This is no address of a CRM. It looks like: %s"), EXAMPLE);

  return refuse (error, message);
}

/* Without what is around it: blanks, signs that nobody sees, quotes, the end of a sentence. */
static char *
strip (const char *typed)
{
  GString *out = g_string_new (NULL);

  for (; *typed != '\0'; typed = g_utf8_next_char (typed))
    {
      const gunichar letter = g_utf8_get_char (typed);

      if (g_unichar_type (letter) == G_UNICODE_FORMAT)
        continue;
      g_string_append_unichar (
          out, g_unichar_isspace (letter) || g_unichar_iscntrl (letter) ? ' ' : letter);
    }
  g_strstrip (out->str);
  out->len = strlen (out->str);
  while (out->len > 0 && strchr (",;.\"'>", out->str[out->len - 1]) != NULL)
    g_string_truncate (out, out->len - 1);
  while (out->len > 0 && strchr ("\"'<", out->str[0]) != NULL)
    g_string_erase (out, 0, 1);
  return g_string_free (out, FALSE);
}

static gboolean
check_text (const char *text, GError **error)
{
  g_autofree char *message = NULL;

  if (*text == '\0')
    message = g_strdup_printf (_ ("The address is missing. It looks like: %s"), EXAMPLE);
  else if (strchr (text, ' ') != NULL)
    message = g_strdup_printf (
        _ ("An address has no blanks. Copy it from the browser; it looks like: %s"), EXAMPLE);
  else if (strchr (text, '@') != NULL && strstr (text, "://") == NULL)
    message = g_strdup_printf (_ ("This is an e-mail address. The address of the CRM stands in the "
                                  "browser when you work there; it looks like: %s"),
                                  EXAMPLE);
  return message == NULL || refuse (error, message);
}

gboolean
dyr_crm_address_is_here (const char *host)
{
  g_return_val_if_fail (host != NULL, FALSE);

  return g_ascii_strcasecmp (host, "localhost") == 0 || g_str_equal (host, "127.0.0.1")
         || g_str_equal (host, "::1");
}

/* What the browser shows of a page, or a manual of the API, and is no part of the address. */
static char *
mend_path (const char *path)
{
  static const char *const tails[] = { "/api/v1", "/index.php", "/portal", "/client", "/api" };
  char *mended = g_strdup (path);

  for (gsize i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      char *found = strstr (mended, tails[i]);
      const char after = found != NULL ? found[strlen (tails[i])] : ' ';

      if (found != NULL && (after == '\0' || after == '/'))
        *found = '\0';
    }
  while (*mended != '\0' && g_str_has_suffix (mended, "/"))
    mended[strlen (mended) - 1] = '\0';
  return mended;
}

static char *
write_address (const char *scheme, const char *host, int port, const char *path)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);
  g_autofree char *lower = g_ascii_strdown (ascii != NULL ? ascii : host, -1);
  g_autofree char *mended = mend_path (path);
  g_autofree char *whole = g_strconcat (mended, "/", NULL);

  return g_uri_join (G_URI_FLAGS_ENCODED_PATH, scheme, NULL, lower, port, whole, NULL, NULL);
}

static gboolean
check_uri (GUri *uri, GError **error)
{
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host != NULL && *host != '\0' && strpbrk (host, " %/\\<>\"'") == NULL
      && (g_str_equal (scheme, "https") || g_str_equal (scheme, "http")))
    {
      if (g_uri_get_userinfo (uri) == NULL)
        return TRUE;
      return refuse (error,
                     _ ("Leave name and password out of the address; they are asked for next."));
    }
  return dyr_crm_address_refuse (error);
}

char *
dyr_crm_address_mend (const char *typed, GError **error)
{
  g_autofree char *text = NULL, *whole = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  g_return_val_if_fail (typed != NULL, NULL);

  text = g_utf8_validate (typed, -1, NULL) ? strip (typed) : g_strdup ("");
  if (!check_text (text, error))
    return NULL;
  whole = strstr (text, "://") != NULL ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  uri = g_uri_parse (whole, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (!check_uri (uri, error))
    return NULL;
  /* This computer mostly has no certificate; everybody else has to have one. */
  scheme = g_uri_get_scheme (uri);
  if (!dyr_crm_address_is_here (g_uri_get_host (uri)))
    scheme = "https";
  else if (strstr (text, "://") == NULL)
    scheme = "http";
  /* Port 80 was that of http. */
  return write_address (
      scheme,
      g_uri_get_host (uri),
      g_str_equal (scheme, "https") && g_uri_get_port (uri) == 80 ? -1 : g_uri_get_port (uri),
      g_uri_get_path (uri));
}

char *
dyr_crm_address_parent (const char *address)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *path = NULL;
  char *slash;

  g_return_val_if_fail (address != NULL, NULL);

  uri = g_uri_parse (address, G_URI_FLAGS_ENCODED_PATH, NULL);
  path = uri != NULL ? mend_path (g_uri_get_path (uri)) : NULL;
  slash = path != NULL ? strrchr (path, '/') : NULL;
  if (slash == NULL)
    return NULL;
  *slash = '\0';
  return write_address (g_uri_get_scheme (uri), g_uri_get_host (uri), g_uri_get_port (uri), path);
}

char *
dyr_crm_address_show (const char *address)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *path = NULL, *host = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  uri = g_uri_parse (address, G_URI_FLAGS_ENCODED_PATH, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (address);
  path = mend_path (g_uri_get_path (uri));
  host = g_hostname_to_unicode (g_uri_get_host (uri));
  if (host == NULL)
    host = g_strdup (g_uri_get_host (uri));
  return g_uri_get_port (uri) > 0 ? g_strdup_printf ("%s:%d%s", host, g_uri_get_port (uri), path)
                                  : g_strconcat (host, path, NULL);
}
