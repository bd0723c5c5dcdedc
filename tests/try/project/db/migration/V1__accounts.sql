create table accounts (
    id bigint generated always as identity primary key,
    email varchar(50) not null,
    plan text
);

create table invoices (
    id bigint generated always as identity primary key,
    account_id bigint not null,
    amount numeric(12, 2)
);
