/** Operations on materialized views. https://www.postgresql.org/docs/current/sql-creatematerializedview.html */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import type { SqlText } from "../sql/sql-text.ts";
import { optionsSql, resetSql, type RelationOptions } from "./relation-options.ts";
import { hazard, ifExists, ifNotExists, statement, type ToSql } from "./to-sql.ts";
import { columnListSql } from "./view-operations.ts";

interface OnMaterializedView {
  readonly name: string;
  readonly schema?: string;
}
export interface CreateMaterializedView extends OnMaterializedView {
  readonly op: "createMaterializedView";
  readonly ifNotExists?: boolean;
  /** Names of its columns; left out: those of the query. */
  readonly columns?: readonly string[];
  /** The access method; left out: the server's `default_table_access_method`. */
  readonly using?: string;
  /** Storage parameters. */
  readonly with?: RelationOptions;
  readonly tablespace?: string;
  /** The query. */
  readonly as: SqlText;
  /** False: nothing is computed, and it can't be read before it is refreshed. Default: true. */
  readonly withData?: boolean;
}
export interface DropMaterializedView extends OnMaterializedView {
  readonly op: "dropMaterializedView";
  readonly ifExists?: boolean;
}
export interface RenameMaterializedView {
  readonly op: "renameMaterializedView";
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}
export interface SetMaterializedViewSchema {
  readonly op: "setMaterializedViewSchema";
  readonly name: string;
  readonly from: string;
  readonly to: string;
}
/** Sets storage parameters; those that are not named stay. */
export interface SetMaterializedViewOptions extends OnMaterializedView {
  readonly op: "setMaterializedViewOptions";
  readonly with: RelationOptions;
}
/** Takes storage parameters back to PostgreSQL's default. */
export interface ResetMaterializedViewOptions extends OnMaterializedView {
  readonly op: "resetMaterializedViewOptions";
  readonly options: readonly string[];
}
export interface SetMaterializedViewTablespace extends OnMaterializedView {
  readonly op: "setMaterializedViewTablespace";
  readonly tablespace: string;
}
/** PostgreSQL 15 and later. */
export interface SetMaterializedViewAccessMethod extends OnMaterializedView {
  readonly op: "setMaterializedViewAccessMethod";
  readonly using: string;
}
export type MaterializedViewOperation =
  | CreateMaterializedView
  | DropMaterializedView
  | RenameMaterializedView
  | SetMaterializedViewSchema
  | SetMaterializedViewOptions
  | ResetMaterializedViewOptions
  | SetMaterializedViewTablespace
  | SetMaterializedViewAccessMethod;

function alter(view: OnMaterializedView): string {
  return `ALTER MATERIALIZED VIEW ${qualifiedName(view.name, view.schema)}`;
}

export const materializedViewSql: { readonly [N in MaterializedViewOperation["op"]]: ToSql<N> } = {
  createMaterializedView: (view) => {
    const head = [
      `CREATE MATERIALIZED VIEW ${ifNotExists(view)}${qualifiedName(view.name, view.schema)}${columnListSql(view.columns)}`,
      view.using === undefined ? "" : ` USING ${quoteIdentifier(view.using)}`,
      optionsSql(" WITH", view.with),
      view.tablespace === undefined ? "" : ` TABLESPACE ${quoteIdentifier(view.tablespace)}`,
    ];
    return [statement(`${head.join("")} AS\n${view.as.sql}${view.withData === false ? "\nWITH NO DATA" : ""}`)];
  },
  dropMaterializedView: (view) => [
    statement(
      `DROP MATERIALIZED VIEW ${ifExists(view)}${qualifiedName(view.name, view.schema)}`,
      hazard(
        "BLOCKS_READS",
        `reads of materialized view ${view.name} wait until this commits; where it is created again, its rows are computed again`,
      ),
    ),
  ],
  renameMaterializedView: (view) => [
    statement(`ALTER MATERIALIZED VIEW ${qualifiedName(view.from, view.schema)} RENAME TO ${quoteIdentifier(view.to)}`),
  ],
  setMaterializedViewSchema: (view) => [
    statement(`ALTER MATERIALIZED VIEW ${qualifiedName(view.name, view.from)} SET SCHEMA ${quoteIdentifier(view.to)}`),
  ],
  setMaterializedViewOptions: (view) => [statement(`${alter(view)}${optionsSql(" SET", view.with)}`)],
  resetMaterializedViewOptions: (view) => [statement(`${alter(view)} ${resetSql(view.options)}`)],
  setMaterializedViewTablespace: (view) => [
    statement(
      `${alter(view)} SET TABLESPACE ${quoteIdentifier(view.tablespace)}`,
      hazard("REWRITES_TABLE", `every row of ${view.name} is written again`),
    ),
  ],
  setMaterializedViewAccessMethod: (view) => [
    statement(
      `${alter(view)} SET ACCESS METHOD ${quoteIdentifier(view.using)}`,
      hazard("REWRITES_TABLE", `every row of ${view.name} is written again`),
    ),
  ],
};
