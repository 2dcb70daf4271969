/** Colours, where the terminal has them. */

import pc from "picocolors";

export const { bold, cyan, dim, green, red, yellow } = pc;
