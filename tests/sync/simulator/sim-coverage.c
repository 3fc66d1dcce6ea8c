/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Coverage: what the stories of the simulator met, printed when all of them held. */

#include "config.h"

#include "sim.h"

/* Promise G10 as a sum. */
static void
show_totals (const SimTotals *totals)
{
  const guint64 *waiting = totals->waiting;

  g_print ("G10: %" G_GUINT64_FORMAT " made = %" G_GUINT64_FORMAT
           " acknowledged + %" G_GUINT64_FORMAT " taken back + %" G_GUINT64_FORMAT
           " decided + %" G_GUINT64_FORMAT " given up with a store + %" G_GUINT64_FORMAT
           " asked + %" G_GUINT64_FORMAT " parked + %" G_GUINT64_FORMAT
           " settling + %" G_GUINT64_FORMAT " on their way + %" G_GUINT64_FORMAT
           " in the outbox; counted %" G_GUINT64_FORMAT " times\n",
           totals->made,
           totals->acknowledged,
           totals->undone,
           totals->decided,
           totals->given_up,
           waiting[SIM_ASKED],
           waiting[SIM_PARKED],
           waiting[SIM_SETTLING],
           waiting[SIM_ON_ITS_WAY],
           waiting[SIM_IN_OUTBOX],
           totals->n_checked);
}

void
sim_coverage_show (const Coverage *coverage)
{
  static const struct
  {
    const char *what;
    gsize where;
  } lines[] = {
    { "edits", G_STRUCT_OFFSET (Coverage, edits) },
    { "creates", G_STRUCT_OFFSET (Coverage, creates) },
    { "deletes", G_STRUCT_OFFSET (Coverage, deletes) },
    { "writes in the CRM", G_STRUCT_OFFSET (Coverage, writes) },
    { "merges", G_STRUCT_OFFSET (Coverage, merges) },
    { "clashes", G_STRUCT_OFFSET (Coverage, clashes) },
    { "clashes decided", G_STRUCT_OFFSET (Coverage, resolved) },
    { "lost races found", G_STRUCT_OFFSET (Coverage, races) },
    { "doubles prevented", G_STRUCT_OFFSET (Coverage, doubles) },
    { "wrong servers met", G_STRUCT_OFFSET (Coverage, wrong_servers) },
    { "requests lost", G_STRUCT_OFFSET (Coverage, lost_requests) },
    { "answers lost", G_STRUCT_OFFSET (Coverage, lost_answers) },
    { "requests late", G_STRUCT_OFFSET (Coverage, late) },
    { "requests doubled", G_STRUCT_OFFSET (Coverage, doubled) },
    { "requests not sent after all", G_STRUCT_OFFSET (Coverage, unsent) },
    { "errors of the server", G_STRUCT_OFFSET (Coverage, errors) },
    { "writes refused", G_STRUCT_OFFSET (Coverage, refusals) },
    { "creates taken for doubles", G_STRUCT_OFFSET (Coverage, duplicates) },
    { "doubles merged into what was here", G_STRUCT_OFFSET (Coverage, joined) },
    { "records out of reach for a moment", G_STRUCT_OFFSET (Coverage, hidden) },
    { "rights given and taken", G_STRUCT_OFFSET (Coverage, rights) },
    { "clocks of the server set back", G_STRUCT_OFFSET (Coverage, set_back) },
    { "crashes", G_STRUCT_OFFSET (Coverage, crashes) },
    { "backups restored", G_STRUCT_OFFSET (Coverage, restores) },
    { "stores copied", G_STRUCT_OFFSET (Coverage, copies) },
    { "comparisons at rest", G_STRUCT_OFFSET (Coverage, rests) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_print ("%12" G_GUINT64_FORMAT " %s\n",
             G_STRUCT_MEMBER (guint64, coverage, lines[i].where),
             lines[i].what);
  show_totals (&coverage->totals);
}
