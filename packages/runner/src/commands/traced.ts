/**
 * Spans of a run for OpenTelemetry, where the app has `@opentelemetry/api`: one for the run, one for each revision in it, one
 * for each statement in that. https://opentelemetry.io/docs/specs/semconv/database/postgresql/
 */

import type { Span } from "@opentelemetry/api";
import type { RunnerEvent } from "../apply/events.ts";
import { isError, messageOf } from "../errors/message-of.ts";
import { VERSION } from "../version.ts";
import type { RunnerContext } from "./context.ts";

type Api = typeof import("@opentelemetry/api");

/** `CREATE TABLE`, `ALTER TABLE`: what a statement does, without what is in it. */
function summaryOf(text: string): string {
  return text
    .trimStart()
    .split(/[^A-Za-z]+/)
    .slice(0, 2)
    .join(" ")
    .toUpperCase();
}

interface Spans {
  readonly onEvent: (event: RunnerEvent) => void;
  /** Ends what is open; with a cause, as failed. */
  end(cause?: unknown): void;
}

function spansOf(api: Api, context: RunnerContext, name: string): Spans {
  const tracer = api.trace.getTracer("@sluice/runner", VERSION);
  const common = { "db.system.name": "postgresql" };
  const run = tracer.startSpan(`sluice ${name}`, {
    attributes: { ...common, "sluice.database": context.database.label },
  });
  const inRun = api.trace.setSpan(api.context.active(), run);
  let current: Span | null = null;
  const ended = (span: Span, cause: unknown): void => {
    if (cause !== undefined) span.setStatus({ code: api.SpanStatusCode.ERROR, message: messageOf(cause) });
    span.end();
  };
  return {
    onEvent(event) {
      context.onEvent(event);
      if (event.type === "revision-start") {
        const attributes = { ...common, "sluice.revision": event.revision, "sluice.direction": event.direction };
        current = tracer.startSpan(`sluice revision ${event.revision}`, { attributes }, inRun);
      } else if (event.type === "statement") {
        const now = Date.now();
        const summary = summaryOf(event.statement.text);
        const attributes = { ...common, "db.query.summary": summary, "sluice.revision": event.revision };
        const within = current === null ? inRun : api.trace.setSpan(inRun, current);
        tracer.startSpan(summary, { attributes, startTime: now - event.milliseconds }, within).end(now);
      } else if (event.type === "retry") {
        current?.addEvent("gave way to a lock", { attempt: event.attempt });
      } else if (event.type === "revision-end") {
        current?.end();
        current = null;
      }
    },
    end(cause) {
      if (current !== null) ended(current, cause);
      if (isError(cause)) run.recordException(cause);
      ended(run, cause);
    },
  };
}

/** Under this key, with its major behind it, the API keeps what an app has registered, for all copies of itself. */
const REGISTERED = "opentelemetry.js.api.";

/** Whether the app has registered anything that spans could go to: without, the API need not be loaded, which takes longer than a small run. */
function isLookedAt(): boolean {
  return Object.getOwnPropertySymbols(globalThis).some((key) => key.description?.startsWith(REGISTERED) === true);
}

/** Does the work of a run under spans, or just does it where nobody looks. */
export async function traced<T>(
  context: RunnerContext,
  name: string,
  work: (context: RunnerContext) => Promise<T>,
): Promise<T> {
  const api = isLookedAt() ? await import("@opentelemetry/api").catch(() => null) : null;
  if (api === null) return work(context);
  const spans = spansOf(api, context, name);
  const { onEvent } = spans;
  try {
    const result = await work({ ...context, onEvent, applyOptions: { ...context.applyOptions, onEvent } });
    spans.end();
    return result;
  } catch (cause) {
    spans.end(cause);
    throw cause;
  }
}
