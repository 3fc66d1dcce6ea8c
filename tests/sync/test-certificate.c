/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCertificate: what an administrator gives to people in a file, and what they are given by
 * mistake; and what DyrHttp makes of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-certificate.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyr-error.h"
#include "dyr-http.h"
#include "http-test.h"

#define DAY (24 * 60 * 60)

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static char *
load (const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (http_certificates (), name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;

  g_file_get_contents (path, &data, length, &error);
  g_assert_no_error (error);
  return data;
}

static void
assert_refused (const char *data, gsize length, gint64 at, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCertificate) certificate = dyr_certificate_read (data, length, at, &error);

  g_assert_null (certificate);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
}

static GByteArray *
der_of (const char *pem)
{
  g_autoptr (GTlsCertificate) tls = g_tls_certificate_new_from_pem (pem, -1, NULL);
  GByteArray *der = NULL;

  g_object_get (tls, "certificate", &der, NULL);
  return der;
}

/* As text and as bytes it is the same, and says the same of itself. */
static void
test_read (void)
{
  gsize length;
  g_autofree char *pem = load ("ca.pem", &length);
  g_autoptr (GByteArray) der = der_of (pem);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCertificate) text = dyr_certificate_read (pem, length, now (), &error);
  g_autoptr (DyrCertificate) bytes = NULL, kept = NULL;
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL, *lower = NULL;

  g_assert_no_error (error);
  bytes = dyr_certificate_read ((const char *) der->data, der->len, now (), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text->name, ==, "CN=Test");
  g_assert_cmpstr (text->issuer, ==, "CN=Test");
  g_assert_cmpint (text->from, <=, now ());
  g_assert_cmpint (text->until, >, now () + DAY);
  g_assert_cmpint (text->until, <=, now () + 2 * DAY);
  parts = g_strsplit (text->fingerprint, ":", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 32);
  joined = g_strjoinv ("", parts);
  lower = g_ascii_strdown (joined, -1);
  g_assert_cmpstr (lower, ==, sum);
  g_assert_cmpstr (bytes->fingerprint, ==, text->fingerprint);
  g_assert_cmpstr (bytes->pem, ==, text->pem);
  kept = dyr_certificate_kept (text->pem);
  g_assert_cmpstr (kept->fingerprint, ==, text->fingerprint);
}

static void
test_refused (void)
{
  gsize length, size;
  g_autofree char *ca = load ("ca.pem", &length), *key = load ("ca.key", &size);
  g_autofree char *both = g_strconcat (ca, key, NULL), *twice = g_strconcat (ca, ca, NULL);
  g_autofree char *leaf = load ("good.pem", &size), *cut = g_strndup (ca, length / 2);
  g_autofree char *huge = g_strnfill (300 * 1024, 'x');
  g_autoptr (GByteArray) der = der_of (ca);

  assert_refused (leaf, strlen (leaf), now (), "of a computer");
  assert_refused (key, strlen (key), now (), "private key");
  assert_refused (both, strlen (both), now (), "private key");
  assert_refused (twice, strlen (twice), now (), "several");
  assert_refused (ca, length, now () + 3 * DAY, "has expired");
  assert_refused (ca, length, now () - 3 * DAY, "not valid yet");
  assert_refused ("", 0, now (), "no certificate");
  assert_refused ("Добрий день", strlen ("Добрий день"), now (), "no certificate");
  assert_refused (cut, strlen (cut), now (), "no certificate");
  assert_refused (huge, strlen (huge), now (), "no certificate");
  assert_refused ((const char *) der->data, der->len / 2, now (), "no certificate");
}

/* Whatever byte is another one, it is read or refused. */
static void
test_damaged (void)
{
  gsize length;
  g_autofree char *pem = load ("ca.pem", &length);
  g_autoptr (GByteArray) der = der_of (pem);

  for (guint i = 0; i < der->len; i++)
    for (guint bit = 0; bit < 8; bit += 7)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (DyrCertificate) read = NULL;

        der->data[i] ^= (guint8) (1 << bit);
        read = dyr_certificate_read ((const char *) der->data, der->len, now (), &error);
        g_assert_true ((read == NULL) == (error != NULL));
        der->data[i] ^= (guint8) (1 << bit);
      }
}

static void
test_file (void)
{
  g_autofree char *path = g_build_filename (http_certificates (), "ca.pem", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path), none = g_file_new_for_path ("/no/such.pem");
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrCertificate) read = dyr_certificate_read_file (file, now (), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (read->name, ==, "CN=Test");
  g_assert_null (dyr_certificate_read_file (none, now (), &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
}

typedef struct
{
  DyrCertificate *certificate;
  GError *error;
  gboolean done;
} Reading;

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;

  reading->certificate = dyr_certificate_read_file_finish (result, &reading->error);
  reading->done = TRUE;
}

static void
wait_for (Reading *reading)
{
  while (!reading->done)
    g_main_context_iteration (NULL, TRUE);
}

/* A file that tells nothing until we do: who waits for it here waits for ever. */
static void
test_slow_file (void)
{
  gsize length;
  g_autofree char *pem = load ("ca.pem", &length), *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "slow.pem", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path), none = g_file_new_for_path ("/no/such.pem");
  Reading reading = { NULL }, missing = { NULL };
  int pipe;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  dyr_certificate_read_file_async (file, now (), on_read, &reading);
  dyr_certificate_read_file_async (none, now (), on_read, &missing);
  wait_for (&missing);
  g_assert_error (missing.error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  g_assert_false (reading.done);
  pipe = open (path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (write (pipe, pem, length), ==, (int) length);
  close (pipe);
  wait_for (&reading);
  g_assert_no_error (reading.error);
  g_assert_cmpstr (reading.certificate->name, ==, "CN=Test");
  dyr_certificate_free (reading.certificate);
  g_error_free (missing.error);
  g_remove (path);
  g_rmdir (folder);
}

static GTlsCertificate *
load_peer (const char *name)
{
  gsize length;
  g_autofree char *pem = load (name, &length);
  GTlsCertificate *peer = g_tls_certificate_new_from_pem (pem, -1, NULL);

  g_assert_nonnull (peer);
  return peer;
}

/* It vouches for what it issued, for that name, at that time; nothing else. */
static void
test_vouches (void)
{
  gsize length;
  g_autofree char *pem = load ("ca.pem", &length);
  g_autoptr (DyrCertificate) ca = dyr_certificate_kept (pem);
  g_autoptr (DyrCertificate) other = NULL;
  g_autofree char *leaf = load ("other.pem", &length);
  g_autoptr (GTlsCertificate) good = load_peer ("good.pem"), late = load_peer ("expired.pem");

  g_assert_true (dyr_certificate_vouches (ca, good, "localhost"));
  g_assert_false (dyr_certificate_vouches (ca, good, "crm.example.com"));
  g_assert_false (dyr_certificate_vouches (ca, late, "localhost"));
  /* One that was kept by whatever way and is none of an authority vouches for nobody. */
  other = dyr_certificate_kept (leaf);
  g_assert_false (dyr_certificate_vouches (other, good, "localhost"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/read", test_read);
  g_test_add_func ("/certificate/refused", test_refused);
  g_test_add_func ("/certificate/damaged", test_damaged);
  g_test_add_func ("/certificate/file", test_file);
  g_test_add_func ("/certificate/slow-file", test_slow_file);
  g_test_add_func ("/certificate/vouches", test_vouches);
  status = g_test_run ();
  http_certificates_remove ();
  return status;
}
