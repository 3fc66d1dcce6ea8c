/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrField: one line of a record type's field table, from which everything else follows. */

#pragma once

#include <glib/gi18n-lib.h>

#include "dyr-value.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_KIND_TEXT,      /* one line */
  DYR_KIND_LONG_TEXT, /* lines */
  DYR_KIND_CODE,      /* a number that is text: leading zeros matter */
  DYR_KIND_PHONE,     /* E.164 where it can be understood, else as typed */
  DYR_KIND_EMAIL,
  DYR_KIND_IBAN,
  DYR_KIND_URL,
  DYR_KIND_COUNTRY,  /* ISO 3166 alpha-2 where it can be understood, else as typed */
  DYR_KIND_YES_NO,   /* 0, 1 */
  DYR_KIND_COUNT,    /* whole number */
  DYR_KIND_QUANTITY, /* thousandths */
  DYR_KIND_MONEY,    /* hundredths of the currency in the field named by `currency` */
  DYR_KIND_CURRENCY, /* ISO 4217 */
  DYR_KIND_DATE,     /* days since 1970-01-01, no time zone */
  DYR_KIND_INSTANT,  /* seconds since 1970 UTC */
  DYR_KIND_CHOICE,   /* id of a choice; an id we do not know round-trips */
  DYR_KIND_LINK,
  DYR_KIND_SET,  /* elements of the kind `items` */
  DYR_KIND_MOVE, /* element of a dated log, "2026-11-20T10:00:00Z 2026-11-24": when, and to what;
                  * "-" for to nothing */
} DyrKind;

typedef enum
{
  DYR_REQUIRED = 1 << 0,
  DYR_SEARCHED = 1 << 1,   /* text: part of the full text; amounts and dates: by an index */
  DYR_SORTED = 1 << 2,     /* text has a stored sort key */
  DYR_MATCHED = 1 << 3,    /* text has a stored, indexed folded form: equality and import */
  DYR_DERIVED = 1 << 4,    /* computed by the store, never typed, never synced */
  DYR_OWNED_LINK = 1 << 5, /* the record is a part of what it links to */
  DYR_PERSONAL = 1 << 6,   /* never in a log */
  DYR_LOCAL = 1 << 7,      /* never synced */
  DYR_FIXED = 1 << 8,      /* set at creation, then never changed */
  DYR_TAX_CODE = 1 << 9,   /* a code with check digits by the country of its owner */
} DyrFieldFlags;

/* How a choice looks; always beside its word, colour never alone. */
typedef enum
{
  DYR_STYLE_NEUTRAL,
  DYR_STYLE_GOOD,
  DYR_STYLE_BUSY,
  DYR_STYLE_ATTENTION,
  DYR_STYLE_BAD,
  DYR_STYLE_QUIET,
} DyrStyle;

typedef struct
{
  const char *id;
  const char *label; /* NC_ (context of the type, …) */
  DyrStyle style;
} DyrChoice;

typedef struct _DyrRecordType DyrRecordType;

typedef struct
{
  const char *name;  /* "valid-to": property, JSON, command line, import; the column is valid_to */
  const char *label; /* NC_ (context of the type, …) */
  DyrKind kind;
  DyrFieldFlags flags;
  DyrKind items;               /* of a SET: the kind of its elements */
  const DyrChoice *choices;    /* ended by a NULL id */
  const DyrRecordType *target; /* of a LINK and a SET of links; NULL: a record of any type */
  guint8 group;                /* merge group within the type, 0 = alone */
  guint8 log;                  /* index + 1 of the MOVE set that records its changes */
  guint8 currency;             /* of MONEY: index of the field with its currency */
  guint16 max_length;          /* characters; 0 = the default of the kind */
} DyrField;

/* One line a field; the last arguments are further members (.group = 1). */
/* clang-format off */
#define DYR_FIELD(name_, label_, kind_, flags_, ...) \
  { .name = name_, .label = label_, .kind = DYR_KIND_##kind_, .flags = (flags_), __VA_ARGS__ }
#define DYR_CHOICE(name_, label_, choices_, flags_, ...) \
  { .name = name_, .label = label_, .kind = DYR_KIND_CHOICE, .flags = (flags_), \
    .choices = choices_, __VA_ARGS__ }
#define DYR_LINK(name_, label_, target_, flags_, ...) \
  { .name = name_, .label = label_, .kind = DYR_KIND_LINK, .flags = (flags_), \
    .target = target_, __VA_ARGS__ }
#define DYR_SET(name_, label_, items_, flags_, ...) \
  { .name = name_, .label = label_, .kind = DYR_KIND_SET, .flags = (flags_), \
    .items = DYR_KIND_##items_, __VA_ARGS__ }
/* clang-format on */

/* Which form (number, text, link, set) values of this field have. */
DyrValueForm dyr_field_form (const DyrField *field);
/* Most characters the field takes. */
guint dyr_field_max_length (const DyrField *field);
/* The choice of that id or NULL. */
const DyrChoice *dyr_field_find_choice (const DyrField *field, const char *id);

/* One element of a log of moves: `date` was agreed at `instant`; DYR_NO_DATE: taken back. */
#define DYR_NO_DATE G_MININT64
char *dyr_move_to_text (gint64 instant, gint64 date);
gboolean dyr_move_from_text (const char *text, gint64 *instant, gint64 *date);

/* The canonical text of a value: history, base, merge. A newly allocated text, NULL for no value.
 * Dates 2026-11-24, instants 2026-11-24T10:05:00Z, money 1500.00, links their uid, sets one
 * element a line ("item" or "item<TAB>role"). */
char *dyr_field_to_text (const DyrField *field, const DyrValue *value);
/* The inverse. A link comes back with its uid only. FALSE and DYR_ERROR_INVALID when it is none. */
gboolean
dyr_field_from_text (const DyrField *field, const char *text, DyrValue *value, GError **error);

G_END_DECLS
