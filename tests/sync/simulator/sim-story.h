/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* SimStory: every atom (a word that was never written before) that a person puts into a field or
 * knowingly takes out: what promise G2 is checked by. */

#pragma once

#include "dyr-remote.h"
#include "dyr-rows.h"

G_BEGIN_DECLS

/* What has become of a word that somebody wrote. */
typedef struct
{
  char *word;
  int author;        /* number of the person; -1: at the CRM's own window */
  gboolean replaced; /* somebody who saw it took it out */
} SimAtom;

typedef struct
{
  GPtrArray *atoms;    /* SimAtom */
  GHashTable *by_word; /* not owned */
  gboolean verbose;    /* tell what people do */
  gboolean unlisted;   /* something happened that no list of changes shows */
  guint64 n_edits, n_creates, n_deletes, n_resolved, n_joined;
} SimStory;

SimStory *sim_story_new (void);
void sim_story_free (SimStory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimStory, sim_story_free)
/* A new word by that author. */
char *sim_story_word (SimStory *self, int author);
/* The next word of a text from *at on, which moves behind it; NULL at its end. */
char *sim_story_next_word (const char **at);
/* Words in `before` and not in `after` were taken out by somebody who saw them. */
void sim_story_seen (SimStory *self, const char *before, const char *after);

void sim_append_value (GString *text, const DyrField *field, const DyrValue *value);
/* All canonical texts of a row, joined. */
char *sim_row_text (const DyrRow *row);
char *sim_record_text (const DyrRemoteRecord *record);

G_END_DECLS
