/** Draws a graph in the terminal: a lane for each line that is open, joined where lines meet. Newest first. */

export interface Node {
  readonly id: string;
  readonly parents: readonly string[];
  /** Drawn full; else hollow. */
  readonly isFilled: boolean;
  /** What stands beside it; lines after the first are beside its lane. */
  readonly lines: readonly string[];
}

/** What each lane leads to; null where it is free. */
type Lanes = (string | null)[];

function row(lanes: Readonly<Lanes>, marks: ReadonlyMap<number, string>, text = ""): string {
  const drawn = lanes.map((lane, position) => marks.get(position) ?? (lane === null ? "  " : "│ ")).join("");
  return `${drawn.trimEnd()}${text === "" ? "" : ` ${text}`}`;
}

/** A line from the lane `from` to lanes on its right, which end (or begin) there. */
function link(lanes: Readonly<Lanes>, from: number, to: readonly number[], corner: "╯" | "╮"): string {
  const last = Math.max(...to);
  const branch = corner === "╯" ? "┴" : "┬";
  const marks = new Map<number, string>([[from, "├─"]]);
  for (let position = from + 1; position <= last; position += 1) {
    const isEnd = to.includes(position);
    const crossing = lanes[position] === null ? "──" : "┼─";
    marks.set(position, position === last ? `${corner} ` : isEnd ? `${branch}─` : crossing);
  }
  return row(lanes, marks);
}

function freeLane(lanes: Lanes, from: number): number {
  const free = lanes.findIndex((lane, position) => lane === null && position > from);
  return free < 0 ? lanes.length : free;
}

/**
 * The nodes' lines with their lanes before them.
 *
 * @example
 * withLanes([{ id: "b", parents: ["a"], isFilled: false, lines: ["b"] }, { id: "a", parents: [], isFilled: true, lines: ["a"] }])
 * // ["○ b", "● a"]
 */
export function withLanes(nodes: readonly Node[]): readonly string[] {
  const known = new Set(nodes.map(({ id }) => id));
  const lanes: Lanes = [];
  const drawn: string[] = [];
  for (const { id, parents, isFilled, lines } of nodes) {
    const waiting = lanes.flatMap((lane, position) => (lane === id ? [position] : []));
    const [own = freeLane(lanes, -1), ...others] = waiting;
    if (others.length > 0) drawn.push(link(lanes, own, others, "╯"));
    for (const other of others) lanes[other] = null;
    // What stands outside the range has no lane.
    const [first = null, ...more] = parents.filter((parent) => known.has(parent));
    lanes[own] = first ?? id;
    drawn.push(row(lanes, new Map([[own, isFilled ? "● " : "○ "]]), lines[0]));
    lanes[own] = first;
    const begun = more.map((parent) => {
      const lane = freeLane(lanes, own);
      lanes[lane] = parent;
      return lane;
    });
    if (begun.length > 0) drawn.push(link(lanes, own, begun, "╮"));
    for (const line of lines.slice(1)) drawn.push(row(lanes, new Map(), line));
    while (lanes.at(-1) === null) lanes.pop();
  }
  return drawn;
}
