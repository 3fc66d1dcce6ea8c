/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* An office with files, and a CRM that keeps contents as EspoCRM does: pieces are appended to what
 * is there, whoever sends them, and what is as long as it was said to be is whole. */

#pragma once

#include "dyr-content-engine.h"
#include "dyr-content.h"
#include "store-test.h"

#define CONTENT_PIECE 3
#define CONTENT_MOST 100
/* Descriptions of a CRM: it holds files; it holds none; nothing can be read from it. */
#define CONTENT_FILES "{}"
#define CONTENT_NO_FILES "{none}"
#define CONTENT_UNREADABLE "{"

/* What happens to a request. */
typedef enum
{
  FAULT_NONE,
  FAULT_NEVER,       /* it surely did not arrive: no connection */
  FAULT_LOST,        /* it does not arrive, and nobody knows */
  FAULT_NO_ANSWER,   /* it arrives, its answer does not */
  FAULT_FAILS,       /* the CRM fails before it did anything … */
  FAULT_FAILS_AFTER, /* … after */
  FAULT_LATER,       /* the CRM is busy */
  FAULT_KILLED,      /* the program ends before it leaves … */
  FAULT_KILLED_LATE, /* … once it arrived, before its answer */
  FAULT_SIGN_IN,
  N_FAULTS
} ContentFault;

/* What happens to a content on its way here. */
typedef enum
{
  DOWN_WHOLE,
  DOWN_CUT,     /* fewer bytes, and the end of the stream says nothing of it */
  DOWN_BROKEN,  /* … it fails instead */
  DOWN_LONGER,  /* a byte too many */
  DOWN_CHANGED, /* one byte is another */
  DOWN_EMPTY,
  DOWN_LENGTH, /* the head tells another length */
  N_DOWNS
} ContentDown;

typedef struct
{
  Office office;
  DyrRemote *remote;
  DyrContentEngine *engine;
  GPtrArray *kept; /* GByteArray *: contents of the CRM; their ids are their places */
  GArray *sizes;   /* gint64: what they were said to have */
  gint64 now;
  guint n_requests;
  guint fault_at; /* the request of that number … */
  ContentFault fault;
  const char
      *cut_name; /* no request of a file of that name arrives, and nobody knows; NULL: of none */
  guint refuse;  /* status of HTTP of all that goes up; 0: none is refused */
  ContentDown down;
  gsize down_at; /* byte */
  guint gone;    /* status of HTTP of all that is asked for; 0: it is there */
  gboolean asked_only;
  gint64 wait_until; /* what the engine said last */
} Contents;

void contents_set_up (Contents *c, gconstpointer data);
void contents_tear_down (Contents *c, gconstpointer data);
/* A client that the CRM has. */
gint64 contents_add_client (Contents *c);
/* A file with these bytes that waits to go. */
gint64 contents_attach (Contents *c, gint64 about, const char *name, const char *text);
/* A file of the CRM, not here; with or without its checksum and size. */
gint64 contents_have (Contents *c, gint64 about, const char *name, const char *text, gboolean told);
/* It is asked for. */
void contents_want (Contents *c, gint64 file);
/* As if the program had ended and begun again. */
void contents_restart (Contents *c);
/* One request goes and its answer comes; FALSE: there is none to send. Fails when a record names a
 * content that is not what the record says. */
gboolean contents_step (Contents *c);
/* A request that left otherwise arrives, and its answer. */
void contents_answer (Contents *c, DyrContentTrip *trip);
/* … until nothing is left, waiting as long as it takes. */
void contents_run (Contents *c);
/* The store is told that the CRM is another, and all goes on as by contents_run (). Comes back: how
 * often that was read. */
guint contents_describe (Contents *c, const char *text);
/* Statements; $ is the number `id`. */
void contents_sql (Contents *c, const char *format, gint64 id);
/* Where the content is, and why it is not where it should be. */
void contents_assert_state (Contents *c, gint64 file, DyrContentPlace place, const char *reason);
/* The record has the content, and the CRM the bytes. */
void contents_assert_sent (Contents *c, gint64 file, const char *text);
/* Whether all of it is here. */
gboolean contents_is_here (Contents *c, const char *text);
/* Files in the folder of blobs, also half written ones. */
guint contents_count_blobs (Contents *c);
