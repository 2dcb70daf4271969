/** Sequences that the model declares. */

import { truncateIdentifier } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { formerPaths } from "../../model/former-names.ts";
import { schemaId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { SequenceObject } from "./object.ts";

const LOWEST = "-9223372036854775808";
const HIGHEST = "9223372036854775807";

export const model: ModelReader<SequenceObject> = ({ sequences, defaultSchema }) =>
  sequences.map((sequence) => {
    const schema = sequence.schema ?? defaultSchema;
    const options = sequence.seqOptions ?? {};
    const increment = String(options.increment ?? 1);
    const descends = increment.startsWith("-");
    const min = String(options.minValue ?? (descends ? LOWEST : 1));
    const max = String(options.maxValue ?? (descends ? -1 : HIGHEST));
    const path = [schema, truncateIdentifier(sequence.seqName ?? "")];
    return makeObject({
      kind: "sequence",
      path,
      formerPaths: formerPaths("sequence", path, sequence),
      parent: null,
      dependsOn: [schemaId(schema)],
      attributes: {
        // Drizzle can't say another type.
        type: "bigint",
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
