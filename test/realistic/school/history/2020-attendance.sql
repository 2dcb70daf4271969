-- Partitioned: the model says the table, the database knows its months.
create type attendance_state as enum ('present', 'late', 'absent', 'ill', 'excused');
create table attendance (
  student_id int not null references students (person_id),
  slot_id int not null references lesson_slots (id),
  held_on date not null,
  state attendance_state not null default 'present',
  minutes_late smallint,
  noted_by int references teachers (person_id),
  noted_at timestamptz not null default now(),
  primary key (student_id, slot_id, held_on),
  check (minutes_late > 0)
) partition by range (held_on);
create table attendance_2020_09 partition of attendance for values from ('2020-09-01') to ('2020-10-01');
create table attendance_2020_10 partition of attendance for values from ('2020-10-01') to ('2020-11-01');
create table attendance_rest partition of attendance default;
create index attendance_absences on attendance (held_on, student_id) where state in ('absent', 'ill');
create table absence_requests (
  id serial primary key,
  student_id int not null references students,
  "from" date not null,
  "to" date not null,
  reason text,
  granted bool,
  days int generated always as ("to" - "from" + 1) stored,
  constraint "from before to" check ("from" <= "to")
);
create table grade_scales (id serial primary key, name text not null, is_default boolean not null default false);
create unique index one_default_scale on grade_scales ((is_default)) where is_default;
create table grade_steps (
  scale_id int not null references grade_scales (id) on delete cascade,
  letter varchar(2) not null,
  "min" numeric(4,1) not null,
  "max" numeric(4,1) not null,
  passes boolean generated always as ("min" >= 5.5) stored,
  primary key (scale_id, letter),
  check ("min" < "max")
);
create table exams (
  id serial primary key,
  section_id int not null references sections (id),
  kind text not null default 'written' check (kind = any (array['written', 'oral', 'practical'])),
  held_at timestamp with time zone not null,
  duration interval hour to minute default '01:30',
  scale_id int references grade_scales (id)
);
create table exam_results (
  exam_id int not null references exams (id),
  student_id int not null,
  attempt smallint not null default 1,
  section_id int not null,
  grade numeric(4,1),
  remark varchar(500),
  primary key (exam_id, student_id, attempt),
  constraint results_of_enrolled foreign key (section_id, student_id, attempt) references enrolments (section_id, student_id, attempt) match simple on update cascade
);
create index exam_results_good on exam_results (student_id, grade desc) where grade >= 5.5 and grade is not null;
