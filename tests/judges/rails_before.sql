CREATE EXTENSION IF NOT EXISTS hstore SCHEMA pg_catalog;
CREATE EXTENSION IF NOT EXISTS citext SCHEMA pg_catalog;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA pg_catalog;
CREATE TABLE orgs (id bigserial PRIMARY KEY, name character varying, code character varying, UNIQUE (code));
CREATE TABLE users (
    id bigserial PRIMARY KEY,
    email character varying,
    name character varying NOT NULL DEFAULT 'x',
    age integer,
    price numeric(8, 2),
    active boolean,
    data jsonb,
    seen_at timestamp,
    org_id bigint,
    boss_id bigint,
    CONSTRAINT chk_adult CHECK (age > 17)
);
CREATE INDEX index_users_on_email ON users (email);
CREATE INDEX index_users_on_org_id_and_age ON users (org_id, age);
CREATE INDEX special ON users (name);
CREATE INDEX index_users_on_boss_id ON users (boss_id);
ALTER TABLE users ADD CONSTRAINT fk_rails_e73753bccb FOREIGN KEY (org_id) REFERENCES orgs (id) NOT VALID;
ALTER TABLE users ADD CONSTRAINT boss FOREIGN KEY (boss_id) REFERENCES users (id);
ALTER TABLE users ADD CONSTRAINT one_name UNIQUE (name);
CREATE TABLE logs (id bigserial PRIMARY KEY, text text, created_at timestamp, updated_at timestamp, user_id bigint, target_id bigint, target_type character varying);
CREATE TABLE orgs_users (org_id bigint NOT NULL, user_id bigint NOT NULL);
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE SCHEMA app;
CREATE TABLE app.things (id bigserial PRIMARY KEY, name text);
