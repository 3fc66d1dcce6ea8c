/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What people read of sync. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-words.h"

#include <glib/gi18n-lib.h>

#include "dyr-reason.h"

/* clang-format off */
static const char *const stop_words[] = {
  [DYR_STOP_OFFLINE] = N_("The CRM could not be reached"),
  [DYR_STOP_SIGN_IN] = N_("The CRM does not accept the key"),
  [DYR_STOP_LOCKED_OUT] = N_("The CRM refuses to talk to this computer"),
  [DYR_STOP_WRONG] = N_("Something else answers instead of the CRM"),
  [DYR_STOP_MASS_DELETION] = N_("Unusually many records are gone in the CRM"),
  [DYR_STOP_WENT_BACK] = N_("The CRM knows less than it did before"),
};

static const char *const advice_words[] = {
  [DYR_STOP_OFFLINE] = N_("Everything stays on this computer and goes there later."),
  [DYR_STOP_SIGN_IN] = N_("Check the key of the API user; it was tried only once, as wrong keys can lock the whole office out."),
  [DYR_STOP_LOCKED_OUT] = N_("Perhaps there were too many wrong keys. Wait a quarter of an hour, check the key and that the API user is active, then sync again."),
  [DYR_STOP_WRONG] = N_("Check the address; in a hotel or a café agree to the rules of the network first."),
  [DYR_STOP_MASS_DELETION] = N_("Nothing is deleted here until you agree. Look into the CRM first: perhaps they come back."),
  [DYR_STOP_WENT_BACK] = N_("It is as if a backup had been restored. Nothing is changed here until you agree: then each record is read anew, and what waits here stays."),
};
/* clang-format on */

char *
dyr_sync_words_stop (DyrStop stop)
{
  g_return_val_if_fail (stop < G_N_ELEMENTS (stop_words), NULL);

  return stop != DYR_STOP_NONE ? g_strdup (_ (stop_words[stop])) : NULL;
}

char *
dyr_sync_words_advice (DyrStop stop)
{
  g_return_val_if_fail (stop < G_N_ELEMENTS (advice_words), NULL);

  return stop != DYR_STOP_NONE ? g_strdup (_ (advice_words[stop])) : NULL;
}

char *
dyr_sync_words_reason (const char *reason)
{
  /* Words that the engine writes when the CRM gave none. */
  if (reason == NULL || g_str_equal (reason, "refused"))
    return g_strdup (_ ("The CRM refused it without saying why."));
  if (g_str_equal (reason, "server-error"))
    return g_strdup (_ ("The CRM failed at it several times."));
  if (g_str_equal (reason, DYR_REASON_UNREAD))
    return g_strdup (_ ("The CRM failed to show it several times: what others changed there is not "
                        "here yet."));
  if (g_str_equal (reason, DYR_REASON_STRANGE))
    return g_strdup (_ ("The CRM has something there that this program cannot show, and does not "
                        "replace. Correct it in the CRM first."));
  if (g_str_equal (reason, "only-here"))
    return g_strdup (_ ("The CRM has no such records: it stays on this computer."));
  return dyr_reason_words (reason);
}

static char *
question (const DyrClash *clash, const char *name)
{
  const char *asked = clash->theirs != NULL ? clash->theirs : "";

  /* Translators: %s is the name of a record in all of these. “mine” and “theirs” are typed by the
   * person and stay as they are. */
  if (g_str_equal (asked, DYR_ASK_DELETED_THERE))
    return g_strdup_printf (
        _ ("%s: changed here, deleted in the CRM. “mine” adds it there anew, “theirs” deletes it "
           "here."),
           name);
  if (g_str_equal (asked, DYR_ASK_CHANGED_THERE))
    return g_strdup_printf (
        _ ("%s: deleted here, changed in the CRM. “mine” deletes it there, “theirs” brings it "
           "back here."),
           name);
  if (g_str_equal (asked, DYR_ASK_HIDDEN_THERE))
    return g_strdup_printf (
        _ ("%s: changed here, but the CRM no longer shows it to you. “mine” asks the CRM again, "
           "“theirs” drops the changes."),
           name);
  if (g_str_equal (asked, DYR_ASK_UNANSWERED))
    return g_strdup_printf (
        _ ("%s: the CRM never said whether it took it. Look there. “mine” adds it there once more, "
           "“theirs” deletes it here."),
           name);
  if (clash->who != NULL && clash->here != 0)
    return g_strdup_printf (
        /* Translators: the name of our record, the name of the one in the CRM. */
        _ ("%s: the CRM takes it for “%s”, which is here too. “mine” adds it all the same, "
           "“theirs” merges it into that one."),
           name,
           clash->who);
  if (clash->who != NULL)
    return g_strdup_printf (
        /* Translators: the name of our record, the name of the one in the CRM. */
        _ ("%s: the CRM takes it for its own record “%s”. “mine” adds it all the same, “theirs” "
           "makes the two one."),
           name,
           clash->who);
  return g_strdup_printf (_ ("%s: the CRM has such a record already. “mine” adds it all the same."),
                             name);
}

char *
dyr_sync_words_fields (const DyrRecordType *type, guint64 fields)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  g_return_val_if_fail (type != NULL, NULL);

  for (guint i = 0; i < type->n_fields; i++)
    if (fields >> i & 1)
      g_ptr_array_add (labels, (char *) dyr_field_label (type, i));
  g_ptr_array_add (labels, NULL);
  /* Translators: stands between the labels of fields: "City, Postcode". */
  return g_strjoinv (C_ ("fields", ", "), (char **) labels->pdata);
}

char *
dyr_sync_words_clash (const DyrClash *clash)
{
  g_autofree char *reason = NULL, *fields = NULL;
  const char *name;

  g_return_val_if_fail (clash != NULL, NULL);

  name = clash->title != NULL ? clash->title : dyr_record_type_label (clash->type);
  fields = clash->group < clash->type->n_fields ? dyr_sync_words_fields (clash->type, clash->fields)
                                                : NULL;
  if (clash->state != DYR_PENDING_PARKED)
    return fields == NULL
               ? question (clash, name)
               /* Translators: the name of a record, the label of a field or several. */
               : g_strdup_printf (_ ("%s: “%s” was changed here and in the CRM."), name, fields);
  reason = dyr_sync_words_reason (clash->reason);
  if (g_strcmp0 (clash->reason, DYR_REASON_UNREAD) == 0)
    /* Translators: the name of a record, a sentence that says what is wrong with it. */
    return g_strdup_printf (_ ("%s: %s"), name, reason);
  if (fields == NULL)
    /* Translators: the name of a record, a sentence that says why. */
    return g_strdup_printf (_ ("%s was not accepted. %s"), name, reason);
  /* Translators: the name of a record, the label of a field or several, a sentence that says why.
   */
  return g_strdup_printf (_ ("%s: “%s” was not accepted. %s"), name, fields, reason);
}
