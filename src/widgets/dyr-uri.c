/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What can be opened from a value. Text from outside never becomes any other kind of link. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-uri-private.h"

#include <string.h>

#include "dyr-prompt.h"

/* What was opened, and where to say that it did not work. */
typedef struct
{
  GtkWidget *parent; /* weak */
  char *uri;
} Opening;

static void
free_opening (Opening *opening)
{
  g_clear_weak_pointer (&opening->parent);
  g_free (opening->uri);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, free_opening)

/* Digits, and a plus before them. */
static char *
phone_uri (const char *text)
{
  GString *uri = g_string_new ("tel:");

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_ascii_isdigit (*p) || (*p == '+' && uri->len == strlen ("tel:")))
        g_string_append_c (uri, *p);
    }

  if (uri->len < strlen ("tel:") + 3)
    {
      g_string_free (uri, TRUE);
      return NULL;
    }

  return g_string_free (uri, FALSE);
}

static char *
mail_uri (const char *text)
{
  g_autofree char *address = NULL;

  if (strchr (text, '@') == NULL)
    return NULL;

  address = g_uri_escape_string (text, "@", FALSE);

  return g_strconcat ("mailto:", address, NULL);
}

/* "example.com" is meant to be a web address; "javascript:…" and "file:…" are none. */
static char *
web_uri (const char *text)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *full = NULL;
  const char *scheme, *host;

  if (strstr (text, "://") != NULL)
    full = g_strdup (text);
  else
    full = g_strconcat ("https://", text, NULL);

  uri = g_uri_parse (full, G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (uri == NULL)
    return NULL;

  scheme = g_uri_get_scheme (uri);
  host = g_uri_get_host (uri);
  if ((!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https")) || host == NULL
      || strchr (host, '.') == NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;

  return g_uri_to_string (uri);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error) || opening->parent == NULL)
    return;

  /* Translators: a link, then the reason given by the system. */
  body = g_strdup_printf (_ ("“%s” could not be opened: %s. Choose a program for such links in the "
                             "settings of your system."),
                             opening->uri,
                             error->message);
  dyr_prompt_tell (opening->parent, _ ("No Program for This Link"), body);
}

/**
 * dyr_uri_for:
 * @kind: of the value: phone, e-mail or web address
 * @text: (nullable): the value
 *
 * Returns: (transfer full) (nullable): what to open; %NULL when it is nothing of that kind
 */
char *
dyr_uri_for (DyrKind kind, const char *text)
{
  if (text == NULL || *text == '\0' || strpbrk (text, "\r\n") != NULL)
    return NULL;

  if (kind == DYR_KIND_PHONE)
    return phone_uri (text);

  if (kind == DYR_KIND_EMAIL)
    return mail_uri (text);

  if (kind == DYR_KIND_URL)
    return web_uri (text);

  return NULL;
}

const char *
dyr_uri_get_icon (DyrKind kind)
{
  if (kind == DYR_KIND_PHONE)
    return "call-start-symbolic";

  if (kind == DYR_KIND_EMAIL)
    return "mail-unread-symbolic";

  return kind == DYR_KIND_URL ? "adw-external-link-symbolic" : NULL;
}

/** dyr_uri_get_action: Returns: (transfer full) (nullable): "Call +380 67 111 22 33" */
char *
dyr_uri_get_action (DyrKind kind, const char *shown)
{
  g_return_val_if_fail (shown != NULL, NULL);

  /* Translators: names a button; a phone number. */
  if (kind == DYR_KIND_PHONE)
    return g_strdup_printf (_ ("Call %s"), shown);

  /* Translators: names a button; an e-mail address. */
  if (kind == DYR_KIND_EMAIL)
    return g_strdup_printf (_ ("Write to %s"), shown);

  /* Translators: names a button; a web address. */
  return kind == DYR_KIND_URL ? g_strdup_printf (_ ("Open %s"), shown) : NULL;
}

void
dyr_uri_open (GtkWidget *parent, const char *uri)
{
  Opening *opening;
  g_autoptr (GdkAppLaunchContext) context = NULL;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (uri != NULL);

  opening = g_new0 (Opening, 1);
  g_set_weak_pointer (&opening->parent, parent);
  opening->uri = g_strdup (uri);
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (parent));
  g_app_info_launch_default_for_uri_async (
      uri, G_APP_LAUNCH_CONTEXT (context), NULL, on_opened, opening);
}
