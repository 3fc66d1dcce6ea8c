/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The inputs there are. Use dyr_input_new (), which chooses one. */

#pragma once

#include "dyr-input-private.h"

G_BEGIN_DECLS

/* One line: text, codes, numbers, money, dates (with a calendar), addresses (with a button that
 * opens them). */
#define DYR_TYPE_TEXT_INPUT (dyr_text_input_get_type ())
G_DECLARE_FINAL_TYPE (DyrTextInput, dyr_text_input, DYR, TEXT_INPUT, GtkWidget)
GtkWidget *dyr_text_input_new (const DyrInputInfo *info);

/* Lines. */
#define DYR_TYPE_LONG_INPUT (dyr_long_input_get_type ())
G_DECLARE_FINAL_TYPE (DyrLongInput, dyr_long_input, DYR, LONG_INPUT, GtkWidget)
GtkWidget *dyr_long_input_new (const DyrInputInfo *info);

/* Yes or no. */
#define DYR_TYPE_SWITCH_INPUT (dyr_switch_input_get_type ())
G_DECLARE_FINAL_TYPE (DyrSwitchInput, dyr_switch_input, DYR, SWITCH_INPUT, GtkWidget)
GtkWidget *dyr_switch_input_new (const DyrInputInfo *info);

/* One of a few: choices, currencies. */
#define DYR_TYPE_CHOICE_INPUT (dyr_choice_input_get_type ())
G_DECLARE_FINAL_TYPE (DyrChoiceInput, dyr_choice_input, DYR, CHOICE_INPUT, GtkWidget)
GtkWidget *dyr_choice_input_new (const DyrInputInfo *info);

/* One of many, found by typing: a linked record, a country. */
#define DYR_TYPE_LINK_INPUT (dyr_link_input_get_type ())
G_DECLARE_FINAL_TYPE (DyrLinkInput, dyr_link_input, DYR, LINK_INPUT, GtkWidget)
GtkWidget *dyr_link_input_new (const DyrInputInfo *info);

/* A set of phones, e-mails, accounts, words: a line each. */
#define DYR_TYPE_LIST_INPUT (dyr_list_input_get_type ())
G_DECLARE_FINAL_TYPE (DyrListInput, dyr_list_input, DYR, LIST_INPUT, GtkWidget)
GtkWidget *dyr_list_input_new (const DyrInputInfo *info);

/* A set of choices: all of them, to switch on and off. */
#define DYR_TYPE_TOGGLES_INPUT (dyr_toggles_input_get_type ())
G_DECLARE_FINAL_TYPE (DyrTogglesInput, dyr_toggles_input, DYR, TOGGLES_INPUT, GtkWidget)
GtkWidget *dyr_toggles_input_new (const DyrInputInfo *info);

/* A set of linked records. */
#define DYR_TYPE_CHIPS_INPUT (dyr_chips_input_get_type ())
G_DECLARE_FINAL_TYPE (DyrChipsInput, dyr_chips_input, DYR, CHIPS_INPUT, GtkWidget)
GtkWidget *dyr_chips_input_new (const DyrInputInfo *info);

/* Any kind, read only. */
#define DYR_TYPE_SHOWN_INPUT (dyr_shown_input_get_type ())
G_DECLARE_FINAL_TYPE (DyrShownInput, dyr_shown_input, DYR, SHOWN_INPUT, GtkWidget)
GtkWidget *dyr_shown_input_new (const DyrInputInfo *info);

G_END_DECLS
