set local lock_timeout = '5s';

alter table accounts rename column plan to plan_name;

update accounts set plan_name = 'free';
