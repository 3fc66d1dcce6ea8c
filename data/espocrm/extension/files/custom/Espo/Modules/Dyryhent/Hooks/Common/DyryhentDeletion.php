<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Dyryhent authors

namespace Espo\Modules\Dyryhent\Hooks\Common;

use Espo\Core\Hook\Hook\AfterRemove;
use Espo\Core\Utils\Metadata;
use Espo\ORM\Entity;
use Espo\ORM\EntityManager;
use Espo\ORM\Repository\Option\RemoveOptions;

/**
 * Notes what was deleted, with a growing number: EspoCRM itself tells nobody but administrators.
 *
 * @implements AfterRemove<Entity>
 */
class DyryhentDeletion implements AfterRemove
{
    public static int $order = 100;

    public function __construct(private EntityManager $entityManager, private Metadata $metadata)
    {}

    public function afterRemove(Entity $entity, RemoveOptions $options): void
    {
        $type = $entity->getEntityType();

        if (!$this->metadata->get(['entityDefs', $type, 'fields', 'dyrUid'])) {
            return;
        }

        $this->entityManager->createEntity('DyrDeletion', [
            'targetType' => $type,
            'targetId' => $entity->getId(),
            'targetUid' => $entity->get('dyrUid'),
        ]);
    }
}
