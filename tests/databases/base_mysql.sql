-- What every proof begins with: a table with many kinds of columns, tables around it, one that is partitioned.
create table parent (id int primary key, k int) engine=innodb;
create table t (
    id int primary key, pid int, a int, b int not null, big bigint, sm smallint, vc varchar(50), vc2 varchar(100),
    tx text, ch char(10), num decimal(10, 2), dt datetime, ts timestamp null, e enum('a', 'b'), s set('x', 'y'), js json,
    nn int, gv int generated always as (b * 2) virtual, gs int generated always as (b + 1) stored,
    key t_a_idx (a), key t_vc_idx (vc), key t_pid (pid)
) engine=innodb default charset=utf8mb4 collate=utf8mb4_unicode_ci;
create table child (
    id int primary key, tid int, key (tid), constraint child_fk foreign key (tid) references t (id)
) engine=innodb;
create table pt (k int not null, v varchar(20)) engine=innodb
    partition by range (k) (partition p0 values less than (1000), partition p1 values less than (2000));
create table cand (k int not null, v varchar(20)) engine=innodb;
create table lat (id int primary key auto_increment, v varchar(20)) engine=innodb default charset=latin1;
insert into parent with recursive g (i) as (select 1 union all select i + 1 from g where i < 50) select i, i from g;
insert into t (id, pid, a, b, big, sm, vc, vc2, tx, ch, num, dt, ts, e, s, js, nn)
    select id, id, 1, id, 1, 1, 'v', 'w', 'some text', 'c', 1.5, '2020-01-01', '2020-01-01', 'a', 'x', '{}', id
    from parent;
insert into child select id, id from parent;
insert into pt select id * 7, 'x' from parent;
insert into cand select id * 7, 'x' from parent;
insert into lat (v) select 'x' from parent;
