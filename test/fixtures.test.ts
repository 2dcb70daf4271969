/** The golden folders on real servers: each goes the whole way, and what a person reads is compared byte for byte. */

import { wantedMajors } from "@sluice/test-kit";
import { goldenFolders } from "./support/golden.ts";

goldenFolders("0.45", wantedMajors());
