-- MySQL and MariaDB: the statements that matter most for a migration that runs on a live database.
-- One statement a block; a block opens with a line that names it, and says so if MariaDB 10.11 refuses it.
-- [add column]
ALTER TABLE `users` ADD COLUMN `email` VARCHAR(255) NOT NULL;
-- [add column first]
ALTER TABLE users ADD a INT UNSIGNED NULL DEFAULT 0 COMMENT 'x' FIRST;
-- [add column after algorithm]
ALTER TABLE users ADD COLUMN a INT AFTER b, ALGORITHM=INSTANT;
-- [add column inplace lock]
ALTER TABLE users ADD COLUMN a INT, ALGORITHM=INPLACE, LOCK=NONE;
-- [add column algorithm space]
ALTER TABLE users ADD COLUMN a INT, ALGORITHM INPLACE, LOCK SHARED;
-- [add columns paren]
ALTER TABLE users ADD COLUMN (a INT, b INT);
-- [add column charset collate]
ALTER TABLE users ADD COLUMN a VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '';
-- [add column on update]
ALTER TABLE users ADD COLUMN ts TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6);
-- [add column generated]
ALTER TABLE users ADD COLUMN c INT GENERATED ALWAYS AS (a + b) VIRTUAL;
-- [add column generated short stored; not MariaDB 10.11]
ALTER TABLE users ADD COLUMN c INT AS (a + b) STORED NOT NULL;
-- [add column expr default]
ALTER TABLE users ADD COLUMN c CHAR(36) NOT NULL DEFAULT (UUID());
-- [add column invisible]
ALTER TABLE users ADD COLUMN c INT INVISIBLE;
-- [add column auto increment]
ALTER TABLE users ADD COLUMN id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY;
-- [add column if not exists (MariaDB)]
ALTER TABLE users ADD COLUMN IF NOT EXISTS c INT;
-- [add column enum]
ALTER TABLE users ADD COLUMN c ENUM('a','b') NOT NULL DEFAULT 'a';
-- [add column references]
ALTER TABLE users ADD COLUMN c INT REFERENCES o (id) ON DELETE CASCADE;
-- [drop column]
ALTER TABLE users DROP COLUMN email;
-- [drop column short]
ALTER TABLE users DROP email;
-- [modify column]
ALTER TABLE users MODIFY COLUMN a BIGINT NOT NULL;
-- [modify short after]
ALTER TABLE users MODIFY a VARCHAR(100) CHARACTER SET latin1 AFTER b;
-- [change column]
ALTER TABLE users CHANGE COLUMN a b BIGINT UNSIGNED NOT NULL DEFAULT 0;
-- [change short first]
ALTER TABLE users CHANGE `a` `a` INT(11) FIRST, ALGORITHM=COPY;
-- [alter set default]
ALTER TABLE users ALTER COLUMN a SET DEFAULT 1;
-- [alter set default expr]
ALTER TABLE users ALTER a SET DEFAULT (RAND());
-- [alter drop default]
ALTER TABLE users ALTER COLUMN a DROP DEFAULT;
-- [alter column set invisible; not MariaDB 10.11]
ALTER TABLE users ALTER COLUMN a SET INVISIBLE;
-- [rename column]
ALTER TABLE users RENAME COLUMN a TO b;
-- [rename table alter]
ALTER TABLE users RENAME TO people;
-- [rename table alter as]
ALTER TABLE users RENAME AS people;
-- [rename index]
ALTER TABLE users RENAME INDEX i1 TO i2;
-- [rename key]
ALTER TABLE users RENAME KEY i1 TO i2;
-- [rename table]
RENAME TABLE a TO b, c TO d;
-- [add index]
ALTER TABLE users ADD INDEX idx_a (a);
-- [add key using; not MariaDB 10.11]
ALTER TABLE users ADD KEY idx_a USING BTREE (a(10) DESC, b) COMMENT 'x' INVISIBLE;
-- [add unique]
ALTER TABLE users ADD UNIQUE INDEX uq (email);
-- [add unique key constraint]
ALTER TABLE users ADD CONSTRAINT uq UNIQUE KEY uq_ix (email);
-- [add fulltext]
ALTER TABLE users ADD FULLTEXT INDEX ft (bio) WITH PARSER ngram;
-- [add spatial]
ALTER TABLE users ADD SPATIAL INDEX sp (geo);
-- [add functional index; not MariaDB 10.11]
ALTER TABLE users ADD INDEX fx ((LOWER(email)));
-- [add index inplace]
ALTER TABLE users ADD INDEX idx_a (a), ALGORITHM=INPLACE, LOCK=NONE;
-- [drop index alter]
ALTER TABLE users DROP INDEX idx_a;
-- [drop key]
ALTER TABLE users DROP KEY idx_a;
-- [alter index visible; not MariaDB 10.11]
ALTER TABLE users ALTER INDEX idx_a INVISIBLE;
-- [add pk]
ALTER TABLE users ADD PRIMARY KEY (id);
-- [drop pk]
ALTER TABLE users DROP PRIMARY KEY;
-- [drop add pk]
ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (id, tenant);
-- [add fk]
ALTER TABLE orders ADD CONSTRAINT fk_u FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE RESTRICT;
-- [add fk index name]
ALTER TABLE orders ADD FOREIGN KEY fk_ix (user_id) REFERENCES users (id);
-- [drop fk]
ALTER TABLE orders DROP FOREIGN KEY fk_u;
-- [drop constraint]
ALTER TABLE orders DROP CONSTRAINT fk_u;
-- [add check; not MariaDB 10.11]
ALTER TABLE users ADD CONSTRAINT ck CHECK (age > 0) NOT ENFORCED;
-- [drop check; not MariaDB 10.11]
ALTER TABLE users DROP CHECK ck;
-- [alter check; not MariaDB 10.11]
ALTER TABLE users ALTER CHECK ck NOT ENFORCED;
-- [convert charset]
ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;
-- [default charset]
ALTER TABLE users DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
-- [engine]
ALTER TABLE users ENGINE=InnoDB;
-- [engine space]
ALTER TABLE users ENGINE InnoDB;
-- [force]
ALTER TABLE users FORCE;
-- [order by]
ALTER TABLE users ORDER BY a;
-- [auto_increment]
ALTER TABLE users AUTO_INCREMENT = 1000;
-- [row_format]
ALTER TABLE users ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8;
-- [comment]
ALTER TABLE users COMMENT = 'x';
-- [stats]
ALTER TABLE users STATS_PERSISTENT=1, STATS_AUTO_RECALC=0;
-- [encryption]
ALTER TABLE users ENCRYPTION='Y';
-- [disable keys]
ALTER TABLE users DISABLE KEYS;
-- [discard tablespace]
ALTER TABLE users DISCARD TABLESPACE;
-- [tablespace]
ALTER TABLE users TABLESPACE ts1;
-- [partition by range]
ALTER TABLE m PARTITION BY RANGE (YEAR(d)) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
-- [partition by hash]
ALTER TABLE m PARTITION BY HASH (id) PARTITIONS 8;
-- [add partition]
ALTER TABLE m ADD PARTITION (PARTITION p2 VALUES LESS THAN (2026));
-- [drop partition]
ALTER TABLE m DROP PARTITION p0, p1;
-- [truncate partition]
ALTER TABLE m TRUNCATE PARTITION p0;
-- [reorganize partition]
ALTER TABLE m REORGANIZE PARTITION p0 INTO (PARTITION a VALUES LESS THAN (5), PARTITION b VALUES LESS THAN (9));
-- [coalesce partition]
ALTER TABLE m COALESCE PARTITION 2;
-- [exchange partition; not MariaDB 10.11]
ALTER TABLE m EXCHANGE PARTITION p0 WITH TABLE t WITHOUT VALIDATION;
-- [remove partitioning]
ALTER TABLE m REMOVE PARTITIONING;
-- [nowait (MariaDB)]
ALTER TABLE users WAIT 5 ADD COLUMN c INT;
-- [alter ignore (MariaDB)]
ALTER IGNORE TABLE users ADD UNIQUE (email);
-- [alter online (MariaDB)]
ALTER ONLINE TABLE users ADD COLUMN c INT;
-- [add system versioning (MariaDB)]
ALTER TABLE users ADD SYSTEM VERSIONING;
-- [create index]
CREATE INDEX idx ON users (a);
-- [create index algorithm lock]
CREATE INDEX idx ON users (a) ALGORITHM=INPLACE LOCK=NONE;
-- [create unique index using prefix]
CREATE UNIQUE INDEX idx USING BTREE ON users (a(20));
-- [create fulltext index]
CREATE FULLTEXT INDEX ft ON users (bio);
-- [create index functional; not MariaDB 10.11]
CREATE INDEX fx ON users ((JSON_VALUE(d, '$.a' RETURNING UNSIGNED)));
-- [create index if not exists (MariaDB)]
CREATE INDEX IF NOT EXISTS idx ON users (a);
-- [drop index]
DROP INDEX idx ON users;
-- [drop index algorithm; not MariaDB 10.11]
DROP INDEX idx ON users ALGORITHM=INPLACE LOCK=NONE;
-- [create table]
CREATE TABLE IF NOT EXISTS `users` (`id` INT(11) UNSIGNED NOT NULL AUTO_INCREMENT, `email` VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL, `t` DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), `s` SET('a','b'), `f` DOUBLE(10,2), `z` TINYINT(1) ZEROFILL, PRIMARY KEY (`id`), UNIQUE KEY `uq` (`email`(191)), KEY `k` (`t`) USING BTREE, FULLTEXT KEY `ft` (`email`), CONSTRAINT `fk` FOREIGN KEY (`id`) REFERENCES `o` (`id`) ON DELETE CASCADE) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=DYNAMIC COMMENT='x';
-- [create table partition]
CREATE TABLE m (id INT, d DATE) PARTITION BY RANGE (YEAR(d)) (PARTITION p0 VALUES LESS THAN (2020) ENGINE = InnoDB, PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB);
-- [create table partition hash]
CREATE TABLE m (id INT) PARTITION BY HASH (id) PARTITIONS 4;
-- [create table key partition]
CREATE TABLE m (id INT) PARTITION BY LINEAR KEY (id) PARTITIONS 4;
-- [create table like]
CREATE TABLE t2 LIKE t;
-- [create table select]
CREATE TABLE t2 AS SELECT * FROM t;
-- [create table select no as]
CREATE TABLE t2 ENGINE=MyISAM SELECT * FROM t;
-- [create temp table]
CREATE TEMPORARY TABLE t (a INT);
-- [create or replace table (MariaDB)]
CREATE OR REPLACE TABLE t (a INT);
-- [versioned comment]
/*!40101 SET NAMES utf8 */;
-- [create table srid geometry; not MariaDB 10.11]
CREATE TABLE g (p POINT NOT NULL SRID 4326, SPATIAL INDEX (p));
-- [drop table]
DROP TABLE IF EXISTS a, b;
-- [drop temporary table]
DROP TEMPORARY TABLE t;
-- [truncate]
TRUNCATE TABLE a;
-- [truncate short]
TRUNCATE a;
-- [create database]
CREATE DATABASE IF NOT EXISTS app CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
-- [alter database]
ALTER DATABASE app CHARACTER SET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
-- [drop database]
DROP DATABASE app;
-- [use]
USE app;
-- [create view]
CREATE ALGORITHM=MERGE DEFINER=`root`@`localhost` SQL SECURITY INVOKER VIEW v AS SELECT 1;
-- [create or replace view]
CREATE OR REPLACE VIEW v AS SELECT * FROM t WITH CHECK OPTION;
-- [drop view]
DROP VIEW IF EXISTS v;
-- [create trigger]
CREATE TRIGGER trg BEFORE INSERT ON users FOR EACH ROW SET NEW.a = 1;
-- [create trigger body]
CREATE DEFINER=`root`@`%` TRIGGER trg AFTER UPDATE ON users FOR EACH ROW BEGIN INSERT INTO log VALUES (1); UPDATE x SET y = 1; END;
-- [drop trigger]
DROP TRIGGER IF EXISTS app.trg;
-- [create procedure]
CREATE PROCEDURE p(IN a INT, OUT b INT) BEGIN DECLARE x INT DEFAULT 0; IF a > 1 THEN SET x = 2; END IF; SELECT x INTO b; END;
-- [create function]
CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN a + 1;
-- [drop procedure]
DROP PROCEDURE IF EXISTS p;
-- [call]
CALL p(1, @x);
-- [create event]
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t;
-- [set fk checks]
SET FOREIGN_KEY_CHECKS = 0;
-- [set session lock_wait_timeout]
SET SESSION lock_wait_timeout = 5;
-- [set innodb_lock_wait_timeout at]
SET @@session.innodb_lock_wait_timeout = 5;
-- [set user var]
SET @a = 1, @b := 2;
-- [set names]
SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci;
-- [set sql_mode]
SET sql_mode = 'STRICT_TRANS_TABLES';
-- [set statement (MariaDB)]
SET STATEMENT max_statement_time = 10 FOR ALTER TABLE t ADD COLUMN c INT;
-- [lock tables]
LOCK TABLES users WRITE, orders AS o READ LOCAL;
-- [unlock]
UNLOCK TABLES;
-- [flush]
FLUSH TABLES WITH READ LOCK;
-- [start transaction]
START TRANSACTION;
-- [commit]
COMMIT;
-- [get lock]
SELECT GET_LOCK('m', 10);
-- [optimize]
OPTIMIZE TABLE users;
-- [analyze]
ANALYZE TABLE users;
-- [analyze histogram; not MariaDB 10.11]
ANALYZE TABLE users UPDATE HISTOGRAM ON a WITH 10 BUCKETS;
-- [repair]
REPAIR TABLE users;
-- [check table]
CHECK TABLE users;
-- [insert ignore]
INSERT IGNORE INTO t (a) VALUES (1);
-- [insert on dup; not MariaDB 10.11]
INSERT INTO t (a, b) VALUES (1, 2) AS new ON DUPLICATE KEY UPDATE b = new.b;
-- [insert on dup values]
INSERT INTO t SET a = 1 ON DUPLICATE KEY UPDATE a = VALUES(a);
-- [replace]
REPLACE INTO t (a) VALUES (1);
-- [update join]
UPDATE t JOIN u ON t.id = u.id SET t.a = u.a WHERE u.b > 1;
-- [update limit]
UPDATE t SET a = 1 ORDER BY id LIMIT 1000;
-- [delete join]
DELETE t FROM t LEFT JOIN u ON t.id = u.id WHERE u.id IS NULL;
-- [delete limit]
DELETE FROM t WHERE a = 1 LIMIT 1000;
-- [load data]
LOAD DATA LOCAL INFILE 'x.csv' INTO TABLE t FIELDS TERMINATED BY ',' LINES TERMINATED BY '\n' (a, b);
-- [grant]
GRANT SELECT, INSERT ON app.* TO 'u'@'localhost';
-- [create user]
CREATE USER 'u'@'%' IDENTIFIED BY 'x';
-- [prepare]
PREPARE stmt FROM @sql;
-- [execute]
EXECUTE stmt USING @a;
-- [deallocate]
DEALLOCATE PREPARE stmt;
-- [create sequence (MariaDB)]
CREATE SEQUENCE s START WITH 1 INCREMENT BY 1;
-- [alter instance; not MariaDB 10.11]
ALTER INSTANCE DISABLE INNODB REDO_LOG;
