<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Dyryhent authors

use Espo\Core\Container;
use Espo\ORM\EntityManager;

/**
 * Makes the role “Dyryhent” for the API user; in one that is there it only adds what is missing.
 */
class AfterInstall
{
    private const ALL = ['create' => 'yes', 'read' => 'all', 'edit' => 'all', 'delete' => 'all', 'stream' => 'all'];
    private const READ = ['read' => 'all'];

    private const SCOPES = [
        'Account' => self::ALL,
        'Contact' => self::ALL,
        'Meeting' => self::ALL,
        'Call' => self::ALL,
        'Task' => self::ALL,
        'DyrContract' => self::ALL,
        'DyrAmendment' => self::ALL,
        'DyrProduct' => self::ALL,
        'DyrDelivery' => self::ALL,
        'DyrDeliveryLine' => self::ALL,
        'DyrPresentation' => self::ALL,
        'DyrNote' => self::ALL,
        'DyrFile' => self::ALL,
        'DyrDeletion' => self::READ,
        'User' => ['read' => 'all', 'edit' => 'no'],
        'Team' => self::READ,
    ];

    public function run(Container $container): void
    {
        $entityManager = $container->getByClass(EntityManager::class);

        $role = $entityManager
            ->getRDBRepository('Role')
            ->where(['name' => 'Dyryhent'])
            ->findOne();

        if (!$role) {
            $role = $entityManager->getNewEntity('Role');
            $role->setMultiple([
                'name' => 'Dyryhent',
                'assignmentPermission' => 'all',
                'userPermission' => 'all',
                'data' => (object) [],
            ]);
        }

        $role->set('data', (object) ((array) $role->get('data') + self::SCOPES));

        $entityManager->saveEntity($role);
    }
}
