/** Operations on comments. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { statement, type ToSql } from "./to-sql.ts";

/** COMMENT ON. `comment: null` removes it. */
export interface SetComment {
  readonly op: "setComment";
  /** What carries the comment. */
  readonly on:
    | "schema"
    | "table"
    | "view"
    | "materialized view"
    | "column"
    | "constraint"
    | "policy"
    | "index"
    | "sequence"
    | "type";
  readonly schema?: string;
  /** The table of a column, constraint or policy. */
  readonly table?: string;
  readonly name: string;
  readonly comment: string | null;
}
export type CommentOperation = SetComment;

function commented(comment: SetComment): string {
  const own = quoteIdentifier(comment.name);
  if (comment.on === "schema") return `SCHEMA ${own}`;
  if (comment.on === "column") return `COLUMN ${qualifiedName(comment.table ?? "", comment.schema)}.${own}`;
  if (comment.on === "constraint") return `CONSTRAINT ${own} ON ${qualifiedName(comment.table ?? "", comment.schema)}`;
  if (comment.on === "policy") return `POLICY ${own} ON ${qualifiedName(comment.table ?? "", comment.schema)}`;
  return `${comment.on.toUpperCase()} ${qualifiedName(comment.name, comment.schema)}`;
}

export const commentSql: { readonly [N in CommentOperation["op"]]: ToSql<N> } = {
  setComment: (comment) => [
    statement(
      `COMMENT ON ${commented(comment)} IS ${comment.comment === null ? "NULL" : quoteLiteral(comment.comment)}`,
    ),
  ],
};
