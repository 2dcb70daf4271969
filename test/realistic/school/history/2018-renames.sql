-- Users became people, lessons became electronic; names of constraints stayed as they were.
alter table users rename to persons;
alter table persons rename column kind to sort;
create type person_sort as enum ('student', 'teacher', 'guardian');
drop index user_kind;
alter table persons alter sort drop default;
alter table persons alter sort type person_sort using sort::person_sort;
alter table persons alter sort set default 'student';
create index user_kind on persons (sort) where sort <> 'student';
alter type person_sort add value 'staff' after 'teacher';
alter table user_addresses rename to person_addresses;
alter table person_addresses rename column user_id to person_id;
alter table students rename column user_id to person_id;
alter table teachers rename column user_id to person_id;
alter table classes rename to form_groups;
alter table contact_points rename column user_id to person_id;
alter table students rename column class_id to form_group_id;
alter table teachers rename column class_id to form_group_id;
alter table persons add column display_name text generated always as (first_name || ' ' || last_name) stored;
alter table persons add column "preferredName" text;
alter table persons alter email type citext;
alter table persons alter created_at type timestamp(3), alter created_at set default current_timestamp(3);
alter table persons alter column id type bigint;
alter sequence users_id_seq as bigint;
alter table assignments alter rubric type jsonb;
alter table submissions add column percentage numeric generated always as (round(points / nullif(max_points, 0) * 100, 1)) stored;
alter type finance.invoice_state add value 'overdue' before 'paid';
alter type finance.invoice_state rename value 'sent' to 'open';
alter table finance.payments drop constraint payments_invoice_id_fkey;
alter table finance.payments add constraint "finance.payments.invoice" foreign key (invoice_id) references finance.invoices (id) on delete restrict;
create table staff_members (
  person_id bigint primary key references persons (id),
  job text not null,
  since date default '2018-09-01'
);
create table old_numbers (id serial, number text);
drop table old_numbers;
alter table addresses alter column postcode type varchar(10);
alter table addresses add column geo jsonb;
comment on table persons is 'Everybody: pupils, teachers, guardians and staff';
comment on column persons.sort is 'What they are here''s "first" role';
comment on column finance.invoices.payable is 'total less discount';
comment on constraint due_after_issue on finance.invoices is 'agreed with the accountant';
comment on index finance.invoices_unpaid is 'for dunning';
