-- PostgreSQL: privileges, roles, and every other kind of object.
-- One statement a block; a block opens with a line that names it.
-- [grant all on a table]
GRANT ALL ON boat TO alice;
-- [grant many on many]
GRANT SELECT (a, b), INSERT, UPDATE ("Deck"), REFERENCES, TRIGGER, TRUNCATE, DELETE, MAINTAIN ON TABLE app.boat, "Crew" TO alice, GROUP keepers, PUBLIC WITH GRANT OPTION GRANTED BY CURRENT_USER;
-- [grant all columns]
GRANT ALL PRIVILEGES (name) ON boat TO SESSION_USER;
-- [grant on a sequence]
GRANT USAGE, SELECT ON SEQUENCE app.ticket_seq, s TO alice;
-- [grant on all sequences]
GRANT USAGE ON ALL SEQUENCES IN SCHEMA app, public TO alice;
-- [grant on all functions]
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO PUBLIC;
-- [grant on all procedures]
GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA app TO alice;
-- [grant on all routines]
GRANT ALL ON ALL ROUTINES IN SCHEMA app TO alice;
-- [grant on a database]
GRANT CONNECT, TEMPORARY, CREATE ON DATABASE harbour, other TO alice;
-- [grant on a domain and a type]
GRANT USAGE ON DOMAIN app.plate TO alice;
-- [grant on a type]
GRANT ALL ON TYPE app.address, mood TO alice;
-- [grant on a wrapper]
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO alice;
-- [grant on a server]
GRANT USAGE ON FOREIGN SERVER far, near TO alice;
-- [grant on functions]
GRANT EXECUTE ON FUNCTION app.add(int, b int), touch TO alice;
-- [grant on a procedure]
GRANT EXECUTE ON PROCEDURE app.sweep(INOUT int, interval) TO alice;
-- [grant on a routine]
GRANT EXECUTE ON ROUTINE tidy() TO alice;
-- [grant on a language]
GRANT USAGE ON LANGUAGE plpgsql, sql TO alice;
-- [grant on large objects]
GRANT SELECT, UPDATE ON LARGE OBJECT 101, 102 TO alice;
-- [grant on parameters]
GRANT SET, ALTER SYSTEM ON PARAMETER work_mem, app.level TO alice;
-- [grant on schemas]
GRANT USAGE, CREATE ON SCHEMA app, "Odd" TO CURRENT_ROLE;
-- [grant on a tablespace]
GRANT CREATE ON TABLESPACE quick TO alice WITH GRANT OPTION;
-- [grant of roles]
GRANT keepers, "Harbour" TO alice, bob WITH ADMIN OPTION GRANTED BY CURRENT_ROLE;
-- [grant of a role with options]
GRANT keepers TO alice WITH INHERIT TRUE, SET FALSE, ADMIN OPTION;
-- [revoke from many]
REVOKE SELECT, INSERT (a) ON TABLE boat, app.crew FROM alice, PUBLIC RESTRICT;
-- [revoke grant option]
REVOKE GRANT OPTION FOR ALL PRIVILEGES ON boat FROM alice GRANTED BY CURRENT_USER CASCADE;
-- [revoke on schema]
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- [revoke on all tables]
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM alice;
-- [revoke on functions]
REVOKE ALL ON FUNCTION touch() FROM PUBLIC;
-- [revoke on database]
REVOKE CONNECT ON DATABASE harbour FROM PUBLIC;
-- [revoke a role]
REVOKE keepers FROM alice;
-- [revoke an option of a role]
REVOKE ADMIN OPTION FOR keepers, "Harbour" FROM alice GRANTED BY bob CASCADE;
-- [revoke inherit option]
REVOKE INHERIT OPTION FOR keepers FROM alice;
-- [default privileges for roles]
ALTER DEFAULT PRIVILEGES FOR ROLE alice, CURRENT_USER IN SCHEMA app, public GRANT SELECT, INSERT ON TABLES TO ro WITH GRANT OPTION;
-- [default privileges for user]
ALTER DEFAULT PRIVILEGES FOR USER alice REVOKE ALL ON FUNCTIONS FROM PUBLIC;
-- [default privileges in schema]
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE GRANT OPTION FOR USAGE ON SEQUENCES FROM alice CASCADE;
-- [default privileges on types]
ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO PUBLIC;
-- [default privileges on schemas]
ALTER DEFAULT PRIVILEGES GRANT ALL PRIVILEGES ON SCHEMAS TO alice;
-- [default privileges on routines]
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON ROUTINES TO GROUP keepers;
-- [default privileges on large objects]
ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO alice;
-- [create a role]
CREATE ROLE keepers;
-- [role with everything]
CREATE ROLE "Harbour Master" WITH SUPERUSER NOCREATEDB CREATEROLE NOINHERIT LOGIN REPLICATION NOBYPASSRLS CONNECTION LIMIT 5 ENCRYPTED PASSWORD 'md5' VALID UNTIL '2031-01-01' IN ROLE a, b ROLE c ADMIN d, CURRENT_USER SYSID 7;
-- [create a user]
CREATE USER alice PASSWORD NULL IN GROUP keepers;
-- [create a group]
CREATE GROUP keepers WITH USER alice, bob;
-- [alter role options]
ALTER ROLE alice WITH NOLOGIN CONNECTION LIMIT -1 PASSWORD NULL VALID UNTIL 'infinity';
-- [alter user]
ALTER USER CURRENT_USER BYPASSRLS;
-- [alter role rename]
ALTER ROLE alice RENAME TO "Alice";
-- [alter user rename]
ALTER USER alice RENAME TO alicia;
-- [alter group members]
ALTER GROUP keepers DROP USER alice, bob;
-- [alter group rename]
ALTER GROUP keepers RENAME TO watch;
-- [alter role in database]
ALTER ROLE alice IN DATABASE harbour SET search_path TO app, public;
-- [alter all roles]
ALTER ROLE ALL RESET ALL;
-- [alter user set]
ALTER USER alice SET lock_timeout = '2s';
-- [alter role reset]
ALTER ROLE alice IN DATABASE harbour RESET lock_timeout;
-- [alter role from current]
ALTER ROLE SESSION_USER SET work_mem FROM CURRENT;
-- [drop users]
DROP USER IF EXISTS alice, bob;
-- [drop group]
DROP GROUP keepers;
-- [drop roles]
DROP ROLE alice, CURRENT_USER;
-- [reassign owned]
REASSIGN OWNED BY alice, CURRENT_USER TO SESSION_USER;
-- [drop owned]
DROP OWNED BY alice, "Bob" CASCADE;
-- [policy bare]
CREATE POLICY mine ON app.boat;
-- [policy restrictive]
CREATE POLICY "Mine" ON boat AS RESTRICTIVE FOR ALL TO PUBLIC, CURRENT_USER USING (owner = current_user) WITH CHECK (owner = current_user AND NOT sunk);
-- [policy for insert]
CREATE POLICY ins ON boat FOR INSERT TO alice WITH CHECK (true);
-- [policy for delete]
CREATE POLICY del ON boat FOR DELETE USING (EXISTS (SELECT 1 FROM crew WHERE crew.boat = boat.number));
-- [alter policy]
ALTER POLICY mine ON app.boat TO alice, bob WITH CHECK (number > 0);
-- [alter policy with both]
ALTER POLICY mine ON boat USING (a) WITH CHECK (b);
-- [alter policy rename]
ALTER POLICY IF EXISTS mine ON app.boat RENAME TO ours;
-- [drop policy]
DROP POLICY "Mine" ON app.boat RESTRICT;
-- [schema with name only]
CREATE SCHEMA app;
-- [schema by role]
CREATE SCHEMA IF NOT EXISTS AUTHORIZATION CURRENT_USER;
-- [schema with elements]
CREATE SCHEMA app CREATE TABLE t (id int PRIMARY KEY) CREATE VIEW v AS SELECT id FROM t CREATE INDEX i ON t (id) GRANT SELECT ON t TO alice;
-- [schema owner]
ALTER SCHEMA app OWNER TO alice;
-- [schema drop many]
DROP SCHEMA IF EXISTS app, "Odd" RESTRICT;
-- [database with options]
CREATE DATABASE harbour OWNER alice ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'und' TEMPLATE template0 TABLESPACE quick ALLOW_CONNECTIONS true CONNECTION LIMIT = 50 IS_TEMPLATE false STRATEGY = file_copy;
-- [database bare]
CREATE DATABASE "Harbour";
-- [database option default]
CREATE DATABASE harbour WITH TABLESPACE DEFAULT OID 20000;
-- [alter database options]
ALTER DATABASE harbour WITH ALLOW_CONNECTIONS false CONNECTION LIMIT 10 IS_TEMPLATE true;
-- [alter database tablespace]
ALTER DATABASE harbour SET TABLESPACE quick;
-- [alter database owner]
ALTER DATABASE harbour OWNER TO alice;
-- [alter database rename]
ALTER DATABASE harbour RENAME TO haven;
-- [alter database reset]
ALTER DATABASE harbour RESET ALL;
-- [alter database set]
ALTER DATABASE harbour SET timezone TO 'UTC';
-- [alter database collation]
ALTER DATABASE harbour REFRESH COLLATION VERSION;
-- [drop database]
DROP DATABASE harbour;
-- [drop database force]
DROP DATABASE IF EXISTS harbour (FORCE);
-- [tablespace]
CREATE TABLESPACE quick OWNER alice LOCATION '/srv/quick' WITH (random_page_cost = 1.1);
-- [tablespace bare]
CREATE TABLESPACE quick LOCATION '/srv/quick';
-- [alter tablespace]
ALTER TABLESPACE quick SET (seq_page_cost = 1);
-- [alter tablespace reset]
ALTER TABLESPACE quick RESET (seq_page_cost, random_page_cost);
-- [alter tablespace rename]
ALTER TABLESPACE quick RENAME TO fast;
-- [alter tablespace owner]
ALTER TABLESPACE quick OWNER TO alice;
-- [drop tablespace]
DROP TABLESPACE IF EXISTS quick;
-- [system setting]
ALTER SYSTEM SET max_connections TO 200;
-- [system setting with a list]
ALTER SYSTEM SET shared_preload_libraries = 'auto_explain', 'pg_stat_statements';
-- [system reset]
ALTER SYSTEM RESET ALL;
-- [extension]
CREATE EXTENSION pgcrypto;
-- [extension with everything]
CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA app VERSION '3.4' CASCADE;
-- [extension without with]
CREATE EXTENSION hstore SCHEMA public CASCADE;
-- [extension version as a name]
CREATE EXTENSION hstore VERSION unpackaged;
-- [extension update]
ALTER EXTENSION hstore UPDATE;
-- [extension schema]
ALTER EXTENSION hstore SET SCHEMA app;
-- [extension members]
ALTER EXTENSION hstore ADD TABLE app.boat;
-- [extension member function]
ALTER EXTENSION hstore DROP FUNCTION app.add(int, int);
-- [extension member cast]
ALTER EXTENSION hstore ADD CAST (text AS app.plate);
-- [extension member operator class]
ALTER EXTENSION hstore ADD OPERATOR CLASS app.c USING gist;
-- [extension member others]
ALTER EXTENSION hstore DROP TRANSFORM FOR hstore LANGUAGE plpython3u;
-- [extension member materialized view]
ALTER EXTENSION hstore ADD MATERIALIZED VIEW m;
-- [extension member operator]
ALTER EXTENSION hstore ADD OPERATOR app.=== (int, NONE);
-- [extension member aggregate]
ALTER EXTENSION hstore ADD AGGREGATE total(*);
-- [extension member schema]
ALTER EXTENSION hstore ADD SCHEMA app;
-- [extension member server]
ALTER EXTENSION hstore DROP SERVER far;
-- [extension member event trigger]
ALTER EXTENSION hstore DROP EVENT TRIGGER no_drop;
-- [drop extensions]
DROP EXTENSION hstore, "uuid-ossp" CASCADE;
-- [language]
CREATE OR REPLACE TRUSTED PROCEDURAL LANGUAGE plsample HANDLER app.plsample_handler INLINE plsample_inline VALIDATOR plsample_check;
-- [language without handler]
CREATE LANGUAGE plpython3u;
-- [language no validator]
CREATE LANGUAGE plsample HANDLER h NO VALIDATOR;
-- [alter language]
ALTER PROCEDURAL LANGUAGE plsample RENAME TO sample;
-- [alter language owner]
ALTER LANGUAGE plsample OWNER TO alice;
-- [drop language]
DROP PROCEDURAL LANGUAGE IF EXISTS plsample CASCADE;
-- [publication bare]
CREATE PUBLICATION feed;
-- [publication for all]
CREATE PUBLICATION feed FOR ALL TABLES WITH (publish = 'insert, update');
-- [publication mixed]
CREATE PUBLICATION feed FOR TABLE ONLY app.boat (id, name) WHERE (id > 5), crew *, TABLES IN SCHEMA app, CURRENT_SCHEMA, TABLE toll;
-- [publication with options]
CREATE PUBLICATION feed FOR TABLES IN SCHEMA app WITH (publish_via_partition_root = true, publish_generated_columns = stored);
-- [alter publication set]
ALTER PUBLICATION feed SET (publish = 'insert');
-- [alter publication set tables]
ALTER PUBLICATION feed SET TABLE boat, app.crew (id);
-- [alter publication add schemas]
ALTER PUBLICATION feed ADD TABLES IN SCHEMA app, other;
-- [alter publication drop]
ALTER PUBLICATION feed DROP TABLE boat, TABLES IN SCHEMA app;
-- [alter publication owner]
ALTER PUBLICATION feed OWNER TO alice;
-- [alter publication rename]
ALTER PUBLICATION feed RENAME TO news;
-- [drop publication]
DROP PUBLICATION IF EXISTS feed, news;
-- [subscription]
CREATE SUBSCRIPTION news CONNECTION 'host=far dbname=x' PUBLICATION feed, "Other" WITH (copy_data = false, slot_name = NONE, origin = any);
-- [subscription connection]
ALTER SUBSCRIPTION news CONNECTION 'host=near';
-- [subscription set publication]
ALTER SUBSCRIPTION news SET PUBLICATION feed WITH (refresh = false);
-- [subscription add publication]
ALTER SUBSCRIPTION news ADD PUBLICATION feed, more;
-- [subscription drop publication]
ALTER SUBSCRIPTION news DROP PUBLICATION feed WITH (refresh = true);
-- [subscription refresh]
ALTER SUBSCRIPTION news REFRESH PUBLICATION;
-- [subscription enable]
ALTER SUBSCRIPTION news ENABLE;
-- [subscription disable]
ALTER SUBSCRIPTION news DISABLE;
-- [subscription set]
ALTER SUBSCRIPTION news SET (slot_name = 'x', synchronous_commit = off);
-- [subscription skip]
ALTER SUBSCRIPTION news SKIP (lsn = '0/14C0378');
-- [subscription owner]
ALTER SUBSCRIPTION news OWNER TO alice;
-- [subscription rename]
ALTER SUBSCRIPTION news RENAME TO olds;
-- [drop subscription]
DROP SUBSCRIPTION IF EXISTS news CASCADE;
-- [foreign data wrapper]
CREATE FOREIGN DATA WRAPPER w HANDLER app.h NO VALIDATOR OPTIONS (debug 'true', mode 'x');
-- [alter wrapper]
ALTER FOREIGN DATA WRAPPER w NO HANDLER VALIDATOR v OPTIONS (ADD a '1', SET b '2', DROP c, d '3');
-- [alter wrapper owner]
ALTER FOREIGN DATA WRAPPER w OWNER TO alice;
-- [alter wrapper rename]
ALTER FOREIGN DATA WRAPPER w RENAME TO x;
-- [drop wrapper]
DROP FOREIGN DATA WRAPPER IF EXISTS w CASCADE;
-- [server]
CREATE SERVER IF NOT EXISTS far TYPE 'postgres' VERSION '18' FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'far', port '5432');
-- [alter server]
ALTER SERVER far VERSION '19' OPTIONS (SET host 'x');
-- [alter server null version]
ALTER SERVER far VERSION NULL;
-- [alter server owner]
ALTER SERVER far OWNER TO alice;
-- [alter server rename]
ALTER SERVER far RENAME TO near;
-- [drop server]
DROP SERVER far, near CASCADE;
-- [user mapping]
CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER far OPTIONS (user 'a', password 'b');
-- [user mapping for user]
CREATE USER MAPPING FOR USER SERVER far;
-- [alter user mapping]
ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (SET password 'c');
-- [drop user mapping]
DROP USER MAPPING IF EXISTS FOR alice SERVER far;
-- [import foreign schema]
IMPORT FOREIGN SCHEMA remote FROM SERVER far INTO app;
-- [import limited]
IMPORT FOREIGN SCHEMA "Remote" LIMIT TO (boat, crew) FROM SERVER far INTO app OPTIONS (import_default 'true');
-- [import with exceptions]
IMPORT FOREIGN SCHEMA remote EXCEPT (toll) FROM SERVER far INTO app;
-- [drop foreign table]
DROP FOREIGN TABLE IF EXISTS far_boat, app.other CASCADE;
-- [text search parser]
CREATE TEXT SEARCH PARSER app.p (START = s, GETTOKEN = g, END = e, LEXTYPES = l, HEADLINE = h);
-- [text search dictionary]
CREATE TEXT SEARCH DICTIONARY app.d (TEMPLATE = snowball, language = dutch, stopwords = 'x');
-- [text search template]
CREATE TEXT SEARCH TEMPLATE t (INIT = i, LEXIZE = l);
-- [text search configuration]
CREATE TEXT SEARCH CONFIGURATION app.c (COPY = pg_catalog.english);
-- [add a mapping]
ALTER TEXT SEARCH CONFIGURATION app.c ADD MAPPING FOR word, asciiword WITH app.d, simple;
-- [alter a mapping]
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH simple;
-- [replace a dictionary]
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING REPLACE app.d WITH simple;
-- [replace a dictionary for a token]
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word, email REPLACE d WITH app.simple;
-- [drop a mapping]
ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING IF EXISTS FOR word, email;
-- [rename a configuration]
ALTER TEXT SEARCH CONFIGURATION app.c RENAME TO d;
-- [configuration owner]
ALTER TEXT SEARCH CONFIGURATION c OWNER TO alice;
-- [configuration schema]
ALTER TEXT SEARCH CONFIGURATION c SET SCHEMA app;
-- [alter a dictionary]
ALTER TEXT SEARCH DICTIONARY app.d (stopwords = 'y', language);
-- [dictionary rename]
ALTER TEXT SEARCH DICTIONARY d RENAME TO e;
-- [dictionary owner]
ALTER TEXT SEARCH DICTIONARY d OWNER TO alice;
-- [dictionary schema]
ALTER TEXT SEARCH DICTIONARY d SET SCHEMA app;
-- [parser rename]
ALTER TEXT SEARCH PARSER p RENAME TO q;
-- [parser schema]
ALTER TEXT SEARCH PARSER p SET SCHEMA app;
-- [template rename]
ALTER TEXT SEARCH TEMPLATE t RENAME TO u;
-- [template schema]
ALTER TEXT SEARCH TEMPLATE t SET SCHEMA app;
-- [drop text search things]
DROP TEXT SEARCH CONFIGURATION IF EXISTS app.c, d CASCADE;
-- [drop a parser]
DROP TEXT SEARCH PARSER p;
-- [drop a dictionary]
DROP TEXT SEARCH DICTIONARY app.d RESTRICT;
-- [drop a template]
DROP TEXT SEARCH TEMPLATE IF EXISTS t;
-- [operator with everything]
CREATE OPERATOR app.<-> (FUNCTION = app.distance, LEFTARG = app.coord, RIGHTARG = int[], COMMUTATOR = OPERATOR(app.<->), NEGATOR = !<->, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
-- [operator with one side]
CREATE OPERATOR @# (RIGHTARG = int8, PROCEDURE = numeric_fac);
-- [alter operator]
ALTER OPERATOR app.<-> (app.coord, int) SET (RESTRICT = NONE, JOIN = eqjoinsel, HASHES);
-- [alter operator owner]
ALTER OPERATOR @# (NONE, bigint) OWNER TO alice;
-- [alter operator schema]
ALTER OPERATOR + (int, int) SET SCHEMA app;
-- [drop operators]
DROP OPERATOR IF EXISTS app.<-> (app.coord, int), @# (NONE, bigint) CASCADE;
-- [operator class]
CREATE OPERATOR CLASS app.coord_ops DEFAULT FOR TYPE app.coord USING gist FAMILY app.coord_family AS OPERATOR 1 <, OPERATOR 3 &< (app.coord, app.coord) FOR SEARCH, OPERATOR 15 <-> FOR ORDER BY app.distance_ops, FUNCTION 1 consistent(internal, int), FUNCTION 2 (int, int8) app.sort(int, int8), STORAGE box;
-- [operator class bare]
CREATE OPERATOR CLASS o FOR TYPE int4 USING btree AS STORAGE int8;
-- [operator family]
CREATE OPERATOR FAMILY app.coord_family USING gist;
-- [operator family add]
ALTER OPERATOR FAMILY app.coord_family USING btree ADD OPERATOR 1 < (int4, int2), FUNCTION 1 btint42cmp(int4, int2);
-- [operator family drop]
ALTER OPERATOR FAMILY coord_family USING btree DROP OPERATOR 1 (int4, int2), FUNCTION 1 (int4);
-- [operator family rename]
ALTER OPERATOR FAMILY coord_family USING btree RENAME TO f;
-- [operator class rename]
ALTER OPERATOR CLASS app.coord_ops USING gist RENAME TO o;
-- [operator class owner]
ALTER OPERATOR CLASS coord_ops USING gist OWNER TO alice;
-- [operator family schema]
ALTER OPERATOR FAMILY coord_family USING btree SET SCHEMA app;
-- [operator family owner]
ALTER OPERATOR FAMILY coord_family USING btree OWNER TO alice;
-- [operator class schema]
ALTER OPERATOR CLASS coord_ops USING gist SET SCHEMA app;
-- [drop operator class]
DROP OPERATOR CLASS IF EXISTS app.coord_ops USING gist CASCADE;
-- [drop operator family]
DROP OPERATOR FAMILY coord_family USING btree;
-- [access method]
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
-- [index access method]
CREATE ACCESS METHOD bloom TYPE INDEX HANDLER app.blhandler;
-- [drop access method]
DROP ACCESS METHOD IF EXISTS bloom CASCADE;
-- [cast with function]
CREATE CAST (bigint AS app.plate) WITH FUNCTION app.to_plate(bigint, int) AS IMPLICIT;
-- [cast without function]
CREATE CAST (text AS varchar(20)) WITHOUT FUNCTION;
-- [cast of multi word types]
CREATE CAST (double precision AS timestamp with time zone) WITH INOUT;
-- [drop cast]
DROP CAST IF EXISTS (bigint AS app.plate) RESTRICT;
-- [transform]
CREATE OR REPLACE TRANSFORM FOR app.coord LANGUAGE plpython3u (FROM SQL WITH FUNCTION f(internal), TO SQL WITH FUNCTION app.g(internal));
-- [transform one way]
CREATE TRANSFORM FOR hstore LANGUAGE plperl (TO SQL WITH FUNCTION g(internal));
-- [drop transform]
DROP TRANSFORM IF EXISTS FOR hstore LANGUAGE plperl CASCADE;
-- [conversion]
CREATE DEFAULT CONVERSION app.conv FOR 'UTF8' TO 'LATIN1' FROM app.utf8_to_latin1;
-- [alter conversion]
ALTER CONVERSION app.conv RENAME TO c;
-- [conversion owner]
ALTER CONVERSION conv OWNER TO alice;
-- [conversion schema]
ALTER CONVERSION conv SET SCHEMA app;
-- [drop conversion]
DROP CONVERSION IF EXISTS app.conv CASCADE;
-- [collation by options]
CREATE COLLATION IF NOT EXISTS app.nordic (PROVIDER = icu, LOCALE = 'da-DK-u-ks-level2', DETERMINISTIC = false, RULES = '&a < b');
-- [collation from another]
CREATE COLLATION nordic FROM pg_catalog."C";
-- [collation guarded from another]
CREATE COLLATION IF NOT EXISTS nordic FROM "da_DK";
-- [collation version]
ALTER COLLATION app.nordic REFRESH VERSION;
-- [collation rename]
ALTER COLLATION nordic RENAME TO north;
-- [collation owner]
ALTER COLLATION nordic OWNER TO alice;
-- [collation schema]
ALTER COLLATION nordic SET SCHEMA app;
-- [drop collation]
DROP COLLATION IF EXISTS app.nordic, north;
-- [statistics]
CREATE STATISTICS IF NOT EXISTS app.st (ndistinct, dependencies, mcv) ON a, (lower(b)), c FROM app.boat;
-- [statistics on an expression]
CREATE STATISTICS ON (date_trunc('day', at)), b FROM passage;
-- [statistics target]
ALTER STATISTICS IF EXISTS app.st SET STATISTICS 500;
-- [statistics target default]
ALTER STATISTICS st SET STATISTICS DEFAULT;
-- [statistics rename]
ALTER STATISTICS app.st RENAME TO t;
-- [statistics owner]
ALTER STATISTICS st OWNER TO alice;
-- [statistics schema]
ALTER STATISTICS st SET SCHEMA app;
-- [drop statistics]
DROP STATISTICS IF EXISTS app.st, t CASCADE;
-- [comment on table null]
COMMENT ON TABLE app."Boat" IS NULL;
-- [comment on column]
COMMENT ON COLUMN boat."Deck" IS E'it\'s\n'
    '... and on';
-- [comment on column of a database]
COMMENT ON COLUMN main.app.boat.name IS $$a 'name'$$;
-- [comment on constraint]
COMMENT ON CONSTRAINT "Key" ON app.boat IS 'x';
-- [comment on domain constraint]
COMMENT ON CONSTRAINT known ON DOMAIN app.depth IS 'x';
-- [comment on view]
COMMENT ON VIEW afloat IS 'x';
-- [comment on materialized view]
COMMENT ON MATERIALIZED VIEW app.toll_sum IS 'x';
-- [comment on sequence]
COMMENT ON SEQUENCE ticket_seq IS U&'\00e4';
-- [comment on schema]
COMMENT ON SCHEMA app IS 'x';
-- [comment on type]
COMMENT ON TYPE app.address IS 'x';
-- [comment on domain]
COMMENT ON DOMAIN depth IS 'x';
-- [comment on function]
COMMENT ON FUNCTION app.add(a int, VARIADIC b text[]) IS 'x';
-- [comment on procedure]
COMMENT ON PROCEDURE tidy IS 'x';
-- [comment on routine]
COMMENT ON ROUTINE tidy() IS 'x';
-- [comment on aggregate]
COMMENT ON AGGREGATE number_of(*) IS 'x';
-- [comment on trigger]
COMMENT ON TRIGGER audit ON app.boat IS 'x';
-- [comment on rule]
COMMENT ON RULE quiet ON boat IS 'x';
-- [comment on policy]
COMMENT ON POLICY mine ON app.boat IS 'x';
-- [comment on extension]
COMMENT ON EXTENSION "uuid-ossp" IS 'x';
-- [comment on role]
COMMENT ON ROLE alice IS 'x';
-- [comment on database]
COMMENT ON DATABASE harbour IS 'x';
-- [comment on tablespace]
COMMENT ON TABLESPACE quick IS 'x';
-- [comment on large object]
COMMENT ON LARGE OBJECT 101 IS 'x';
-- [comment on cast]
COMMENT ON CAST (text AS app.plate) IS 'x';
-- [comment on collation]
COMMENT ON COLLATION "C" IS 'x';
-- [comment on conversion]
COMMENT ON CONVERSION conv IS 'x';
-- [comment on operator]
COMMENT ON OPERATOR app.+ (int, NONE) IS 'x';
-- [comment on operator class]
COMMENT ON OPERATOR CLASS app.coord_ops USING gist IS 'x';
-- [comment on operator family]
COMMENT ON OPERATOR FAMILY coord_family USING btree IS 'x';
-- [comment on language]
COMMENT ON PROCEDURAL LANGUAGE plpgsql IS 'x';
-- [comment on foreign table]
COMMENT ON FOREIGN TABLE far_boat IS 'x';
-- [comment on wrapper]
COMMENT ON FOREIGN DATA WRAPPER w IS 'x';
-- [comment on server]
COMMENT ON SERVER far IS 'x';
-- [comment on event trigger]
COMMENT ON EVENT TRIGGER no_drop IS 'x';
-- [comment on publication]
COMMENT ON PUBLICATION feed IS 'x';
-- [comment on subscription]
COMMENT ON SUBSCRIPTION news IS 'x';
-- [comment on statistics]
COMMENT ON STATISTICS app.st IS 'x';
-- [comment on text search]
COMMENT ON TEXT SEARCH CONFIGURATION app.c IS 'x';
-- [comment on text search dictionary]
COMMENT ON TEXT SEARCH DICTIONARY d IS 'x';
-- [comment on text search parser]
COMMENT ON TEXT SEARCH PARSER p IS 'x';
-- [comment on text search template]
COMMENT ON TEXT SEARCH TEMPLATE t IS 'x';
-- [comment on transform]
COMMENT ON TRANSFORM FOR hstore LANGUAGE plperl IS 'x';
-- [comment on access method]
COMMENT ON ACCESS METHOD heap2 IS 'x';
-- [security label]
SECURITY LABEL ON COLUMN app.boat.name IS 'secret';
-- [security label by provider]
SECURITY LABEL FOR 'dummy' ON FUNCTION touch() IS NULL;
-- [security label on role]
SECURITY LABEL FOR dummy ON ROLE alice IS 'x';
-- [security label on large object]
SECURITY LABEL ON LARGE OBJECT 101 IS 'x';
-- [security label on event trigger]
SECURITY LABEL ON EVENT TRIGGER no_drop IS 'x';
-- [security label on procedural language]
SECURITY LABEL ON PROCEDURAL LANGUAGE plpgsql IS 'x';
-- [security label on aggregate]
SECURITY LABEL ON AGGREGATE total(numeric) IS 'x';
-- [security label on domain]
SECURITY LABEL ON DOMAIN app.depth IS 'x';
-- [large object owner]
ALTER LARGE OBJECT 101 OWNER TO alice;
