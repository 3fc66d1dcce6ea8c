-- Amounts and dates are found by their values, typed into a search or asked for by a condition.
-- (client.next_contact, contract.valid_to, delivery.agreed_on, presentation.starts_at and
-- activity.due_at have their indexes for the order of lists.)
CREATE INDEX person_birthday ON person (birthday) WHERE listed = 1 AND birthday IS NOT NULL;
CREATE INDEX contract_amount ON contract (amount) WHERE listed = 1 AND amount IS NOT NULL;
CREATE INDEX contract_signed_on ON contract (signed_on) WHERE listed = 1 AND signed_on IS NOT NULL;
CREATE INDEX contract_valid_from ON contract (valid_from) WHERE listed = 1 AND valid_from IS NOT NULL;
CREATE INDEX amendment_date ON amendment (date) WHERE listed = 1 AND date IS NOT NULL;
CREATE INDEX product_price ON product (price) WHERE listed = 1 AND price IS NOT NULL;
CREATE INDEX delivery_planned_on ON delivery (planned_on) WHERE listed = 1 AND planned_on IS NOT NULL;
CREATE INDEX delivery_shipped_at ON delivery (shipped_at) WHERE listed = 1 AND shipped_at IS NOT NULL;
CREATE INDEX delivery_delivered_at ON delivery (delivered_at) WHERE listed = 1 AND delivered_at IS NOT NULL;
CREATE INDEX delivery_cost ON delivery (cost) WHERE listed = 1 AND cost IS NOT NULL;
CREATE INDEX activity_starts_at ON activity (starts_at) WHERE listed = 1 AND starts_at IS NOT NULL;
CREATE INDEX activity_done_at ON activity (done_at) WHERE listed = 1 AND done_at IS NOT NULL;
