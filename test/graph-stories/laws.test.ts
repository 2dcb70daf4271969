import * as fc from "fast-check";
import { isSluiceError } from "../../packages/runner/src/errors/sluice-error.ts";
import {
  ancestors,
  closure,
  headsOf,
  isClosed,
  maximal,
  revisionGraph,
  type RevisionGraph,
} from "../../packages/runner/src/revisions/graph.ts";
import { downgradePath, stampedSet, upgradePath, withCurrent } from "../../packages/runner/src/revisions/path.ts";
import { historyRange } from "../../packages/runner/src/revisions/history.ts";
import { seenFrom } from "../../packages/runner/src/revisions/replace.ts";
import type { Revision } from "../../packages/runner/src/revisions/revision.ts";

const RUNS = { numRuns: 3000 };
const NOTHING: ReadonlySet<string> = new Set();

interface Shape {
  readonly parents: readonly number[];
  readonly needs: readonly number[];
  readonly isLabelled: boolean;
}

/** Revisions whose ids are in another order than their ages, with merges, dependencies (redundant ones too) and labels. */
const revisions: fc.Arbitrary<readonly Revision[]> = fc
  .array(
    fc.record<Shape>({
      parents: fc.uniqueArray(fc.nat(11), { maxLength: 3 }),
      needs: fc.uniqueArray(fc.nat(11), { maxLength: 2 }),
      isLabelled: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .chain((shapes) =>
    fc
      .shuffledSubarray(
        shapes.map((_, position) => `r${position}`),
        { minLength: shapes.length, maxLength: shapes.length },
      )
      .map((ids) =>
        shapes.map(({ parents, needs, isLabelled }, position): Revision => {
          const earlier = (places: readonly number[]): readonly string[] =>
            places.flatMap((place) => (place < position ? (ids[place] ?? []) : []));
          const id = ids[position] ?? "";
          return {
            id,
            downRevisions: earlier(parents),
            dependsOn: earlier(needs),
            branchLabels: isLabelled ? [`L${id}`] : [],
            message: id,
            createdAt: null,
            path: `${id}.ts`,
            checksum: "",
          };
        }),
      ),
  );

interface Place {
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<string>;
  readonly chosen: string;
}

/** A graph, what is applied of it, and one of its revisions. */
const places: fc.Arbitrary<Place> = fc
  .tuple(revisions, fc.array(fc.nat(11), { maxLength: 4 }), fc.nat(11))
  .map(([list, current, chosen]) => ({
    graph: revisionGraph(list),
    applied: ancestors(
      revisionGraph(list),
      current.flatMap((place) => list[place]?.id ?? []),
    ),
    chosen: list[chosen % list.length]?.id ?? "",
  }));

function without(applied: ReadonlySet<string>, path: readonly Revision[]): ReadonlySet<string> {
  const removed = new Set(path.map(({ id }) => id));
  return new Set([...applied].filter((id) => !removed.has(id)));
}

function sorted(ids: Iterable<string>): readonly string[] {
  return [...ids].toSorted();
}

/** A move, or null where its target is refused; any other failure is a fault. */
function orRefused<T>(move: () => T): T | null {
  try {
    return move();
  } catch (cause) {
    if (isSluiceError(cause) && ["INVALID_TARGET", "RELATIVE_TARGET", "AMBIGUOUS_REVISION"].includes(cause.code)) {
      return null;
    }
    throw cause;
  }
}

test("an upgrade runs every revision once, after all that it needs, and current is what nothing applied follows", () => {
  fc.assert(
    fc.property(places, ({ graph, applied }) => {
      const path = upgradePath(graph, applied, ["heads"]);
      const set = new Set(applied);
      for (const { revision, current } of withCurrent(graph, applied, path, "up")) {
        expect((graph.parents.get(revision.id) ?? []).every((parent) => set.has(parent))).toBe(true);
        expect(set.has(revision.id)).toBe(false);
        set.add(revision.id);
        expect(sorted(ancestors(graph, current))).toEqual(sorted(set));
      }
      expect(sorted(set)).toEqual(sorted(graph.order));
    }),
    RUNS,
  );
});

test("an upgrade to one revision applies it with all that it needs, and nothing else", () => {
  fc.assert(
    fc.property(places, ({ graph, applied, chosen }) => {
      const path = upgradePath(graph, applied, [chosen]);
      const after = [...applied, ...path.map(({ id }) => id)];
      expect(sorted(after)).toEqual(sorted(new Set([...applied, ...ancestors(graph, [chosen])])));
    }),
    RUNS,
  );
});

test("a downgrade leaves its target, nothing that descends from it, and an applied set that is closed after each step", () => {
  fc.assert(
    fc.property(places, ({ graph, applied, chosen }) => {
      fc.pre(applied.has(chosen));
      const path = downgradePath(graph, applied, chosen);
      for (const { current } of withCurrent(graph, applied, path, "down")) {
        expect(isClosed(graph, ancestors(graph, current))).toBe(true);
      }
      path.forEach((_, position) => expect(isClosed(graph, without(applied, path.slice(0, position + 1)))).toBe(true));
      const after = without(applied, path);
      expect(after.has(chosen)).toBe(true);
      for (const child of closure(graph.children, [chosen])) expect(child !== chosen && after.has(child)).toBe(false);
    }),
    RUNS,
  );
});

test("after any downgrade, an upgrade to what was current restores the same ledger", () => {
  const relative = fc.nat(3).map((count) => `-${count + 1}`);
  fc.assert(
    fc.property(places, relative, fc.boolean(), ({ graph, applied, chosen }, steps, isBranch) => {
      const targets = [chosen, steps, "base", `${chosen}@base`, `${chosen}@${steps}`, `${chosen}-1`, `L${chosen}@base`];
      for (const target of targets) {
        if (target.startsWith("L") && (!isBranch || !graph.labels.has(`L${chosen}`))) continue;
        const path = orRefused(() => downgradePath(graph, applied, target));
        if (path === null) continue;
        const after = without(applied, path);
        expect(isClosed(graph, after)).toBe(true);
        const back = upgradePath(graph, after, maximal(graph, applied));
        expect(sorted(back.map(({ id }) => id))).toEqual(sorted(path.map(({ id }) => id)));
      }
    }),
    RUNS,
  );
});

test("+N and -N move by exactly N revisions or are refused", () => {
  fc.assert(
    fc.property(places, fc.integer({ min: 1, max: 4 }), ({ graph, applied }, count) => {
      const up = orRefused(() => upgradePath(graph, applied, [`+${count}`]));
      if (up !== null) expect(up).toHaveLength(count);
      const down = orRefused(() => downgradePath(graph, applied, `-${count}`));
      if (down !== null) expect(down).toHaveLength(count);
    }),
    RUNS,
  );
});

test("a stamp leaves a closed set with its targets in it and nothing that follows them", () => {
  fc.assert(
    fc.property(places, ({ graph, applied, chosen }) => {
      const stamped = stampedSet(graph, applied, [chosen]);
      expect(isClosed(graph, stamped)).toBe(true);
      expect(stamped.has(chosen)).toBe(true);
      expect(maximal(graph, stamped)).toContain(chosen);
      expect(sorted(stampedSet(graph, NOTHING, maximal(graph, applied)))).toEqual(sorted(applied));
    }),
    RUNS,
  );
});

test("the order of the files changes nothing", () => {
  fc.assert(
    fc.property(
      revisions.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })),
      ),
      ([list, shuffled]) => {
        expect(revisionGraph(shuffled).order).toEqual(revisionGraph(list).order);
      },
    ),
    RUNS,
  );
});

/** A revision in the place of a range, and one that follows it; null where the range can't be squashed. */
function squashOf(graph: RevisionGraph, from: string, to: string): readonly [Revision, Revision] | null {
  const ids = orRefused(() => historyRange(graph, NOTHING, `${from}:${to}`).toReversed()) ?? [];
  const inside = new Set(ids);
  const isLeaned = ids.some(
    (id) => id !== ids.at(-1) && (graph.followers.get(id) ?? []).some((follower) => !inside.has(follower)),
  );
  if (ids.length < 2 || isLeaned) return null;
  const members = ids.flatMap((id) => graph.revisions.get(id) ?? []);
  const outside = (key: "downRevisions" | "dependsOn"): readonly string[] => [
    ...new Set(members.flatMap((member) => member[key]).filter((id) => !inside.has(id))),
  ];
  const plain = { branchLabels: [], message: "", createdAt: null, checksum: "" };
  return [
    {
      ...plain,
      id: "squashed",
      downRevisions: outside("downRevisions"),
      dependsOn: outside("dependsOn"),
      branchLabels: members.flatMap(({ branchLabels }) => branchLabels),
      replaces: ids,
      path: "squashed.ts",
    },
    { ...plain, id: "after", downRevisions: ["squashed"], dependsOn: [], path: "after.ts" },
  ];
}

test("wherever a database stands when a range is squashed, it comes to the head, also once the files are gone", () => {
  let squashes = 0;
  fc.assert(
    fc.property(places, fc.nat(11), fc.boolean(), ({ graph, applied, chosen }, place, isWhole) => {
      const from = isWhole ? "base" : (graph.order[place % graph.order.length] ?? "");
      const pair = squashOf(graph, from, chosen);
      if (pair === null) return;
      squashes += 1;
      const [squashed] = pair;
      const replaced = new Set(squashed.replaces);
      const list = [...graph.revisions.values()];
      const rowsOf = (ids: Iterable<string>): ReadonlyMap<string, boolean> => new Map([...ids].map((id) => [id, true]));
      const seen = revisionGraph(seenFrom([...list, ...pair], rowsOf(applied)).revisions);
      expect(isClosed(seen, applied)).toBe(true);
      const path = upgradePath(seen, applied, ["heads"]);
      const reached = [...applied, ...path.map(({ id }) => id)];
      expect(sorted(reached)).toEqual(sorted(seen.order));
      expect(reached.includes("squashed")).toBe(![...applied].some((id) => replaced.has(id)));
      const left = list.filter(({ id }) => !replaced.has(id));
      const { revisions: rest, adopted } = seenFrom([...left, ...pair], rowsOf(reached));
      const rows = [...reached.filter((id) => !replaced.has(id)), ...adopted.map(({ id }) => id)];
      expect(sorted(rows)).toEqual(sorted(revisionGraph(rest).order));
    }),
    RUNS,
  );
  expect(squashes).toBeGreaterThan(100);
});

/** Milliseconds of the processor: planning waits for nothing, and a busy machine makes it no slower. */
function fastest(times: number, work: () => void): number {
  const measured = Array.from({ length: times }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...measured);
}

test("a path over 5,000 revisions is planned in less than 50 ms, in one line and through 2,500 merges", () => {
  const line = Array.from({ length: 5000 }, (_, place) => ({ id: `r${place}`, down: place === 0 ? [] : [place - 1] }));
  const diamonds = line.map(({ id }, place) => ({
    id,
    down: place === 0 ? [] : place % 2 === 0 ? [place - 2, place - 1].filter((each) => each >= 0) : [place - 1],
  }));
  for (const shape of [line, diamonds]) {
    const graph = revisionGraph(
      shape.map(({ id, down }) => ({
        id,
        downRevisions: down.map((place) => `r${place}`),
        dependsOn: [],
        branchLabels: [],
        message: "",
        createdAt: null,
        path: id,
        checksum: "",
      })),
    );
    const all = new Set(graph.order);
    expect(headsOf(graph).length).toBeGreaterThan(0);
    expect(fastest(5, () => void upgradePath(graph, NOTHING, ["heads"]))).toBeLessThan(50);
    expect(fastest(5, () => void downgradePath(graph, all, "base"))).toBeLessThan(50);
    expect(fastest(5, () => void downgradePath(graph, all, "r0"))).toBeLessThan(50);
    expect(upgradePath(graph, NOTHING, ["heads"])).toHaveLength(5000);
    if (shape === line) {
      expect(fastest(5, () => void upgradePath(graph, NOTHING, ["+4999"]))).toBeLessThan(50);
      expect(fastest(5, () => void downgradePath(graph, all, "-4999"))).toBeLessThan(50);
    }
  }
});
