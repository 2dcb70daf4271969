/** Operations on views. https://www.postgresql.org/docs/current/sql-createview.html */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import type { SqlText } from "../sql/sql-text.ts";
import { optionsSql, resetSql, type RelationOptions } from "./relation-options.ts";
import { ifExists, statement, type ToSql } from "./to-sql.ts";

interface OnView {
  readonly name: string;
  readonly schema?: string;
}
export interface CreateView extends OnView {
  readonly op: "createView";
  /** Names of its columns; left out: those of the query. */
  readonly columns?: readonly string[];
  /** `security_barrier`, `security_invoker` (PostgreSQL 15 and later), `check_option`. */
  readonly with?: RelationOptions;
  /** The query. */
  readonly as: SqlText;
}
/**
 * CREATE OR REPLACE VIEW: what depends on the view stays. PostgreSQL accepts a query that gives the columns that are there,
 * with the same names and types and in the same order, and may add others at the end. The options are set as they stand
 * here: those that are left out go back to PostgreSQL's default.
 */
export interface ReplaceView extends OnView {
  readonly op: "replaceView";
  readonly columns?: readonly string[];
  readonly with?: RelationOptions;
  readonly as: SqlText;
}
export interface DropView extends OnView {
  readonly op: "dropView";
  readonly ifExists?: boolean;
}
export interface RenameView {
  readonly op: "renameView";
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}
export interface SetViewSchema {
  readonly op: "setViewSchema";
  readonly name: string;
  readonly from: string;
  readonly to: string;
}
/** Sets options; those that are not named stay. */
export interface SetViewOptions extends OnView {
  readonly op: "setViewOptions";
  readonly with: RelationOptions;
}
/** Takes options back to PostgreSQL's default. */
export interface ResetViewOptions extends OnView {
  readonly op: "resetViewOptions";
  readonly options: readonly string[];
}
export type ViewOperation =
  | CreateView
  | ReplaceView
  | DropView
  | RenameView
  | SetViewSchema
  | SetViewOptions
  | ResetViewOptions;

/** The names of a view's columns, in parentheses. */
export function columnListSql(columns: readonly string[] | undefined): string {
  return columns === undefined ? "" : ` (${columns.map(quoteIdentifier).join(", ")})`;
}

function createSql(verb: string, view: CreateView | ReplaceView): string {
  return `${verb} ${qualifiedName(view.name, view.schema)}${columnListSql(view.columns)}${optionsSql(" WITH", view.with)} AS\n${view.as.sql}`;
}

export const viewSql: { readonly [N in ViewOperation["op"]]: ToSql<N> } = {
  createView: (view) => [statement(createSql("CREATE VIEW", view))],
  replaceView: (view) => [statement(createSql("CREATE OR REPLACE VIEW", view))],
  dropView: (view) => [statement(`DROP VIEW ${ifExists(view)}${qualifiedName(view.name, view.schema)}`)],
  renameView: (view) => [
    statement(`ALTER VIEW ${qualifiedName(view.from, view.schema)} RENAME TO ${quoteIdentifier(view.to)}`),
  ],
  setViewSchema: (view) => [
    statement(`ALTER VIEW ${qualifiedName(view.name, view.from)} SET SCHEMA ${quoteIdentifier(view.to)}`),
  ],
  setViewOptions: (view) => [
    statement(`ALTER VIEW ${qualifiedName(view.name, view.schema)}${optionsSql(" SET", view.with)}`),
  ],
  resetViewOptions: (view) => [
    statement(`ALTER VIEW ${qualifiedName(view.name, view.schema)} ${resetSql(view.options)}`),
  ],
};
