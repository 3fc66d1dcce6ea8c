<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Dyryhent authors

namespace Espo\Modules\Dyryhent\Controllers;

class DyrFile extends \Espo\Core\Controllers\Record
{}
