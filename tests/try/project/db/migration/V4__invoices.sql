set local lock_timeout = '5s';

alter table invoices add constraint invoices_account foreign key (account_id) references accounts (id);

alter table invoices alter column amount set not null;
