/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* UUIDs of RFC 9562, versions 7 and 5. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-uid-private.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* The 12 bits of rand_a are a counter (RFC 9562, 6.2, method 1). It starts below its half, so that
 * at least 2048 identifiers fit into a millisecond before the time has to run ahead of the clock.
 */
#define COUNTER_MAX 0xfff
#define COUNTER_START_MASK 0x7ff

static void
fill_random (gpointer buffer, gsize length)
{
  guint8 *bytes = buffer;

  while (length > 0)
    {
      ssize_t n = getrandom (bytes, length, 0);

      if (n < 0)
        {
          /* Identifiers without randomness would collide between computers: there is no going on.
           */
          if (errno != EINTR)
            g_error ("No random numbers from the system: %s", g_strerror (errno));

          continue;
        }

      bytes += n;
      length -= (gsize) n;
    }
}

static void
set_version (DyrUid *uid, guint8 version)
{
  uid->bytes[6] = (uid->bytes[6] & 0x0f) | (guint8) (version << 4);
  uid->bytes[8] = (uid->bytes[8] & 0x3f) | 0x80;
}

/**
 * dyr_uid_new_at: (skip)
 * @clock: the last time and count given out, both 0 at first
 * @milliseconds: since 1970-01-01T00:00:00Z
 *
 * Makes the next identifier of a clock: greater than all it made before, also when @milliseconds
 * stands still or steps back. Not thread-safe: dyr_uid_new () is.
 */
DyrUid
dyr_uid_new_at (DyrUidClock *clock, guint64 milliseconds)
{
  DyrUid uid;
  guint16 start;

  fill_random (&uid, sizeof uid);
  start = (guint16) (uid.bytes[6] << 8 | uid.bytes[7]) & COUNTER_START_MASK;

  if (milliseconds > clock->milliseconds)
    {
      clock->milliseconds = milliseconds;
      clock->counter = start;
    }
  else if (clock->counter < COUNTER_MAX)
    {
      clock->counter++;
    }
  else
    {
      clock->milliseconds++;
      clock->counter = start;
    }

  for (guint i = 0; i < 6; i++)
    uid.bytes[i] = (guint8) (clock->milliseconds >> (40 - 8 * i));

  uid.bytes[6] = (guint8) (clock->counter >> 8);
  uid.bytes[7] = (guint8) clock->counter;
  set_version (&uid, 7);

  return uid;
}

/**
 * dyr_uid_new:
 *
 * Makes an identifier for what is born now: UUID version 7. Within the process each is greater
 * (memcmp ()) than the one before, whatever the clock does. May be called in any thread.
 */
DyrUid
dyr_uid_new (void)
{
  static GMutex mutex;
  static DyrUidClock clock;
  DyrUid uid;

  g_mutex_lock (&mutex);
  uid = dyr_uid_new_at (&clock, (guint64) MAX (g_get_real_time (), 0) / 1000);
  g_mutex_unlock (&mutex);

  return uid;
}

/**
 * dyr_uid_new_named:
 * @space: the identifier of the name space
 * @name: UTF-8
 *
 * Makes the identifier that this name always has in this name space: UUID version 5. Two computers
 * that never met give the same record of a CRM the same identifier.
 */
DyrUid
dyr_uid_new_named (const DyrUid *space, const char *name)
{
  g_autoptr (GChecksum) checksum = NULL;
  DyrUid uid = { 0 };
  guint8 digest[20];
  gsize length = sizeof digest;

  g_return_val_if_fail (space != NULL, uid);
  g_return_val_if_fail (name != NULL, uid);

  checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_checksum_update (checksum, space->bytes, sizeof space->bytes);
  g_checksum_update (checksum, (const guchar *) name, -1);
  g_checksum_get_digest (checksum, digest, &length);

  memcpy (uid.bytes, digest, sizeof uid.bytes);
  set_version (&uid, 5);

  return uid;
}

static gboolean
is_hyphen_place (gsize position)
{
  return position == 8 || position == 13 || position == 18 || position == 23;
}

/**
 * dyr_uid_to_text:
 * @uid: an identifier
 *
 * Returns: (transfer full): its 36 characters, lower case
 */
char *
dyr_uid_to_text (const DyrUid *uid)
{
  static const char digits[] = "0123456789abcdef";
  char *text;
  gsize nibble = 0;

  g_return_val_if_fail (uid != NULL, NULL);

  text = g_malloc (DYR_UID_TEXT_LENGTH + 1);
  for (gsize i = 0; i < DYR_UID_TEXT_LENGTH; i++)
    {
      guint8 byte;

      if (is_hyphen_place (i))
        {
          text[i] = '-';
          continue;
        }

      byte = uid->bytes[nibble / 2];
      text[i] = digits[nibble % 2 == 0 ? byte >> 4 : byte & 0xf];
      nibble++;
    }

  text[DYR_UID_TEXT_LENGTH] = '\0';

  return text;
}

/**
 * dyr_uid_parse:
 * @text: what may be an identifier
 * @uid: (out caller-allocates): the identifier; untouched when @text is none
 *
 * Reads the form of 36 characters, in either case, and no other.
 *
 * Returns: whether @text is an identifier
 */
gboolean
dyr_uid_parse (const char *text, DyrUid *uid)
{
  DyrUid result = { 0 };
  gsize nibble = 0;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);

  for (gsize i = 0; i < DYR_UID_TEXT_LENGTH; i++)
    {
      int digit;

      if (is_hyphen_place (i))
        {
          if (text[i] != '-')
            return FALSE;

          continue;
        }

      /* Ends the loop at the final NUL, too. */
      digit = g_ascii_xdigit_value (text[i]);
      if (digit < 0)
        return FALSE;

      result.bytes[nibble / 2] |= (guint8) (nibble % 2 == 0 ? digit << 4 : digit);
      nibble++;
    }

  if (text[DYR_UID_TEXT_LENGTH] != '\0')
    return FALSE;

  *uid = result;

  return TRUE;
}

/** Whether two identifiers are the same. */
gboolean
dyr_uid_equal (const DyrUid *a, const DyrUid *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/** Whether all bytes are 0: no identifier at all. */
gboolean
dyr_uid_is_null (const DyrUid *uid)
{
  static const DyrUid null = { 0 };

  g_return_val_if_fail (uid != NULL, TRUE);

  return dyr_uid_equal (uid, &null);
}
