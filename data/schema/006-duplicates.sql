-- Pairs that look alike and of which a person said that they are two; first < second. Not synced.
CREATE TABLE apart (
  first INTEGER NOT NULL REFERENCES record,
  second INTEGER NOT NULL REFERENCES record,
  PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;
CREATE INDEX apart_second ON apart (second);

-- Links move when two records become one: who links to a person, to a product.
CREATE INDEX activity_person ON activity (person) WHERE person IS NOT NULL;
CREATE INDEX delivery_line_product ON delivery_line (product) WHERE product IS NOT NULL;
