/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The story of a record in words: its history grouped by action, ready for a timeline. */

#pragma once

#include "dyr-context.h"
#include "dyr-history-words.h"

G_BEGIN_DECLS

/* What an action did with one record. */
typedef struct
{
  gint64 record;
  const DyrRecordType *type;
  gboolean other;  /* it is not the record whose story this is */
  char *title;     /* of the other record; NULL: it has none */
  GStrv texts;     /* “Agreed date: 24.11 → 26.11”, a line each; may be empty */
  guint n_more;    /* changes beyond those */
  gboolean speaks; /* what the record itself says belongs here: dyr_story_words () */
} DyrStoryPart;

/* An action. */
typedef struct
{
  gint64 action;
  gint64 at;  /* instant */
  gint64 day; /* in the office's time zone */
  char *who;  /* “You”, “Import of clients.csv” */
  const char *icon;
  const char
      *remark;      /* why sync did it, or what the person did: translated; NULL: nothing to say */
  gboolean undone;  /* it was taken back */
  gboolean is_undo; /* it took another one back */
  /* What can be done about it from here: nothing about what was done to many records at once, which
   * is undone where all of it is seen. */
  DyrHistoryStep step;
  GPtrArray *parts; /* DyrStoryPart */
  guint n_more;     /* records beyond those */
} DyrStoryItem;

/* A new array of DyrStoryItem, newest first. `entries` is what dyr_store_history_finish () gave for
 * the record `about`; what people do not read (logs that a field keeps by itself) is left out. */
GPtrArray *dyr_story_tell (GPtrArray *entries, gint64 about, const DyrContext *context);
/* What a field keeps by itself beside the change that people made: nothing that they read. */
gboolean dyr_story_is_log (const DyrHistoryEntry *entry);
/* “Agreed date: 24.11 → 26.11”: a change of a record whose type is known; newly allocated.
 * `entries` are those of its action at least: an amount is shown in the currency that it had. */
char *
dyr_story_tell_entry (const DyrContext *context, GPtrArray *entries, const DyrHistoryEntry *entry);
/* Whether both would be shown alike. */
gboolean dyr_story_item_equal (const DyrStoryItem *a, const DyrStoryItem *b);

/* “Today”, “Yesterday”, “Monday, 24 November 2026”; newly allocated. */
char *dyr_story_day (const DyrContext *context, gint64 day);
/* What a note says, what came of a call or a presentation; newly allocated, NULL for nothing. */
char *dyr_story_words (const DyrContext *context, DyrRecord *record);

G_END_DECLS
