/** Roles that the model declares, those apart that exist already or that the configuration leaves alone. */

import { truncateIdentifier } from "@sluice/runner";
import type { PgRole, PgRoleConfig } from "drizzle-orm/pg-core";
import { makeObject } from "../../catalog/make.ts";
import { formerPaths } from "../../model/former-names.ts";
import type { ModelReader } from "../kind.ts";
import type { RoleObject } from "./object.ts";

export const model: ModelReader<RoleObject> = ({ roles }) =>
  roles.map((role) => {
    // Drizzle declares these without showing them.
    const { createDb, createRole, inherit } = role as PgRole & PgRoleConfig;
    const path = [truncateIdentifier(role.name)];
    return makeObject({
      kind: "role",
      path,
      parent: null,
      formerPaths: formerPaths("role", path, role),
      attributes: {
        createDb: createDb ?? false,
        createRole: createRole ?? false,
        inherit: inherit ?? true,
        login: undefined,
        superuser: undefined,
        replication: undefined,
        bypassRls: undefined,
        connectionLimit: undefined,
        validUntil: undefined,
      },
    });
  });
