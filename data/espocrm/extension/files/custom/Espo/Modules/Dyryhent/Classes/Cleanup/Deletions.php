<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Dyryhent authors

namespace Espo\Modules\Dyryhent\Classes\Cleanup;

use Espo\Core\Cleanup\Cleanup;
use Espo\ORM\EntityManager;

/**
 * Forgets old entries of the feed of deletions. Who has not asked for so long finds by the daily
 * walk over all ids what is gone.
 */
class Deletions implements Cleanup
{
    private const DAYS = 90;

    public function __construct(private EntityManager $entityManager)
    {}

    public function process(): void
    {
        $query = $this->entityManager->getQueryBuilder()
            ->delete()
            ->from('DyrDeletion')
            ->where(['createdAt<' => gmdate('Y-m-d H:i:s', time() - self::DAYS * 86400)])
            ->build();

        $this->entityManager->getQueryExecutor()->execute($query);
    }
}
