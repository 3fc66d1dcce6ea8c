/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A whole address in one text, as offices write it, and its parts. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DyrAddress:
 * @street: street, house, flat
 * @city: town or village
 * @postcode: five digits in both countries
 * @region: oblast or županija
 * @country: as written
 *
 * Each part is %NULL when the text does not have it.
 */
typedef struct
{
  char *street;
  char *city;
  char *postcode;
  char *region;
  char *country;
} DyrAddress;

gboolean dyr_address_parse (const char *text, DyrAddress *address);
void dyr_address_clear (DyrAddress *address);
gboolean dyr_address_split (const char *text, char **street, char **city, char **postcode);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyrAddress, dyr_address_clear)

G_END_DECLS
