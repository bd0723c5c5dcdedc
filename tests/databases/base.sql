-- The schema that every proof starts from: one table with a column of each kind, and what can hang on a table.

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (x integer, y integer);
CREATE DOMAIN d_plain AS integer;
CREATE DOMAIN d_chk AS integer CHECK (VALUE > -100000000);
CREATE DOMAIN d_text AS varchar(50);
CREATE SEQUENCE sq;

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION fn(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION fnv() RETURNS integer LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END';

CREATE TABLE parent (id integer PRIMARY KEY, name text, k integer UNIQUE);

CREATE TABLE t (
    id integer PRIMARY KEY,
    pid integer,
    a integer,
    b integer NOT NULL,
    nn integer,
    sm smallint,
    bi bigint,
    txt text,
    utxt text,
    vc varchar(50),
    vc2 varchar(50),
    ch char(10),
    num numeric(10, 2),
    numu numeric,
    ts timestamp,
    ts3 timestamp(3),
    tstz timestamptz,
    d date,
    tm3 time(3),
    iv3 interval(3),
    js json,
    jsb jsonb,
    ip inet,
    ci cidr,
    bt bit(8),
    vb varbit(8),
    u uuid,
    m mood,
    rng int4range,
    dp d_plain,
    dt d_text,
    o oid,
    vca varchar(50)[]
);
CREATE INDEX t_a_idx ON t (a);
CREATE INDEX t_vc_idx ON t (vc);
CREATE INDEX t_txt_idx ON t (txt);
CREATE INDEX t_ts_idx ON t (ts);
CREATE INDEX t_num_idx ON t (num);
CREATE TRIGGER t_touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();

CREATE TABLE child (id integer PRIMARY KEY, tid integer REFERENCES t (id), note text);
CREATE TABLE lone (id integer PRIMARY KEY, pid integer, v integer);
CREATE TABLE paired (id integer, c pair);

CREATE TABLE pt (k integer NOT NULL, v text) PARTITION BY RANGE (k);
CREATE TABLE p1 PARTITION OF pt FOR VALUES FROM (0) TO (1000);
CREATE TABLE p2 PARTITION OF pt FOR VALUES FROM (1000) TO (2000);
CREATE TABLE candidate (k integer NOT NULL, v text);
CREATE TABLE fitting (k integer NOT NULL, v text, CHECK (k IS NOT NULL AND k >= 2000 AND k < 3000));

CREATE VIEW vw AS SELECT id, b FROM t;
CREATE MATERIALIZED VIEW mv AS SELECT id, b FROM t WITH NO DATA;
CREATE UNIQUE INDEX mv_id ON mv (id);
CREATE PUBLICATION pub FOR TABLE parent;

INSERT INTO parent SELECT g, 'n' || g, g FROM generate_series(1, 1000) g;
INSERT INTO t
SELECT g, g % 1000 + 1, g, g, g, g % 100, g, 'x' || g, md5(g::text), 'v' || g, 'w' || g, 'c' || (g % 1000), g, g,
    '2020-01-01', '2020-01-01', '2020-01-01', '2020-01-01', '10:00', '1 day', '{}', '{}', '1.2.3.4', '1.2.3.0/24',
    B'10101010', B'1010', md5(g::text)::uuid, 'ok', int4range(g * 2, g * 2 + 1), g, 'd' || g, g, '{a,b}'
FROM generate_series(1, 3000) g;
INSERT INTO child SELECT g, g, 'n' FROM generate_series(1, 500) g;
INSERT INTO lone SELECT g, g % 1000 + 1, g FROM generate_series(1, 2500) g;
INSERT INTO paired SELECT g, (g, g)::pair FROM generate_series(1, 100) g;
INSERT INTO pt SELECT g, 'x' FROM generate_series(0, 1999) g;
INSERT INTO candidate SELECT g, 'x' FROM generate_series(2000, 2999) g;
INSERT INTO fitting SELECT g, 'x' FROM generate_series(2000, 2999) g;
REFRESH MATERIALIZED VIEW mv;
