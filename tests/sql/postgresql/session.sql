-- PostgreSQL: transactions, settings, maintenance, cursors, prepared statements.
-- One statement a block; a block opens with a line that names it.
-- [begin work]
BEGIN WORK;
-- [begin with modes]
BEGIN ISOLATION LEVEL READ COMMITTED, READ ONLY NOT DEFERRABLE;
-- [start with modes]
START TRANSACTION ISOLATION LEVEL READ UNCOMMITTED, READ WRITE, DEFERRABLE;
-- [commit and chain]
COMMIT WORK AND CHAIN;
-- [commit and no chain]
COMMIT TRANSACTION AND NO CHAIN;
-- [end]
END TRANSACTION;
-- [end and chain]
END AND CHAIN;
-- [rollback work]
ROLLBACK WORK;
-- [rollback and chain]
ROLLBACK TRANSACTION AND CHAIN;
-- [abort]
ABORT;
-- [abort work]
ABORT WORK AND NO CHAIN;
-- [savepoint quoted]
SAVEPOINT "Before it";
-- [release short]
RELEASE before_it;
-- [rollback to short]
ROLLBACK TO before_it;
-- [rollback to in full]
ROLLBACK WORK TO SAVEPOINT before_it;
-- [rollback transaction to]
ROLLBACK TRANSACTION TO before_it;
-- [prepare transaction]
PREPARE TRANSACTION 'first';
-- [commit prepared]
COMMIT PREPARED 'first';
-- [rollback prepared]
ROLLBACK PREPARED 'first';
-- [set to a name]
SET client_min_messages TO warning;
-- [set to a string]
SET search_path = 'app';
-- [set to several]
SET search_path TO "$user", app, 'public';
-- [set to default]
SET lock_timeout TO DEFAULT;
-- [set to on]
SET check_function_bodies = off;
-- [set to true]
SET session_replication_role = replica;
-- [set to a negative number]
SET extra_float_digits = -3;
-- [set to a float]
SET random_page_cost TO 1.1;
-- [set of an extension]
SET app.tenant_id = '42';
-- [set local]
SET LOCAL statement_timeout = 0;
-- [set session]
SET SESSION "Weird".name TO true;
-- [set from current]
SET work_mem FROM CURRENT;
-- [time zone]
SET TIME ZONE 'Europe/Brussels';
-- [time zone as a name]
SET TIME ZONE utc;
-- [time zone number]
SET TIME ZONE -7;
-- [time zone local]
SET LOCAL TIME ZONE LOCAL;
-- [time zone default]
SET SESSION TIME ZONE DEFAULT;
-- [time zone interval]
SET TIME ZONE INTERVAL '+02:00' HOUR TO MINUTE;
-- [time zone interval with precision]
SET TIME ZONE INTERVAL '2 hours';
-- [names]
SET NAMES 'UTF8';
-- [names bare]
SET NAMES;
-- [names default]
SET NAMES DEFAULT;
-- [schema]
SET SCHEMA 'app';
-- [role]
SET ROLE "Harbour Master";
-- [role as a string]
SET LOCAL ROLE 'alice';
-- [role none]
SET SESSION ROLE NONE;
-- [session authorization]
SET SESSION AUTHORIZATION alice;
-- [local session authorization]
SET LOCAL SESSION AUTHORIZATION 'alice';
-- [session authorization default]
SET SESSION AUTHORIZATION DEFAULT;
-- [xml option]
SET XML OPTION CONTENT;
-- [session characteristics]
SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY;
-- [transaction]
SET TRANSACTION READ ONLY, NOT DEFERRABLE;
-- [local transaction]
SET LOCAL TRANSACTION ISOLATION LEVEL REPEATABLE READ;
-- [transaction snapshot]
SET TRANSACTION SNAPSHOT '00000003-0000001B-1';
-- [constraints by name]
SET CONSTRAINTS app.f, "G" DEFERRED;
-- [constraints immediate]
SET CONSTRAINTS ALL IMMEDIATE;
-- [reset one]
RESET app.tenant_id;
-- [reset all]
RESET ALL;
-- [reset role]
RESET ROLE;
-- [reset session authorization]
RESET SESSION AUTHORIZATION;
-- [reset time zone]
RESET TIME ZONE;
-- [reset isolation level]
RESET TRANSACTION ISOLATION LEVEL;
-- [show]
SHOW search_path;
-- [show all]
SHOW ALL;
-- [show time zone]
SHOW TIME ZONE;
-- [show isolation level]
SHOW TRANSACTION ISOLATION LEVEL;
-- [show session authorization]
SHOW SESSION AUTHORIZATION;
-- [show of an extension]
SHOW app.tenant_id;
-- [vacuum everything]
VACUUM;
-- [vacuum in the old way]
VACUUM FULL FREEZE VERBOSE ANALYZE app.boat (name, "Deck"), crew;
-- [vacuum with options]
VACUUM (FULL, FREEZE false, VERBOSE, ANALYZE, DISABLE_PAGE_SKIPPING, SKIP_LOCKED on, INDEX_CLEANUP auto, TRUNCATE off, PARALLEL 4, BUFFER_USAGE_LIMIT '1GB') boat, ONLY app.crew;
-- [vacuum verbose]
VACUUM VERBOSE boat;
-- [analyze everything]
ANALYZE;
-- [analyse]
ANALYSE boat;
-- [analyze verbose]
ANALYZE VERBOSE;
-- [analyze with options]
ANALYZE (VERBOSE, SKIP_LOCKED, BUFFER_USAGE_LIMIT 128) app.boat (name, number), ONLY crew;
-- [checkpoint]
CHECKPOINT;
-- [discard all]
DISCARD ALL;
-- [discard temp]
DISCARD TEMP;
-- [discard temporary]
DISCARD TEMPORARY;
-- [discard sequences]
DISCARD SEQUENCES;
-- [discard plans]
DISCARD PLANS;
-- [load]
LOAD 'auto_explain';
-- [listen]
LISTEN boats;
-- [unlisten]
UNLISTEN "Boats";
-- [unlisten everything]
UNLISTEN *;
-- [notify]
NOTIFY boats;
-- [notify with words]
NOTIFY "Boats", 'number 5 is in';
-- [prepare]
PREPARE find_boats (int, text) AS SELECT * FROM boat WHERE number = $1 AND name = $2;
-- [prepare without types]
PREPARE sink AS UPDATE boat SET sunk = true WHERE number = $1;
-- [execute]
EXECUTE find_boats (5, 'x');
-- [execute bare]
EXECUTE sink;
-- [deallocate]
DEALLOCATE find_boats;
-- [deallocate prepare]
DEALLOCATE PREPARE find_boats;
-- [deallocate all]
DEALLOCATE ALL;
-- [deallocate prepare all]
DEALLOCATE PREPARE ALL;
-- [declare]
DECLARE c CURSOR FOR SELECT * FROM boat;
-- [declare with everything]
DECLARE "C" BINARY INSENSITIVE NO SCROLL CURSOR WITH HOLD FOR VALUES (1);
-- [declare scroll]
DECLARE c ASENSITIVE SCROLL CURSOR WITHOUT HOLD FOR TABLE boat;
-- [fetch]
FETCH c;
-- [fetch next]
FETCH NEXT FROM c;
-- [fetch all]
FETCH ALL IN c;
-- [fetch forward]
FETCH FORWARD 5 FROM c;
-- [fetch backward all]
FETCH BACKWARD ALL IN c;
-- [fetch absolute]
FETCH ABSOLUTE -2 c;
-- [fetch relative]
FETCH RELATIVE 3 FROM c;
-- [fetch count]
FETCH 10 c;
-- [fetch first and last]
FETCH LAST c;
-- [move]
MOVE PRIOR FROM c;
-- [move forward]
MOVE FORWARD IN c;
-- [move backward]
MOVE BACKWARD 3 c;
-- [close]
CLOSE c;
-- [close all]
CLOSE ALL;
