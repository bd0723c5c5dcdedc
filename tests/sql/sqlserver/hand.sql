-- SQL Server: the statements that matter most for a migration.
-- One statement a block; a block opens with a line that names it.
-- [add column]
ALTER TABLE dbo.Users ADD Email nvarchar(255) NOT NULL CONSTRAINT DF_E DEFAULT (N'') WITH VALUES;
-- [add columns]
ALTER TABLE dbo.Users ADD A int NULL, B bit NOT NULL DEFAULT 0;
-- [add computed]
ALTER TABLE dbo.Users ADD C AS (A + B) PERSISTED;
-- [add identity]
ALTER TABLE dbo.Users ADD Id2 int IDENTITY(1,1) NOT NULL;
-- [alter column]
ALTER TABLE dbo.Users ALTER COLUMN A bigint NOT NULL;
-- [alter column online]
ALTER TABLE dbo.Users ALTER COLUMN A nvarchar(max) COLLATE Latin1_General_CI_AS NULL WITH (ONLINE = ON);
-- [alter column add rowguidcol]
ALTER TABLE dbo.Users ALTER COLUMN A ADD MASKED WITH (FUNCTION = 'default()');
-- [drop column]
ALTER TABLE dbo.Users DROP COLUMN A, B;
-- [drop column if exists]
ALTER TABLE dbo.Users DROP COLUMN IF EXISTS A;
-- [add pk clustered]
ALTER TABLE dbo.Users ADD CONSTRAINT PK_U PRIMARY KEY CLUSTERED (Id ASC) WITH (ONLINE = ON, FILLFACTOR = 90) ON [PRIMARY];
-- [add unique]
ALTER TABLE dbo.Users ADD CONSTRAINT UQ UNIQUE NONCLUSTERED (Email);
-- [add fk with check]
ALTER TABLE dbo.Orders WITH CHECK ADD CONSTRAINT FK FOREIGN KEY (UserId) REFERENCES dbo.Users (Id) ON DELETE CASCADE;
-- [add fk with nocheck]
ALTER TABLE dbo.Orders WITH NOCHECK ADD CONSTRAINT FK FOREIGN KEY (UserId) REFERENCES dbo.Users (Id);
-- [add check]
ALTER TABLE dbo.Users ADD CONSTRAINT CK CHECK (Age > 0);
-- [add default for]
ALTER TABLE dbo.Users ADD CONSTRAINT DF DEFAULT (getdate()) FOR Created;
-- [check constraint]
ALTER TABLE dbo.Orders CHECK CONSTRAINT FK;
-- [with check check constraint]
ALTER TABLE dbo.Orders WITH CHECK CHECK CONSTRAINT ALL;
-- [nocheck constraint]
ALTER TABLE dbo.Orders NOCHECK CONSTRAINT ALL;
-- [drop constraint]
ALTER TABLE dbo.Users DROP CONSTRAINT DF;
-- [drop constraint if exists online]
ALTER TABLE dbo.Users DROP CONSTRAINT IF EXISTS PK_U WITH (ONLINE = ON);
-- [switch partition]
ALTER TABLE dbo.T SWITCH PARTITION 1 TO dbo.T2 PARTITION 1 WITH (WAIT_AT_LOW_PRIORITY (MAX_DURATION = 1 MINUTES, ABORT_AFTER_WAIT = SELF));
-- [rebuild]
ALTER TABLE dbo.T REBUILD WITH (DATA_COMPRESSION = PAGE, ONLINE = ON);
-- [set lock escalation]
ALTER TABLE dbo.T SET (LOCK_ESCALATION = DISABLE);
-- [disable trigger]
ALTER TABLE dbo.T DISABLE TRIGGER ALL;
-- [system versioning]
ALTER TABLE dbo.T SET (SYSTEM_VERSIONING = OFF);
-- [create table]
CREATE TABLE [dbo].[Users] ([Id] [int] IDENTITY(1,1) NOT NULL, [Name] [nvarchar](max) NULL, [G] uniqueidentifier DEFAULT NEWSEQUENTIALID(), [R] rowversion, CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC) WITH (PAD_INDEX = OFF, STATISTICS_NORECOMPUTE = OFF) ON [PRIMARY]) ON [PRIMARY] TEXTIMAGE_ON [PRIMARY];
-- [create table inline index]
CREATE TABLE dbo.T (Id int PRIMARY KEY, A int INDEX IX_A NONCLUSTERED);
-- [create temp table]
CREATE TABLE #t (a int);
-- [select into]
SELECT * INTO dbo.T2 FROM dbo.T;
-- [create index online]
CREATE NONCLUSTERED INDEX IX ON dbo.T (A ASC, B DESC) INCLUDE (C) WHERE A IS NOT NULL WITH (ONLINE = ON, RESUMABLE = ON, MAXDOP = 2) ON [PRIMARY];
-- [create unique clustered index]
CREATE UNIQUE CLUSTERED INDEX IX ON dbo.T (A) WITH (DROP_EXISTING = ON);
-- [create columnstore]
CREATE CLUSTERED COLUMNSTORE INDEX CCI ON dbo.T;
-- [alter index rebuild]
ALTER INDEX ALL ON dbo.T REBUILD WITH (ONLINE = ON);
-- [alter index disable]
ALTER INDEX IX ON dbo.T DISABLE;
-- [drop index]
DROP INDEX IF EXISTS IX ON dbo.T;
-- [drop index old]
DROP INDEX dbo.T.IX;
-- [drop index online]
DROP INDEX IX ON dbo.T WITH (ONLINE = ON);
-- [update statistics]
UPDATE STATISTICS dbo.T WITH FULLSCAN;
-- [sp_rename]
EXEC sp_rename 'dbo.T.A', 'B', 'COLUMN';
-- [exec string]
EXECUTE (N'ALTER TABLE t ADD c int');
-- [if exists begin end]
IF NOT EXISTS (SELECT 1 FROM sys.columns WHERE name = 'a') BEGIN ALTER TABLE dbo.T ADD a int; END
-- [if object_id drop]
IF OBJECT_ID('dbo.T', 'U') IS NOT NULL DROP TABLE dbo.T;
-- [declare]
DECLARE @n nvarchar(128) = N'x', @i int;
-- [set var]
SET @n = N'y';
-- [set nocount]
SET NOCOUNT ON;
-- [set xact_abort]
SET XACT_ABORT ON;
-- [set lock_timeout]
SET LOCK_TIMEOUT 5000;
-- [set identity_insert]
SET IDENTITY_INSERT dbo.T ON;
-- [begin tran]
BEGIN TRANSACTION;
-- [commit tran]
COMMIT TRAN;
-- [begin try]
BEGIN TRY ALTER TABLE dbo.T ADD a int; END TRY BEGIN CATCH THROW; END CATCH;
-- [while]
WHILE 1 = 1 BEGIN DELETE TOP (1000) FROM dbo.T WHERE x = 1; IF @@ROWCOUNT = 0 BREAK; END
-- [create procedure]
CREATE OR ALTER PROCEDURE dbo.P @a int = 1 AS BEGIN SET NOCOUNT ON; SELECT @a; END
-- [create function]
CREATE FUNCTION dbo.F (@a int) RETURNS int AS BEGIN RETURN @a + 1; END
-- [create view schemabinding]
CREATE VIEW dbo.V WITH SCHEMABINDING AS SELECT a FROM dbo.T;
-- [create trigger]
CREATE TRIGGER dbo.trg ON dbo.T AFTER INSERT, UPDATE AS BEGIN SET NOCOUNT ON; END
-- [create type]
CREATE TYPE dbo.Ids AS TABLE (id int);
-- [create schema]
CREATE SCHEMA app AUTHORIZATION dbo;
-- [alter schema transfer]
ALTER SCHEMA app TRANSFER dbo.T;
-- [create sequence]
CREATE SEQUENCE dbo.S AS int START WITH 1 INCREMENT BY 1;
-- [partition function]
CREATE PARTITION FUNCTION pf (int) AS RANGE RIGHT FOR VALUES (1, 100);
-- [alter partition function]
ALTER PARTITION FUNCTION pf() SPLIT RANGE (200);
-- [alter database]
ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON;
-- [truncate partitions]
TRUNCATE TABLE dbo.T WITH (PARTITIONS (1, 2 TO 4));
-- [drop table]
DROP TABLE IF EXISTS dbo.T, dbo.U;
-- [merge]
MERGE dbo.T AS t USING dbo.S AS s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE;
-- [update top]
UPDATE TOP (1000) dbo.T SET a = 1 WHERE a IS NULL;
-- [insert output]
INSERT INTO dbo.T (a) OUTPUT inserted.id VALUES (1);
-- [grant]
GRANT SELECT ON SCHEMA::dbo TO app;
-- [print]
PRINT 'x';
-- [raiserror]
RAISERROR ('x', 16, 1);
-- [go batches]
ALTER TABLE dbo.T ADD a int
GO
-- [create table with a key behind a column]
CREATE TABLE dbo.K ([id] int IDENTITY(1, 1) NOT NULL, [name] nvarchar(50) NOT NULL PRIMARY KEY CLUSTERED ([id] ASC));
-- [alter column restates null]
ALTER TABLE dbo.T ALTER COLUMN name nvarchar(100);
-- [update from]
UPDATE u SET u.a = o.b, a += 1 OUTPUT deleted.a INTO @log (a) FROM dbo.Users AS u INNER JOIN dbo.Orders AS o WITH (NOLOCK) ON o.id = u.id WHERE o.b IS NULL;
-- [delete from join]
DELETE t FROM dbo.T t LEFT JOIN dbo.U u ON u.id = t.id WHERE u.id IS NULL;
-- [insert from with]
WITH c (a) AS (SELECT TOP (10) WITH TIES a FROM dbo.T ORDER BY a DESC) INSERT INTO dbo.U (a) SELECT a FROM c CROSS APPLY (SELECT 1 AS b) AS x;
-- [insert exec]
INSERT INTO #t EXEC dbo.P @a = 1;
-- [select convert]
SELECT @v = CONVERT(nvarchar(30), getdate(), 126), [b] = TRY_CAST(x AS decimal(10, 2)), CASE WHEN a = 1 THEN N'it''s' END 'c' FROM dbo.T OPTION (MAXDOP 1);
-- [sp_rename table]
EXEC sys.sp_rename @objname = N'[dbo].[T]', @newname = N'U';
-- [sp_rename index]
EXECUTE sp_rename N'dbo.T.IX_Old', N'IX_New', N'INDEX';
-- [executesql]
EXEC sp_executesql N'DROP TABLE dbo.Old';
-- [exec with variables]
EXEC ('DROP TABLE ' + @name);
-- [grant before another]
GRANT SELECT, INSERT ON dbo.T TO app WITH GRANT OPTION;
-- [create table with a comma behind all]
CREATE TABLE dbo.W (Id int NOT NULL, T int NULL CONSTRAINT FK_T FOREIGN KEY (T) REFERENCES dbo.T (Id), CONSTRAINT PK_W PRIMARY KEY (Id),);
