<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Dyryhent authors

namespace Espo\Modules\Dyryhent\Classes;

use Espo\Core\Exceptions\ConflictSilent;
use Espo\Core\Utils\Json;
use Espo\ORM\EntityManager;
use Psr\Http\Message\ResponseInterface;
use Psr\Http\Message\ServerRequestInterface;
use Psr\Http\Server\MiddlewareInterface;
use Psr\Http\Server\RequestHandlerInterface;

/**
 * A write through the API holds the row of its record from before EspoCRM reads it until all of it
 * is stored: of two writes with one version number the second finds the new number and is refused,
 * and nobody reads half a record. A deletion minds the version number too.
 */
class OneAtATime implements MiddlewareInterface
{
    public function __construct(private EntityManager $entityManager)
    {}

    public function process(ServerRequestInterface $request, RequestHandlerInterface $handler): ResponseInterface
    {
        $type = ucfirst($request->getAttribute('controller') ?? '');

        // Reading, and actions that are not about one record.
        if ($type === '' || $request->getMethod() === 'GET' || $request->getAttribute('action') !== null) {
            return $handler->handle($request);
        }

        return $this->entityManager->getTransactionManager()->run(function () use ($type, $request, $handler) {
            $this->lock($type, $request);

            return $handler->handle($request);
        });
    }

    private function lock(string $type, ServerRequestInterface $request): void
    {
        $id = $request->getAttribute('id');

        // A new record has no row yet; the unique index guards it.
        if ($id === null) {
            return;
        }

        $version = $this->entityManager
            ->getRDBRepository($type)
            ->select(['id', 'versionNumber'])
            ->where(['id' => $id])
            ->forUpdate()
            ->findOne()
            ?->get('versionNumber');

        // EspoCRM checks updates itself, after this; deletions it does not.
        if (
            $request->getMethod() === 'DELETE' &&
            $request->getAttribute('link') === null &&
            $request->hasHeader('X-Version-Number') &&
            $version !== null &&
            (int) $request->getHeaderLine('X-Version-Number') !== $version
        ) {
            throw ConflictSilent::createWithBody('modified', Json::encode([
                'values' => (object) [],
                'versionNumber' => $version,
            ]));
        }
    }
}
