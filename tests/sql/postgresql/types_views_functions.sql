-- PostgreSQL: types, domains, views, sequences, functions, aggregates, triggers, rules.
-- One statement a block; a block opens with a line that names it.
-- [empty enum]
CREATE TYPE mood AS ENUM ();
-- [enum with quotes in labels]
CREATE TYPE app."BoatState" AS ENUM ('NEW', 'in use', 'skipper''s', '');
-- [composite with collation]
CREATE TYPE app.address AS (street text COLLATE "C", number int, lines text[], since timestamp(0) with time zone);
-- [empty composite]
CREATE TYPE hollow AS ();
-- [shell type]
CREATE TYPE coord;
-- [base type]
CREATE TYPE app.coord (INPUT = app.coord_in, OUTPUT = app.coord_out, INTERNALLENGTH = 16, PASSEDBYVALUE, ALIGNMENT = double, STORAGE = plain, LIKE = point, CATEGORY = 'G', PREFERRED = false, DEFAULT = '0', ELEMENT = float8, DELIMITER = ';', COLLATABLE = false);
-- [base type variable length]
CREATE TYPE blob (INPUT = blob_in, OUTPUT = blob_out, INTERNALLENGTH = VARIABLE, TYPMOD_IN = blob_mod);
-- [range type]
CREATE TYPE app.price_range AS RANGE (SUBTYPE = numeric, SUBTYPE_OPCLASS = numeric_ops, COLLATION = "C", CANONICAL = f, SUBTYPE_DIFF = app.price_diff, MULTIRANGE_TYPE_NAME = app.price_ranges);
-- [add value]
ALTER TYPE app."BoatState" ADD VALUE 'SUNK';
-- [add value before]
ALTER TYPE app."BoatState" ADD VALUE IF NOT EXISTS 'DRY' BEFORE 'in use';
-- [add value after]
ALTER TYPE mood ADD VALUE 'so-so' AFTER 'ok';
-- [rename value]
ALTER TYPE app."BoatState" RENAME VALUE 'skipper''s' TO 'skippers';
-- [rename type]
ALTER TYPE "BoatState" RENAME TO "BoatState_old";
-- [type owner]
ALTER TYPE app.address OWNER TO SESSION_USER;
-- [type schema]
ALTER TYPE app.address SET SCHEMA archive;
-- [attributes]
ALTER TYPE app.address ADD ATTRIBUTE zip varchar(10) COLLATE "C" RESTRICT, DROP ATTRIBUTE IF EXISTS lines CASCADE, ALTER ATTRIBUTE number SET DATA TYPE bigint CASCADE;
-- [attribute type short]
ALTER TYPE app.address ALTER ATTRIBUTE number TYPE text COLLATE "C" RESTRICT;
-- [drop an attribute]
ALTER TYPE app.address DROP ATTRIBUTE number;
-- [rename attribute]
ALTER TYPE app.address RENAME ATTRIBUTE "Street" TO street RESTRICT;
-- [type properties]
ALTER TYPE app.coord SET (STORAGE = extended, RECEIVE = coord_recv, TYPMOD_IN = NONE);
-- [drop types]
DROP TYPE IF EXISTS app.address, mood, "BoatState_old" CASCADE;
-- [drop a domain and another]
DROP DOMAIN IF EXISTS app.plate, depth RESTRICT;
-- [domain with everything]
CREATE DOMAIN app.plate AS varchar(12) COLLATE "C" DEFAULT 'none' CONSTRAINT plate_known NOT NULL CONSTRAINT plate_form CHECK (VALUE ~ '^[A-Z]+$') CHECK (length(VALUE) > 2);
-- [domain without as]
CREATE DOMAIN depth numeric(5, 2) NULL;
-- [domain over an array]
CREATE DOMAIN names AS text[] CHECK (array_length(VALUE, 1) < 10);
-- [domain default]
ALTER DOMAIN app.plate SET DEFAULT upper('x');
-- [domain without default]
ALTER DOMAIN app.plate DROP DEFAULT;
-- [domain not null]
ALTER DOMAIN depth SET NOT NULL;
-- [domain null]
ALTER DOMAIN depth DROP NOT NULL;
-- [domain constraint]
ALTER DOMAIN depth ADD CHECK (VALUE < 100);
-- [domain constraint not valid]
ALTER DOMAIN depth ADD CONSTRAINT shallow CHECK (VALUE < 100) NOT VALID;
-- [domain not null constraint]
ALTER DOMAIN depth ADD CONSTRAINT known NOT NULL;
-- [domain drop constraint]
ALTER DOMAIN depth DROP CONSTRAINT IF EXISTS shallow CASCADE;
-- [domain validate]
ALTER DOMAIN app.depth VALIDATE CONSTRAINT shallow;
-- [domain rename]
ALTER DOMAIN depth RENAME TO deepness;
-- [domain rename constraint]
ALTER DOMAIN depth RENAME CONSTRAINT shallow TO flat;
-- [domain owner and schema]
ALTER DOMAIN app.depth OWNER TO alice;
-- [domain schema]
ALTER DOMAIN depth SET SCHEMA app;
-- [view plain]
CREATE VIEW app.afloat AS SELECT * FROM boat WHERE NOT sunk;
-- [view with columns]
CREATE OR REPLACE TEMPORARY VIEW afloat (id, "Name") AS SELECT number, name FROM boat;
-- [view with check options]
CREATE VIEW afloat WITH (check_option = local, security_barrier) AS TABLE boat WITH LOCAL CHECK OPTION;
-- [view with plain check option]
CREATE VIEW afloat AS SELECT * FROM boat WITH CHECK OPTION;
-- [recursive view]
CREATE OR REPLACE RECURSIVE VIEW upstream (id, depth) AS SELECT id, 0 FROM reach WHERE parent IS NULL UNION ALL SELECT r.id, u.depth + 1 FROM reach r JOIN upstream u ON r.parent = u.id;
-- [view over values]
CREATE VIEW pairs AS VALUES (1, 'a'), (2, 'b');
-- [view over a union in parentheses]
CREATE VIEW both_sides AS (SELECT a FROM x) UNION (SELECT a FROM y) ORDER BY 1;
-- [view with cte]
CREATE VIEW newest AS WITH n AS (SELECT max(at) AS at FROM passage) SELECT p.* FROM passage p JOIN n USING (at);
-- [alter view default]
ALTER VIEW IF EXISTS app.afloat ALTER COLUMN name SET DEFAULT 'x';
-- [alter view drop default]
ALTER VIEW afloat ALTER name DROP DEFAULT;
-- [alter view owner]
ALTER VIEW afloat OWNER TO alice;
-- [alter view rename]
ALTER VIEW IF EXISTS afloat RENAME TO floating;
-- [alter view rename column]
ALTER VIEW app.afloat RENAME COLUMN name TO title;
-- [alter view rename column short]
ALTER VIEW afloat RENAME name TO title;
-- [alter view schema]
ALTER VIEW afloat SET SCHEMA archive;
-- [alter view options]
ALTER VIEW afloat SET (check_option = cascaded), RESET (security_barrier);
-- [drop views]
DROP VIEW afloat, app.newest RESTRICT;
-- [materialized view]
CREATE MATERIALIZED VIEW app.toll_sum (gate, total) USING heap WITH (fillfactor = 70) TABLESPACE quick AS SELECT gate, sum(paid) FROM toll GROUP BY 1 WITH DATA;
-- [unlogged materialized view (refused when it runs)]
CREATE UNLOGGED MATERIALIZED VIEW m AS SELECT 1;
-- [refresh]
REFRESH MATERIALIZED VIEW app.toll_sum;
-- [refresh concurrently without data]
REFRESH MATERIALIZED VIEW CONCURRENTLY "Sum" WITH NO DATA;
-- [alter materialized view]
ALTER MATERIALIZED VIEW IF EXISTS toll_sum SET TABLESPACE slow, CLUSTER ON toll_sum_gate, SET (autovacuum_enabled = off), ALTER COLUMN total SET STATISTICS 500;
-- [rename materialized view column]
ALTER MATERIALIZED VIEW IF EXISTS toll_sum RENAME COLUMN total TO amount;
-- [rename materialized view]
ALTER MATERIALIZED VIEW app.toll_sum RENAME TO toll_total;
-- [materialized view schema]
ALTER MATERIALIZED VIEW toll_sum SET SCHEMA archive;
-- [materialized view owner]
ALTER MATERIALIZED VIEW toll_sum OWNER TO alice;
-- [materialized view depends]
ALTER MATERIALIZED VIEW toll_sum NO DEPENDS ON EXTENSION postgis;
-- [all materialized views in tablespace]
ALTER MATERIALIZED VIEW ALL IN TABLESPACE quick SET TABLESPACE slow;
-- [drop materialized views]
DROP MATERIALIZED VIEW toll_sum, app.other;
-- [sequence with everything]
CREATE SEQUENCE app.ticket_seq AS smallint INCREMENT 5 MINVALUE -10 MAXVALUE 1000 START WITH 7 CACHE 3 CYCLE OWNED BY NONE;
-- [sequence without limits]
CREATE TEMPORARY SEQUENCE IF NOT EXISTS s NO MINVALUE NO MAXVALUE NO CYCLE;
-- [unlogged sequence]
CREATE UNLOGGED SEQUENCE s OWNED BY app.ticket.id;
-- [alter sequence options]
ALTER SEQUENCE IF EXISTS app.ticket_seq AS bigint INCREMENT BY 2 NO MINVALUE MAXVALUE 99 START 3 RESTART CACHE 9 NO CYCLE;
-- [sequence restart]
ALTER SEQUENCE "Ticket_id_seq" RESTART 500;
-- [sequence owner]
ALTER SEQUENCE ticket_seq OWNER TO CURRENT_ROLE;
-- [sequence rename]
ALTER SEQUENCE IF EXISTS ticket_seq RENAME TO tickets;
-- [sequence schema]
ALTER SEQUENCE ticket_seq SET SCHEMA app;
-- [sequence logging]
ALTER SEQUENCE ticket_seq SET UNLOGGED;
-- [drop sequences]
DROP SEQUENCE IF EXISTS ticket_seq, app.other CASCADE;
-- [function of sql body]
CREATE FUNCTION app.add(integer, b integer DEFAULT 3) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN $1 + b;
-- [function of sql string]
CREATE OR REPLACE FUNCTION one() RETURNS int AS 'SELECT 1' LANGUAGE 'sql';
-- [function returning a table]
CREATE FUNCTION boats_of(person int, OUT n int, INOUT x text = 'a') RETURNS SETOF record LANGUAGE sql STABLE ROWS 50 COST 10.5 AS $$ SELECT 1, x $$;
-- [function returns table]
CREATE FUNCTION tolls(IN since date, variadic gates int[] DEFAULT '{}') RETURNS TABLE (gate int, paid numeric(8, 2)) LANGUAGE plpgsql AS $body$ BEGIN RETURN QUERY SELECT 1, 2.0; END $body$;
-- [function with every option]
CREATE OR REPLACE FUNCTION app.all_of_it(a boat.number%TYPE) RETURNS SETOF boat.name%TYPE
    LANGUAGE plpgsql TRANSFORM FOR TYPE hstore, FOR TYPE jsonb WINDOW VOLATILE NOT LEAKPROOF CALLED ON NULL INPUT
    EXTERNAL SECURITY INVOKER PARALLEL RESTRICTED COST 100 ROWS 1000 SUPPORT app.helper
    SET work_mem = '64MB' SET search_path FROM CURRENT SET time zone 'UTC'
    AS $$ BEGIN RETURN; END $$;
-- [function in c]
CREATE FUNCTION c_add(int, int) RETURNS int AS '$libdir/adder', 'add_two' LANGUAGE C STRICT LEAKPROOF;
-- [function returns null on null input]
CREATE FUNCTION n(x text) RETURNS text LANGUAGE sql RETURNS NULL ON NULL INPUT SECURITY DEFINER AS $_$ SELECT $1 $_$;
-- [function begin atomic]
CREATE FUNCTION pay(gate int, amount numeric) RETURNS bigint
BEGIN ATOMIC
    INSERT INTO toll (gate, paid) VALUES (gate, amount);
    SELECT CASE WHEN amount > 5 THEN count(*) ELSE 0 END FROM toll;
END;
-- [function empty atomic]
CREATE FUNCTION noop() RETURNS void LANGUAGE sql BEGIN ATOMIC END;
-- [function with arrays and defaults]
CREATE FUNCTION f(a int[] DEFAULT ARRAY[1, 2], b text DEFAULT 'x, y)', c numeric(4, 1) = 1.5, d timestamp with time zone DEFAULT now()) RETURNS int[] LANGUAGE sql AS $$ SELECT a $$;
-- [function returning trigger]
CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $touch$
BEGIN
    NEW.updated_at := now(); -- ; in a comment
    RETURN NEW;
END;
$touch$;
-- [procedure]
CREATE OR REPLACE PROCEDURE app.sweep(INOUT n int DEFAULT 0, keep interval = '1 day') LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout TO '1s' AS $$ BEGIN COMMIT; END $$;
-- [procedure without arguments]
CREATE PROCEDURE tidy() BEGIN ATOMIC DELETE FROM toll WHERE paid = 0; UPDATE boat SET sunk = false; END;
-- [alter function options]
ALTER FUNCTION app.add(integer, b integer) IMMUTABLE STRICT LEAKPROOF SECURITY DEFINER PARALLEL UNSAFE COST 5 ROWS 10 SUPPORT h SET x.y = 'z' RESET search_path RESET ALL RESTRICT;
-- [alter function rename]
ALTER FUNCTION app.add(int, int) RENAME TO plus;
-- [alter function without arguments]
ALTER FUNCTION touch OWNER TO CURRENT_USER;
-- [alter function schema]
ALTER FUNCTION touch() SET SCHEMA app;
-- [alter function depends]
ALTER FUNCTION touch() NO DEPENDS ON EXTENSION postgis;
-- [alter function called on null]
ALTER FUNCTION f(a int[], VARIADIC text[]) CALLED ON NULL INPUT;
-- [alter procedure]
ALTER PROCEDURE app.sweep(INOUT n int, interval) SET lock_timeout FROM CURRENT;
-- [alter procedure owner]
ALTER PROCEDURE app.sweep OWNER TO alice;
-- [alter routine]
ALTER ROUTINE app.sweep RENAME TO swept;
-- [alter routine options]
ALTER ROUTINE f(OUT int) EXTERNAL SECURITY DEFINER;
-- [drop functions]
DROP FUNCTION touch, app.add(int, IN b int), "F"() RESTRICT;
-- [drop procedure and routine]
DROP PROCEDURE IF EXISTS app.sweep(INOUT n int, keep interval);
-- [drop routine]
DROP ROUTINE tidy, sweep(int, interval) CASCADE;
-- [aggregate]
CREATE OR REPLACE AGGREGATE app.total(numeric, VARIADIC text[]) (SFUNC = app.total_step, STYPE = numeric[], SSPACE = 8, FINALFUNC = total_end, FINALFUNC_EXTRA, FINALFUNC_MODIFY = READ_WRITE, COMBINEFUNC = c, INITCOND = '{0}', PARALLEL = SAFE);
-- [aggregate ordered set]
CREATE AGGREGATE middle(float8 ORDER BY anyelement) (SFUNC = s, STYPE = internal, HYPOTHETICAL);
-- [aggregate of all]
CREATE AGGREGATE number_of(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0', SORTOP = >);
-- [aggregate old style]
CREATE AGGREGATE old_sum (BASETYPE = int4, SFUNC1 = int4pl, STYPE1 = int4);
-- [alter aggregate]
ALTER AGGREGATE app.total(numeric) RENAME TO sum_up;
-- [alter aggregate owner]
ALTER AGGREGATE number_of(*) OWNER TO alice;
-- [alter aggregate schema]
ALTER AGGREGATE middle(float8 ORDER BY anyelement) SET SCHEMA app;
-- [drop aggregates]
DROP AGGREGATE IF EXISTS app.total(numeric), number_of(*) CASCADE;
-- [trigger before each row]
CREATE TRIGGER touch_boat BEFORE UPDATE ON app.boat FOR EACH ROW EXECUTE FUNCTION touch();
-- [trigger with all events]
CREATE OR REPLACE TRIGGER "Audit" AFTER INSERT OR DELETE OR UPDATE OF name, "Deck" OR TRUNCATE ON boat EXECUTE PROCEDURE app.audit('boat', 1, 2.5, on_all);
-- [trigger instead of]
CREATE TRIGGER into_view INSTEAD OF INSERT ON afloat FOR ROW EXECUTE FUNCTION f();
-- [trigger with transitions]
CREATE TRIGGER counted AFTER UPDATE ON boat REFERENCING NEW TABLE AS fresh OLD TABLE stale FOR STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION f();
-- [constraint trigger]
CREATE CONSTRAINT TRIGGER checked AFTER INSERT OR UPDATE ON app.boat FROM app.person NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (NEW.x > 0) EXECUTE FUNCTION f();
-- [constraint trigger deferred]
CREATE CONSTRAINT TRIGGER checked AFTER DELETE ON boat INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
-- [alter trigger]
ALTER TRIGGER "Audit" ON app.boat RENAME TO audit;
-- [alter trigger depends]
ALTER TRIGGER audit ON boat DEPENDS ON EXTENSION postgis;
-- [drop trigger]
DROP TRIGGER "Audit" ON app.boat CASCADE;
-- [event trigger with tags]
CREATE EVENT TRIGGER no_drop ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP INDEX') AND other IN ('x') EXECUTE PROCEDURE app.refuse();
-- [alter event trigger]
ALTER EVENT TRIGGER no_drop DISABLE;
-- [enable event trigger]
ALTER EVENT TRIGGER no_drop ENABLE REPLICA;
-- [enable event trigger plainly]
ALTER EVENT TRIGGER no_drop ENABLE;
-- [event trigger owner]
ALTER EVENT TRIGGER no_drop OWNER TO alice;
-- [event trigger rename]
ALTER EVENT TRIGGER no_drop RENAME TO never_drop;
-- [drop event trigger]
DROP EVENT TRIGGER IF EXISTS no_drop, other CASCADE;
-- [rule with nothing]
CREATE OR REPLACE RULE quiet AS ON DELETE TO app.boat WHERE OLD.sunk DO INSTEAD NOTHING;
-- [rule also]
CREATE RULE copied AS ON UPDATE TO boat DO ALSO INSERT INTO boat_log VALUES (NEW.number, now());
-- [rule with several actions]
CREATE RULE many AS ON INSERT TO afloat DO INSTEAD (INSERT INTO boat VALUES (NEW.id); NOTIFY boats; DELETE FROM cache);
-- [rule on select]
CREATE RULE "_RETURN" AS ON SELECT TO old_view DO INSTEAD SELECT * FROM boat;
-- [alter rule]
ALTER RULE quiet ON app.boat RENAME TO silent;
-- [drop rule]
DROP RULE IF EXISTS quiet ON boat RESTRICT;
-- [atomic body with empty statements]
CREATE FUNCTION hollow() RETURNS int BEGIN ATOMIC ; SELECT 1;; RETURN 2; ; END;
-- [function with a unicode string]
CREATE FUNCTION word() RETURNS text LANGUAGE sql AS U&'SELECT !00274!0027' UESCAPE '!';
