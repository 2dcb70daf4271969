import type { Migration, Operation } from "@sluice/runner";
import { mergeConflicts, opaqueRevisions } from "./conflicts.ts";

function branch(id: string, upgrade: readonly Operation[]): readonly Migration[] {
  const revision = {
    id,
    downRevisions: ["base"],
    dependsOn: [],
    branchLabels: [],
    message: id,
    createdAt: null,
    path: `${id}.ts`,
    checksum: "",
  };
  return [{ revision, upgrade, downgrade: [] }];
}

const fees = { table: "fees" } as const;
const amount = { ...fees, name: "amount" } as const;

interface Case {
  readonly name: string;
  readonly left: readonly Operation[];
  readonly right: readonly Operation[];
  readonly messages: readonly string[];
}

const table = (name: string, type = "integer"): Operation => ({
  op: "createTable",
  name,
  columns: [{ name: "id", type }],
});
const index = (name: string, column: string): Operation => ({ op: "createIndex", ...fees, name, columns: [column] });

const cases: readonly Case[] = [
  { name: "tables of different names", left: [table("a")], right: [table("b")], messages: [] },
  {
    name: "different columns of one table",
    left: [{ op: "addColumn", ...fees, name: "note", type: "text" }],
    right: [{ op: "setNotNull", ...amount }, index("i", "status")],
    messages: [],
  },
  {
    name: "one indexes a column, the other changes its default",
    left: [index("i", "amount")],
    right: [{ op: "setDefault", ...amount, default: 0 }],
    messages: [],
  },
  {
    name: "both touch one column",
    left: [{ op: "setColumnType", ...amount, type: "bigint" }],
    right: [{ op: "setDefault", ...amount, default: 0 }],
    messages: ["both change column public.fees.amount"],
  },
  {
    name: "one drops what the other indexes",
    left: [{ op: "dropColumn", ...amount }],
    right: [index("i", "amount")],
    messages: ["L drops column public.fees.amount, which R rests on"],
  },
  {
    name: "one drops a table that the other changes",
    left: [{ op: "addColumn", ...fees, name: "note", type: "text" }],
    right: [{ op: "dropTable", name: "fees" }],
    messages: ["L rests on relation public.fees, which R drops"],
  },
  {
    name: "one drops a table that the other refers to",
    left: [
      {
        op: "addForeignKey",
        table: "bills",
        name: "k",
        columns: ["fee"],
        references: { table: "fees", columns: ["id"] },
      },
    ],
    right: [{ op: "dropTable", name: "fees" }],
    messages: ["L rests on relation public.fees, which R drops"],
  },
  {
    name: "a table that is created refers to what the other drops",
    left: [
      {
        op: "createTable",
        name: "bills",
        columns: [{ name: "mood", type: "mood" }],
        foreignKeys: [{ columns: ["fee"], references: { table: "fees", columns: ["id"] } }],
      },
    ],
    right: [
      { op: "dropColumn", ...fees, name: "id" },
      { op: "dropEnum", name: "mood" },
    ],
    messages: ["L rests on type public.mood, which R drops", "L rests on column public.fees.id, which R drops"],
  },
  {
    name: "two renames of one thing",
    left: [{ op: "renameColumn", ...fees, from: "amount", to: "sum" }],
    right: [{ op: "renameColumn", ...fees, from: "amount", to: "total" }],
    messages: ["both rename column public.fees.amount"],
  },
  {
    name: "one renames a table that the other changes",
    left: [{ op: "renameTable", from: "fees", to: "charges" }],
    right: [index("i", "amount")],
    messages: ["L renames relation public.fees, which R rests on"],
  },
  {
    name: "both add one name",
    left: [table("bills")],
    right: [{ op: "createSequence", name: "bills" }],
    messages: ["both make relation public.bills".replace("make", "add")],
  },
  {
    name: "both make one table, each with its own index: they meet once",
    left: [table("fees"), index("i", "id")],
    right: [table("fees"), index("j", "id")],
    messages: ["both add relation public.fees"],
  },
  {
    name: "names in different schemas",
    left: [table("bills")],
    right: [{ op: "createTable", name: "bills", schema: "app", columns: [] }],
    messages: [],
  },
  {
    name: "both add a value to one enum",
    left: [{ op: "addEnumValue", name: "mood", value: "fine" }],
    right: [{ op: "addEnumValue", name: "mood", value: "well" }],
    messages: ["both change type public.mood"],
  },
  {
    name: "a column is of the enum that the other renames, its name quoted and an array",
    left: [{ op: "renameEnum", from: "Mood", to: "Feeling" }],
    right: [{ op: "addColumn", ...fees, name: "moods", type: '"Mood"[][]' }],
    messages: ["L renames type public.Mood, which R rests on"],
  },
  {
    name: "a column is of the enum that the other drops from another schema",
    left: [{ op: "dropEnum", name: "a.b", schema: "app one" }],
    right: [{ op: "addColumn", ...fees, name: "mood", type: '"app one"."a.b"' }],
    messages: ["L drops type app one.a.b, which R rests on"],
  },
  {
    name: "both give a table a primary key",
    left: [{ op: "addPrimaryKey", ...fees, name: "one", columns: ["id"] }],
    right: [{ op: "addPrimaryKey", ...fees, name: "other", columns: ["amount"] }],
    messages: ["both add constraint public.fees.primary key"],
  },
  {
    name: "one moves a table to another schema that the other comments on",
    left: [{ op: "setTableSchema", name: "fees", from: "public", to: "app" }],
    right: [{ op: "setComment", on: "column", ...amount, comment: "in euros" }],
    messages: ["L renames relation public.fees, which R rests on"],
  },
  {
    name: "both comment on one thing",
    left: [{ op: "setComment", on: "table", name: "fees", comment: "a" }],
    right: [{ op: "setComment", on: "table", name: "fees", comment: "b" }],
    messages: ["both change comment on table public.fees"],
  },
];

test.each(cases)("$name", ({ left, right, messages }) => {
  expect(mergeConflicts(branch("L", left), branch("R", right)).map(({ message }) => message)).toEqual(messages);
  expect(mergeConflicts(branch("R", right), branch("L", left))).toHaveLength(messages.length);
});

test("SQL and code of one's own are named, since no name tells about them", () => {
  const own = [...branch("a", [{ op: "execute", sql: "drop table fees" }]), ...branch("b", [table("x")])];
  expect(opaqueRevisions(own)).toEqual(["a"]);
});
