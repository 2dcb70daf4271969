-- The first year: one schema, written by hand.
create table users (
  id serial primary key,
  email varchar(255) not null unique,
  first_name varchar(80) not null,
  last_name varchar(80) not null,
  kind varchar(20) not null default 'student',
  born date,
  created_at timestamp not null default now(),
  updated_at timestamp
);
create table addresses (
  id serial primary key,
  line1 text not null,
  line2 text,
  city varchar(100) not null,
  postcode char(6),
  country char(2) not null default 'NL'
);
create table user_addresses (
  user_id int not null references users (id) on delete cascade,
  address_id int not null references addresses (id),
  since date not null default current_date,
  primary key (user_id, address_id)
);
create table students (
  user_id int primary key references users on delete cascade,
  number varchar(12) not null,
  entered date not null,
  class_id int,
  constraint student_number_once unique (number)
);
create table teachers (
  user_id int primary key references users on delete cascade,
  initials varchar(5) not null unique,
  hired date,
  hours numeric(4,1) default 36.0,
  check (hours between 0 and 40)
);
create table classes (
  id serial primary key,
  name varchar(20) not null,
  year int not null,
  mentor_id int references teachers (user_id) on delete set null,
  unique (name, year)
);
-- A class has a mentor, a mentor has a class: one of the two came second.
alter table students add foreign key (class_id) references classes (id);
alter table teachers add column class_id integer;
alter table teachers add constraint teachers_own_class foreign key (class_id) references classes (id) deferrable initially deferred;
create index users_last_name_first_name_idx on users (last_name, first_name);
create index user_kind on users (kind) where kind <> 'student';
create table guardians (
  guardian_id int not null references users (id),
  student_id int not null references students (user_id),
  relation text not null,
  may_collect boolean default 't',
  primary key (student_id, guardian_id)
);
create table contact_points (
  id bigserial,
  user_id int not null,
  sort text not null check (sort in ('phone', 'mail', 'post')),
  value text not null,
  verified_at timestamptz,
  primary key (id),
  foreign key (user_id) references users (id) on delete cascade,
  constraint value_is_there check (length(trim(value)) > 0)
);
