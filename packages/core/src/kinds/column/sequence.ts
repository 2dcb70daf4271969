/** The sequence that a column has of its own: serial, or an identity's. */

import type { IdentityDefinition, Operation } from "@sluice/runner";
import { equal } from "../../catalog/equal.ts";
import { automaticName } from "../automatic-name.ts";
import { boundsChange, wholeNumber } from "../bounds.ts";
import type { Renamed } from "../follow.ts";
import type { Partly, PlanContext, Remedy } from "../kind.ts";
import { inSchema, onColumn, told } from "../place.ts";
import type { ColumnAttributes, ColumnObject, IdentityAttributes } from "./object.ts";

/** The name that PostgreSQL gives the sequence of a column. */
export function defaultSequence({ path: [, table = "", column = ""] }: ColumnObject): string {
  return automaticName(table, column, "seq");
}

function number(text: string | undefined): number | string | undefined {
  return text === undefined ? undefined : wholeNumber(text);
}

export function identityOf(identity: IdentityAttributes): IdentityDefinition {
  const { generated, sequence, start, increment, min, max, cache, cycle } = identity;
  return {
    generated,
    ...told({
      sequence,
      start: number(start),
      increment: number(increment),
      min: number(min),
      max: number(max),
      cache: number(cache),
      cycle,
    }),
  };
}

export function serialRemedy(from: ColumnObject, to: ColumnObject, context: PlanContext): Remedy {
  const place = onColumn(to, context);
  if (to.attributes.serial === null) {
    const sequence = from.attributes.serial?.sequence ?? defaultSequence(from);
    // An identity goes on where it stands, and takes it away itself.
    if (to.attributes.identity !== null) return [];
    return { before: [{ op: "dropSerial", ...place, sequence }] };
  }
  const sequence = to.attributes.serial.sequence ?? defaultSequence(to);
  const { identity } = from.attributes;
  const replaces = identity === null ? {} : { replaces: identity.sequence ?? defaultSequence(from) };
  return { after: [{ op: "addSerial", ...place, type: to.attributes.type, sequence, ...replaces }] };
}

function boundedBy({ attributes: { type, identity } }: ColumnObject): Parameters<typeof boundsChange>[0] {
  return { type, increment: identity?.increment, min: identity?.min, max: identity?.max };
}

export function identityRemedy(from: ColumnObject, to: ColumnObject, context: PlanContext): Remedy {
  const place = onColumn(to, context);
  const [was, is] = [from.attributes.identity, to.attributes.identity];
  // A serial goes on where it stands, and takes it away itself.
  if (is === null) return to.attributes.serial === null ? { before: [{ op: "dropIdentity", ...place }] } : [];
  if (was === null) {
    const { serial } = from.attributes;
    const replaces = serial === null ? {} : { replaces: serial.sequence ?? defaultSequence(from) };
    return { after: [{ op: "addIdentity", ...place, identity: identityOf(is), ...replaces }] };
  }
  const { sequence: renamed, ...options } = identityOf(is);
  const sequence = was.sequence ?? defaultSequence(from);
  const rename: readonly Operation[] =
    renamed === undefined || renamed === sequence
      ? []
      : [{ op: "renameSequence", ...inSchema(to.path[0] ?? "", context), from: sequence, to: renamed }];
  const isOnlyRenamed = equal({ ...was, sequence: undefined }, { ...is, sequence: undefined });
  return [
    ...(isOnlyRenamed
      ? []
      : [{ op: "setIdentity" as const, ...place, identity: options, ...boundsChange(boundedBy(from), boundedBy(to)) }]),
    ...rename,
  ];
}

export function sameIdentity(from: ColumnAttributes["identity"], to: ColumnAttributes["identity"]): boolean {
  if (from === null || to === null) return from === to;
  // A name that one side leaves open is no difference.
  const open = from.sequence === undefined || to.sequence === undefined;
  return equal(open ? { ...from, sequence: undefined } : from, open ? { ...to, sequence: undefined } : to);
}

/** It keeps the name that it has by its table's and its column's, when one of these gets another. `path`: the column's after that. */
export function withSequence(
  attributes: ColumnAttributes,
  path: readonly string[],
  { kind, from, to }: Renamed,
): ColumnAttributes {
  const { identity, serial } = attributes;
  const own = identity ?? serial;
  const isRenamed = (kind === "table" || kind === "column") && to.every((part, place) => path[place] === part);
  if (own === null || own.sequence !== undefined || !isRenamed) return attributes;
  const [, table = "", column = ""] = path;
  const [, tableBefore = "", columnBefore = column] = from;
  const sequence = automaticName(tableBefore, columnBefore, "seq");
  if (sequence === automaticName(table, column, "seq")) return attributes;
  return identity === null
    ? { ...attributes, serial: { sequence } }
    : { ...attributes, identity: { ...identity, sequence } };
}

/** A model leaves the sequence's name open. */
export function ownedSequence<V extends { readonly sequence?: string } | null>(): Partly<V> {
  return {
    complete: (said, live) =>
      said === null || said.sequence !== undefined || live?.sequence === undefined
        ? said
        : { ...said, sequence: live.sequence },
    unspoken: () => null,
  };
}
