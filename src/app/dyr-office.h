/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrOffice: what every page needs: the open store, how values are read and shown, the settings. */

#pragma once

#include <gio/gio.h>

#include "dyr-context.h"
#include "dyr-page-reader.h"
#include "dyr-store.h"
#include "dyr-sync-service.h"

G_BEGIN_DECLS

#define DYR_TYPE_OFFICE (dyr_office_get_type ())
G_DECLARE_FINAL_TYPE (DyrOffice, dyr_office, DYR, OFFICE, GObject)

/* Signal "woken" (): the computer slept and is awake again; the day may be another one. */
DyrOffice *dyr_office_new (DyrStore *store, GSettings *settings, const char *language);

DyrStore *dyr_office_get_store (DyrOffice *self);
const DyrContext *dyr_office_get_context (DyrOffice *self);
GSettings *dyr_office_get_settings (DyrOffice *self);
/* Does nothing until whoever shows the office starts it. */
DyrSyncService *dyr_office_get_sync (DyrOffice *self);
/* DyrAttaching: what is being attached now, or failed and is just told. */
GListStore *dyr_office_get_attachings (DyrOffice *self);
/* Draws first pages of PDFs. */
DyrPageReader *dyr_office_get_page_reader (DyrOffice *self);
/* The computer is awake again: emits "woken", and sync looks what happened meanwhile. */
void dyr_office_wake (DyrOffice *self);

G_END_DECLS
