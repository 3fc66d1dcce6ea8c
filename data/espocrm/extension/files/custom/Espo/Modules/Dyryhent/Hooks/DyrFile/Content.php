<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Dyryhent authors

namespace Espo\Modules\Dyryhent\Hooks\DyrFile;

use Espo\Core\Exceptions\BadRequest;
use Espo\Core\FileStorage\Manager;
use Espo\Core\Hook\Hook\BeforeSave;
use Espo\Core\Utils\DateTime;
use Espo\Entities\Attachment;
use Espo\ORM\Entity;
use Espo\ORM\EntityManager;
use Espo\ORM\Repository\Option\SaveOptions;

/**
 * Tells of a file what is really stored: size and checksum, of whatever attachment it gets and
 * from whomever. EspoCRM itself knows only a size that the sender named.
 *
 * @implements BeforeSave<Entity>
 */
class Content implements BeforeSave
{
    public static int $order = 50;

    /** Bytes that are in memory at once. */
    private const BLOCK = 1 << 20;

    public function __construct(private EntityManager $entityManager, private Manager $storage)
    {}

    /**
     * @throws BadRequest
     */
    public function beforeSave(Entity $entity, SaveOptions $options): void
    {
        if ($entity->isNew() && !$entity->get('dyrAddedAt')) {
            $entity->set('dyrAddedAt', DateTime::getSystemNowString());
        }
        if (!$entity->isNew() && !$entity->isAttributeChanged('fileId')) {
            return;
        }

        $id = $entity->get('fileId');
        $attachment = $id ? $this->entityManager->getRDBRepositoryByClass(Attachment::class)->getById($id) : null;

        if (!$attachment) {
            $entity->setMultiple(['dyrSize' => null, 'dyrChecksum' => null, 'dyrMediaType' => null]);

            return;
        }
        // The part of it that came is not the file.
        if ($attachment->isBeingUploaded()) {
            throw new BadRequest('Field validation failure; entityType: DyrFile, field: file, type: valid.');
        }

        [$size, $checksum] = $this->look($attachment);
        $entity->setMultiple([
            'dyrSize' => $size,
            'dyrChecksum' => $checksum,
            'dyrMediaType' => $attachment->getType(),
        ]);
        // The name says which program opens it: it goes with what is in it, unless somebody chose one.
        if (!$entity->get('name') || !$entity->isNew() && !$entity->isAttributeChanged('name')) {
            $entity->set('name', $attachment->getName());
        }
    }

    /**
     * @return array{int, string}
     */
    private function look(Attachment $attachment): array
    {
        $stream = $this->storage->getStream($attachment);
        $hash = hash_init('sha256');
        $size = 0;

        while (!$stream->eof()) {
            $block = $stream->read(self::BLOCK);
            $size += strlen($block);
            hash_update($hash, $block);
        }
        $stream->close();

        return [$size, hash_final($hash)];
    }
}
