/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSearchProvider: clients, persons and contracts in the search of GNOME Shell. */

#pragma once

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_SEARCH_PROVIDER (dyr_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (DyrSearchProvider, dyr_search_provider, DYR, SEARCH_PROVIDER, GObject)

/* Without an office it opens the store at `path` for itself at the first question, if there is one;
 * it never makes one. Signals: "busy" (gboolean): a question is being answered, or was;
 * "open-record" (gint64): a result was chosen; "search" (char *): everything is to be seen. */
DyrSearchProvider *
dyr_search_provider_new (GSettings *settings, const char *language, const char *path);
/* The office of the window is used instead of its own; NULL: none. */
void dyr_search_provider_set_office (DyrSearchProvider *self, DyrOffice *office);
/* Answers as org.gnome.Shell.SearchProvider2 until dyr_search_provider_unexport (). */
gboolean dyr_search_provider_export (DyrSearchProvider *self,
                                     GDBusConnection *connection,
                                     const char *object_path,
                                     GError **error);
void dyr_search_provider_unexport (DyrSearchProvider *self);

G_END_DECLS
