-- PostgreSQL: statements that hold other statements.
-- One statement a block; a block opens with a line that names it.
-- [do with semicolons]
DO $$ BEGIN UPDATE boat SET seen = 0; DELETE FROM crew; END $$;
-- [do with a language before]
DO LANGUAGE 'plpgsql' $do$ BEGIN NULL; END $do$;
-- [do with a language behind]
DO 'BEGIN NULL; END' LANGUAGE plpgsql;
-- [do with declarations]
DO $$
DECLARE
    r record;
    n integer := 0;
BEGIN
    FOR r IN SELECT number FROM boat WHERE sunk LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN x int', r.number);
        n := n + 1;
    END LOOP;
    RAISE NOTICE 'changed %', n;
EXCEPTION WHEN duplicate_column THEN
    NULL;
END;
$$;
-- [do that creates a type if it is missing]
DO $$ BEGIN
    CREATE TYPE app.mood AS ENUM ('a', 'b');
EXCEPTION
    WHEN duplicate_object THEN null;
END $$;
-- [do that adds a constraint if it is missing]
DO $guard$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'passage_gate_fkey') THEN
    ALTER TABLE passage ADD CONSTRAINT passage_gate_fkey FOREIGN KEY (gate) REFERENCES gate (id) NOT VALID;
  END IF;
END
$guard$;
-- [do with nested dollar quotes]
DO $outer$ BEGIN EXECUTE $inner$ DROP TABLE IF EXISTS boat; $inner$; END $outer$;
-- [function with nested dollar quotes]
CREATE OR REPLACE FUNCTION make() RETURNS void AS $outer$ BEGIN EXECUTE $q$ CREATE FUNCTION x() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$ $q$; END $outer$ LANGUAGE plpgsql VOLATILE;
-- [function with quotes in quotes]
CREATE FUNCTION quoted() RETURNS text AS 'BEGIN RETURN ''it''''s; done''; END' LANGUAGE plpgsql;
-- [trigger function with branches]
CREATE OR REPLACE FUNCTION app.audit() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO boat_log (op, row) VALUES ('d', to_jsonb(OLD));
        RETURN OLD;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO boat_log (op, row) VALUES ('u', to_jsonb(NEW));
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql SECURITY DEFINER;
-- [function in another language]
CREATE FUNCTION shout(t text) RETURNS text AS $py$
return t.upper() + ";"
$py$ LANGUAGE plpython3u IMMUTABLE;
-- [sql function of several statements]
CREATE FUNCTION several(n int) RETURNS bigint AS $$
    INSERT INTO toll (gate) VALUES (n);
    SELECT count(*) FROM toll;
$$ LANGUAGE sql;
-- [atomic body with nested case and begin]
CREATE OR REPLACE PROCEDURE settle(n int)
LANGUAGE sql
BEGIN ATOMIC
    UPDATE toll SET paid = CASE WHEN paid IS NULL THEN CASE n WHEN 1 THEN 2 ELSE 3 END ELSE paid END WHERE gate = n;
    INSERT INTO done SELECT n;
END;
-- [atomic body with a return]
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; RETURN n * 2; END;
-- [procedure that commits]
CREATE OR REPLACE PROCEDURE fill() LANGUAGE plpgsql AS $$
DECLARE done int;
BEGIN
    LOOP
        UPDATE boat SET kind = 'x' WHERE number IN (SELECT number FROM boat WHERE kind IS NULL LIMIT 500);
        GET DIAGNOSTICS done = ROW_COUNT;
        EXIT WHEN done = 0;
        COMMIT;
    END LOOP;
END $$;
-- [body with comments and quotes]
CREATE FUNCTION noisy() RETURNS int LANGUAGE plpgsql AS $$
-- it's; a comment
/* and; 'another */
BEGIN
    RETURN 1; -- "done
END
$$;
-- [rule with several statements]
CREATE RULE log_all AS ON UPDATE TO boat WHERE NEW.name <> OLD.name DO (INSERT INTO boat_log VALUES (OLD.number); UPDATE gate SET seen = now() WHERE id = OLD.gate);
-- [prepared writing statement]
PREPARE add_boat AS INSERT INTO boat (number) VALUES ($1) RETURNING *;
-- [explain of a writing cte]
EXPLAIN ANALYZE WITH x AS (DELETE FROM toll RETURNING *) SELECT count(*) FROM x;
