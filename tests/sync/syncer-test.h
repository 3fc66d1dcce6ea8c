/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A CRM made of words, and a carrier that answers when the test says so. */

#pragma once

#include "dyr-syncer.h"
#include "store-test.h"

/* Knows clients, checks versions under a lock. Requests are paths like "create/UID"; a status of
 * 200 means that all went as asked for. Fails the test when it is used while another thread changes
 * it. */
#define TOY_TYPE_REMOTE (toy_remote_get_type ())
G_DECLARE_FINAL_TYPE (ToyRemote, toy_remote, TOY, REMOTE, GObject)

ToyRemote *toy_remote_new (void);
/* Orders of look-ups cannot be written. */
void toy_remote_forget_look_ups (ToyRemote *self);
/* The next page has this record with this version; it is on no page else. */
void toy_remote_set_page (ToyRemote *self, const char *remote_id, const char *version);

/* Lists of changes have so many pages; those without a record of their own have one that is called
 * "Client/page-N" each. */
void toy_remote_set_n_pages (ToyRemote *self, guint n);

#define TOY_TYPE_CARRIER (toy_carrier_get_type ())
G_DECLARE_FINAL_TYPE (ToyCarrier, toy_carrier, TOY, CARRIER, GObject)

extern const DyrCarrier toy_carry;

ToyCarrier *toy_carrier_new (void);
/* What waits for an answer now, "describe create/…", in the order in which it was sent; waits until
 * it is `n`. */
void toy_carrier_wait (ToyCarrier *self, guint n);
const char *toy_carrier_path (ToyCarrier *self, guint index);
/* Answers the one at `index`; status 0: no answer came. */
void toy_carrier_answer (ToyCarrier *self, guint index, guint status);
/* Ends it without an answer, as if it had been cancelled by somebody else. */
void toy_carrier_break (ToyCarrier *self, guint index);
/* Answers everything at once with this status from now on; 1: waits for the test again. */
void toy_carrier_set_status (ToyCarrier *self, guint status);
/* All that were ever sent. */
guint toy_carrier_n_sent (ToyCarrier *self);
/* Most that were on their way at once. */
guint toy_carrier_most (ToyCarrier *self);

#define TOY_TYPE_NETWORK (toy_network_get_type ())
G_DECLARE_FINAL_TYPE (ToyNetwork, toy_network, TOY, NETWORK, GObject)

ToyNetwork *toy_network_new (void);
void toy_network_change (ToyNetwork *self, gboolean available);
