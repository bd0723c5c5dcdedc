"""Changes of Liquibase with their options, as XML has them; each is the only one of its change set."""

CASES = [
    # createTable
    '<createTable tableName="a"><column name="id" type="bigint" autoIncrement="true"><constraints primaryKey="true" nullable="false"/></column><column name="name" type="varchar(50)"/></createTable>',
    '<createTable tableName="a" schemaName="app" remarks="all of them"><column name="x" type="int" remarks="it\'s one"><constraints nullable="false"/></column></createTable>',
    '<createTable tableName="a" ifNotExists="true"><column name="x" type="int"/></createTable>',
    '<createTable tableName="a" tableType="temporary"><column name="x" type="int"/></createTable>',
    '<createTable tableName="a" tablespace="fast"><column name="x" type="int"/></createTable>',
    '<createTable tableName="a"><column name="x" type="int"><constraints primaryKey="true"/></column><column name="y" type="int"><constraints primaryKey="true"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="int"><constraints primaryKey="true" primaryKeyName="key_of_a" primaryKeyTablespace="fast"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="int"><constraints nullable="false" notNullConstraintName="there"/></column><column name="y" type="int"><constraints nullable="true"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="int"><constraints unique="true"/></column><column name="y" type="int"><constraints unique="true" uniqueConstraintName="one_y"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="int"><constraints unique="true" uniqueConstraintName="both"/></column><column name="y" type="int"><constraints unique="true" uniqueConstraintName="both"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="bigint"><constraints foreignKeyName="a_users" references="users(id)"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="bigint"><constraints foreignKeyName="a_users" references="app.others(id)" deleteCascade="true" nullable="false"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="bigint"><constraints foreignKeyName="a_users" referencedTableName="users" referencedColumnNames="id" deferrable="true" initiallyDeferred="true"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="bigint"><constraints foreignKeyName="a_users" referencedTableSchemaName="app" referencedTableName="users" referencedColumnNames="id"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="int"><constraints primaryKey="true" deferrable="true" initiallyDeferred="true"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="int"><constraints unique="true" uniqueConstraintName="one" deferrable="true" initiallyDeferred="true"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="int"><constraints checkConstraint="x > 0"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="varchar(9)" defaultValue="it\'s"/><column name="y" type="int" defaultValueNumeric="5"/><column name="z" type="boolean" defaultValueBoolean="true"/><column name="w" type="timestamp" defaultValueComputed="now()"/></createTable>',
    '<createTable tableName="a"><column name="x" type="int" defaultValue="7"/><column name="y" type="boolean" defaultValue="false"/><column name="z" type="numeric(9,2)" defaultValue="1.50"/><column name="w" type="bigint" defaultValueNumeric="10.0"/></createTable>',
    '<createTable tableName="a"><column name="x" type="date" defaultValueDate="2024-01-02"/><column name="y" type="timestamp" defaultValueDate="2024-01-02T03:04:05"/><column name="z" type="time" defaultValueDate="03:04:05"/></createTable>',
    '<createTable tableName="a"><column name="x" type="timestamp" defaultValueComputed="CURRENT_TIMESTAMP"/><column name="y" type="datetime" defaultValueDate="CURRENT_TIMESTAMP"/><column name="z" type="date" defaultValueComputed="CURRENT_DATE"/></createTable>',
    '<createTable tableName="a"><column name="x" type="int" defaultValueSequenceNext="numbers"/></createTable>',
    '<createTable tableName="a"><column name="x" type="varchar(9)" defaultValue=""/><column name="y" type="varchar(9)" defaultValue="null"/><column name="z" type="varchar(9)" defaultValue="NULL"/><column name="w" type="char(1)" defaultValue="Y"/></createTable>',
    '<createTable tableName="a"><column name="x" type="uuid" defaultValueComputed="gen_random_uuid()"/><column name="y" type="boolean" defaultValueNumeric="1"/><column name="z" type="boolean" defaultValueComputed="true"/></createTable>',
    '<createTable tableName="a"><column name="x" type="bigint" autoIncrement="true" startWith="100" incrementBy="5"/></createTable>',
    '<createTable tableName="a"><column name="x" type="bigint" autoIncrement="true" startWith="100"><constraints primaryKey="true"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="bigint" autoIncrement="true" generationType="ALWAYS"/></createTable>',
    '<createTable tableName="a"><column name="x" type="serial"><constraints primaryKey="true"/></column></createTable>',
    '<createTable tableName="a"><column name="x" type="bigserial"/></createTable>',
    '<createTable tableName="Order"><column name="Id" type="int"/><column name="user" type="int"/><column name="some name" type="int"/><column name="UPPER" type="int"/></createTable>',
    '<createTable tableName="USERS"><column name="ID" type="INT"><constraints primaryKey="true"/></column><column name="end" type="int"/><column name="group" type="int"/><column name="1st" type="int"/><column name="key" type="int"/></createTable>',
    '<createTable tableName="a"><column name="x" type="int"/><column name="y" type="int GENERATED ALWAYS AS (x * 2) STORED"/></createTable>',
    # addColumn
    '<addColumn tableName="users"><column name="x" type="int"/></addColumn>',
    '<addColumn tableName="users" schemaName="app"><column name="x" type="int"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int"><constraints nullable="false"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int" defaultValueNumeric="3"><constraints nullable="false"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="varchar(20)" defaultValue="new" remarks="it\'s"/><column name="y" type="boolean" defaultValueBoolean="false"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int"/><column name="y" type="text"/><column name="z" type="date"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int" afterColumn="id"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int"><constraints unique="true"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int"><constraints unique="true" uniqueConstraintName="one_x"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="bigint"><constraints foreignKeyName="users_orgs" references="orgs(id)"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="bigint"><constraints foreignKeyName="users_orgs" references="orgs(id)" deleteCascade="true"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="bigint"><constraints foreignKeyName="users_orgs" referencedTableName="orgs" referencedColumnNames="id" validateForeignKey="false"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int"><constraints primaryKey="true"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="bigint" autoIncrement="true"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="bigint" autoIncrement="true"><constraints primaryKey="true" nullable="false"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int" valueNumeric="3"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="varchar(9)" value="new"><constraints nullable="false"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="timestamp" valueComputed="created_at"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="timestamp" defaultValueComputed="CURRENT_TIMESTAMP"><constraints nullable="false"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int"><constraints nullable="false" notNullConstraintName="there"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int"><constraints checkConstraint="x > 0"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="boolean" valueBoolean="true" defaultValueBoolean="false"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="date" valueDate="2024-01-02" defaultValueDate="2024-01-02"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="bigserial"/></addColumn>',
    # dropColumn, renameColumn, modifyDataType
    '<dropColumn tableName="users" columnName="age"/>',
    '<dropColumn tableName="users" schemaName="app" columnName="age"/>',
    '<dropColumn tableName="users"><column name="age"/><column name="name"/></dropColumn>',
    '<renameColumn tableName="users" oldColumnName="age" newColumnName="years" columnDataType="int"/>',
    '<renameColumn tableName="users" oldColumnName="age" newColumnName="years" columnDataType="int" remarks="in years"/>',
    '<renameColumn tableName="users" oldColumnName="age" newColumnName="years"/>',
    '<modifyDataType tableName="users" columnName="age" newDataType="bigint"/>',
    '<modifyDataType tableName="users" schemaName="app" columnName="name" newDataType="varchar(400)"/>',
    '<modifyDataType tableName="users" columnName="name" newDataType="clob"/>',
    '<modifyDataType tableName="users" columnName="at" newDataType="datetime"/>',
    '<modifyDataType tableName="users" columnName="age" newDataType="bigint NOT NULL"/>',
    '<modifyDataType tableName="users" columnName="name" newDataType="varchar(40) USING trim(name)"/>',
    # defaults
    '<addDefaultValue tableName="users" columnName="name" defaultValue="nobody"/>',
    '<addDefaultValue tableName="users" columnName="name" columnDataType="varchar(50)" defaultValue="nobody"/>',
    '<addDefaultValue tableName="users" columnName="age" columnDataType="int" defaultValueNumeric="18"/>',
    '<addDefaultValue tableName="users" columnName="age" columnDataType="int" defaultValue="18"/>',
    '<addDefaultValue tableName="users" columnName="age" defaultValueNumeric="18"/>',
    '<addDefaultValue tableName="users" columnName="active" columnDataType="boolean" defaultValueBoolean="true"/>',
    '<addDefaultValue tableName="users" columnName="active" columnDataType="boolean" defaultValueNumeric="0"/>',
    '<addDefaultValue tableName="users" columnName="at" columnDataType="timestamp" defaultValueDate="2024-01-02T03:04:05"/>',
    '<addDefaultValue tableName="users" columnName="at" columnDataType="datetime" defaultValueComputed="CURRENT_TIMESTAMP"/>',
    '<addDefaultValue tableName="users" columnName="at" defaultValueComputed="now()"/>',
    '<addDefaultValue tableName="users" columnName="age" columnDataType="int" defaultValueSequenceNext="numbers"/>',
    '<addDefaultValue tableName="users" columnName="age" columnDataType="int" defaultValueSequenceNext="app.numbers"/>',
    '<dropDefaultValue tableName="users" columnName="age" columnDataType="int"/>',
    '<dropDefaultValue tableName="users" columnName="age"/>',
    # NOT NULL
    '<addNotNullConstraint tableName="users" columnName="age" columnDataType="int"/>',
    '<addNotNullConstraint tableName="users" columnName="name" columnDataType="varchar(50)" defaultNullValue="nobody"/>',
    '<addNotNullConstraint tableName="users" columnName="age" columnDataType="int" defaultNullValue="0"/>',
    '<addNotNullConstraint tableName="users" columnName="age" columnDataType="int" constraintName="there" validate="false"/>',
    '<addNotNullConstraint tableName="users" columnName="active" columnDataType="boolean" defaultNullValue="false"/>',
    '<addNotNullConstraint tableName="users" columnName="age"/>',
    '<addNotNullConstraint tableName="users" columnName="at" columnDataType="timestamp" defaultNullValue="2024-01-02"/>',
    '<dropNotNullConstraint tableName="users" columnName="age" columnDataType="int"/>',
    '<dropNotNullConstraint tableName="users" columnName="age"/>',
    # keys
    '<addPrimaryKey tableName="users" columnNames="id"/>',
    '<addPrimaryKey tableName="users" schemaName="app" columnNames="id, org" constraintName="key_of_users"/>',
    '<addPrimaryKey tableName="users" columnNames="id,org" constraintName="key_of_users" tablespace="fast"/>',
    '<addPrimaryKey tableName="users" columnNames="id" constraintName="key_of_users" forIndexName="users_ids"/>',
    '<addPrimaryKey tableName="users" columnNames="id" constraintName="key_of_users" clustered="true"/>',
    '<addPrimaryKey tableName="users" columnNames="id" constraintName="key_of_users" validate="false"/>',
    '<dropPrimaryKey tableName="users" constraintName="key_of_users"/>',
    '<dropPrimaryKey tableName="users" constraintName="key_of_users" dropIndex="true"/>',
    # unique
    '<addUniqueConstraint tableName="users" columnNames="email" constraintName="one_email"/>',
    '<addUniqueConstraint tableName="users" columnNames="email"/>',
    '<addUniqueConstraint tableName="users" schemaName="app" columnNames="org, email" constraintName="one_email"/>',
    '<addUniqueConstraint tableName="users" columnNames="email" constraintName="one_email" deferrable="true" initiallyDeferred="true"/>',
    '<addUniqueConstraint tableName="users" columnNames="email" constraintName="one_email" tablespace="fast"/>',
    '<addUniqueConstraint tableName="users" columnNames="email" constraintName="one_email" disabled="true"/>',
    '<addUniqueConstraint tableName="users" columnNames="email" constraintName="one_email" forIndexName="emails"/>',
    '<addUniqueConstraint tableName="users" columnNames="email" constraintName="one_email" validate="false"/>',
    '<dropUniqueConstraint tableName="users" constraintName="one_email"/>',
    '<dropUniqueConstraint tableName="users" schemaName="app" constraintName="one_email" uniqueColumns="email"/>',
    # foreign keys
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="org" constraintName="users_orgs" referencedTableName="orgs" referencedColumnNames="id"/>',
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="org" constraintName="users_orgs" referencedTableName="orgs" referencedColumnNames="id" onDelete="CASCADE" onUpdate="RESTRICT"/>',
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="org" constraintName="users_orgs" referencedTableName="orgs" referencedColumnNames="id" onDelete="SET NULL" onUpdate="NO ACTION"/>',
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="org" constraintName="users_orgs" referencedTableName="orgs" referencedColumnNames="id" deleteCascade="true"/>',
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="org" constraintName="users_orgs" referencedTableName="orgs" referencedColumnNames="id" deferrable="true" initiallyDeferred="true"/>',
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="org" constraintName="users_orgs" referencedTableName="orgs" referencedColumnNames="id" deferrable="false" initiallyDeferred="false"/>',
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="org" constraintName="users_orgs" referencedTableName="orgs" referencedColumnNames="id" validate="false"/>',
    '<addForeignKeyConstraint baseTableSchemaName="app" baseTableName="users" baseColumnNames="org,region" constraintName="users_orgs" referencedTableSchemaName="app" referencedTableName="orgs" referencedColumnNames="id,region"/>',
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="org" constraintName="users_orgs" referencedTableName="orgs" referencedColumnNames="id" referencesUniqueColumn="true"/>',
    '<dropForeignKeyConstraint baseTableName="users" constraintName="users_orgs"/>',
    '<dropForeignKeyConstraint baseTableSchemaName="app" baseTableName="users" constraintName="users_orgs"/>',
    # indexes
    '<createIndex tableName="users" indexName="users_email"><column name="email"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email" unique="true"><column name="email"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email" unique="false"><column name="email"/><column name="age"/></createIndex>',
    '<createIndex tableName="users" schemaName="app" indexName="users_email"><column name="email"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email" tablespace="fast"><column name="email"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email" clustered="true"><column name="email"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email"><column name="email" descending="true"/><column name="age" descending="false"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email"><column name="lower(email)" computed="true"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email"><column name="lower(email)"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email"><column name="email DESC"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email"><column name="email(20)"/></createIndex>',
    '<createIndex tableName="users" indexName="users_email"><column name="email" type="varchar(50)"/></createIndex>',
    '<createIndex tableName="users" indexName="users_org" associatedWith="foreignKey"><column name="org"/></createIndex>',
    '<createIndex tableName="users" indexName="users_id" associatedWith="uniqueConstraint"><column name="id"/></createIndex>',
    '<createIndex tableName="Users" indexName="UsersByEmail"><column name="eMail"/></createIndex>',
    '<dropIndex tableName="users" indexName="users_email"/>',
    '<dropIndex tableName="users" schemaName="app" indexName="users_email"/>',
    # tables and views
    '<dropTable tableName="users"/>',
    '<dropTable tableName="users" schemaName="app" cascadeConstraints="true"/>',
    '<renameTable oldTableName="users" newTableName="people"/>',
    '<renameTable schemaName="app" oldTableName="users" newTableName="people"/>',
    '<createView viewName="adults">select * from users where age > 17</createView>',
    '<createView viewName="adults" replaceIfExists="true">select * from users where age > 17</createView>',
    '<createView viewName="adults" schemaName="app">select id from users;</createView>',
    '<createView viewName="adults" fullDefinition="true">create view adults as select * from users</createView>',
    '<createView viewName="adults" remarks="those grown">select id from users</createView>',
    '<dropView viewName="adults"/>',
    '<dropView viewName="adults" schemaName="app" ifExists="true"/>',
    '<renameView oldViewName="adults" newViewName="grown"/>',
    '<setTableRemarks tableName="users" remarks="it\'s all"/>',
    '<setColumnRemarks tableName="users" columnName="age" remarks="in years" columnDataType="int"/>',
    '<setColumnRemarks tableName="users" columnName="age" remarks="in years"/>',
    # sequences
    '<createSequence sequenceName="numbers"/>',
    '<createSequence sequenceName="numbers" schemaName="app" startValue="5" incrementBy="10" minValue="1" maxValue="1000" cacheSize="20" cycle="true" dataType="int"/>',
    '<createSequence sequenceName="numbers" startValue="5" ordered="true" cycle="false"/>',
    '<alterSequence sequenceName="numbers" incrementBy="5" maxValue="500" minValue="2"/>',
    '<alterSequence sequenceName="numbers" cacheSize="50" cycle="true"/>',
    '<alterSequence sequenceName="numbers" startValue="7"/>',
    '<dropSequence sequenceName="numbers"/>',
    '<dropSequence sequenceName="numbers" schemaName="app"/>',
    '<renameSequence oldSequenceName="numbers" newSequenceName="figures"/>',
    '<addAutoIncrement tableName="users" columnName="id" columnDataType="bigint"/>',
    '<addAutoIncrement tableName="users" columnName="id" columnDataType="bigint" startWith="100" incrementBy="2"/>',
    '<addAutoIncrement tableName="users" columnName="id" columnDataType="int" generationType="ALWAYS"/>',
    # routines
    "<createProcedure>create or replace function f() returns int language sql as $$ select 1; $$</createProcedure>",
    '<createProcedure procedureName="p">create procedure p() language sql as $$ delete from users; $$;</createProcedure>',
    '<dropProcedure procedureName="p"/>',
    '<dropProcedure procedureName="p" schemaName="app"/>',
    # rows
    '<insert tableName="users"><column name="id" valueNumeric="1"/><column name="name" value="it\'s"/><column name="active" valueBoolean="true"/><column name="at" valueDate="2024-01-02T03:04:05"/></insert>',
    '<insert tableName="users" schemaName="app"><column name="id" valueComputed="nextval(\'numbers\')"/><column name="name"/><column name="age" value="NULL"/></insert>',
    '<insert tableName="users"><column name="id" valueSequenceNext="numbers"/><column name="age" valueNumeric="1.50"/><column name="n" valueNumeric="-3"/></insert>',
    '<insert tableName="users"><column name="id">7</column><column name="name" value=""/><column name="d" valueDate="2024-01-02"/><column name="t" valueDate="NOW()"/></insert>',
    '<update tableName="users"><column name="name" value="x"/><where>id = 1</where></update>',
    '<update tableName="users"><column name="name" value="x"/><column name="age" valueComputed="age + 1"/></update>',
    '<update tableName="users" schemaName="app"><column name="active" valueBoolean="false"/><column name="age" valueNumeric="3"/><where>name = :value and id = :value</where><whereParams><param value="it\'s"/><param valueNumeric="4"/></whereParams></update>',
    '<update tableName="users"><column name="name" value="x"/><where>:name > 5</where><whereParams><param name="age"/></whereParams></update>',
    '<delete tableName="users"><where>age &lt; 5</where></delete>',
    '<delete tableName="users"/>',
    '<delete tableName="users" schemaName="app"><where>:name = :value</where><whereParams><param name="name" value="x"/></whereParams></delete>',
    '<mergeColumns tableName="users" column1Name="first" joinString=" " column2Name="last" finalColumnName="name" finalColumnType="varchar(99)"/>',
    '<addLookupTable existingTableName="users" existingColumnName="state" newTableName="states" newColumnName="name" newColumnDataType="varchar(20)" constraintName="users_states"/>',
    '<addLookupTable existingTableName="users" existingColumnName="state" newTableName="states" newColumnName="name"/>',
    '<loadData tableName="users" file="users.csv"/>',
    '<loadData tableName="users" file="users.csv" separator=","><column name="id" type="NUMERIC"/><column name="active" type="BOOLEAN"/><column name="name" type="STRING"/></loadData>',
    '<loadData tableName="users" file="users.csv"><column index="0" header="id" name="key" type="NUMERIC"/><column header="name" type="skip"/></loadData>',
    '<loadUpdateData tableName="users" file="users.csv" primaryKey="id"/>',
    '<loadUpdateData tableName="users" file="users.csv" primaryKey="id" onlyUpdate="true"/>',
    # names and values
    '<createTable tableName="app.a"><column name="a" type="int"><constraints primaryKey="true"/></column></createTable>',
    '<createTable tableName="a_table_name_that_is_so_very_long_that_its_key_cannot_be_named_"><column name="a" type="int"><constraints primaryKey="true"/></column></createTable>',
    '<createTable catalogName="cat" tableName="a"><column name="a" type="int"/></createTable>',
    '<createTable tableName="a"><column name="b" type="int"><constraints primaryKey="true"/></column><column name="a" type="int" autoIncrement="true"><constraints primaryKey="true"/></column></createTable>',
    '<createTable tableName="a"><column name="a" type="int"><constraints primaryKey="true" unique="true" uniqueConstraintName="u"/></column><column name="b" type="int"><constraints primaryKey="false" unique="false"/></column></createTable>',
    '<createTable tableName="a"><column name="a" type="clob" defaultValue="x"/><column name="b" type="json" defaultValue="{}"/><column name="e" type="timestamp" defaultValue="CURRENT_TIMESTAMP"/><column name="g" type="datetime" defaultValue="2024-01-02 03:04:05"/><column name="k" type="char(1)" defaultValue="\'x\'"/></createTable>',
    '<createTable tableName="a"><column name="h" type="boolean" defaultValue="1"/><column name="i" type="bit(1)" defaultValue="1"/><column name="j" type="decimal(5,1)" defaultValue="1.0"/><column name="k" type="boolean" defaultValue="f"/></createTable>',
    '<createTable tableName="a"><column name="a" type="varchar(5)" defaultValueNumeric="1"/><column name="b" type="decimal(5,1)" defaultValueNumeric="1.0"/><column name="c" type="int" defaultValueBoolean="true"/><column name="d" type="bit(1)" defaultValueBoolean="true"/><column name="g" type="int" defaultValueNumeric="nextval(\'x\')"/></createTable>',
    '<createTable tableName="a"><column name="e" type="timestamp" defaultValueDate="2024-01-02T03:04:05.678"/><column name="d" type="timestamptz" defaultValueDate="2024-01-02T03:04:05"/></createTable>',
    '<createTable tableName="a"><column name="a" type="mediumint" defaultValue="3"/><column name="b" type="float" defaultValue="1.5"/><column name="c" type="double" defaultValueNumeric="2"/><column name="d" type="currency" defaultValue="1.5"/><column name="g" type="nvarchar(5)" defaultValue="x"/><column name="h" type="mood" defaultValue="sad"/><column name="j" type="text" defaultValue="null"/><column name="k" type="xml" defaultValue="x"/><column name="l" type="blob" defaultValue="x"/></createTable>',
    '<createTable tableName="a"><column name="e" type="timestamp" defaultValueComputed="CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"/><column name="f" type="timestamp(6)" defaultValueComputed="CURRENT_TIMESTAMP(6)"/><column name="h" type="timestamp" defaultValueDate="sysdate"/></createTable>',
    '<addColumn tableName="users"><column name="x" type="int" value="3" defaultValue="4"><constraints nullable="false" unique="true"/></column><column name="y" type="int" value="5"/></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int" autoIncrement="true" startWith="5"><constraints primaryKey="true" primaryKeyName="p"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int"><constraints references="app.orgs(id)" foreignKeyName="f" deferrable="true"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="int"><constraints referencedTableSchemaName="app" referencedTableName="orgs" referencedColumnNames="id" foreignKeyName="f"/></column></addColumn>',
    '<addColumn tableName="users"><column name="x" type="json" defaultValueComputed="\'{}\'"/><column name="y" type="varchar(5)" defaultValueNumeric="5"/><column name="z" type="int" defaultValue="5"/></addColumn>',
    '<addColumn tableName="Users"><column name="lower(x)" type="int"/></addColumn>',
    '<addUniqueConstraint tableName="users" columnNames="a DESC, b ASC" constraintName="Mixed"/>',
    '<addUniqueConstraint tableName="users" columnNames="a,b" constraintName="u" clustered="true"/>',
    '<addUniqueConstraint tableName="users" columnNames="a" constraintName="u" deferrable="true" initiallyDeferred="false"/>',
    '<addForeignKeyConstraint baseTableSchemaName="app" baseTableName="a" baseColumnNames="x" constraintName="f" referencedTableName="b" referencedColumnNames="id"/>',
    '<insert tableName="t"><column name="a" valueDate="2024-01-02T03:04:05.6"/><column name="b" valueDate="2024-01-02 03:04:05"/><column name="c" valueNumeric="1e5"/><column name="d" valueNumeric="abc"/><column name="e" value=" x "/><column name="f" valueBoolean="1"/><column name="h" valueNumeric="007"/><column name="i" valueNumeric="2.0"/></insert>',
    '<insert tableName="t"><column name="a" value="back\\slash"/><column name="e" type="numeric" value="5"/></insert>',
    '<update tableName="t"><column name="Mixed" value="1"/><column name="b" valueNumeric="NULL"/><column name="c"/><column name="d" valueNumeric="2.0"/><where>1=1</where></update>',
    '<update tableName="t"><column name="z" value="1"/><column name="a" value="2"/><column name="m" valueComputed="now()"/><where>:name > 5 and id = :value</where><whereParams><param name="age" valueNumeric="7"/></whereParams></update>',
    '<createSequence sequenceName="Numbers" incrementBy="-1" dataType="bigint" cacheSize="0"/>',
    '<alterSequence sequenceName="numbers" incrementBy="2" cycle="false" dataType="int"/>',
    '<renameTable oldTableName="Users" newTableName="People"/>',
    '<setTableRemarks tableName="t" remarks=""/>',
    '<modifyDataType tableName="t" columnName="c" newDataType="serial"/>',
    '<modifyDataType tableName="t" columnName="Cc" newDataType="mood"/>',
    '<modifyDataType tableName="t" columnName="c" newDataType="text[]"/>',
    '<addDefaultValue tableName="t" columnName="c" defaultValueComputed="gen_random_uuid()" columnDataType="uuid"/>',
    '<addDefaultValue tableName="t" columnName="c" defaultValueDate="2024-01-02"/>',
    '<addDefaultValue tableName="t" columnName="c" defaultValue="null"/>',
    '<addDefaultValue tableName="t" columnName="c" defaultValueNumeric="1.0"/>',
    '<addDefaultValue tableName="t" columnName="c" defaultValue=""/>',
    '<addDefaultValue tableName="t" columnName="c" columnDataType="varchar(5)" defaultValueNumeric="1"/>',
    '<addNotNullConstraint tableName="t" columnName="c" defaultNullValue="now()" columnDataType="timestamp"/>',
    '<addNotNullConstraint tableName="t" columnName="c" defaultNullValue="true" columnDataType="boolean"/>',
    '<addNotNullConstraint tableName="t" columnName="c" defaultNullValue="5"/>',
    '<dropIndex tableName="T" indexName="I"/>',
    '<createIndex tableName="t" indexName="i"><column name="y" computed="false"/><column name="lower(z) varchar_pattern_ops"/></createIndex>',
    # the rest
    '<tagDatabase tag="v1"/>',
    "<empty/>",
    '<output target="STDOUT">hello</output>',
    "<stop>no further</stop>",
    '<customChange class="com.acme.Fill"><param name="x" value="1"/></customChange>',
]
# SQL that the author wrote: what of it is sent, and where one statement ends.
WRITTEN = [
    "<sql>update users set age = 1; delete from users where id = 2</sql>",
    '<sql splitStatements="false">update users set age = 1; delete from users where id = 2</sql>',
    '<sql endDelimiter="/">update users set age = 1/ delete from users where id = 2</sql>',
    '<sql endDelimiter="\\nGO">update users set age = 1\nGO\ndelete from users where id = 2\nGO</sql>',
    '<sql stripComments="true">-- all\nupdate users set age = 1; /* one */ delete from users where id = 2</sql>',
    '<sql dbms="postgresql"><![CDATA[update users set age = 1 where id < 5]]></sql>',
    '<sql dbms="!postgresql">update users set age = 1</sql>',
    "<sql>create index concurrently users_age on users (age)</sql>",
    "<sql>do $$ begin update users set age = 1; delete from users; end $$;</sql>",
    "<sql><comment>what it is for</comment>update users set age = 1</sql>",
    "<sql>insert into users (name) values ('a;b'); insert into users (name) values ('it''s');</sql>",
    '<insert tableName="users" dbms="postgresql"><column name="id" valueNumeric="1"/></insert>',
    '<sqlFile path="more.sql"/>',
    '<sqlFile path="more.sql" splitStatements="false" relativeToChangelogFile="true"/>',
    '<sqlFile path="more.sql" dbms="mysql"/>',
]
# Liquibase ends a statement within the body of this function, where no database would.
CUT_IN_TWO = "<sql>create function f() returns int language sql as $$ select 1; $$</sql>"
# What Liquibase finds out from the database, or from a program, when it runs.
FOUND_OUT = [
    '<dropPrimaryKey tableName="users"/>',
    '<dropAllForeignKeyConstraints baseTableName="users"/>',
    '<executeCommand executable="true"><arg value="x"/></executeCommand>',
]
MORE = {
    "more.sql": "-- more of it\nupdate users set age = 1;\ndelete from users where id = 2;\n",
    "users.csv": "id,name,active,at\n1,it's,true,2024-01-02\n2,NULL,false,2024-01-02T03:04:05\n",
}
# Types as changelogs name them.
TYPES = """
bigint
bigint(20)
java.sql.Types.BIGINT
java.math.BigInteger
java.lang.Long
integer8
bigserial
serial8
int8
bigint_unsigned
BIGINT UNSIGNED
int
integer
java.sql.Types.INTEGER
java.lang.Integer
serial
int4
serial4
int(11)
INT(10) UNSIGNED
int unsigned
boolean
java.sql.Types.BOOLEAN
java.lang.Boolean
bit
bit(1)
bit(8)
bool
tinyint(1)
char
char(3)
java.sql.Types.CHAR
bpchar
character
character(5)
CHAR(36) CHARACTER SET ascii
varchar
varchar(255)
VARCHAR(255)
java.sql.Types.VARCHAR
java.sql.Types.VARCHAR(30)
java.lang.String
varchar2
varchar2(20)
varchar2(20 BYTE)
character varying
character varying(30)
varchar(max)
varchar(50) COLLATE "C"
nvarchar
nvarchar(50)
java.sql.Types.NVARCHAR
nvarchar2(20)
national
nchar
nchar(5)
java.sql.Types.NCHAR
clob
java.sql.Types.CLOB
longvarchar
text
longtext
java.sql.Types.LONGVARCHAR
java.sql.Types.NCLOB
nclob
mediumtext
tinytext
ntext
long varchar
long nvarchar
text(500)
clob(100000)
java.sql.Types.LONGNVARCHAR
blob
longblob
longvarbinary
java.sql.Types.BLOB
java.sql.Types.LONGBLOB
java.sql.Types.LONGVARBINARY
java.sql.Types.VARBINARY
java.sql.Types.BINARY
varbinary
varbinary(16)
binary
binary(16)
image
tinyblob
mediumblob
long binary
long varbinary
bytea
oid
blob(1000)
raw
currency
money
java.sql.Types.CURRENCY
smallmoney
datetime
java.sql.Types.DATETIME
java.util.Date
smalldatetime
datetime2
datetime(6)
datetime(0)
date
java.sql.Types.DATE
java.sql.Date
decimal
java.sql.Types.DECIMAL
java.math.BigDecimal
decimal(10,2)
decimal(10)
DECIMAL(19, 2)
double
java.sql.Types.DOUBLE
java.lang.Double
double(10,2)
double precision
float
java.sql.Types.FLOAT
java.lang.Float
real
java.sql.Types.REAL
float(10)
float(24)
float4
float8
float(8,2)
mediumint
java.sql.Types.MEDIUMINT
mediumint(8)
number
numeric
java.sql.Types.NUMERIC
number(10)
number(10,2)
numeric(5,1)
numeric(38,0)
smallint
java.sql.Types.SMALLINT
int2
smallserial
smallint(5)
smallint(6) unsigned
time
java.sql.Types.TIME
java.sql.Time
time(3)
timetz
time with time zone
time without time zone
timestamptz
timestamp
java.sql.Types.TIMESTAMP
java.sql.Timestamp
timestamp(6)
timestamp with time zone
timestamp without time zone
timestamp(3) with time zone
timestamp(6) WITHOUT TIME ZONE
TIMESTAMP WITH TIMEZONE
java.sql.Types.TIMESTAMP_WITH_TIMEZONE
java.sql.Types.TIMESTAMP(3)
java.sql.Types.TIME_WITH_TIMEZONE
timestamp(0)
tinyint
java.sql.Types.TINYINT
tinyint(4)
tinyint unsigned
uuid
uniqueidentifier
java.util.UUID
xml
xmltype
java.sql.Types.SQLXML
json
jsonb
inet
citext
tsvector
hstore
interval
interval(3)
interval day to second
enum('a','b')
set('a','b')
geometry
point
year
text[]
varchar(20)[]
integer[]
bigint[]
mood
my_schema.my_type
"Mood"
int4range
vector(3)
bit varying(8)
bit varying
cidr
macaddr
ltree
geometry(Point,4326)
varchar(255 CHAR)
varchar2(255 char)
char(5 BYTE)
varchar(4000 char) not null
varchar(2147483647)
nvarchar(30) not null
numeric(10) NOT NULL
boolean(1)
real(10)
java.sql.Types.BLOB(10)
java.sql.Types.VARBINARY(16)
double(10)
double precision NOT NULL
datetime(3) with time zone
datetime(10,2)
datetime(9)
time(9)
timestamptz(3) NOT NULL
int{autoIncrement:true}
int identity
rowid
java.sql.Types.ARRAY
java.sql.Types.OTHER
""".strip().splitlines()
# Change sets with their own ways back.
BACK = [
    "<sql>create index concurrently i on users (age)</sql><rollback>drop index concurrently i</rollback>",
    "<sql>create index i on users (age)</sql><rollback>drop index i; drop index if exists j</rollback>",
    '<sql>create index i on users (age)</sql><rollback><dropIndex tableName="users" indexName="i"/></rollback>',
    "<sql>create index i on users (age)</sql><rollback><sql>drop index i</sql><sql>drop index j</sql></rollback>",
    "<sql>create index i on users (age)</sql><rollback>drop index i</rollback><rollback>drop index j</rollback>",
    '<dropColumn tableName="users" columnName="age"/><rollback><addColumn tableName="users"><column name="age" type="int"/></addColumn></rollback>',
    '<insert tableName="users"><column name="id" valueNumeric="1"/></insert><rollback><delete tableName="users"><where>id = 1</where></delete></rollback>',
    '<insert tableName="users"><column name="id" valueNumeric="1"/></insert><rollback/>',
    '<createTable tableName="a"><column name="x" type="int"/></createTable><rollback>drop table a cascade</rollback>',
    "<sql>update users set age = 1</sql><rollback><empty/></rollback>",
    '<dropTable tableName="users"/><rollback><createTable tableName="users"><column name="id" type="bigint"><constraints primaryKey="true"/></column></createTable><createIndex tableName="users" indexName="i"><column name="id"/></createIndex></rollback>',
    '<sql>update users set age = 1</sql><rollback><sqlFile path="more.sql" relativeToChangelogFile="true"/></rollback>',
    "<sql>update users set age = 1</sql><rollback>update users set age = null where age &lt; 5</rollback>",
    "<sql>update users set age = 1</sql><rollback><![CDATA[delete from users where age < 5]]></rollback>",
]
# What a change set of formatted SQL holds, with the head of it.
FORMATTED = [
    "--changeset judge:1\nupdate users set age = 1;\ndelete from users;\n--rollback select 1;\n",
    "--changeset judge:1 runInTransaction:false\ncreate index concurrently i on users (age);\n--rollback drop index concurrently i;\n",
    "--changeset judge:1 splitStatements:false\ncreate function f() returns int language sql as $$ select 1; $$;\n--rollback drop function f();\n",
    "--changeset judge:1 endDelimiter:/\nupdate users set age = 1\n/\ndelete from users\n/\n--rollback empty\n",
    "--changeset judge:1 stripComments:false\n-- all of them\nupdate users set age = 1; /* one */\n--rollback empty\n",
    "--changeset judge:1 dbms:postgresql\nupdate users set age = 1;\n--rollback empty\n",
    "--changeset judge:1 dbms:mysql\nupdate users set age = 1;\n--rollback empty\n",
    "--changeset judge:1 dbms:!mysql\nupdate users set age = 1;\n--rollback empty\n",
    '--changeset "the judge":1\nupdate users set age = 1;\n--rollback empty\n',
    '--changeset judge:"one two" labels:a context:"b or !c"\nupdate users set age = 1;\n--rollback empty\n',
    "-- changeset judge:1\nupdate users set age = 1;\n-- rollback update users set age = 2;\n-- rollback update users set age = 3;\n",
    "--changeset judge:1\nupdate users set age = 1;\n/* liquibase rollback\nupdate users set age = 2;\ndelete from users;\n*/\n",
    "--changeset judge:1\n--comment: what it is for\nupdate users set age = 1;\n--rollback update users\n--rollback set age = 2;\n",
    "--changeset judge:1\n--preconditions onFail:MARK_RAN onError:HALT\n--precondition-sql-check expectedResult:0 select count(*) from users\nupdate users set age = 1;\n--rollback empty\n",
    "--changeset judge:1\n--validCheckSum: ANY\nupdate users set age = 1;\n--rollback empty\n",
    "--changeset judge:1\n--ignoreLines:1\nthis is not for it\nupdate users set age = 1;\n--rollback empty\n",
    "--changeset judge:1\n--ignoreLines:start\nthis is not for it\nnor this\n--ignoreLines:end\nupdate users set age = 1;\n--rollback empty\n",
    "--property name:table value:users\n--changeset judge:1\nupdate ${table} set age = 1;\n--rollback update ${table} set age = 2;\n",
    "--changeset judge:1\ncreate table a (x int);\n--rollback drop table a;\n\n--changeset judge:2\ncreate table b (x int);\n--rollback drop table b;\n",
    "--changeset judge:1 ignore:true\nupdate users set age = 1;\n--rollback empty\n",
    "--changeset judge:1 runOnChange:true runAlways:true failOnError:false logicalFilePath:there.sql\nupdate users set age = 1;\n--rollback empty\n",
    "--ChangeSet judge:1\nupdate users set age = 1;\n--Rollback update users set age = 2;\n",
    "--changeset judge:1\ninsert into users (name) values ('-- rollback; not one');\n--rollback empty\n",
    "--changeset judge:1\nupdate users set age = 1;\n--rollback not required\n",
    # Attributes are found anywhere, by the last of their name, and quotes belong to most values.
    '--changeset judge:1 dbms:"postgresql"\nupdate users set age = 1;\n--rollback empty\n',
    "--changeset judge:1 dbms:postgres\nupdate users set age = 1;\n--rollback empty\n",
    "--changeset judge:1 ignore:false (dbms:mysql)\nupdate users set age = 1;\n--rollback empty\n",
    "--changeset judge:1 dbms:postgresql\nupdate users set age = 1;\n/* liquibase rollback\nupdate users set age = 2;\nselect 1; */\n",
    "--property name: t value: users\n--changeset judge:1\nupdate ${T} set age = 1;\n--rollback empty\n",
    '--property name:t value:users dbms:"mysql"\n--property name:t value:orgs\n--changeset judge:1\nupdate ${t} set age = 1;\n--rollback empty\n',
    "--changeset judge:1\nupdate users set age = 1\nGO;\n--rollback empty\n",
]
_SPACE = "http://www.liquibase.org/xml/ns/dbchangelog"
_HEAD = f'<databaseChangeLog xmlns="{_SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{_SPACE} {_SPACE}/dbchangelog-latest.xsd"'
# Whole changelogs, the one that is run first: what is said around the changes.
# What YAML says once under an anchor, and again by its alias.
ANCHORED = [
    """\
databaseChangeLog:
- changeSet:
    id: 1
    author: &me anna
    changes:
    - createTable: &users
        tableName: users
        columns: &cols
        - column: &id {name: id, type: bigint, constraints: {primaryKey: true}}
        - column:
            name: email
            type: &short varchar(20)
- changeSet:
    id: 2
    author: *me
    changes:
    - createTable:
        <<: *users
        tableName: others
    - createTable:
        tableName: third
        columns:
        - column: *id
        - column:
            <<: *id
            name: x
            type: *short
            constraints: {nullable: false}
    - createIndex:
        indexName: i
        tableName: users
        columns:
        - column: {name: email}
""",
    """\
x-audit: &audit
  - column: {name: made, type: timestamp}
x-col: &col
  column:
    name: a
    type: int
x-change: &ch
  sql:
    sql: SELECT 1
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      changes:
        - createTable:
            tableName: t
            columns: *audit
        - createTable:
            tableName: u
            columns: [*col, {column: {name: b, type: int}}]
        - *ch
""",
    """\
databaseChangeLog:
  - changeSet: &base
      id: 1
      author: a
      changes:
        - sql: SELECT 1
  - changeSet:
      <<: *base
      id: 2
  - changeSet:
      <<: [*base, {labels: x}]
      id: 3
""",
]

_REMOVES = '<removeChangeSetProperty change="addColumn" dbms="postgresql, oracle" remove="afterColumn"/>'
_PLACED = (
    '<changeSet id="1" author="judge"><addColumn tableName="t"><column name="x" type="int" afterColumn="y"/></addColumn>'
    "<rollback/></changeSet>"
)
WHOLE = [
    {
        "db/master.xml": f'{_HEAD}><changeSet id="1" author="judge"><sql>drop table a</sql><rollback/></changeSet><changeSet id="2" author="judge" runOrder="last"><sql>drop table b</sql><rollback/></changeSet><changeSet id="3" author="judge" runOrder="first"><sql>drop table c</sql><rollback/></changeSet><include file="db/b.xml"/><changeSet id="4" author="judge"><sql>drop table d</sql><rollback/></changeSet></databaseChangeLog>',
        "db/b.xml": f'{_HEAD}><changeSet id="5" author="judge" runOrder="first"><sql>drop table e</sql><rollback/></changeSet><changeSet id="6" author="judge" runOrder="last"><sql>drop table f</sql><rollback/></changeSet></databaseChangeLog>',
    },
    {
        "db/master.xml": f'{_HEAD}><property name="x" value="own" global="false"/><property name="y" value="one" global="false"/><property name="y" value="two" global="false"/><property name="z" value="${{w}}_z"/><property name="w" value="v"/><property name="q" value="q1" dbms="PostgreSQL"/><property name="q" value="q2"/><include file="db/b.xml"/><changeSet id="1" author="judge"><sql>drop table ${{x}}; drop table ${{y}}; drop table ${{z}}; drop table ${{q}}</sql><rollback/></changeSet></databaseChangeLog>',
        "db/b.xml": f'{_HEAD}><property name="x" value="common"/><property name="y" value="inner" global="false"/><changeSet id="1" author="judge"><sql>drop table ${{x}}; drop table ${{y}}; drop table ${{z}}</sql><rollback/></changeSet></databaseChangeLog>',
    },
    {
        "db/master.yaml": "databaseChangeLog:\n- property: {name: x, value: '${y}0'}\n- property: {name: y, value: a, global: false}\n- include: {file: db/b.yaml}\n- changeSet:\n    id: 1\n    author: judge\n    changes:\n    - sql: drop table ${x}\n    - sql: drop table ${late}\n    rollback: []\n- property: {name: late, value: common}\n",
        "db/b.yaml": "databaseChangeLog:\n- changeSet:\n    id: 1\n    author: judge\n    changes:\n    - sql: drop table ${x}\n    - sql: drop table ${late}\n    rollback: []\n- property: {name: y, value: b, global: false}\n",
    },
    {
        "db/master.sql": "--liquibase formatted sql\n--property name:x value:one global:false\n--property name:x value:two global:false\n--changeset judge:1\ndrop table ${x};\n--rollback empty\n--property name:y value:late\n--changeset judge:2\ndrop table ${y};\n--rollback drop table ${x}\n",
    },
    {
        "db/master.xml": f'{_HEAD}><changeSet id="1" author="judge"><sql endDelimiter="\\n/\\s*\\n|\\n/\\s*$">update users set age = 4/2\n/  \nupdate users set age = 2\n/\n</sql><rollback/></changeSet></databaseChangeLog>',
    },
    {
        "db/master.xml": f"{_HEAD}>{_REMOVES}{_PLACED}</databaseChangeLog>",
    },
    {
        "db/master.yaml": "databaseChangeLog:\n- removeChangeSetProperty: {change: addColumn, dbms: '!mysql', remove: position}\n"
        "- changeSet:\n    id: 1\n    author: judge\n    changes:\n    - addColumn:\n        tableName: t\n"
        "        columns:\n        - column: {name: c, type: int, position: 1}\n    rollback: []\n",
    },
    {
        "db/master.xml": f'{_HEAD}><include file="a.xml" relativeToChangelogFile="true"/><include file="db/b.sql"/><include file="c.yaml" relativeToChangelogFile="true"/></databaseChangeLog>',
        "db/a.xml": f'{_HEAD}><changeSet id="1" author="judge"><dropTable tableName="a"/><rollback/></changeSet></databaseChangeLog>',
        "db/b.sql": "--liquibase formatted sql\n--changeset judge:1\ndrop table b;\n--rollback empty\n",
        "db/c.yaml": 'databaseChangeLog:\n- changeSet:\n    id: "1"\n    author: judge\n    changes:\n    - dropTable:\n        tableName: c\n    rollback: drop table d\n',
    },
    {
        "db/master.xml": f'{_HEAD}><includeAll path="parts" relativeToChangelogFile="true"/></databaseChangeLog>',
        "db/parts/b.sql": "--liquibase formatted sql\n--changeset judge:1\ndrop table b;\n--rollback empty\n",
        "db/parts/a.sql": "--liquibase formatted sql\n--changeset judge:1\ndrop table a;\n--rollback empty\n",
        "db/parts/deep/c.sql": "--liquibase formatted sql\n--changeset judge:1\ndrop table c;\n--rollback empty\n",
    },
    {
        "db/master.xml": f'{_HEAD}><property name="kind" value="int" dbms="mysql"/><property name="kind" value="bigint" dbms="postgresql"/><property name="kind" value="text"/><changeSet id="1" author="judge"><addColumn tableName="users"><column name="x" type="${{kind}}"/></addColumn><rollback/></changeSet></databaseChangeLog>',
    },
    {
        "db/master.xml": f'{_HEAD}><changeSet id="1" author="judge" dbms="mysql, mariadb"><dropTable tableName="a"/></changeSet><changeSet id="2" author="judge" dbms="!mysql"><dropTable tableName="b"/><rollback/></changeSet><changeSet id="3" author="judge" ignore="true"><dropTable tableName="c"/></changeSet></databaseChangeLog>',
    },
    {
        "db/master.xml": f'{_HEAD}><changeSet id="1" author="judge"><createTable tableName="a"><column name="x" type="int"/></createTable><rollback>drop table a</rollback><modifySql dbms="postgresql"><append value=" with (fillfactor = 50)"/></modifySql><modifySql dbms="mysql"><append value=" engine innodb"/></modifySql></changeSet></databaseChangeLog>',
    },
    {
        "db/master.xml": f'{_HEAD}><changeSet id="1" author="judge"><createTable tableName="a"><column name="x" type="int"/></createTable><rollback>drop table a</rollback><modifySql><replace replace="INTEGER" with="bigint"/><regExpReplace replace="CREATE TABLE (\\w+)" with="CREATE TABLE IF NOT EXISTS $1"/></modifySql></changeSet></databaseChangeLog>',
    },
    {
        "db/master.xml": f'{_HEAD}><changeSet id="1" author="judge"><createTable tableName="a"><column name="x" type="int"/></createTable><rollback/></changeSet><changeSet id="2" author="judge"><dropTable tableName="a"/><rollback changeSetId="1" changeSetAuthor="judge"/></changeSet></databaseChangeLog>',
    },
    {
        "db/master.xml": f'{_HEAD} objectQuotingStrategy="QUOTE_ALL_OBJECTS"><changeSet id="1" author="judge"><createTable tableName="USERS"><column name="ID" type="int"/></createTable><rollback/></changeSet><changeSet id="2" author="judge" objectQuotingStrategy="LEGACY"><createTable tableName="ORGS"><column name="ID" type="int"/></createTable><rollback/></changeSet></databaseChangeLog>',
    },
    {
        "db/master.xml": f'{_HEAD}><preConditions><dbms type="postgresql"/></preConditions><changeSet id="1" author="judge"><preConditions onFail="MARK_RAN"><not><tableExists tableName="a"/></not></preConditions><comment>so</comment><createTable tableName="a"><column name="x" type="int"/></createTable><rollback/></changeSet></databaseChangeLog>',
    },
    {
        "db/master.yaml": 'databaseChangeLog:\n- property: {name: t, value: users}\n- changeSet:\n    id: 1\n    author: judge\n    changes:\n    - sql:\n        sql: |\n          update ${t} set age = 1;\n          -- rows\n          delete from ${t} where id = 2;\n    - createIndex:\n        tableName: ${t}\n        indexName: i\n        columns:\n        - column: {name: age, descending: true}\n    rollback:\n    - dropIndex: {tableName: "${t}", indexName: i}\n    - sql: {sql: "update ${t} set age = 2"}\n',
    },
    {
        "db/master.xml": f'{_HEAD}><property name="T" value="users"/><changeSet id="1" author="judge"><sqlFile path="db/a.sql"/><createView viewName="v" path="db/v.sql"/><rollback/></changeSet></databaseChangeLog>',
        "db/a.sql": "update ${t} set age = 1;\nselect 1;\n",
        "db/v.sql": "select * from ${t}",
    },
    {
        "db/master.xml": f'{_HEAD}><changeSet id="1" author="judge"><sql>update users set age = 1; update users set age = 2</sql><rollback/><modifySql><append value=" where id = 1"/></modifySql></changeSet></databaseChangeLog>',
    },
    {
        "db/master.xml": f'{_HEAD}><include file="db/a.sql" ignore="true"/><changeSet id="1" author="judge" dbms="edb, postgres"><dropTable tableName="a"/></changeSet></databaseChangeLog>',
        "db/a.sql": "--liquibase formatted sql\n--changeset judge:1\ndrop table b;\n",
    },
    {
        "db/master.yaml": "databaseChangeLog:\n- modifyChangeSets:\n    runWith: jdbc\n    include:\n      file: db/a.sql\n- changeSet:\n    id: 1\n    author: judge\n    dbms: [postgresql, h2]\n    changes:\n    - sql: select 1\n- changeSet:\n    ID: 2\n    author: judge\n    changes:\n    - addColumn:\n        tablename: users\n        columns:\n        - name: x\n          type: int\n    rollback:\n      sql: select 2\n",
        "db/a.sql": "--liquibase formatted sql\n--changeset judge:1\ndrop table b;\n--rollback empty\n",
    },
    {
        "db/master.yaml": "databaseChangeLog:\n- objectQuotingStrategy: QUOTE_ALL_OBJECTS\n- changeSet:\n    id: 1\n    author: judge\n    changes:\n    - loadData:\n        file: db/a.csv\n        tableName: USERS\n        columns:\n        - column: {name: age, type: NUMERIC, defaultValueNumeric: 5}\n    - loadUpdateData:\n        file: db/a.csv\n        tableName: users\n        primaryKey: age,org\n    rollback: []\n",
        "db/a.csv": "age,name\n7,ann\n,NULL\n",
    },
]
# The changes of a first change set.
# Changelogs that Liquibase refuses, by their paths.
REFUSED = [
    ("db/a.sql", "--liquibase formatted sql\n--changeset judge:1\n--changesets are nice\nselect 1;\n"),
    ("db/a.sql", "--liquibase formatted sql\n--changeset judge:1\n--ignoreLines:START\nselect 1;\n"),
    ("db/a.sql", "--liquibase formatted sql\n--changeset judge:1\n--precondition-index-exists index:i\nselect 1;\n"),
    ("db/a.sql", "--liquibase formatted sql\n--changeset judge:1\n--preconditions onFail:MARK_RUN\nselect 1;\n"),
    ("db/a.sql", "--liquibase formatted sql\n--changeset judge:1\n--changeset judge:2\nselect 1;\n"),
    ("db/a.sql", "--liquibase formatted sql\n--changeset judge:1\nselect 1;\n--changeset judge:2\n\n"),
    ("db/a.sql", "--liquibase formatted sql\n--comment: so\n--changeset judge:1\nselect 1;\n"),
    ("db/a.xml", f'{_HEAD}><changeSet id="1" author="j" runOnChang="true"><empty/></changeSet></databaseChangeLog>'),
    ("db/a.xml", f'{_HEAD}><changeset id="1" author="j"><empty/></changeset></databaseChangeLog>'),
    ("db/a.xml", f'{_HEAD}><changeSet id="1" author="j"><sql></sql></changeSet></databaseChangeLog>'),
    ("db/a.xml", f'{_HEAD}><changeSet id="1" author="j"><dropTable tablName="a"/></changeSet></databaseChangeLog>'),
    ("db/a.yaml", "databaseChangeLog:\n- changeset:\n    id: 1\n    author: j\n    changes: []\n"),
    ("db/a.yaml", "databaseChangeLog:\n- includ:\n    file: a.sql\n"),
    ("db/a.yaml", "databaseChangeLog:\n  logicalFilePath: a\n"),
    ("db/a.yaml", "databaseChangeLog:\n- changeSet:\n    id: 1\n    author: j\n    dbms: !h2\n    changes: []\n"),
    (
        "db/a.yaml",
        "databaseChangeLog:\n- changeSet:\n    id: 1\n    author: j\n    preConditions:\n    - onFail: MARKRAN\n"
        "    - tableExists: {tableName: a}\n    changes: []\n",
    ),
    (
        "db/a.yaml",
        "databaseChangeLog:\n- changeSet:\n    id: 1\n    author: j\n    preConditions:\n    - tableExist: {tableName: a}\n"
        "    changes: []\n",
    ),
]
BASE = (
    '<createTable tableName="orgs"><column name="id" type="bigint"><constraints primaryKey="true"/></column>'
    '<column name="name" type="text"/></createTable>',
    '<createTable tableName="users"><column name="id" type="bigint"><constraints primaryKey="true"/></column>'
    '<column name="email" type="varchar(50)" defaultValue="none"/><column name="org" type="bigint"/>'
    '<column name="age" type="int" defaultValueNumeric="1"><constraints nullable="false"/></column>'
    '<column name="kind" type="text"/><column name="at" type="timestamp" defaultValueComputed="now()"/></createTable>',
    '<createIndex tableName="users" indexName="users_age"><column name="age"/></createIndex>',
    '<addUniqueConstraint tableName="users" columnNames="email" constraintName="one_email"/>',
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="org" constraintName="users_in"'
    ' referencedTableName="orgs" referencedColumnNames="id" onDelete="CASCADE"/>',
    "<sql>ALTER TABLE users ADD CONSTRAINT aged CHECK (age > 0)</sql>",
)
ADDED = '<addColumn tableName="users"><column name="x" type="int"/></addColumn>'
# The changes of a second change set, in which something is found.
BODIES = [
    ['<createIndex tableName="users" indexName="i"><column name="org"/></createIndex>'],
    [
        '<createIndex tableName="users" indexName="i" unique="true"><column name="org"/><column name="age"/></createIndex>'
    ],
    [ADDED, '<createIndex tableName="users" indexName="i"><column name="x" descending="true"/></createIndex>'],
    ['<createIndex tableName="users" indexName="i"><column name="kind"/></createIndex>', ADDED],
    ['<dropIndex tableName="users" indexName="users_age"/>'],
    ['<dropIndex tableName="users" indexName="users_age"/>', ADDED],
    ["<sql>CREATE INDEX i ON users (kind)</sql>"],
    ["<sql>CREATE INDEX i ON users (kind); CREATE INDEX j ON users (at)</sql>"],
    ["<sql>CREATE INDEX CONCURRENTLY i ON users (kind)</sql>"],
    ["<sql>ALTER TABLE users ADD CONSTRAINT b CHECK (age > 17)</sql>"],
    ["<sql>ALTER TABLE users ADD COLUMN x uuid DEFAULT gen_random_uuid()</sql>"],
    ["<sql>UPDATE users SET age = 1 WHERE age IS NULL</sql>"],
    ["<sql>ALTER TABLE users ALTER COLUMN kind SET NOT NULL</sql>"],
    [
        '<addForeignKeyConstraint baseTableName="users" baseColumnNames="age" constraintName="f" referencedTableName="orgs" referencedColumnNames="id"/>'
    ],
    [
        ADDED,
        '<addForeignKeyConstraint baseTableName="users" baseColumnNames="x" constraintName="f" referencedTableName="orgs" referencedColumnNames="id"/>',
    ],
    ['<addNotNullConstraint tableName="users" columnName="kind" columnDataType="text"/>'],
    ['<addNotNullConstraint tableName="users" columnName="kind" columnDataType="text" defaultNullValue="none"/>'],
    ['<addUniqueConstraint tableName="users" columnNames="kind" constraintName="one_kind"/>'],
    ['<addUniqueConstraint tableName="users" columnNames="org, kind" constraintName="one_kind"/>', ADDED],
    ['<modifyDataType tableName="users" columnName="age" newDataType="bigint"/>'],
    ['<dropColumn tableName="users" columnName="kind"/>'],
    ['<dropColumn tableName="users" columnName="email"/>'],
    ['<dropColumn tableName="users"><column name="at"/><column name="age"/></dropColumn>'],
    ['<dropDefaultValue tableName="users" columnName="email"/>'],
    ['<dropForeignKeyConstraint baseTableName="users" constraintName="users_in"/>'],
    ['<dropUniqueConstraint tableName="users" constraintName="one_email"/>'],
    ['<dropPrimaryKey tableName="users" constraintName="users_pkey"/>'],
    ["<sql>DROP TABLE users</sql>"],
    ['<dropTable tableName="users"/>', '<dropTable tableName="orgs"/>'],
    [ADDED, "<sql>CREATE VIEW v AS SELECT id FROM users</sql>"],
    ['<setTableRemarks tableName="users" remarks="all of them"/>'],
    ['<addAutoIncrement tableName="users" columnName="id" columnDataType="bigint"/>'],
    ['<insert tableName="orgs"><column name="id" valueNumeric="1"/></insert>'],
    ['<addColumn tableName="users"><column name="x" type="int"><constraints nullable="false"/></column></addColumn>'],
    [
        '<addColumn tableName="users"><column name="x" type="bigint"><constraints foreignKeyName="f" references="orgs(id)"/></column></addColumn>'
    ],
    ['<renameColumn tableName="users" oldColumnName="age" newColumnName="years"/>', "<sql>ANALYZE users</sql>"],
    [
        '<createTable tableName="notes"><column name="id" type="int"/></createTable>',
        "<sql>CREATE INDEX i ON users (kind)</sql>",
    ],
    [
        '<addColumn tableName="users"><column name="x" type="int" remarks="one"><constraints foreignKeyName="f"'
        ' references="orgs(id)" unique="true" uniqueConstraintName="u"/></column><column type="datetime" name="y"'
        ' defaultValueComputed="clock_timestamp()"/><column name="z" type="int"><constraints nullable="false"/></column>'
        '<column name="w" type="varchar(9)" defaultValue="none"><constraints nullable="false"/></column></addColumn>'
    ],
]
