-- The schema that law 4 starts from: something of every kind.

create schema archive;
create extension pgcrypto;
create type mood as enum ('sad', 'ok');
create type pair as (x integer, y integer);
create domain years as integer default 1 constraint years_check check (value >= 0);
alter domain years add constraint late check (value < 999) not valid;
create function touch() returns trigger language plpgsql as 'begin return new; end';
create function g(a integer) returns int language sql as 'select 1';
create sequence numbers increment 3;
comment on sequence numbers is 'of all things';

create table users (
    id bigint primary key,
    email varchar(50) not null,
    age integer default 3,
    note text,
    feeling mood default 'ok',
    lived years,
    checked text constraint checked_known not null
);
create table orders (id bigint primary key, user_id bigint, total numeric(10, 2), code text);
alter table orders add constraint orders_user foreign key (user_id) references users (id);
alter table orders add constraint positive check (total > 0) not valid;
create index users_note on users (note);
create unique index users_age on users (age);
create index users_old on users (lower(email), age desc) where age > 80;
create table tickets (id serial primary key, code text collate "C");
create table uses (ticket integer references tickets, primary key (ticket));
create table counters (
    id bigint generated always as identity (start 7) primary key,
    n integer not null,
    twice integer generated always as (n * 2) stored
);
create table notes (
    id bigint not null,
    email varchar(50) not null,
    age integer default 3,
    note text,
    feeling mood default 'ok',
    lived years,
    checked text constraint checked_known not null
);
create table kin (more text) inherits (users);

create table events (id bigint not null, at date not null, place text, user_id bigint) partition by range (at);
create index events_id on events (id);
create table events_1 partition of events for values from ('2020-01-01') to ('2021-01-01');
create table loose (id bigint not null, at date not null, place text, user_id bigint);

create table logs (id bigint not null, line text) partition by hash (id);
create table logs_1 partition of logs for values with (modulus 1, remainder 0);
create index logs_line on only logs (line);
create index logs_1_line on logs_1 (line);

create view v as select id from users;
create view over as select id from v;
create materialized view counts as select count(*) as n from orders;
create unique index counts_n on counts (n);

create trigger touched before update on users for each row execute function touch();
create policy own on users for select using (checked = current_user);
create statistics users_stat on id, age from users;
comment on column users.age is 'since birth';
comment on table users is 'whoever came';
alter table users owner to jane;
alter table orders enable row level security;
grant select on users to reader;
