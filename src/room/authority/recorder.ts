import type { AuditRecord } from "../../protocol/audit.ts";

/** Records what is done in the audit log, together with what `store` does. */
export type Recorder = (record: Omit<AuditRecord, "at" | "from">, store: () => void) => void;
