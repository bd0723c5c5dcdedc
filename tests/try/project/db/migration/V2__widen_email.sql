-- Nothing is said of this: a wider varchar costs nothing.
set local lock_timeout = '5s';
alter table accounts alter column email type varchar(200);
