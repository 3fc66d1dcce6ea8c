/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPresentation: a product shown to a client, by whom, and what came of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-presentation.h"

DYR_DEFINE_RECORD (DyrPresentation, dyr_presentation, dyr_presentation_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

static const DyrChoice modes[] = {
  { "online", NC_ ("presentation", "Online"), DYR_STYLE_NEUTRAL },
  { "office", NC_ ("presentation", "In the office"), DYR_STYLE_NEUTRAL },
  { "on-site", NC_ ("presentation", "On site"), DYR_STYLE_NEUTRAL },
  { "event", NC_ ("presentation", "Event"), DYR_STYLE_NEUTRAL },
  { NULL },
};

static const DyrChoice states[] = {
  { "planned", NC_ ("presentation", "Planned"), DYR_STYLE_BUSY },
  { "held", NC_ ("presentation", "Held"), DYR_STYLE_GOOD },
  { "not-held", NC_ ("presentation", "Not held"), DYR_STYLE_BAD },
  { "moved", NC_ ("presentation", "Moved"), DYR_STYLE_ATTENTION },
  { NULL },
};

static const DyrChoice outcomes[] = {
  { "contract", NC_ ("presentation", "Contract"), DYR_STYLE_GOOD },
  { "interested", NC_ ("presentation", "Interested"), DYR_STYLE_BUSY },
  { "thinks", NC_ ("presentation", "Thinking it over"), DYR_STYLE_NEUTRAL },
  { "refused", NC_ ("presentation", "Refused"), DYR_STYLE_BAD },
  { NULL },
};

static const DyrField fields[] = {
  [DYR_PRESENTATION_CLIENT] =
      DYR_LINK ("client", NC_ ("presentation", "Client"), &dyr_client_type, DYR_REQUIRED),
  [DYR_PRESENTATION_TITLE] =
      DYR_FIELD ("title", NC_ ("presentation", "Title"), TEXT,
          DYR_REQUIRED | DYR_SEARCHED | DYR_SORTED),
  [DYR_PRESENTATION_MODE] = DYR_CHOICE ("mode", NC_ ("presentation", "Mode"), modes, 0),
  [DYR_PRESENTATION_STARTS_AT] =
      DYR_FIELD ("starts-at", NC_ ("presentation", "Starts at"), INSTANT,
          DYR_SEARCHED | DYR_SORTED, .group = 1),
  [DYR_PRESENTATION_ENDS_AT] =
      DYR_FIELD ("ends-at", NC_ ("presentation", "Ends at"), INSTANT, 0, .group = 1),
  [DYR_PRESENTATION_PRESENTER] =
      DYR_LINK ("presenter", NC_ ("presentation", "Presenter"), &dyr_user_type, 0),
  [DYR_PRESENTATION_SUPERVISOR] =
      DYR_LINK ("supervisor", NC_ ("presentation", "Supervisor"), &dyr_user_type, 0),
  [DYR_PRESENTATION_PLACE] = DYR_FIELD ("place", NC_ ("presentation", "Place"), TEXT, 0),
  [DYR_PRESENTATION_JOIN_URL] =
      DYR_FIELD ("join-url", NC_ ("presentation", "Link to join"), URL, 0),
  [DYR_PRESENTATION_PARTICIPANTS] =
      DYR_SET ("participants", NC_ ("presentation", "Participants"), LINK,
          0, .target = &dyr_person_type),
  [DYR_PRESENTATION_STATE] =
      DYR_CHOICE ("state", NC_ ("presentation", "State"), states, DYR_REQUIRED),
  [DYR_PRESENTATION_OUTCOME] = DYR_CHOICE ("outcome", NC_ ("presentation", "Outcome"), outcomes, 0),
  [DYR_PRESENTATION_NEXT_STEP] =
      DYR_FIELD ("next-step", NC_ ("presentation", "Next step"), TEXT, 0),
  [DYR_PRESENTATION_DESCRIPTION] =
      DYR_FIELD ("description", NC_ ("presentation", "Description"), LONG_TEXT, DYR_SEARCHED),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_PRESENTATION_N_FIELDS);
G_STATIC_ASSERT (DYR_PRESENTATION_N_FIELDS <= 64);

const DyrRecordType dyr_presentation_type = {
  .number = 9,
  .name = "presentation",
  .plural = "presentations",
  .table = "presentation",
  .context = "presentation",
  .label = NC_ ("presentation", "Presentation"),
  .plural_label = NC_ ("presentation", "Presentations"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_PRESENTATION_TITLE + 1 },
  .state = DYR_PRESENTATION_STATE + 1,
  .get_type = dyr_presentation_get_type,
};

/* clang-format on */
