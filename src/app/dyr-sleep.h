/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSleep: tells that the computer slept and is awake again. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DYR_TYPE_SLEEP (dyr_sleep_get_type ())
G_DECLARE_FINAL_TYPE (DyrSleep, dyr_sleep, DYR, SLEEP, GObject)

/* Signal "woken" (). It comes from logind on the system bus; without either there is none, nor
 * after the bus was started anew, and whoever needs to know looks at the clock now and then
 * besides. The Flatpak has no name on that bus on purpose (flatpak/README.md): there the clocks
 * tell, within half a minute. */
DyrSleep *dyr_sleep_new (void);

G_END_DECLS
