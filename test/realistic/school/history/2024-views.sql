create view active_students as
  select persons.id, persons.display_name, students.number, form_groups.name as form_group
  from persons join students on students.person_id = persons.id left join form_groups on form_groups.id = students.form_group_id
  where persons.sort = 'student';
create view finance.open_invoices with (security_barrier = true) as
  select id, number, student_id, payable, due_on from finance.invoices where state in ('open', 'overdue') and payable > 0;
create view finance.dunning as
  select student_id, count(*) as letters, sum(payable) as owed from finance.open_invoices where due_on < current_date group by student_id;
create view library.overdue as
  select l.id, l.user_id, b.title, now() - l.due_at as late
  from library.loans l join library.copies c using (barcode) join library.books b on b.id = c.book_id
  where l.returned_at is null and l.due_at < now();
create materialized view finance.monthly_revenue as
  select date_trunc('month', p.paid_at at time zone 'UTC')::date as month, p.method, count(*)::int as payments
  from finance.payments p group by 1, 2 with no data;
create unique index monthly_revenue_once on finance.monthly_revenue (month, method);
create materialized view grade_averages as
  select exam_results.student_id, exams.section_id, round(avg(exam_results.grade), 2) as average
  from exam_results join exams on exams.id = exam_results.exam_id
  where exam_results.grade is not null group by exam_results.student_id, exams.section_id;
comment on view active_students is 'asked for by the portal';
