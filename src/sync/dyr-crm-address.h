/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The address of a CRM as people type or paste it, mended, or why it is none. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "crm.example.com", "http://CRM.example.com/#Account", " https://crm.example.com/api/v1/ " all are
 * "https://crm.example.com/". http stays for this computer only. Newly allocated; NULL and
 * DYR_ERROR_INVALID with a sentence for the person. */
char *dyr_crm_address_mend (const char *typed, GError **error);

/* Whether a host is this computer: nobody is on the way there who could read along. */
gboolean dyr_crm_address_is_here (const char *host);

/* DYR_ERROR_INVALID with a sentence for the person: it is none. Always FALSE. */
gboolean dyr_crm_address_refuse (GError **error);

/* The address one folder higher; NULL: it is the highest. */
char *dyr_crm_address_parent (const char *address);

/* "crm.example.com:8080": what people call it. */
char *dyr_crm_address_show (const char *address);

G_END_DECLS
