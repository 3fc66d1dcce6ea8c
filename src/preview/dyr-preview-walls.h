/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Walls around a process that reads what a stranger made. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From now on this process has so many bytes of memory and seconds of the processor, files only to
 * read them, no network, no other process, no new code. A call that is not allowed fails with
 * EPERM. FALSE: this system cannot do that. With sanitizers, which want all of it, only the seconds
 * are limited. */
gboolean dyr_preview_walls_raise (guint64 memory, guint seconds);

G_END_DECLS
