-- Finding an account by its address is slow.
create index accounts_email on accounts (email);
