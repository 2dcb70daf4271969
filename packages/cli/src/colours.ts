/** Colours, where a person looks: not in a pipe or a file, unless FORCE_COLOR asks for them; never with NO_COLOR. */

import pc from "picocolors";

const { NO_COLOR, FORCE_COLOR } = process.env;
const isWanted = (NO_COLOR ?? "") === "" && ((FORCE_COLOR ?? "") !== "" || process.stdout.isTTY);

export const { bold, cyan, dim, green, red, yellow } = pc.createColors(isWanted);
