/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCertificate: that of an office's own authority. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-certificate.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "dyr-error.h"

/* Real ones have a few kilobytes. */
#define LONGEST (256 * 1024)

#define BEGIN "-----BEGIN CERTIFICATE-----"

/* DER (ITU-T X.690): a tag, a length, what it holds. */

#define TAG_BOOLEAN 0x01
#define TAG_BITS 0x03
#define TAG_OCTETS 0x04
#define TAG_OID 0x06
#define TAG_SEQUENCE 0x30
#define TAG_EXTENSIONS 0xa3 /* RFC 5280, 4.1: [3] of TBSCertificate */

/* id-ce-basicConstraints and id-ce-keyUsage (RFC 5280, 4.2.1). */
static const guint8 basic_constraints[] = { 0x55, 0x1d, 0x13 };
static const guint8 key_usage[] = { 0x55, 0x1d, 0x0f };

typedef struct
{
  const guint8 *data;
  gsize length;
} Der;

/* Takes the next value off @from. FALSE: there is none, or it is damaged. */
static gboolean
take (Der *from, guint8 *tag, Der *value)
{
  gsize length, n = 0;

  if (from->length < 2)
    return FALSE;
  *tag = from->data[0];
  length = from->data[1];
  if (length >= 0x80)
    {
      n = length & 0x7f;
      if (n == 0 || n > 3 || from->length < 2 + n)
        return FALSE;
      length = 0;
      for (gsize i = 0; i < n; i++)
        length = length << 8 | from->data[2 + i];
    }
  if (from->length - 2 - n < length)
    return FALSE;
  value->data = from->data + 2 + n;
  value->length = length;
  from->data += 2 + n + length;
  from->length -= 2 + n + length;
  return TRUE;
}

static gboolean
take_tag (Der *from, guint8 wanted, Der *value)
{
  guint8 tag;

  return take (from, &tag, value) && tag == wanted;
}

static gboolean
is_named (const Der *oid, const guint8 *name, gsize length)
{
  return oid->length == length && memcmp (oid->data, name, length) == 0;
}

/* BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, … } */
static gboolean
says_authority (Der value)
{
  Der sequence, flag;

  return take_tag (&value, TAG_SEQUENCE, &sequence) && take_tag (&sequence, TAG_BOOLEAN, &flag)
         && flag.length == 1 && flag.data[0] != 0;
}

/* KeyUsage ::= BIT STRING; keyCertSign is bit 5. */
static gboolean
says_may_vouch (Der value)
{
  Der bits;

  return take_tag (&value, TAG_BITS, &bits) && bits.length >= 2 && (bits.data[1] & 0x04) != 0;
}

static gboolean
find_extensions (Der certificate, Der *extensions)
{
  Der whole, tbs, value;
  guint8 tag;

  if (!take_tag (&certificate, TAG_SEQUENCE, &whole) || !take_tag (&whole, TAG_SEQUENCE, &tbs))
    return FALSE;
  while (take (&tbs, &tag, &value))
    if (tag == TAG_EXTENSIONS)
      return take_tag (&value, TAG_SEQUENCE, extensions);
  return FALSE;
}

/* One of an authority says so of itself; those of before 1996 cannot. */
static gboolean
is_authority (const guint8 *data, gsize length)
{
  Der extensions, extension;
  gboolean authority = FALSE, may_vouch = TRUE;

  if (!find_extensions ((Der){ data, length }, &extensions))
    return FALSE;
  while (take_tag (&extensions, TAG_SEQUENCE, &extension))
    {
      Der oid, value = { 0 };
      guint8 tag = 0;

      if (!take_tag (&extension, TAG_OID, &oid))
        return FALSE;
      /* Between the two it may be said that it is critical. */
      while (tag != TAG_OCTETS)
        if (!take (&extension, &tag, &value))
          return FALSE;
      if (is_named (&oid, basic_constraints, sizeof basic_constraints))
        authority = says_authority (value);
      else if (is_named (&oid, key_usage, sizeof key_usage))
        may_vouch = says_may_vouch (value);
    }
  return authority && may_vouch;
}

/* Reading */

void
dyr_certificate_free (DyrCertificate *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->tls);
  g_free (self->name);
  g_free (self->issuer);
  g_free (self->fingerprint);
  g_free (self->pem);
  g_free (self);
}

static char *
tell_fingerprint (const guint8 *data, gsize length)
{
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; sum[i] != '\0'; i += 2)
    g_string_append_printf (
        text, "%s%c%c", i > 0 ? ":" : "", g_ascii_toupper (sum[i]), g_ascii_toupper (sum[i + 1]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gint64
take_instant (GTlsCertificate *tls, const char *property)
{
  g_autoptr (GDateTime) time = NULL;

  g_object_get (tls, property, &time, NULL);
  return time != NULL ? g_date_time_to_unix (time) : 0;
}

/* "CN=Office CA,O=Office": people know the whole of it or nothing. */
static char *
take_name (GTlsCertificate *tls, const char *property)
{
  g_autofree char *name = NULL;

  g_object_get (tls, property, &name, NULL);
  return name != NULL && g_utf8_validate (name, -1, NULL) ? g_steal_pointer (&name)
                                                          : g_strdup ("?");
}

static DyrCertificate *
describe (GTlsCertificate *tls)
{
  DyrCertificate *self = g_new0 (DyrCertificate, 1);
  g_autoptr (GByteArray) der = NULL;

  self->tls = g_object_ref (tls);
  g_object_get (tls, "certificate", &der, "certificate-pem", &self->pem, NULL);
  self->name = take_name (tls, "subject-name");
  self->issuer = take_name (tls, "issuer-name");
  self->from = take_instant (tls, "not-valid-before");
  self->until = take_instant (tls, "not-valid-after");
  self->fingerprint = tell_fingerprint (der->data, der->len);
  return self;
}

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, DYR_ERROR, DYR_ERROR_INVALID, words);
  return FALSE;
}

/* What people may be given by mistake. */
static gboolean
check_text (const char *data, gsize length, GError **error)
{
  const char *first = g_strstr_len (data, (gssize) length, BEGIN);
  const gsize rest = first != NULL ? length - (gsize) (first + 1 - data) : 0;

  if (length == 0 || length > LONGEST)
    return refuse (error, _ ("This file holds no certificate."));
  if (g_strstr_len (data, (gssize) length, "PRIVATE KEY-----") != NULL)
    return refuse (error,
                   _ ("This file holds a private key, which nobody but the administrator should "
                      "have. Ask for the certificate alone."));
  if (first != NULL && g_strstr_len (first + 1, (gssize) rest, BEGIN) != NULL)
    return refuse (error,
                   _ ("This file holds several certificates. Ask the administrator for that of the "
                      "office’s authority alone."));
  return TRUE;
}

static GTlsCertificate *
parse (const char *data, gsize length)
{
  g_autoptr (GByteArray) der = NULL;

  if (g_strstr_len (data, (gssize) length, BEGIN) != NULL)
    return g_tls_certificate_new_from_pem (data, (gssize) length, NULL);
  der = g_byte_array_append (g_byte_array_new (), (const guint8 *) data, (guint) length);
  return g_initable_new (g_tls_backend_get_certificate_type (g_tls_backend_get_default ()),
                         NULL,
                         NULL,
                         "certificate",
                         der,
                         NULL);
}

static gboolean
check (const DyrCertificate *self, gint64 now, GError **error)
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (self->tls, "certificate", &der, NULL);
  if (!is_authority (der->data, der->len))
    return refuse (error,
                   _ ("This is the certificate of a computer, not that of an authority. Ask the "
                      "administrator for that of the office’s authority."));
  if (self->until < now)
    return refuse (error,
                   _ ("This certificate has expired. Ask the administrator for the one of now."));
  if (self->from > now)
    return refuse (error, _ ("This certificate is not valid yet. Check this computer’s date."));
  return TRUE;
}

DyrCertificate *
dyr_certificate_read (const char *data, gsize length, gint64 now, GError **error)
{
  g_autoptr (GTlsCertificate) tls = NULL;
  g_autoptr (DyrCertificate) self = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  if (!check_text (data, length, error))
    return NULL;
  tls = parse (data, length);
  if (tls == NULL)
    {
      refuse (error, _ ("This file holds no certificate."));
      return NULL;
    }
  self = describe (tls);
  return check (self, now, error) ? g_steal_pointer (&self) : NULL;
}

DyrCertificate *
dyr_certificate_read_file (GFile *file, gint64 now, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *data = g_malloc (LONGEST + 2);
  g_autoptr (GError) local = NULL;
  gsize length = 0;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  stream = g_file_read (file, NULL, &local);
  if (stream == NULL
      || !g_input_stream_read_all (
          G_INPUT_STREAM (stream), data, LONGEST + 1, &length, NULL, &local))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_NOT_FOUND,
                   /* Translators: why, as the system says it. */
                   _ ("The file cannot be read: %s"), local->message);
      return NULL;
    }
  data[length] = '\0';
  return dyr_certificate_read (data, length, now, error);
}

static void
read_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  DyrCertificate *certificate = dyr_certificate_read_file (source, *(gint64 *) data, &error);

  if (certificate != NULL)
    g_task_return_pointer (task, certificate, (GDestroyNotify) dyr_certificate_free);
  else
    g_task_return_error (task, error);
}

void
dyr_certificate_read_file_async (GFile *file,
                                 gint64 now,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, NULL, callback, data);
  g_task_set_source_tag (task, dyr_certificate_read_file_async);
  g_task_set_task_data (task, g_memdup2 (&now, sizeof now), g_free);
  g_task_run_in_thread (task, read_file);
}

DyrCertificate *
dyr_certificate_read_file_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

DyrCertificate *
dyr_certificate_kept (const char *pem)
{
  g_autoptr (GTlsCertificate) tls = NULL;

  g_return_val_if_fail (pem != NULL, NULL);

  tls = g_tls_certificate_new_from_pem (pem, -1, NULL);
  return tls != NULL ? describe (tls) : NULL;
}

gboolean
dyr_certificate_vouches (const DyrCertificate *self, GTlsCertificate *peer, const char *host)
{
  g_autoptr (GSocketConnectable) name = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (peer), FALSE);
  g_return_val_if_fail (host != NULL, FALSE);

  name = g_network_address_new (host, 443);
  return g_tls_certificate_verify (peer, name, self->tls) == 0;
}
