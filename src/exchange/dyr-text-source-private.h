/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A text file of any encoding as lines of UTF-8, in constant memory. */

#pragma once

#include <gio/gio.h>

#include "dyr-encoding.h"

G_BEGIN_DECLS

typedef struct _DyrTextSource DyrTextSource;

/* The default size of the block that is read at once: also the longest piece of a line. */
#define DYR_TEXT_SOURCE_BLOCK (256 * 1024)
/* The smallest one: the longest character and a line end have to fit. */
#define DYR_TEXT_SOURCE_BLOCK_MIN 8

/* A line, or a part of one that does not fit into a block. Borrowed until the next call. */
typedef struct
{
  const char *text;   /* UTF-8, not ended by a NUL; may hold U+0000 */
  gsize length;       /* bytes, without the line end */
  const char *ending; /* "\n", "\r\n", "\r"; "" at the end of the file */
  gboolean ends_line; /* no: the next piece goes on with this line */
  guint line;         /* from 1 */
  guint column;       /* characters of the line before this piece, plus 1 */
  goffset offset;     /* place of the piece in the file */
  gsize n_invalid;    /* byte sequences that are no character; each is a U+FFFD now */
  gsize invalid_at;   /* place of the first one in text */
  gsize nul_at;       /* place of the first U+0000 in text, G_MAXSIZE when there is none */
} DyrTextPiece;

/* Opens an ordinary file and guesses its encoding, which is `encoding` when that is given. Errors
 * name the file: DYR_ERROR_NOT_FOUND, DYR_ERROR_INVALID (a folder, empty, not text),
 * DYR_ERROR_FAILED (cannot be read). */
DyrTextSource *
dyr_text_source_open (const char *path, const char *encoding, gsize block_size, GError **error);
void dyr_text_source_free (DyrTextSource *self);

/* What the guess was. */
const DyrEncodingGuess *dyr_text_source_get_guess (DyrTextSource *self);
const char *dyr_text_source_get_encoding (DyrTextSource *self);

/* The next piece; FALSE without an error at the end of the file. The last piece of every line says
 * that it ends it. */
gboolean dyr_text_source_next (DyrTextSource *self, DyrTextPiece *piece, GError **error);
/* Goes to the beginning of a line: its place in the file and its number. */
gboolean dyr_text_source_seek (DyrTextSource *self, goffset offset, guint line, GError **error);
/* Goes to the first line, behind the byte order mark. */
gboolean dyr_text_source_rewind (DyrTextSource *self, GError **error);

goffset dyr_text_source_get_size (DyrTextSource *self);
/* Where the piece that comes next begins. */
goffset dyr_text_source_get_offset (DyrTextSource *self);
guint dyr_text_source_get_line (DyrTextSource *self);
/* The name of the file for people; not to be freed. */
const char *dyr_text_source_get_name (DyrTextSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrTextSource, dyr_text_source_free)

G_END_DECLS
