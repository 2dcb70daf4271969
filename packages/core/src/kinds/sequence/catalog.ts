/** Reads sequences that stand on their own, and tells of those that are a column's. https://www.postgresql.org/docs/current/catalog-pg-sequence.html */

import { makeObject } from "../../catalog/make.ts";
import { columnId, schemaId, sequenceId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { LiveFacts } from "../live-facts.ts";
import { extensionMembers } from "../live-sql.ts";
import type { SequenceAttributes, SequenceObject } from "./object.ts";

interface Row {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly type: SequenceAttributes["type"];
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
  /** The oid and position of the column that owns it. */
  readonly table: number | null;
  readonly position: number | null;
  readonly isIdentity: boolean;
  /** As `::regclass` prints it inside a default. */
  readonly printed: string;
}

/** Whether it is a part of its column, or belongs to a table that is left alone. */
function isPart({ table, position, isIdentity }: Row, facts: LiveFacts): boolean {
  if (table === null || position === null) return false;
  return isIdentity || !facts.hasTable(table) || facts.serial(table, position) !== undefined;
}

export const live = liveReader<Row, SequenceObject>({
  query: ({ namespaces }) => ({
    fields: {
      oid: "c.oid::bigint",
      schema: "n.nspname",
      name: "c.relname",
      type: "format_type(s.seqtypid, null)",
      start: "s.seqstart::text",
      increment: "s.seqincrement::text",
      min: "s.seqmin::text",
      max: "s.seqmax::text",
      cache: "s.seqcache::text",
      cycle: "s.seqcycle",
      table: "d.refobjid::bigint",
      position: "d.refobjsubid",
      isIdentity: "d.deptype is not distinct from 'i'",
      printed: "c.oid::regclass::text",
    },
    from: `pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_sequence s on s.seqrelid = c.oid
      left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
        and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
      where c.relkind = 'S' and c.relnamespace = any(${namespaces}) and c.oid not in ${extensionMembers("pg_class")}`,
  }),
  register: (row, facts) => {
    const { table, position, printed, schema, name } = row;
    // A default shows the sequence's name as a literal, under standard_conforming_strings.
    const draw = `nextval('${printed.replaceAll("'", "''")}'::regclass)`;
    facts.addDraw(draw, sequenceId(schema, name));
    if (table !== null && position !== null) facts.addOwnedSequence(table, position, { ...row, draw });
  },
  object: (row, facts) => {
    if (isPart(row, facts)) return null;
    const { oid, schema, name, type, start, increment, min, max, cache, cycle } = row;
    const column = facts.column(row.table ?? 0, row.position ?? 0)?.name;
    const owner = column === undefined ? null : { table: facts.table(row.table ?? 0).name, column };
    facts.addObject(oid, sequenceId(schema, name));
    return makeObject({
      kind: "sequence",
      path: [schema, name],
      parent: null,
      dependsOn: [schemaId(schema), ...(owner === null ? [] : [columnId(schema, owner.table, owner.column)])],
      attributes: { type, start, increment, min, max, cache, cycle, ownedBy: owner },
    });
  },
});
