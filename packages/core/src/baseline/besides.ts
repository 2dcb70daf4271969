/** What a database has besides what Sluice manages, as statements that make it: a first revision has it too. */

import { quoteLiteral, type Connection } from "@sluice/runner";
import { PRINT_SETTINGS, setLocal } from "../introspect/snapshot.ts";
import { definitionQueries, notOfExtension } from "../proof/definitions.ts";

const ON_TABLE = "join pg_class c on c.oid = x.%s join pg_namespace n on n.oid = c.relnamespace";

function onTable(column: string, where: string): string {
  return `${ON_TABLE.replace("%s", column)} where ${where} and ${notOfExtension("pg_class", "c.oid")}`;
}

/** What tables may need. Each gives statements as rows of one text; where: a condition on pg_namespace n. */
function queriesBefore(where: string): Readonly<Record<string, string>> {
  return {
    extensions: `select format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I', x.extname, n.nspname) as name
      from pg_extension x join pg_namespace n on n.oid = x.extnamespace where ${where}`,
    ...definitionQueries(where),
  };
}

/** Functions and procedures that are made here, as p; with `also` joined to them. */
function routines(where: string, also = ""): string {
  return `pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang ${also}
    where p.prokind in ('f', 'p', 'w') and l.lanname not in ('c', 'internal') and ${where} and ${notOfExtension("pg_proc", "p.oid")}`;
}

/** Who may call them, and whose they are. https://www.postgresql.org/docs/current/ddl-priv.html */
function accessQueries(where: string): Readonly<Record<string, string>> {
  return {
    closed: `select format('REVOKE ALL ON ROUTINE %s FROM PUBLIC', p.oid::regprocedure) as name from ${routines(where)}
      and p.proacl is not null and not exists (select from aclexplode(p.proacl) a where a.grantee = 0)`,
    open: `select format('GRANT EXECUTE ON ROUTINE %s TO %I%s', p.oid::regprocedure, pg_get_userbyid(a.grantee), case when a.is_grantable then ' WITH GRANT OPTION' end) as name
      from ${routines(where, "cross join lateral aclexplode(p.proacl) a")} and a.grantee not in (0, p.proowner)`,
    owned: `select format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, pg_get_userbyid(p.proowner)) as name
      from ${routines(where)} and pg_get_userbyid(p.proowner) <> current_user`,
  };
}

/** What is said of it. */
function commentQueries(where: string): Readonly<Record<string, string>> {
  const said = (catalog: string, oid: string): string =>
    `(select format(' IS %L', d.description) from pg_description d where d.classoid = '${catalog}'::regclass and d.objoid = ${oid} and d.objsubid = 0)`;
  const commented = (text: string): string => `select q.name from (${text}) q where q.name is not null`;
  return {
    onRoutines: commented(
      `select format('COMMENT ON ROUTINE %s', p.oid::regprocedure) || ${said("pg_proc", "p.oid")} as name from ${routines(where)}`,
    ),
    onTypes: commented(
      `select format('COMMENT ON %s %s', case t.typtype when 'd' then 'DOMAIN' else 'TYPE' end, t.oid::regtype) || ${said("pg_type", "t.oid")} as name
      from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
      where (t.typtype in ('d', 'r') or c.relkind = 'c') and ${where} and ${notOfExtension("pg_type", "t.oid")}`,
    ),
    onTriggers: commented(
      `select format('COMMENT ON TRIGGER %I ON %s', x.tgname, c.oid::regclass) || ${said("pg_trigger", "x.oid")} as name from pg_trigger x
      ${onTable("tgrelid", `${where} and not x.tgisinternal and x.tgparentid = 0`)}`,
    ),
    onExclusions: commented(
      `select format('COMMENT ON CONSTRAINT %I ON %s', x.conname, c.oid::regclass) || ${said("pg_constraint", "x.oid")} as name from pg_constraint x
      ${onTable("conrelid", `${where} and x.contype = 'x' and not c.relispartition`)}`,
    ),
    onStatistics: commented(
      `select format('COMMENT ON STATISTICS %I.%I', m.nspname, x.stxname) || ${said("pg_statistic_ext", "x.oid")} as name
      from pg_statistic_ext x join pg_namespace m on m.oid = x.stxnamespace ${onTable("stxrelid", where)}`,
    ),
  };
}

/** What tables are there before. https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG */
function queriesAfter(where: string): Readonly<Record<string, string>> {
  return {
    inheritance: `select format('ALTER TABLE %s INHERIT %s', x.inhrelid::regclass, x.inhparent::regclass) as name
      from pg_inherits x ${onTable("inhrelid", `${where} and c.relkind = 'r' and not c.relispartition`)}`,
    partitions: `select format('CREATE TABLE %s PARTITION OF %s %s%s', x.inhrelid::regclass, x.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid),
        ' PARTITION BY ' || pg_get_partkeydef(c.oid)) as name
      from pg_inherits x ${onTable("inhrelid", `${where} and c.relkind in ('r', 'p') and c.relispartition`)}`,
    // Those of other tables come with the tables.
    storage: `select format('ALTER TABLE %s SET (%s)', x.oid::regclass, array_to_string(x.reloptions, ', ')) as name
      from pg_class x ${onTable("oid", `${where} and x.relkind = 'r' and x.relispartition and x.reloptions is not null`)}`,
    exclusions: `select format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.oid::regclass, x.conname, pg_get_constraintdef(x.oid)) as name
      from pg_constraint x ${onTable("conrelid", `${where} and x.contype = 'x' and not c.relispartition`)}`,
    statistics: `select pg_get_statisticsobjdef(x.oid) as name from pg_statistic_ext x ${onTable("stxrelid", where)}`,
    targets: `select format('ALTER STATISTICS %I.%I SET STATISTICS %s', m.nspname, x.stxname, x.stxstattarget) as name
      from pg_statistic_ext x join pg_namespace m on m.oid = x.stxnamespace ${onTable("stxrelid", `${where} and x.stxstattarget >= 0`)}`,
    rules: `select pg_get_ruledef(x.oid) as name from pg_rewrite x ${onTable("ev_class", `${where} and x.rulename <> '_RETURN'`)}`,
    triggers: `select pg_get_triggerdef(x.oid) as name from pg_trigger x
      ${onTable("tgrelid", `${where} and not x.tgisinternal and x.tgparentid = 0`)}`,
    // https://www.postgresql.org/docs/current/catalog-pg-trigger.html
    firing: `select format('ALTER TABLE %s %s TRIGGER %I', c.oid::regclass,
        case x.tgenabled when 'D' then 'DISABLE' when 'R' then 'ENABLE REPLICA' else 'ENABLE ALWAYS' end, x.tgname) as name
      from pg_trigger x ${onTable("tgrelid", `${where} and not x.tgisinternal and x.tgparentid = 0 and x.tgenabled <> 'O'`)}`,
    ...accessQueries(where),
    ...commentQueries(where),
  };
}

/** Statements; which of them another one needs, nobody knows here. */
export interface Besides {
  /** What tables may need. */
  readonly before: readonly string[];
  /** What needs tables. */
  readonly after: readonly string[];
}

/**
 * Reads it in one read-only transaction. What PostgreSQL can't print (operators, aggregates, foreign tables …) is left out.
 *
 * @param schemas where it is looked for.
 */
export async function readBesides(connection: Connection, schemas: readonly string[]): Promise<Besides> {
  const where = `n.nspname in (${["", ...schemas].map(quoteLiteral).join(", ")})`;
  const before = Object.values(queriesBefore(where));
  const branches = [...before, ...Object.values(queriesAfter(where))].map(
    (text, place) => `select ${place} as place, q.name::text from (${text}) q`,
  );
  await connection.script(
    `begin isolation level repeatable read, read only; ${setLocal({ ...PRINT_SETTINGS, search_path: "pg_catalog, pg_temp" })}`,
  );
  try {
    const rows = await connection.query(
      `select place, name from (${branches.join("\nunion all\n")}) found order by place, name collate "C"`,
    );
    const found = rows.map((row) => ({
      isBefore: Number(row["place"]) < before.length,
      text: String(row["name"]).trimEnd().replace(/;$/, ""),
    }));
    return {
      before: found.flatMap(({ isBefore, text }) => (isBefore ? [text] : [])),
      after: found.flatMap(({ isBefore, text }) => (isBefore ? [] : [text])),
    };
  } finally {
    await connection.script("rollback").catch(() => undefined);
  }
}
