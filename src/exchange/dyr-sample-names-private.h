/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSampleNames: names of companies and people. Up to ten thousand names of clients are put
 * together from words without one coming twice; beyond that they get numbers. */

#pragma once

#include "dyr-sample-words-private.h"

G_BEGIN_DECLS

typedef struct _DyrSampleNames DyrSampleNames;

/* Somebody: the rows in the lists of names, and the texts. */
typedef struct
{
  gboolean female;
  const char *surname;
  const char *given;
  const char *patronymic; /* NULL where people have none */
} DyrSamplePerson;

typedef struct
{
  const char *kind;    /* company, trader, building, institution */
  char *name;          /* what people say: "Карпатський дім" */
  char *legal;         /* what stands on papers: "ТОВ «Карпатський дім»" */
  const char *segment; /* an id of the list "segments" */
  const char *street;  /* of a building, else NULL */
  guint house;
  DyrSamplePerson owner; /* of a trader */
} DyrSampleName;

/* `words` must outlive it. */
DyrSampleNames *dyr_sample_names_new (const DyrSampleWords *words, guint32 seed);
void dyr_sample_names_free (DyrSampleNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSampleNames, dyr_sample_names_free)

/* The name of the client of that index; indexes are asked for in order. */
void dyr_sample_names_next (DyrSampleNames *self,
                            guint64 index,
                            DyrSampleRandom *random,
                            DyrSampleName *name);
void dyr_sample_name_clear (DyrSampleName *name);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyrSampleName, dyr_sample_name_clear)

/* Anybody. */
void dyr_sample_person_draw (const DyrSampleWords *words,
                             DyrSampleRandom *random,
                             DyrSamplePerson *person);

G_END_DECLS
