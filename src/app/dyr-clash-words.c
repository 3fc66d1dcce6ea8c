/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What is asked about a record that was changed on both sides, in plain words. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-words.h"

#include <glib/gi18n-lib.h>

#include "dyr-date.h"
#include "dyr-display.h"
#include "dyr-sync-words.h"

/* Characters of a name. */
#define MAX_NAME 60

/* One line a question; the first whose kind the question begins with. */
typedef struct
{
  const char *kind;
  const char *question, *more;
  const char *mine, *mine_more;
  const char *theirs, *theirs_more;
  gboolean mine_is_loss, theirs_is_loss;
  gboolean here; /* only when the record of the CRM is here, too */
} Question;

/* clang-format off */
static const Question questions[] = {
  { .kind = DYR_ASK_DELETED_THERE,
    .question = NC_ ("clash", "Changed here, deleted in the CRM"),
    .more = NC_ ("clash", "You changed it while somebody deleted it in the CRM. Shall it stay?"),
    .mine = NC_ ("clash", "Keep it"),
    .mine_more = NC_ ("clash", "It stays here with your changes and is added to the CRM anew."),
    .theirs = NC_ ("clash", "Delete it here too"),
    .theirs_more = NC_ ("clash", "Your changes go with it. Undo brings it back."),
    .theirs_is_loss = TRUE },
  { .kind = DYR_ASK_CHANGED_THERE,
    .question = NC_ ("clash", "Deleted here, changed in the CRM"),
    .more = NC_ ("clash", "You deleted it while somebody changed it in the CRM. Shall it come back?"),
    .mine = NC_ ("clash", "Delete it in the CRM too"),
    .mine_more = NC_ ("clash", "What was changed there goes with it. Undo brings it back."),
    .theirs = NC_ ("clash", "Bring it back"),
    .theirs_more = NC_ ("clash", "It is here again, with what was changed in the CRM."),
    .mine_is_loss = TRUE },
  { .kind = DYR_ASK_HIDDEN_THERE,
    .question = NC_ ("clash", "Changed here, but the CRM no longer shows it to you"),
    .more = NC_ ("clash", "Perhaps somebody else is responsible for it now, or your rights were changed. Ask whoever looks after the CRM."),
    .mine = NC_ ("clash", "Ask the CRM again"),
    .mine_more = NC_ ("clash", "Your changes go there as soon as it shows the record again; if it does not, you are asked once more."),
    .theirs = NC_ ("clash", "Drop my changes"),
    .theirs_more = NC_ ("clash", "The record leaves your lists. This cannot be undone."),
    .theirs_is_loss = TRUE },
  { .kind = DYR_ASK_DUPLICATE "\t",
    .here = TRUE,
    .question = NC_ ("clash", "The CRM has such a record already"),
    .more = NC_ ("clash", "That one is here too; this one was not added to the CRM yet. Is it the same one?"),
    .mine = NC_ ("clash", "No, add it all the same"),
    .mine_more = NC_ ("clash", "The CRM will have both. This cannot be undone here."),
    .theirs = NC_ ("clash", "Yes, it is the same"),
    .theirs_more = NC_ ("clash", "This one is merged into that one, with all that belongs to it. Where they differ you are asked field by field. Undo makes them two again.") },
  { .kind = DYR_ASK_DUPLICATE "\t",
    .question = NC_ ("clash", "The CRM has such a record already"),
    .more = NC_ ("clash", "It was not added there yet. Is it the same one?"),
    .mine = NC_ ("clash", "No, add it all the same"),
    .mine_more = NC_ ("clash", "The CRM will have both. This cannot be undone here."),
    .theirs = NC_ ("clash", "Yes, it is the same"),
    .theirs_more = NC_ ("clash", "The two become one. Where they differ you are asked field by field.") },
  { .kind = DYR_ASK_DUPLICATE,
    .question = NC_ ("clash", "The CRM has such a record already"),
    .more = NC_ ("clash", "It does not say which. Look for it in the CRM; if it is another one, add this one all the same."),
    .mine = NC_ ("clash", "Add it all the same"),
    .mine_more = NC_ ("clash", "The CRM will have both. This cannot be undone here.") },
  { .kind = DYR_ASK_UNANSWERED,
    .question = NC_ ("clash", "The CRM never said whether it took this record"),
    .more = NC_ ("clash", "Look for it in the CRM before you answer."),
    .mine = NC_ ("clash", "It is not there: add it"),
    .mine_more = NC_ ("clash", "It is sent once more. If it is there after all, the CRM has it twice."),
    .theirs = NC_ ("clash", "It is there: delete this copy"),
    .theirs_more = NC_ ("clash", "The one of the CRM comes with a sync. Undo brings this copy back."),
    .theirs_is_loss = TRUE },
};
/* clang-format on */

static const Question *
find (const DyrClash *clash)
{
  for (gsize i = 0; clash->theirs != NULL && i < G_N_ELEMENTS (questions); i++)
    if (g_str_has_prefix (clash->theirs, questions[i].kind)
        && (!questions[i].here || clash->here != 0))
      return &questions[i];
  return NULL;
}

static char *
say (const char *words)
{
  return g_strdup (words != NULL ? g_dpgettext2 (NULL, "clash", words) : "");
}

char *
dyr_clash_words_all_fields (DyrClashLook *look)
{
  const DyrRecordType *type = NULL;
  guint64 fields = 0;

  g_return_val_if_fail (look != NULL, NULL);

  for (guint i = 0; i < look->sides->len; i++)
    {
      const DyrClash *clash = ((DyrClashSides *) look->sides->pdata[i])->clash;

      if (clash->group == DYR_WHOLE_RECORD)
        continue;
      type = clash->type;
      fields |= clash->fields;
    }
  return type != NULL ? dyr_sync_words_fields (type, fields) : g_strdup ("");
}

/* “10:42” today, “21.11, 10:42” earlier. */
static char *
show_instant (const DyrContext *context, gint64 instant)
{
  const gint64 today = dyr_context_today (context);

  return dyr_date_of_instant (instant, context->zone) == today
             ? dyr_format_time (context->format, instant)
             : dyr_format_instant (context->format, instant, today);
}

char *
dyr_clash_words_here (const DyrContext *context, const DyrClashSides *sides)
{
  g_autofree char *at = NULL, *name = NULL;

  g_return_val_if_fail (context != NULL && sides != NULL, NULL);

  if (sides->edited_at == 0)
    return g_strdup ("");
  at = show_instant (context, sides->edited_at);
  name = dyr_display_line (sides->edited_by, MAX_NAME);
  if (name == NULL)
    /* Translators: who changed a value here: the person at this computer; and when. */
    return g_strdup_printf (C_ ("clash", "you, %s"), at);
  /* Translators: who changed a value, and when. */
  return g_strdup_printf (C_ ("clash", "%s, %s"), name, at);
}

char *
dyr_clash_words_there (const DyrContext *context, const DyrClashSides *sides, gint64 read_at)
{
  g_autofree char *at = NULL, *name = NULL;

  g_return_val_if_fail (context != NULL && sides != NULL, NULL);

  name = dyr_display_line (sides->clash->who, MAX_NAME);
  if (read_at == 0)
    return name != NULL ? g_steal_pointer (&name) : g_strdup ("");
  at = show_instant (context, read_at);
  if (name == NULL)
    /* Translators: when the value of the CRM was read. */
    return g_strdup_printf (C_ ("clash", "as of %s"), at);
  /* Translators: who changed a value in the CRM, and when it was read there. */
  return g_strdup_printf (C_ ("clash", "%s, as of %s"), name, at);
}

char *
dyr_clash_words_by (const DyrContext *context, const DyrClashSides *sides, gint64 read_at)
{
  const DyrClash *clash = sides->clash;
  g_autofree char *there = NULL;

  g_return_val_if_fail (context != NULL, NULL);

  /* Of others it is no name, or the reason of the CRM. */
  if (clash->who == NULL || g_strcmp0 (clash->theirs, DYR_ASK_CHANGED_THERE) != 0)
    return NULL;
  there = dyr_clash_words_there (context, sides, read_at);
  /* Translators: who changed a record in the CRM: “Taras B., as of 10:15”. */
  return g_strdup_printf (C_ ("clash", "In the CRM: %s"), there);
}

char *
dyr_clash_words_value (const DyrContext *context,
                       const DyrClashSides *sides,
                       guint field,
                       const DyrValue *side)
{
  const DyrRecordType *type = sides->clash->type;
  const DyrField *info = &type->fields[field];
  const char *currency
      = info->kind == DYR_KIND_MONEY ? dyr_value_text (&side[info->currency]) : NULL;
  g_autofree char *text = dyr_context_show (context, type, field, &side[field], currency);

  return dyr_display_text (text);
}

char *
dyr_clash_words_question (const DyrClash *clash)
{
  const Question *question = find (clash);
  g_autofree char *name = NULL;

  /* A newer program asked it. */
  if (question == NULL)
    return g_strdup (C_ ("clash", "A decision is needed"));
  if (g_str_has_prefix (question->kind, DYR_ASK_DUPLICATE)
      && (name = dyr_display_line (clash->who, MAX_NAME)) != NULL)
    /* Translators: the name of a record of the CRM. */
    return g_strdup_printf (C_ ("clash", "The CRM takes it for “%s”, which it has already"), name);
  return say (question->question);
}

char *
dyr_clash_words_more (const DyrClash *clash)
{
  const Question *question = find (clash);

  if (question == NULL)
    return g_strdup (
        C_ ("clash", "A newer version of the program asks it. Update this one to answer."));
  return say (question->more);
}

gboolean
dyr_clash_words_answer (const DyrClash *clash, DyrChoose choose, DyrClashWordsAnswer *answer)
{
  const Question *question = find (clash);
  const gboolean mine = choose == DYR_CHOOSE_MINE;

  g_return_val_if_fail (answer != NULL, FALSE);

  if (question == NULL || (mine ? question->mine : question->theirs) == NULL)
    return FALSE;
  answer->title = say (mine ? question->mine : question->theirs);
  answer->subtitle = say (mine ? question->mine_more : question->theirs_more);
  answer->is_loss = mine ? question->mine_is_loss : question->theirs_is_loss;
  return TRUE;
}
