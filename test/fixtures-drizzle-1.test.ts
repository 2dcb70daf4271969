/** The golden folders with models of drizzle-orm 1.0. */

import { wantedMajors } from "@sluice/test-kit";
import { goldenFolders } from "./support/golden.ts";
import { grounds } from "./support/witnesses.ts";

// What a server says does not depend on the line: one is enough, unless the whole sweep is asked for.
goldenFolders("1.0", process.env["SLUICE_SWEEP"] === undefined ? [Math.max(...wantedMajors())] : grounds());
