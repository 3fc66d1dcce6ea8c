/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrActivity: a call, a meeting or a task: what was done and what is due. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-activity.h"

DYR_DEFINE_RECORD (DyrActivity, dyr_activity, dyr_activity_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrChoice kinds[] = {
  { "call", NC_ ("activity", "Call"), DYR_STYLE_NEUTRAL },
  { "meeting", NC_ ("activity", "Meeting"), DYR_STYLE_NEUTRAL },
  { "task", NC_ ("activity", "Task"), DYR_STYLE_NEUTRAL },
  { NULL },
};

static const DyrChoice states[] = {
  { "open", NC_ ("activity", "Open"), DYR_STYLE_BUSY },
  { "done", NC_ ("activity", "Done"), DYR_STYLE_GOOD },
  { "cancelled", NC_ ("activity", "Cancelled"), DYR_STYLE_QUIET },
  { NULL },
};

static const DyrChoice directions[] = {
  { "in", NC_ ("activity", "Incoming"), DYR_STYLE_NEUTRAL },
  { "out", NC_ ("activity", "Outgoing"), DYR_STYLE_NEUTRAL },
  { NULL },
};

static const DyrChoice outcomes[] = {
  { "reached", NC_ ("activity", "Reached"), DYR_STYLE_GOOD },
  { "no-answer", NC_ ("activity", "No answer"), DYR_STYLE_ATTENTION },
  { "busy", NC_ ("activity", "Busy"), DYR_STYLE_ATTENTION },
  { "promised", NC_ ("activity", "Promised"), DYR_STYLE_BUSY },
  { "call-back", NC_ ("activity", "Call back"), DYR_STYLE_BUSY },
  { "agreed", NC_ ("activity", "Agreed"), DYR_STYLE_GOOD },
  { "refused", NC_ ("activity", "Refused"), DYR_STYLE_BAD },
  { NULL },
};

static const DyrField fields[] = {
  [DYR_ACTIVITY_KIND] =
      DYR_CHOICE ("kind", NC_ ("activity", "Kind"), kinds, DYR_REQUIRED | DYR_FIXED),
  [DYR_ACTIVITY_CLIENT] = DYR_LINK ("client", NC_ ("activity", "Client"), &dyr_client_type, 0),
  [DYR_ACTIVITY_PERSON] =
      DYR_LINK ("person", NC_ ("activity", "Contact person"), &dyr_person_type, 0),
  [DYR_ACTIVITY_SUBJECT] =
      DYR_FIELD ("subject", NC_ ("activity", "Subject"), TEXT,
          DYR_REQUIRED | DYR_SEARCHED | DYR_SORTED),
  [DYR_ACTIVITY_STATE] =
      DYR_CHOICE ("state", NC_ ("activity", "State"), states, DYR_REQUIRED, .group = 1),
  [DYR_ACTIVITY_DIRECTION] = DYR_CHOICE ("direction", NC_ ("activity", "Direction"), directions, 0),
  [DYR_ACTIVITY_PHONE] = DYR_FIELD ("phone", NC_ ("activity", "Phone"), PHONE, DYR_SEARCHED),
  [DYR_ACTIVITY_STARTS_AT] =
      DYR_FIELD ("starts-at", NC_ ("activity", "Starts at"), INSTANT, DYR_SEARCHED),
  [DYR_ACTIVITY_DUE_AT] =
      DYR_FIELD ("due-at", NC_ ("activity", "Due at"), INSTANT, DYR_SEARCHED | DYR_SORTED),
  [DYR_ACTIVITY_DONE_AT] =
      DYR_FIELD ("done-at", NC_ ("activity", "Done at"), INSTANT, DYR_SEARCHED, .group = 1),
  [DYR_ACTIVITY_OUTCOME] = DYR_CHOICE ("outcome", NC_ ("activity", "Outcome"), outcomes, 0),
  [DYR_ACTIVITY_RESPONSIBLE] =
      DYR_LINK ("responsible", NC_ ("activity", "Responsible"), &dyr_user_type, 0),
  [DYR_ACTIVITY_DESCRIPTION] =
      DYR_FIELD ("description", NC_ ("activity", "Description"), LONG_TEXT, DYR_SEARCHED),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_ACTIVITY_N_FIELDS);
G_STATIC_ASSERT (DYR_ACTIVITY_N_FIELDS <= 64);

const DyrRecordType dyr_activity_type = {
  .number = 10,
  .name = "activity",
  .plural = "activities",
  .table = "activity",
  .context = "activity",
  .label = NC_ ("activity", "Activity"),
  .plural_label = NC_ ("activity", "Activities"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_ACTIVITY_SUBJECT + 1 },
  .state = DYR_ACTIVITY_STATE + 1,
  .get_type = dyr_activity_get_type,
};

/* clang-format on */
