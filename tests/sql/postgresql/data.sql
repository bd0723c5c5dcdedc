-- PostgreSQL: work on rows, queries, COPY, CALL, EXPLAIN, LOCK.
-- One statement a block; a block opens with a line that names it.
-- [insert values]
INSERT INTO boat VALUES (1, 'a'), (2, DEFAULT);
-- [insert columns]
INSERT INTO app."Boat" AS b ("id", name, marks[1], place.x) VALUES (1, 'it''s', 3, 4);
-- [insert default values]
INSERT INTO toll DEFAULT VALUES RETURNING *;
-- [insert from a query]
INSERT INTO boat_log (n, at) SELECT number, now() FROM boat WHERE sunk ORDER BY 1 LIMIT 10;
-- [insert from a table]
INSERT INTO boat_backup TABLE boat;
-- [insert from parentheses]
INSERT INTO boat_backup (SELECT * FROM boat);
-- [insert overriding]
INSERT INTO toll (id) OVERRIDING SYSTEM VALUE VALUES (5);
-- [insert overriding user]
INSERT INTO toll OVERRIDING USER VALUE SELECT * FROM old_toll;
-- [insert do nothing]
INSERT INTO boat (number) VALUES (1) ON CONFLICT DO NOTHING;
-- [insert on conflict columns]
INSERT INTO boat AS b (number, name) VALUES (1, 'x') ON CONFLICT (number, lower(name) COLLATE "C" text_ops) WHERE NOT sunk DO UPDATE SET name = excluded.name, seen = b.seen + 1 WHERE b.name IS DISTINCT FROM excluded.name RETURNING b.*, xmax = 0 AS fresh;
-- [insert on constraint]
INSERT INTO boat VALUES (1) ON CONFLICT ON CONSTRAINT boat_pkey DO UPDATE SET (name, seen) = (excluded.name, DEFAULT);
-- [insert with returning old and new]
INSERT INTO boat (number) VALUES (1) ON CONFLICT (number) DO UPDATE SET seen = 1 RETURNING WITH (OLD AS o, NEW AS n) o.seen, n.seen;
-- [insert with cte]
WITH src AS (SELECT 1 AS id UNION SELECT 2) INSERT INTO boat (number) SELECT id FROM src ON CONFLICT DO NOTHING;
-- [insert values with expressions]
INSERT INTO boat (a, b, c, d, e, f) VALUES (1 + 2, ARRAY[1, 2], '{"a": 1}'::jsonb, now() - INTERVAL '1 day', (SELECT max(id) FROM crew), CASE WHEN true THEN 'y' ELSE 'n' END);
-- [update everything]
UPDATE boat SET seen = 0;
-- [update with alias]
UPDATE ONLY app.boat AS b SET seen = b.seen + 1, name = DEFAULT, marks[2] = 5, place.x = 1 WHERE b.number = 7;
-- [update of a star table]
UPDATE boat * SET a = 1 WHERE b;
-- [update several at once]
UPDATE boat SET (name, seen) = ('x', 1), (a, b) = (SELECT 1, 2), c = ROW(1, 2) WHERE number IN (SELECT boat FROM sunk);
-- [update from joined tables]
UPDATE boat b SET owner = p.name FROM person p JOIN crew c ON c.person = p.id, LATERAL (SELECT 1) l WHERE c.boat = b.number AND p.id > 5 RETURNING b.number AS n, old.owner;
-- [update where current of]
UPDATE boat SET seen = 1 WHERE CURRENT OF c;
-- [update with cte]
WITH n AS MATERIALIZED (SELECT 1 AS id) UPDATE boat SET seen = 1 FROM n WHERE n.id = boat.number;
-- [update in batches]
UPDATE boat SET kind = 'barge' WHERE ctid = ANY (ARRAY(SELECT ctid FROM boat WHERE kind IS NULL LIMIT 1000 FOR UPDATE SKIP LOCKED));
-- [delete everything]
DELETE FROM boat;
-- [delete with alias]
DELETE FROM ONLY app."Boat" AS b WHERE b.sunk AND NOT EXISTS (SELECT FROM crew c WHERE c.boat = b.number);
-- [delete using]
DELETE FROM toll t USING passage p, gate g WHERE t.passage = p.id AND p.gate = g.id RETURNING t.*;
-- [delete where current of]
DELETE FROM boat WHERE CURRENT OF c RETURNING number;
-- [delete with two writing ctes]
WITH gone AS (DELETE FROM crew WHERE boat = 1 RETURNING id), noted AS (INSERT INTO crew_log SELECT id FROM gone RETURNING id) DELETE FROM boat WHERE number = 1;
-- [select with a writing cte]
WITH up AS (UPDATE boat SET seen = 1 WHERE number = 2 RETURNING *) SELECT * FROM up;
-- [merge in full]
MERGE INTO app.boat AS b USING (SELECT * FROM incoming) AS i ON b.number = i.number AND i.ok
WHEN MATCHED AND i.gone THEN DELETE
WHEN MATCHED THEN UPDATE SET name = i.name, (a, b) = (1, DEFAULT)
WHEN NOT MATCHED BY SOURCE AND b.old THEN UPDATE SET seen = 0
WHEN NOT MATCHED BY TARGET THEN INSERT (number, name) OVERRIDING USER VALUE VALUES (i.number, DEFAULT)
RETURNING merge_action(), b.*;
-- [merge only do nothing]
MERGE INTO ONLY boat b USING incoming i ON b.number = i.number WHEN NOT MATCHED THEN DO NOTHING WHEN MATCHED THEN DO NOTHING;
-- [merge default values]
WITH x AS (SELECT 1 AS id) MERGE INTO boat USING x ON number = x.id WHEN NOT MATCHED THEN INSERT DEFAULT VALUES;
-- [select one]
SELECT 1;
-- [select nothing]
SELECT;
-- [select from many]
SELECT DISTINCT ON (b.number) b.*, c.name AS "Crew", count(*) FILTER (WHERE c.mate) OVER w n FROM app.boat b LEFT JOIN crew c ON c.boat = b.number CROSS JOIN gate NATURAL JOIN reach RIGHT OUTER JOIN x USING (id) WHERE b.sunk IS NOT TRUE GROUP BY b.number, c.name HAVING count(*) > 1 WINDOW w AS (PARTITION BY c.name ORDER BY c.id DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES) ORDER BY 1 USING <, 2 DESC LIMIT 5 OFFSET 10 ROWS;
-- [grouping sets]
SELECT a, b, grouping(a), sum(c) FROM t GROUP BY DISTINCT ROLLUP (a, b), CUBE (a), GROUPING SETS ((a), (b), ());
-- [recursive with search and cycle]
WITH RECURSIVE up (id, p) AS (SELECT 1, 2 UNION ALL SELECT id, p FROM up) SEARCH DEPTH FIRST BY id SET ord CYCLE id SET is_cycle TO true DEFAULT false USING path SELECT * FROM up;
-- [set operations]
(SELECT a FROM x UNION ALL SELECT b FROM y) INTERSECT SELECT c FROM z EXCEPT ALL (VALUES (1)) ORDER BY 1 FETCH FIRST 5 ROWS WITH TIES;
-- [locking]
SELECT * FROM boat b, crew c FOR NO KEY UPDATE OF b NOWAIT FOR KEY SHARE OF c SKIP LOCKED;
-- [locking share]
SELECT * FROM boat FOR SHARE;
-- [fetch first]
SELECT * FROM boat ORDER BY number OFFSET 5 FETCH NEXT ROW ONLY;
-- [lateral and functions]
SELECT * FROM boat b, LATERAL f(b.number) WITH ORDINALITY AS t (a, n), ROWS FROM (g(1), h(2) AS (x int, y text)) AS r, unnest(ARRAY[1, 2]) u, boat TABLESAMPLE system (5) REPEATABLE (1);
-- [subqueries]
SELECT (SELECT max(a) FROM x), EXISTS (SELECT 1), a IN (SELECT b FROM y), a = ANY (SELECT c FROM z), ARRAY(SELECT d FROM w), ROW(1, 2) = (SELECT 1, 2);
-- [expressions]
SELECT a::int[], (b).c, (d).*, e[1:2], f ->> 'x', -g, NOT h, i BETWEEN SYMMETRIC 1 AND 2, j LIKE 'a%' ESCAPE '\', k SIMILAR TO 'x', l IS NOT DISTINCT FROM m, n AT TIME ZONE 'UTC', o COLLATE "C", p IS DOCUMENT, q OPERATOR(pg_catalog.+) 1, INTERVAL '1' YEAR, DATE '2020-01-01', CAST(r AS numeric(3, 1)), $1, U&'d\0061t', B'101', X'1F', 1_000, 0x1F, .5e-3;
-- [json functions]
SELECT JSON_OBJECT('a': 1 ABSENT ON NULL), JSON_ARRAY(1, 2 RETURNING jsonb), JSON_QUERY(a, '$.b' WITH WRAPPER), x IS JSON OBJECT WITH UNIQUE KEYS FROM JSON_TABLE(b, '$[*]' COLUMNS (n FOR ORDINALITY, c text PATH '$.c')) AS t;
-- [special functions]
SELECT EXTRACT(epoch FROM a), SUBSTRING(b FROM 1 FOR 2), TRIM(BOTH 'x' FROM c), POSITION('a' IN d), OVERLAY(e PLACING 'x' FROM 1), percentile_cont(0.5) WITHIN GROUP (ORDER BY f), string_agg(DISTINCT g, ',' ORDER BY g), COALESCE(h, 1), NULLIF(i, 2), XMLELEMENT(NAME x, XMLATTRIBUTES(j AS k), 'y'), lag(l) OVER (ORDER BY m), current_setting('a.b', true);
-- [values list]
VALUES (1, 'a'), (2, DEFAULT);
-- [values in order]
VALUES (1), (2) ORDER BY 1 DESC LIMIT 1;
-- [table command]
TABLE ONLY app.boat;
-- [table with order]
TABLE boat ORDER BY name OFFSET 1;
-- [select into]
SELECT a, b INTO UNLOGGED app.new_table FROM boat WHERE a > 1;
-- [select into temp table]
SELECT * INTO TEMPORARY TABLE scratch FROM boat UNION SELECT * FROM crew;
-- [select in parentheses]
((SELECT 1));
-- [copy from a file]
COPY app.boat (number, name) FROM '/srv/boat.csv' WITH (FORMAT csv, HEADER match, DELIMITER ';', NULL '', FORCE_NULL (a, b), ENCODING 'UTF8', ON_ERROR ignore, FREEZE) WHERE number > 5;
-- [copy from standard input]
COPY boat FROM STDIN;
-- [copy in the old way]
COPY boat FROM STDIN WITH DELIMITER AS ',' NULL AS '\N' CSV HEADER QUOTE '"' ESCAPE '\' FORCE NOT NULL a, b;
-- [copy to a file]
COPY boat TO '/srv/boat.csv' (FORMAT csv, FORCE_QUOTE *);
-- [copy to a program]
COPY boat (number) TO PROGRAM 'gzip > boat.gz' CSV FORCE QUOTE number;
-- [copy binary]
COPY BINARY boat FROM '/srv/boat.bin';
-- [copy a query]
COPY (SELECT * FROM boat WHERE NOT sunk) TO STDOUT WITH (FORMAT text);
-- [copy a writing query]
COPY (DELETE FROM boat WHERE sunk RETURNING *) TO '/srv/sunk.csv';
-- [copy with delimiters]
COPY boat FROM '/srv/x' USING DELIMITERS '|';
-- [call with named arguments]
CALL app.sweep(n => 5, keep := INTERVAL '2 days');
-- [call without arguments]
CALL tidy();
-- [call with variadic]
CALL p(1, VARIADIC ARRAY[2, 3]);
-- [explain]
EXPLAIN SELECT * FROM boat;
-- [explain in the old way]
EXPLAIN ANALYZE VERBOSE UPDATE boat SET seen = 1;
-- [explain with options]
EXPLAIN (ANALYZE, VERBOSE false, COSTS off, BUFFERS, WAL, TIMING off, FORMAT json, SERIALIZE none, MEMORY) DELETE FROM boat;
-- [explain create table as]
EXPLAIN CREATE TABLE x AS SELECT 1;
-- [explain execute]
EXPLAIN VERBOSE EXECUTE find_boats(1);
-- [explain declare]
EXPLAIN DECLARE c CURSOR FOR SELECT 1;
-- [explain refresh]
EXPLAIN REFRESH MATERIALIZED VIEW toll_sum;
-- [explain values]
EXPLAIN (FORMAT yaml) VALUES (1);
-- [explain merge]
EXPLAIN MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE;
-- [lock one]
LOCK boat;
-- [lock only]
LOCK TABLE ONLY app.boat, crew * IN SHARE ROW EXCLUSIVE MODE;
-- [lock nowait]
LOCK boat IN ACCESS SHARE MODE NOWAIT;
-- [lock without a mode]
LOCK TABLE boat NOWAIT;
-- [lock modes]
LOCK TABLE boat IN SHARE UPDATE EXCLUSIVE MODE;
-- [lock row share]
LOCK boat IN ROW SHARE MODE;
-- [lock row exclusive]
LOCK boat IN ROW EXCLUSIVE MODE;
-- [lock exclusive]
LOCK boat IN EXCLUSIVE MODE;
-- [lock share]
LOCK boat IN SHARE MODE;
-- [operators that touch]
UPDATE boat SET a=-3, b=+1, c=a*-1, d=a<-1 WHERE e<=-5 AND f@>'{1}' AND g->>'x'!='y';
-- [slices of arrays]
UPDATE boat SET marks[:] = '{1}', marks[2:] = '{2}', marks[:3][1] = '{3}' WHERE marks[:2] = marks[1:][:];
-- [functions that are words]
SELECT current_schema(), CURRENT_SCHEMA, CURRENT_TIMESTAMP(3), LOCALTIME, COLLATION FOR (name), SUBSTRING(name SIMILAR 'a%' ESCAPE '#'), SUBSTRING(name, 2), TRIM(name), OVERLAY(name PLACING 'x' FROM 1 FOR 2) FROM boat;
-- [alias without as]
SELECT max(at) at, min(at) "from", count(*) value, 1 key FROM passage p (at), LATERAL (SELECT 1) AS l (one) FETCH FIRST $1 ROWS ONLY;
-- [nested joins]
SELECT * FROM boat JOIN crew JOIN gate ON gate.id = crew.gate ON crew.boat = boat.number LEFT JOIN (reach r CROSS JOIN toll) AS x (a, b) USING (a, b) AS y;
-- [windows of all frames]
SELECT sum(a) OVER (w RANGE BETWEEN INTERVAL '1 day' PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE NO OTHERS), rank() OVER (GROUPS 2 PRECEDING), count(*) FILTER (WHERE b) OVER () FROM t WINDOW w AS (ORDER BY a);
