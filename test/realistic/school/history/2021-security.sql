create schema auth;
create function auth.person_id() returns bigint language sql stable as $$ select nullif(current_setting('school.person', true), '')::bigint $$;
create table accounts (
  person_id bigint primary key references persons (id) on delete cascade,
  login citext not null,
  password_hash text,
  second_factor bytea,
  failed int not null default 0,
  locked_until timestamptz default '-infinity',
  settings jsonb not null default '{"theme":"light","dense":false}',
  constraint accounts_login_unique unique (login)
);
create table sessions (
  id char(32) primary key default md5(random()::text || clock_timestamp()::text),
  person_id bigint not null references accounts (person_id) on delete cascade,
  started timestamptz not null default now(),
  expires timestamptz not null default now() + '12:00:00'::interval,
  agent text
);
create index sessions_expire on sessions (expires) with (fillfactor = 70);
create table permissions (code text primary key check (code ~ '^[a-z]+:[a-z]+$'), about text);
create table role_permissions (
  role text not null,
  permission text not null constraint role_permissions_permission_permissions_code_fk references permissions (code) on update cascade on delete cascade,
  constraint role_permissions_role_permission_pk primary key (role, permission)
);
create table audit_log (
  id bigint generated always as identity (minvalue 1 maxvalue 9007199254740991 cache 20) primary key,
  at timestamptz not null default statement_timestamp(),
  actor text not null default current_user,
  what text not null,
  payload jsonb
);
create index audit_log_recent on audit_log using brin (at) with (pages_per_range = 64, autosummarize = on);
create index audit_log_actor on audit_log using hash (actor);
alter table accounts enable row level security;
create policy own_account on accounts using (person_id = auth.person_id());
alter table sessions enable row level security;
create policy own_sessions on sessions for select to school_app using (person_id = auth.person_id() and expires > now());
create policy end_own_session on sessions for delete to school_app, school_office using (person_id = auth.person_id());
alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy office_reads on audit_log as restrictive for select to school_office using (what not like 'secret:%');
create policy anyone_writes on audit_log for insert with check (actor = current_user);
alter table exam_results enable row level security;
create policy teachers_grade on exam_results to school_app
  using (exists (select 1 from section_teachers st where st.section_id = exam_results.section_id and st.teacher_id = auth.person_id()))
  with check (grade is null or grade between 1 and 10);
-- On, and nobody but the owner comes in yet.
alter table permissions enable row level security;
grant select on persons to school_app;
grant select (id, name) on library.authors to school_office;
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$;
create trigger persons_touched before update on persons for each row execute function touch();
create function next_student_number() returns text language sql volatile as $$ select 'S' || to_char(now(), 'YYMMDD') || floor(random() * 1000)::text $$;
alter table students alter column number set default next_student_number();
