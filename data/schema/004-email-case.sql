-- E-mails are equal in any case, in every alphabet. SQLite's lower () knows A to Z: an address with
-- other capitals has its small letters beside it.
ALTER TABLE member ADD COLUMN fold TEXT;
UPDATE member SET fold = nullif (dyr_caseless (item), lower (item)) WHERE field = 'emails';
DROP INDEX member_item;
CREATE INDEX member_item ON member (coalesce (fold, lower (item)), field);
