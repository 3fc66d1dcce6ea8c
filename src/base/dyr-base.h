/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Everything in the lowest layer: text, money, dates, codes, errors. */

#pragma once

#include "dyr-check-digits.h"
#include "dyr-collator.h"
#include "dyr-country.h"
#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-error.h"
#include "dyr-format.h"
#include "dyr-language.h"
#include "dyr-money.h"
#include "dyr-phone.h"
#include "dyr-text.h"
#include "dyr-uid.h"
#include "dyr-util.h"
