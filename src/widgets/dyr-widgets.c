/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Registering the widgets' types. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-widgets.h"

void
dyr_widgets_init (void)
{
  g_type_ensure (DYR_TYPE_BANNER);
  g_type_ensure (DYR_TYPE_FIELD_ROW);
  g_type_ensure (DYR_TYPE_PILL);
  g_type_ensure (DYR_TYPE_SPLIT);
  g_type_ensure (DYR_TYPE_TABLE);
}
