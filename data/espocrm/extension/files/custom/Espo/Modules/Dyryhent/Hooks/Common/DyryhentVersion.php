<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Dyryhent authors

namespace Espo\Modules\Dyryhent\Hooks\Common;

use Espo\Core\Hook\Hook\BeforeSave;
use Espo\Core\Utils\Metadata;
use Espo\ORM\Entity;
use Espo\ORM\EntityManager;
use Espo\ORM\Repository\Option\SaveOptions;

/**
 * Counts the version up from what the row has now, not from what was read some time ago: mass
 * updates, workflows and formulas that save between our reading and writing get a number of their
 * own, so that one number never means two contents. Runs before EspoCRM's own counting.
 *
 * @implements BeforeSave<Entity>
 */
class DyryhentVersion implements BeforeSave
{
    public static int $order = 1;

    public function __construct(private EntityManager $entityManager, private Metadata $metadata)
    {}

    public function beforeSave(Entity $entity, SaveOptions $options): void
    {
        $type = $entity->getEntityType();

        if (
            $entity->isNew() ||
            !$this->metadata->get(['entityDefs', $type, 'fields', 'dyrUid']) ||
            // A lock lasts as long as a transaction; `transactionalSave` of the type starts one.
            !$this->entityManager->getTransactionManager()->isStarted()
        ) {
            return;
        }

        $row = $this->entityManager
            ->getRDBRepository($type)
            ->select(['id', 'versionNumber'])
            ->where(['id' => $entity->getId()])
            ->forUpdate()
            ->findOne();

        if ($row) {
            $entity->setFetched('versionNumber', $row->get('versionNumber'));
        }
    }
}
