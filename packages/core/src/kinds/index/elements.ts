/** The columns and expressions of a live index. https://www.postgresql.org/docs/current/catalog-pg-index.html */

import { quoteLiteral } from "@sluice/runner";
import { changedMeanwhile, type LiveFacts } from "../live-facts.ts";
import { storageParameters } from "../storage-parameters.ts";
import type { IndexElementAttributes } from "./object.ts";

export interface ElementsRow {
  readonly table: number;
  readonly name: string;
  readonly method: string;
  readonly keyCount: number;
  /** Positions of columns; 0 is an expression. INCLUDE columns come last. */
  readonly keys: readonly number[];
  /** Oids of operator classes, of the key columns alone. */
  readonly classes: readonly string[];
  /** Bits: descending, nulls first. */
  readonly options: readonly number[];
  /** Null where all are the default one or none. */
  readonly collations: readonly (string | null)[] | null;
  /** Parameters of operator classes: the element from 1, and `name=value` each. */
  readonly parameters: readonly (readonly [number, readonly string[]])[] | null;
  /** Of the keys that are 0, in order. */
  readonly expressions: readonly (string | null)[] | null;
}

const DESCENDING = 1;
const NULLS_FIRST = 2;

function operatorClass(
  row: ElementsRow,
  place: number,
  facts: LiveFacts,
): { readonly opclass: string; readonly isDefaultOpclass: boolean } {
  const { sql, isDefault } = facts.operatorClass(row.classes[place] ?? "") ?? { sql: "", isDefault: true };
  const given = row.parameters?.find(([position]) => position === place + 1)?.[1];
  if (given === undefined) return { opclass: sql, isDefaultOpclass: isDefault };
  const parameters = Object.entries(storageParameters(given)).map(([name, value]) => `${name}=${quoteLiteral(value)}`);
  return { opclass: `${sql}(${parameters.join(", ")})`, isDefaultOpclass: false };
}

/** The collation of an element where it isn't what the element has by itself. */
function collationOf(row: ElementsRow, place: number, own: string | null): string | null {
  const collation = row.collations?.[place] ?? null;
  if (collation !== null) return collation === (own ?? '"default"') ? null : collation;
  // None is told where the index has none but the default.
  return own === null || row.collations !== null ? null : '"default"';
}

/** The elements of an index, without its INCLUDE columns. */
export function indexElements(row: ElementsRow, facts: LiveFacts): readonly IndexElementAttributes[] {
  let expressionsSeen = 0;
  return row.keys.slice(0, row.keyCount).map((position, place) => {
    const column = facts.column(row.table, position);
    const option = row.options[place] ?? 0;
    const expression = position === 0 ? (row.expressions?.[expressionsSeen++] ?? null) : null;
    if (column === undefined && expression === null) {
      throw changedMeanwhile("index", [facts.table(row.table).schema, row.name]);
    }
    return {
      column: column?.name ?? null,
      expression: expression === null ? null : { sql: expression },
      order: (option & DESCENDING) === 0 ? "asc" : "desc",
      nulls: (option & NULLS_FIRST) === 0 ? "last" : "first",
      ...operatorClass(row, place, facts),
      collation: collationOf(row, place, column?.collation ?? null),
    };
  });
}
