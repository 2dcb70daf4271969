/** What happened to the school's database behind its models' back, and what leads back: nothing else may be found. */

import type { Expected } from "../../../support/situation.ts";

export interface Drift {
  /** A sentence. */
  readonly name: string;
  /** What somebody ran. */
  readonly sql: string;
  /** With plain locks, which tell what each drift comes to. */
  readonly operations: readonly Expected[];
  readonly renames?: readonly {
    readonly kind: string;
    readonly from: readonly string[];
    readonly to: readonly string[];
  }[];
}
