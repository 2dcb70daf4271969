/** Sequences that the model declares. */

import { truncateIdentifier } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { formerPaths } from "../../model/former-names.ts";
import { defaultBounds } from "../bounds.ts";
import { schemaId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { SequenceObject } from "./object.ts";

/** Drizzle can't say another one. */
const TYPE = "bigint";

export const model: ModelReader<SequenceObject> = ({ sequences, defaultSchema }) =>
  sequences.map((sequence) => {
    const schema = sequence.schema ?? defaultSchema;
    const options = sequence.seqOptions ?? {};
    const increment = String(options.increment ?? 1);
    const descends = increment.startsWith("-");
    const [defaultMin, defaultMax] = defaultBounds(TYPE, descends);
    const min = String(options.minValue ?? defaultMin);
    const max = String(options.maxValue ?? defaultMax);
    const path = [schema, truncateIdentifier(sequence.seqName ?? "")];
    return makeObject({
      kind: "sequence",
      path,
      formerPaths: formerPaths("sequence", path, sequence),
      parent: null,
      dependsOn: [schemaId(schema)],
      attributes: {
        type: TYPE,
        start: String(options.startWith ?? (descends ? max : min)),
        increment,
        min,
        max,
        cache: String(options.cache ?? 1),
        cycle: options.cycle ?? false,
        ownedBy: undefined,
      },
    });
  });
