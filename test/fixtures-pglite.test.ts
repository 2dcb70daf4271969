/** The golden folders on PGlite. */

import { goldenFolders } from "./support/golden.ts";

goldenFolders("0.45", ["pglite"]);
