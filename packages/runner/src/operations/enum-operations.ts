/** Operations on enum types. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { ifExists, ifNotExists, statement, statementIn, type ToSql } from "./to-sql.ts";

interface OnEnum {
  readonly name: string;
  readonly schema?: string;
}
export interface CreateEnum extends OnEnum {
  readonly op: "createEnum";
  readonly values: readonly string[];
}
export interface DropEnum extends OnEnum {
  readonly op: "dropEnum";
  readonly ifExists?: boolean;
}
export interface RenameEnum {
  readonly op: "renameEnum";
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}
export interface SetEnumSchema {
  readonly op: "setEnumSchema";
  readonly name: string;
  readonly from: string;
  readonly to: string;
}
/** Adds a value at the end, or beside another. Committed before anything uses it. */
export interface AddEnumValue extends OnEnum {
  readonly op: "addEnumValue";
  readonly value: string;
  readonly before?: string;
  readonly after?: string;
  readonly ifNotExists?: boolean;
}
export interface RenameEnumValue extends OnEnum {
  readonly op: "renameEnumValue";
  readonly from: string;
  readonly to: string;
}
export type EnumOperation = CreateEnum | DropEnum | RenameEnum | SetEnumSchema | AddEnumValue | RenameEnumValue;

export const enumSql: { readonly [N in EnumOperation["op"]]: ToSql<N> } = {
  createEnum: (type) => [
    statement(
      `CREATE TYPE ${qualifiedName(type.name, type.schema)} AS ENUM (${type.values.map(quoteLiteral).join(", ")})`,
    ),
  ],
  dropEnum: (type) => [statement(`DROP TYPE ${ifExists(type)}${qualifiedName(type.name, type.schema)}`)],
  renameEnum: (type) => [
    statement(`ALTER TYPE ${qualifiedName(type.from, type.schema)} RENAME TO ${quoteIdentifier(type.to)}`),
  ],
  setEnumSchema: (type) => [
    statement(`ALTER TYPE ${qualifiedName(type.name, type.from)} SET SCHEMA ${quoteIdentifier(type.to)}`),
  ],
  addEnumValue: (type) => {
    const place =
      type.before === undefined
        ? type.after === undefined
          ? ""
          : ` AFTER ${quoteLiteral(type.after)}`
        : ` BEFORE ${quoteLiteral(type.before)}`;
    const text = `ALTER TYPE ${qualifiedName(type.name, type.schema)} ADD VALUE ${ifNotExists(type)}${quoteLiteral(type.value)}${place}`;
    return [statementIn("commit-after", text)];
  },
  renameEnumValue: (type) => [
    statement(
      `ALTER TYPE ${qualifiedName(type.name, type.schema)} RENAME VALUE ${quoteLiteral(type.from)} TO ${quoteLiteral(type.to)}`,
    ),
  ],
};
