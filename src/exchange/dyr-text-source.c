/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A text file of any encoding as lines of UTF-8, in constant memory. Lines are found among the raw
 * bytes and decoded one by one, so that the place of every line in the file is known: going back to
 * a line needs no second decoder state. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-text-source-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dyr-encoding-private.h"
#include "dyr-error.h"

/* A sample is the first block; when it is plain ASCII, the first blocks that are not. */
#define SAMPLE_BLOCK (64 * 1024)
#define SAMPLE_MAX (512 * 1024)
#define SAMPLE_HIGH_BYTES 2000

typedef enum
{
  FORM_UTF8,
  FORM_TABLE,
  FORM_UTF16,
  FORM_UTF32,
} Form;

typedef struct
{
  char bytes[3];
  guint8 length;
} TableEntry;

struct _DyrTextSource
{
  char *name;
  int fd;
  goffset size;
  DyrEncodingGuess guess;

  const char *encoding;
  Form form;
  gboolean big_endian;
  guint unit; /* bytes of a line end character */
  gsize bom_length;
  TableEntry table[256];
  gboolean table_valid[256];

  guint8 *block;
  gsize capacity;
  gsize start; /* of what is not handed out yet */
  gsize end;
  goffset start_offset; /* in the file */
  gboolean at_end;

  guint line;
  guint column;
  gboolean in_line; /* a part of it was handed out */
  GString *decoded;
};

static gssize
read_fully (int fd, guint8 *data, gsize length)
{
  gsize done = 0;

  while (done < length)
    {
      gssize n = read (fd, data + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += (gsize) n;
    }

  return (gssize) done;
}

static void
set_read_error (GError **error, int code, const char *name)
{
  g_set_error (
      error,
      DYR_ERROR,
      DYR_ERROR_FAILED,
      _ ("“%s” cannot be read: %s. Check that the file is there and that you may open it."),
         name,
         g_strerror (code));
}

static gsize
count_high (const guint8 *data, gsize length)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    n += data[i] >= 0x80;

  return n;
}

/* Reads blocks until there is enough to go by. Blocks of plain ASCII after the first are passed
 * over; no character of any encoding we know is cut by that. */
static gboolean
guess_encoding (DyrTextSource *self, const char *encoding, GError **error)
{
  g_autoptr (GByteArray) sample = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (SAMPLE_BLOCK);
  g_autoptr (GError) local_error = NULL;
  gsize high = 0;
  gboolean whole = FALSE;

  while (!whole && high < SAMPLE_HIGH_BYTES && sample->len < SAMPLE_MAX)
    {
      gssize n = read_fully (self->fd, block, SAMPLE_BLOCK);

      if (n < 0)
        {
          set_read_error (error, errno, self->name);
          return FALSE;
        }

      whole = n < SAMPLE_BLOCK;
      high += count_high (block, (gsize) n);
      if (sample->len == 0 || high > 0)
        g_byte_array_append (sample, block, (guint) n);
    }

  if (dyr_encoding_guess (sample->data, sample->len, whole, &self->guess, &local_error))
    return TRUE;

  /* The zeros of UTF-16 and UTF-32 look like no text to who does not know. */
  if (encoding != NULL && g_str_has_prefix (encoding, "UTF-") && !g_str_equal (encoding, "UTF-8"))
    return TRUE;

  g_set_error (error,
               DYR_ERROR,
               local_error->code,
               C_ ("file: what is wrong", "%s: %s"), self->name, local_error->message);

  return FALSE;
}

gboolean
dyr_text_source_seek (DyrTextSource *self, goffset offset, guint line, GError **error)
{
  goffset ahead;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (offset >= 0, FALSE);
  g_return_val_if_fail (line > 0, FALSE);

  self->line = line;
  self->column = 1;
  self->in_line = FALSE;

  /* Most often the line is still in the block. */
  ahead = self->start_offset + (goffset) (self->end - self->start);
  if (self->block != NULL && offset <= ahead
      && offset >= self->start_offset - (goffset) self->start)
    {
      self->start -= (gsize) (self->start_offset - offset);
      self->start_offset = offset;
      return TRUE;
    }

  if (lseek (self->fd, offset, SEEK_SET) < 0)
    {
      set_read_error (error, errno, self->name);
      return FALSE;
    }
  self->start = 0;
  self->end = 0;
  self->start_offset = offset;
  self->at_end = FALSE;

  return TRUE;
}

gboolean
dyr_text_source_rewind (DyrTextSource *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* What was read for another purpose is not in the block. */
  g_clear_pointer (&self->block, g_free);
  self->start = 0;
  self->end = 0;

  if (!dyr_text_source_seek (self, (goffset) self->bom_length, 1, error))
    return FALSE;

  self->block = g_malloc (self->capacity);

  return TRUE;
}

static gboolean
fill_table (DyrTextSource *self, const char *encoding)
{
  gunichar table[256];

  if (!dyr_encoding_table (encoding, table))
    return FALSE;

  for (guint i = 0; i < 256; i++)
    {
      char bytes[6];

      /* No one-byte encoding reaches beyond the characters of three bytes. */
      self->table[i].length = (guint8) g_unichar_to_utf8 (table[i], bytes);
      g_assert (self->table[i].length <= sizeof self->table[i].bytes);
      memcpy (self->table[i].bytes, bytes, self->table[i].length);
      self->table_valid[i] = table[i] != DYR_ENCODING_REPLACEMENT;
    }

  return TRUE;
}

/* Reads as this encoding from now on, from the beginning of the file. */
static gboolean
set_encoding (DyrTextSource *self, const char *encoding, GError **error)
{
  const char *name = NULL;
  guint8 beginning[4];
  gssize n;

  name = dyr_encoding_find (encoding);
  if (name == NULL)
    {
      g_autofree char *known = g_strjoinv (", ", (GStrv) dyr_encoding_list ());

      g_set_error (
          error,
          DYR_ERROR,
          DYR_ERROR_INVALID,
          _ ("“%s” is no encoding that can be read. Choose one of these: %s."), encoding, known);
      return FALSE;
    }

  self->unit = 1;
  self->big_endian = g_str_has_suffix (name, "BE");
  if (g_str_equal (name, "UTF-8"))
    {
      self->form = FORM_UTF8;
    }
  else if (g_str_has_prefix (name, "UTF-16"))
    {
      self->form = FORM_UTF16;
      self->unit = 2;
    }
  else if (g_str_has_prefix (name, "UTF-32"))
    {
      self->form = FORM_UTF32;
      self->unit = 4;
    }
  else if (fill_table (self, name))
    {
      self->form = FORM_TABLE;
    }
  else
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("The encoding “%s” is missing in this system’s Unicode library."), name);
      return FALSE;
    }

  self->encoding = name;
  self->bom_length = 0;
  if (lseek (self->fd, 0, SEEK_SET) < 0 || (n = read_fully (self->fd, beginning, 4)) < 0)
    {
      set_read_error (error, errno, self->name);
      return FALSE;
    }
  self->bom_length = dyr_encoding_bom_length (name, beginning, (gsize) n);

  return dyr_text_source_rewind (self, error);
}

DyrTextSource *
dyr_text_source_open (const char *path, const char *encoding, gsize block_size, GError **error)
{
  g_autoptr (DyrTextSource) self = NULL;
  struct stat info;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (DyrTextSource, 1);
  self->name = g_filename_display_basename (path);
  self->capacity = MAX (block_size, DYR_TEXT_SOURCE_BLOCK_MIN);
  self->decoded = g_string_new (NULL);

  /* A pipe without a writer would make us wait here otherwise. */
  self->fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (self->fd < 0 && errno == ENOENT)
    {
      g_set_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND, _ ("There is no file “%s”."), self->name);
      return NULL;
    }
  if (self->fd < 0 || fstat (self->fd, &info) != 0)
    {
      set_read_error (error, errno, self->name);
      return NULL;
    }

  if (S_ISDIR (info.st_mode))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("“%s” is a folder. Choose a file inside it."), self->name);
      return NULL;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("“%s” is not an ordinary file. Save the data to a file first."), self->name);
      return NULL;
    }
  if (info.st_size == 0)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("“%s” is empty. Save the table again and import that file."), self->name);
      return NULL;
    }

  self->size = info.st_size;
  if (!guess_encoding (self, encoding != NULL ? dyr_encoding_find (encoding) : NULL, error)
      || !set_encoding (self, encoding != NULL ? encoding : self->guess.encoding, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
dyr_text_source_free (DyrTextSource *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  if (self->decoded != NULL)
    g_string_free (self->decoded, TRUE);
  g_free (self->block);
  g_free (self->name);
  g_free (self);
}

const char *
dyr_text_source_get_encoding (DyrTextSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->encoding;
}

const DyrEncodingGuess *
dyr_text_source_get_guess (DyrTextSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->guess;
}

goffset
dyr_text_source_get_size (DyrTextSource *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

goffset
dyr_text_source_get_offset (DyrTextSource *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->start_offset;
}

guint
dyr_text_source_get_line (DyrTextSource *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->line;
}

const char *
dyr_text_source_get_name (DyrTextSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/* Moves what is left to the front and fills the rest of the block. */
static gboolean
fill (DyrTextSource *self, GError **error)
{
  gssize n;

  if (self->start > 0)
    {
      memmove (self->block, self->block + self->start, self->end - self->start);
      self->end -= self->start;
      self->start = 0;
    }

  n = read_fully (self->fd, self->block + self->end, self->capacity - self->end);
  if (n < 0)
    {
      set_read_error (error, errno, self->name);
      return FALSE;
    }

  self->at_end = (gsize) n < self->capacity - self->end;
  self->end += (gsize) n;

  return TRUE;
}

static guint32
get_unit (const DyrTextSource *self, const guint8 *data)
{
  if (self->unit == 1)
    return data[0];

  if (self->unit == 2)
    return self->big_endian ? (guint32) (data[0] << 8 | data[1])
                            : (guint32) (data[1] << 8 | data[0]);

  return self->big_endian
             ? (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3]
             : (guint32) data[3] << 24 | (guint32) data[2] << 16 | (guint32) data[1] << 8 | data[0];
}

/* Bytes before the first line end, or `length`. */
static gsize
find_line_end (const DyrTextSource *self, const guint8 *data, gsize length)
{
  if (self->unit == 1)
    {
      const guint8 *lf = memchr (data, '\n', length);
      gsize limit = lf != NULL ? (gsize) (lf - data) : length;
      const guint8 *cr = memchr (data, '\r', limit);

      return cr != NULL ? (gsize) (cr - data) : limit;
    }

  for (gsize i = 0; i + self->unit <= length; i += self->unit)
    {
      guint32 c = get_unit (self, data + i);

      if (c == '\n' || c == '\r')
        return i;
    }

  return length;
}

/* How long the character is that begins with this byte. */
static gsize
measure_utf8 (guint8 byte)
{
  return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/* How many bytes at the end of a piece that is not the last one belong to a character that goes on
 * in the next block. */
static gsize
count_cut (const DyrTextSource *self, const guint8 *data, gsize length)
{
  gsize rest = length % self->unit;

  if (self->form == FORM_UTF16 && length - rest >= 2
      && (get_unit (self, data + length - rest - 2) & 0xfc00) == 0xd800)
    return rest + 2;

  for (gsize back = 1; self->form == FORM_UTF8 && back <= MIN (length, 3); back++)
    {
      guint8 byte = data[length - back];

      if (byte < 0x80 || byte >= 0xc0)
        return measure_utf8 (byte) > back ? back : 0;
    }

  return rest;
}

static void
note_invalid (DyrTextSource *self, DyrTextPiece *piece)
{
  if (piece->n_invalid++ == 0)
    piece->invalid_at = self->decoded->len;
  g_string_append (self->decoded, "\xef\xbf\xbd");
}

/* A broken character and what it has of its own: it is one error, not one for each byte. */
static gsize
measure_broken (const char *text, const char *end)
{
  gsize most = MIN (measure_utf8 ((guint8) *text), (gsize) (end - text));
  gsize n = 1;

  while (n < most && ((guint8) text[n] & 0xc0) == 0x80)
    n++;

  return n;
}

static void
decode_utf8 (DyrTextSource *self, const guint8 *data, gsize length, DyrTextPiece *piece)
{
  const char *text = (const char *) data;
  const char *end = text + length;
  const char *stop = NULL;

  if (g_utf8_validate_len (text, length, &stop))
    {
      piece->text = text;
      piece->length = length;
      return;
    }

  g_string_truncate (self->decoded, 0);
  while (text < end)
    {
      if (g_utf8_validate_len (text, (gsize) (end - text), &stop))
        stop = end;
      g_string_append_len (self->decoded, text, stop - text);
      text = stop;
      if (text == end)
        break;

      /* GLib takes a NUL for an error; it is a character here, and refused elsewhere. */
      if (*text == '\0')
        {
          g_string_append_c (self->decoded, '\0');
          text++;
        }
      else
        {
          note_invalid (self, piece);
          text += measure_broken (text, end);
        }
    }

  piece->text = self->decoded->str;
  piece->length = self->decoded->len;
}

static void
decode_table (DyrTextSource *self, const guint8 *data, gsize length, DyrTextPiece *piece)
{
  if (count_high (data, length) == 0)
    {
      piece->text = (const char *) data;
      piece->length = length;
      return;
    }

  g_string_truncate (self->decoded, 0);
  for (gsize i = 0; i < length; i++)
    {
      const TableEntry *entry = &self->table[data[i]];

      if (data[i] < 0x80)
        g_string_append_c (self->decoded, (char) data[i]);
      else if (self->table_valid[data[i]])
        g_string_append_len (self->decoded, entry->bytes, entry->length);
      else
        note_invalid (self, piece);
    }

  piece->text = self->decoded->str;
  piece->length = self->decoded->len;
}

static void
decode_units (DyrTextSource *self, const guint8 *data, gsize length, DyrTextPiece *piece)
{
  gsize i = 0;

  g_string_truncate (self->decoded, 0);

  for (i = 0; i + self->unit <= length; i += self->unit)
    {
      gunichar c = get_unit (self, data + i);

      if (self->form == FORM_UTF16 && (c & 0xfc00) == 0xd800 && i + 4 <= length)
        {
          guint32 low = get_unit (self, data + i + 2);

          if ((low & 0xfc00) == 0xdc00)
            {
              c = 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
              i += 2;
            }
        }

      if (c == 0)
        g_string_append_c (self->decoded, '\0');
      else if (g_unichar_validate (c))
        g_string_append_unichar (self->decoded, c);
      else
        note_invalid (self, piece);
    }

  if (i < length)
    note_invalid (self, piece);

  piece->text = self->decoded->str;
  piece->length = self->decoded->len;
}

static void
decode (DyrTextSource *self, const guint8 *data, gsize length, DyrTextPiece *piece)
{
  const char *nul = NULL;

  switch (self->form)
    {
    case FORM_UTF8:
      decode_utf8 (self, data, length, piece);
      break;
    case FORM_TABLE:
      decode_table (self, data, length, piece);
      break;
    case FORM_UTF16:
    case FORM_UTF32:
      decode_units (self, data, length, piece);
      break;
    default:
      g_assert_not_reached ();
    }

  nul = piece->length > 0 ? memchr (piece->text, '\0', piece->length) : NULL;
  piece->nul_at = nul != NULL ? (gsize) (nul - piece->text) : G_MAXSIZE;
}

static guint
count_characters (const char *text, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += ((guint8) text[i] & 0xc0) != 0x80;

  return n;
}

gboolean
dyr_text_source_next (DyrTextSource *self, DyrTextPiece *piece, GError **error)
{
  const guint8 *data = NULL;
  gsize length, available, taken;
  gboolean found;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (piece != NULL, FALSE);

  data = self->block + self->start;
  available = self->end - self->start;
  length = find_line_end (self, data, available);

  /* The line end is not in the block, or only its first half may be. */
  if (length + 2 * self->unit > available && !self->at_end)
    {
      if (!fill (self, error))
        return FALSE;

      data = self->block;
      available = self->end;
      length = find_line_end (self, data, available);
    }

  /* The file ended with the block: the line that was going on gets its end all the same. */
  if (available == 0 && !self->in_line)
    return FALSE;

  *piece = (DyrTextPiece){
    .ending = "", .line = self->line, .column = self->column, .offset = self->start_offset
  };

  found = length + self->unit <= available;
  taken = length;
  if (found && get_unit (self, data + length) == '\n')
    {
      piece->ending = "\n";
      taken += self->unit;
    }
  else if (found && length + 2 * self->unit > available && !self->at_end)
    {
      /* A return at the very end of the block: its line feed may follow. */
      found = FALSE;
    }
  else if (found)
    {
      const guint8 *after = data + length + self->unit;
      gboolean both = length + 2 * self->unit <= available && get_unit (self, after) == '\n';

      piece->ending = both ? "\r\n" : "\r";
      taken += both ? 2 * self->unit : self->unit;
    }

  piece->ends_line = found || self->at_end;
  self->in_line = !piece->ends_line;
  if (!piece->ends_line)
    {
      if (length == available)
        length -= count_cut (self, data, length);
      taken = length;
    }

  decode (self, data, length, piece);

  self->start += taken;
  self->start_offset += (goffset) taken;
  if (piece->ends_line)
    {
      self->line++;
      self->column = 1;
    }
  else
    {
      self->column += count_characters (piece->text, piece->length);
    }

  return TRUE;
}
