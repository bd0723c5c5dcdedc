CREATE TABLE orgs (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(255), code varchar(255), UNIQUE INDEX index_orgs_on_code (code));
CREATE TABLE users (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email varchar(255),
    name varchar(255) NOT NULL DEFAULT 'x',
    age int,
    price decimal(8, 2),
    active boolean,
    data json,
    seen_at datetime(6),
    org_id bigint,
    boss_id bigint,
    CONSTRAINT chk_adult CHECK (age > 17)
);
CREATE INDEX index_users_on_email ON users (email);
CREATE INDEX index_users_on_org_id_and_age ON users (org_id, age);
CREATE INDEX special ON users (name);
ALTER TABLE users ADD CONSTRAINT fk_rails_e73753bccb FOREIGN KEY (org_id) REFERENCES orgs (id);
ALTER TABLE users ADD CONSTRAINT boss FOREIGN KEY (boss_id) REFERENCES users (id);
CREATE TABLE logs (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, text text, created_at datetime(6), updated_at datetime(6), user_id bigint, target_id bigint, target_type varchar(255));
CREATE TABLE orgs_users (org_id bigint NOT NULL, user_id bigint NOT NULL);
