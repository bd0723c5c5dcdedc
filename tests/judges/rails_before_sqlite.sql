CREATE TABLE orgs (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, name varchar, code varchar);
CREATE UNIQUE INDEX index_orgs_on_code ON orgs (code);
CREATE TABLE users (
    id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    email varchar,
    name varchar DEFAULT 'x' NOT NULL,
    age integer,
    price decimal(8,2),
    active boolean,
    data json,
    seen_at datetime(6),
    org_id bigint,
    boss_id bigint,
    CONSTRAINT fk_rails_e73753bccb FOREIGN KEY (org_id) REFERENCES orgs (id),
    CONSTRAINT chk_adult CHECK (age > 17)
);
CREATE INDEX index_users_on_email ON users (email);
CREATE INDEX index_users_on_org_id_and_age ON users (org_id, age);
CREATE INDEX special ON users (name);
CREATE TABLE logs (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, text text, created_at datetime(6), updated_at datetime(6), user_id bigint, target_id bigint, target_type varchar);
CREATE TABLE orgs_users (org_id bigint NOT NULL, user_id bigint NOT NULL);
