/** What a database has besides its catalog, as texts: functions, domains, triggers, rules. Held against each other, never read back. */

import type { Connection } from "@sluice/runner";
import { readSurroundings } from "../proof/surroundings.ts";

const OWN = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

/** Each prints what PostgreSQL would be told. https://www.postgresql.org/docs/current/functions-info.html */
const PRINTED = `
  select pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' else ' enabled ' || t.tgenabled::text end as text
    from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and ${OWN}
  union all select pg_get_ruledef(r.oid)
    from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where r.rulename <> '_RETURN' and ${OWN}
  union all select pg_get_statisticsobjdef(s.oid)
    from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace where ${OWN}
  union all select format('ALTER TABLE %s ADD CONSTRAINT %I %s', x.conrelid::regclass, x.conname, pg_get_constraintdef(x.oid))
    from pg_catalog.pg_constraint x join pg_catalog.pg_namespace n on n.oid = x.connamespace where x.contype = 'x' and ${OWN}
  union all select format('CREATE EVENT TRIGGER %I ON %s %s EXECUTE FUNCTION %s', e.evtname, e.evtevent, e.evttags, e.evtfoid::regproc)
    from pg_catalog.pg_event_trigger e`;

/** The texts, in one order whatever the order in which things were made. */
export async function textsBesides(connection: Connection, schemas: readonly string[]): Promise<readonly string[]> {
  const { statements } = await readSurroundings(connection, schemas);
  const rows = await connection.query(PRINTED);
  return [...statements, ...rows.map((row) => String(row["text"]))].toSorted();
}

/** What only one of two has, as a diff; empty where they are the same. */
export function besidesDifference(from: readonly string[], to: readonly string[]): string {
  const lines = (mark: string, texts: readonly string[], others: readonly string[]): readonly string[] => {
    const known = new Set(others);
    return texts
      .filter((text) => !known.has(text))
      .map((text) => `${mark} ${text.trimEnd().replaceAll("\n", `\n${mark} `)}`);
  };
  return [...lines("-", from, to), ...lines("+", to, from)].join("\n");
}
