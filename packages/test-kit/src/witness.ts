/**
 * A deliberately plain reading of pg_catalog: what pg_dump would say, where no pg_dump fits the server. It shares no code
 * with the introspection, so that the introspection can't hide its own blind spots.
 */

type Query = (text: string) => Promise<readonly Record<string, unknown>[]>;

const USER_SCHEMA = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";
const NOT_OWNED = (catalog: string, oid: string): string =>
  `not exists (select from pg_depend x where x.classid = '${catalog}'::regclass and x.objid = ${oid} and x.deptype = 'e')`;
const NOT_LEDGER = "c.relname not like 'sluice_revisions%'";

/** Owners and privileges of the rows of one system catalog, as x: `what` describes a row. */
function access(what: string, owner: string, acl: string, type: string, from: string): readonly string[] {
  return [
    `select format('owner of %s: %s', ${what}, pg_get_userbyid(${owner})) as line from ${from}`,
    `select format('%s: %s may %s%s, says %s', ${what}, case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, a.privilege_type,
       case when a.is_grantable then ' and pass it on' end, pg_get_userbyid(a.grantor)) as line
     from ${from.replace(" where ", ` cross join lateral aclexplode(coalesce(${acl}, acldefault(${type}, ${owner}))) a where `)}`,
  ];
}

const QUESTIONS: readonly string[] = [
  `select 'schema ' || quote_ident(n.nspname) as line from pg_namespace n where ${USER_SCHEMA} and n.nspname <> 'public'`,
  `select format('enum %s: %s', t.oid::regtype, (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid)) as line
   from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'e' and ${USER_SCHEMA} and ${NOT_OWNED("pg_type", "t.oid")}`,
  `select format('relation %s %s %s rls %s/%s options %s partition %s bound %s parents %s', c.relkind, c.oid::regclass, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
     pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), (select array_agg(inhparent::regclass::text order by 1) from pg_inherits where inhrelid = c.oid)) as line
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r','p','v','m','f') and ${USER_SCHEMA} and ${NOT_OWNED("pg_class", "c.oid")} and ${NOT_LEDGER}`,
  `select format('column %s.%I %s notnull %s default %s identity %s generated %s collation %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
     pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, (select collname from pg_collation where oid = a.attcollation)) as line
   from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
   left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attnum > 0 and not a.attisdropped and c.relkind in ('r','p','v','m','f') and ${USER_SCHEMA} and ${NOT_OWNED("pg_class", "c.oid")} and ${NOT_LEDGER}`,
  `select format('constraint %I on %s: %s', o.conname, o.conrelid::regclass, pg_get_constraintdef(o.oid)) as line
   from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = o.connamespace
   where o.contype <> 'n' and ${USER_SCHEMA} and ${NOT_LEDGER} and ${NOT_OWNED("pg_class", "c.oid")}`,
  `select format('index %s valid %s', pg_get_indexdef(i.indexrelid), i.indisvalid) as line
   from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
   where ${USER_SCHEMA} and ${NOT_LEDGER} and ${NOT_OWNED("pg_class", "c.oid")}`,
  `select format('sequence %s as %s start %s by %s from %s to %s cache %s cycle %s owner %s', c.oid::regclass, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
     (select format('%s.%I %s', x.refobjid::regclass, a.attname, x.deptype) from pg_depend x join pg_attribute a on a.attrelid = x.refobjid and a.attnum = x.refobjsubid
      where x.classid = 'pg_class'::regclass and x.objid = c.oid and x.deptype in ('a','i') and x.refobjsubid > 0)) as line
   from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
   where ${USER_SCHEMA} and ${NOT_LEDGER} and ${NOT_OWNED("pg_class", "c.oid")}`,
  `select format('view %s: %s', c.oid::regclass, pg_get_viewdef(c.oid)) as line from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('v','m') and ${USER_SCHEMA} and ${NOT_OWNED("pg_class", "c.oid")}`,
  `select format('policy %I on %s %s %s to %s using %s check %s', p.polname, p.polrelid::regclass, p.polcmd, p.polpermissive,
     (select array_agg(case when r = 0 then 'public' else pg_get_userbyid(r) end order by 1) from unnest(p.polroles) r), pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as line
   from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${USER_SCHEMA}`,
  `select format('trigger %s', pg_get_triggerdef(t.oid)) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where not t.tgisinternal and ${USER_SCHEMA}`,
  `select format('comment on %s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description) as line from pg_description d
   where d.objoid >= 16384 and d.classoid in ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_type'::regclass, 'pg_namespace'::regclass, 'pg_policy'::regclass)
     and not exists (select from pg_depend x where x.classid = d.classoid and x.objid = d.objoid and x.deptype = 'e')`,
  ...access(
    "c.oid::regclass",
    "c.relowner",
    "c.relacl",
    `case c.relkind when 'S' then 's' else 'r' end::"char"`,
    `pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r','p','v','m','f','S') and ${USER_SCHEMA} and ${NOT_LEDGER} and ${NOT_OWNED("pg_class", "c.oid")}`,
  ),
  ...access("n.oid::regnamespace", "n.nspowner", "n.nspacl", "'n'", `pg_namespace n where ${USER_SCHEMA}`),
  ...access(
    "t.oid::regtype",
    "t.typowner",
    "t.typacl",
    "'T'",
    `pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype in ('e', 'd') and ${USER_SCHEMA} and ${NOT_OWNED("pg_type", "t.oid")}`,
  ),
  `select format('column %s.%I: %s may %s%s', c.oid::regclass, a.attname, case x.grantee when 0 then 'public' else pg_get_userbyid(x.grantee) end, x.privilege_type,
     case when x.is_grantable then ' and pass it on' end) as line
   from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(a.attacl) x
   where a.attnum > 0 and not a.attisdropped and ${USER_SCHEMA}`,
  `select format('default of %s for %s in %s: %s', pg_get_userbyid(d.defaclrole), d.defaclobjtype, d.defaclnamespace::regnamespace,
     (select array_agg(i::text order by i::text) from unnest(d.defaclacl) i)) as line from pg_default_acl d`,
];

/** Asked at once: a session of its own for each would cost more than what it asks. */
const ALL = `set search_path = ''; ${QUESTIONS.map((question) => `(${question})`).join(" union all ")}`;

/** The schema of a database as sorted lines, everything qualified. */
export async function catalogWitness(query: Query): Promise<string> {
  const rows = await query(ALL);
  return rows
    .map((row) => String(row["line"]))
    .toSorted()
    .join("\n");
}
