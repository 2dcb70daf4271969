create table departments (
  code varchar(4) primary key,
  name text not null,
  head_id int
);
alter table departments add constraint fk_head foreign key (head_id) references teachers (user_id) on update cascade on delete set null;
create table courses (
  department_code varchar(4) not null references departments (code),
  number smallint not null,
  title text not null,
  credits numeric(3,1) not null default 1,
  hours_per_week int default '2',
  outline text default '',
  primary key (department_code, number)
);
create table course_prerequisites (
  department_code varchar(4) not null,
  number smallint not null,
  needs_department_code varchar(4) not null,
  needs_number smallint not null,
  constraint course_prerequisites_pk primary key (needs_number, needs_department_code, number, department_code),
  foreign key (number, department_code) references courses (number, department_code) on delete cascade,
  constraint prerequisite foreign key (needs_department_code, needs_number) references courses (department_code, number),
  constraint not_itself check ((department_code, number) <> (needs_department_code, needs_number))
);
create table terms (id serial primary key, name text not null, starts date not null, ends date not null, check (ends > starts));
create table campuses (id serial primary key, name text unique not null, location point default '(4.9,52.37)');
create table rooms (
  campus_id int references campuses (id),
  number varchar(8),
  seats smallint not null default 30,
  features text[] not null default '{}',
  primary key (campus_id, number)
);
create table sections (
  id serial primary key,
  department_code varchar(4) not null,
  number smallint not null,
  term_id int not null references terms (id),
  campus_id int,
  room varchar(8),
  max_students int default 30,
  foreign key (department_code, number) references courses (department_code, number),
  constraint section_room foreign key (campus_id, room) references rooms (campus_id, number) on delete set null
);
create index sections_term on sections (term_id desc nulls last, department_code);
create table section_teachers (
  section_id int references sections (id) on delete cascade,
  teacher_id int references teachers (user_id),
  share numeric(5,2) default 100,
  primary key (teacher_id, section_id)
);
create table enrolments (
  student_id int not null references students (user_id),
  section_id int not null references sections (id),
  attempt smallint not null default 1,
  enrolled_on date not null default ('now'::text)::date,
  left_on date,
  constraint enrolments_key primary key (section_id, student_id, attempt)
);
create index enrolments_open on enrolments (student_id) where left_on is null;
create table lesson_slots (
  id serial primary key,
  section_id int not null references sections (id) on delete cascade,
  weekday smallint not null check (weekday >= 1 and weekday <= 7),
  starts time not null default '09:00',
  lasts interval not null default '50 min'
);
create unique index lesson_slots_once on lesson_slots (section_id, weekday, starts);
create table assignments (
  id serial primary key,
  section_id int not null references sections (id),
  title varchar(200) not null,
  due timestamp(0) with time zone,
  weight real default 1,
  rubric json default '{"points": 10}'
);
create table submissions (
  assignment_id int not null references assignments (id),
  student_id int not null references students (user_id),
  handed_in timestamptz not null default now(),
  file bytea,
  points numeric(5,2),
  max_points numeric(5,2) not null default 10.00,
  primary key (assignment_id, student_id)
);
