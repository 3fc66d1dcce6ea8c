/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* CrashDay: a scripted day of an office on a disk that may fail, and what it was told is stored. */

#pragma once

#include "dyr-store.h"

#include "crash-ledger.h"

G_BEGIN_DECLS

typedef enum
{
  CRASH_HONEST,
  CRASH_EARLY,  /* a ledger that is wrong: told as stored before it is written */
  CRASH_HALVES, /* an edit whose outbox entry follows in a transaction of its own */
} CrashSabotage;

typedef struct
{
  char *folder;
  char *path;
  GMainContext *context; /* of the store, so that only the script decides what runs when */
  DyrDatabase *database; /* NULL: not open */
  DyrStore *store;
  CrashSabotage sabotage;
  CrashLedger *ledger;
  gint64 bulk;     /* action of the bulk edit */
  gint64 deletion; /* action of the deletion of several */
  GAsyncResult *result;
  GError *failure; /* of an edit that nobody waits for */
  /* Each time the database was opened. */
  void (*opened) (DyrConnection *connection, gpointer data);
  gpointer opened_data;
} CrashDay;

/* What is left of a step when it fails. */
typedef enum
{
  CRASH_AS_ONE,     /* what it wrote until then, commit by commit */
  CRASH_APART,      /* its parts know nothing of each other: any may fail, the rest goes on */
  CRASH_UNRECORDED, /* as one, but its states between commits are not known */
} CrashParts;

typedef struct
{
  const char *name;
  gboolean (*run) (CrashDay *day, GError **error);
  CrashParts parts;
} CrashStep;

extern const CrashStep crash_day_steps[];
extern const guint crash_day_n_steps;

CrashDay *crash_day_new (void);
void crash_day_free (CrashDay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrashDay, crash_day_free)

gboolean crash_day_open (CrashDay *self, GError **error);
/* Waits until nothing holds the file. */
void crash_day_close (CrashDay *self);
/* Runs a step; when it says that it was done, what it promised is acknowledged. */
gboolean crash_day_run (CrashDay *self, const CrashStep *step, GError **error);
/* One more edit of the person, after the storm. */
gboolean crash_day_evening (CrashDay *self, GError **error);

/* The first number that a question in SQL gives; -1 and *error when it cannot be asked. */
gint64 crash_day_number (CrashDay *self, const char *sql, GError **error);
G_END_DECLS
