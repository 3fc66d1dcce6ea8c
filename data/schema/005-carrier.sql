-- Deliveries are sorted by carrier, too. Its key is made with all others, for the same language.
ALTER TABLE delivery ADD COLUMN carrier_key BLOB;
CREATE INDEX delivery_carrier ON delivery (carrier_key, id) WHERE listed = 1;
UPDATE meta SET value = substr (value, 1, instr (value || ' ', ' ')) WHERE key = 'keys';
