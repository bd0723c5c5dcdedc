-- PostgreSQL: indexes, REINDEX, CLUSTER.
-- One statement a block; a block opens with a line that names it.
-- [every order of options]
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "Boat_plate_key" ON app."Boat" USING btree ("plate" COLLATE "C" text_pattern_ops ASC NULLS FIRST, (lower("name")) DESC, year NULLS LAST) INCLUDE (id, "Deck") NULLS NOT DISTINCT WITH (fillfactor = 70, deduplicate_items = off) TABLESPACE quick WHERE state <> 'gone' AND plate IS NOT NULL;
-- [function key without parentheses]
CREATE INDEX by_name ON boat (lower(name));
-- [qualified function key]
CREATE INDEX by_slug ON boat (app.slugify(name, 3) text_ops);
-- [cast key]
CREATE INDEX by_day ON passage ((at::date), ((meta ->> 'n')::int) DESC);
-- [concatenation key]
CREATE INDEX by_both ON person ((first || ' ' || last) COLLATE "de_DE");
-- [special function keys]
CREATE INDEX by_text ON person (COALESCE(nick, first), GREATEST(a, b), EXTRACT(year FROM born), (CASE WHEN gone THEN 1 END), date_trunc('day', at), CAST(x AS text));
-- [hash index]
CREATE INDEX ON boat USING hash (plate);
-- [brin index]
CREATE INDEX at_range ON reading USING brin (taken timestamptz_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 32, autosummarize);
-- [gin index]
CREATE INDEX in_tags ON boat USING gin (tags, meta jsonb_path_ops, (to_tsvector('english', coalesce(name, '')))) WITH (fastupdate = off);
-- [gist index with operator class of a schema]
CREATE INDEX near ON mooring USING gist (place app.point_ops, during) INCLUDE (pier);
-- [vector index]
CREATE INDEX CONCURRENTLY similar_to ON doc USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64);
-- [nulls distinct]
CREATE UNIQUE INDEX once ON boat (plate) NULLS DISTINCT;
-- [on only]
CREATE INDEX parent_at ON ONLY app.reading (taken);
-- [star behind the table]
CREATE INDEX at_all ON reading * (taken);
-- [unnamed concurrently]
CREATE INDEX CONCURRENTLY ON boat (name);
-- [column named like a keyword]
CREATE INDEX by_key ON setting (key, value, type, position DESC);
-- [name like a keyword]
CREATE INDEX index ON boat (name);
-- [partial with a list]
CREATE INDEX open_ones ON passage (at) WHERE state IN ('new', 'open') OR (closed_at IS NULL AND NOT hidden);
-- [comments inside]
CREATE INDEX -- soon
  /* later */ by_mast ON boat /* the table */ (mast) -- the end
;
-- [drop plain]
DROP INDEX by_name;
-- [drop if exists restrict]
DROP INDEX IF EXISTS app.by_name RESTRICT;
-- [drop concurrently]
DROP INDEX CONCURRENTLY "Boat_plate_key";
-- [drop concurrently restrict]
DROP INDEX CONCURRENTLY IF EXISTS app.by_name RESTRICT;
-- [drop several]
DROP INDEX by_name, app.by_day CASCADE;
-- [rename]
ALTER INDEX "Boat_plate_key" RENAME TO "Boat_plate";
-- [rename by alter table]
ALTER TABLE by_name RENAME TO by_title;
-- [attach guarded name]
ALTER INDEX app.parent_at ATTACH PARTITION app."Part_at";
-- [set parameters]
ALTER INDEX IF EXISTS by_name SET (fillfactor = 90, fastupdate = on);
-- [reset parameters]
ALTER INDEX by_name RESET (fillfactor);
-- [set tablespace guarded]
ALTER INDEX IF EXISTS app.by_name SET TABLESPACE slow;
-- [statistics of a key]
ALTER INDEX by_both ALTER COLUMN 2 SET STATISTICS 400;
-- [statistics of a key short]
ALTER INDEX by_both ALTER 1 SET STATISTICS DEFAULT;
-- [depends on extension]
ALTER INDEX by_name DEPENDS ON EXTENSION postgis;
-- [no longer depends]
ALTER INDEX by_name NO DEPENDS ON EXTENSION postgis;
-- [all in tablespace]
ALTER INDEX ALL IN TABLESPACE quick OWNED BY alice SET TABLESPACE slow NOWAIT;
-- [reindex index]
REINDEX INDEX app.by_name;
-- [reindex table]
REINDEX TABLE CONCURRENTLY app.boat;
-- [reindex schema]
REINDEX SCHEMA app;
-- [reindex schema concurrently]
REINDEX SCHEMA CONCURRENTLY app;
-- [reindex database]
REINDEX DATABASE CONCURRENTLY harbour;
-- [reindex this database]
REINDEX DATABASE;
-- [reindex system]
REINDEX (VERBOSE) SYSTEM harbour;
-- [reindex with values]
REINDEX (VERBOSE false, CONCURRENTLY true, TABLESPACE 'quick') INDEX by_name;
-- [comment on index]
COMMENT ON INDEX app.by_name IS 'for the search form';
-- [cluster everything]
CLUSTER;
-- [cluster verbose everything]
CLUSTER VERBOSE;
-- [cluster a table]
CLUSTER app.boat;
-- [cluster verbose using]
CLUSTER VERBOSE boat USING "boat_pkey";
-- [cluster with an option value]
CLUSTER (VERBOSE on) boat USING boat_pkey;
-- [cluster the old way]
CLUSTER boat_pkey ON boat;
