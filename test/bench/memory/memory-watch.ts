/** The most memory that a process and its heap have, from now on. */
import { memoryOf } from "../generator/process-figures.ts";
import type { HeapInspector, HeapUsage } from "./heap.ts";

const RESIDENT_EVERY_MS = 20;
const HEAP_EVERY_MS = 1_000;

/** In bytes. */
export interface MostMemory {
  readonly heap: HeapUsage;
  /** of the whole process */
  readonly resident: number;
}

export class MemoryWatch {
  private readonly processId: number;
  private readonly inspector: HeapInspector;
  private readonly timers: readonly NodeJS.Timeout[];
  private heap: HeapUsage = { objects: 0, buffers: 0 };
  private resident = 0;

  constructor(processId: number, inspector: HeapInspector) {
    this.processId = processId;
    this.inspector = inspector;
    this.timers = [
      setInterval(() => this.readResident(), RESIDENT_EVERY_MS),
      setInterval(() => void this.readHeap(), HEAP_EVERY_MS),
    ];
  }

  async end(): Promise<MostMemory> {
    for (const timer of this.timers) clearInterval(timer);
    this.readResident();
    await this.readHeap();
    return { heap: this.heap, resident: this.resident };
  }

  private readResident(): void {
    try {
      this.resident = Math.max(this.resident, memoryOf(this.processId));
    } catch {
      // The process has ended, which the outcome says.
    }
  }

  private async readHeap(): Promise<void> {
    const usage = await this.inspector.usage();
    if (usage !== undefined && sumOf(usage) > sumOf(this.heap)) this.heap = usage;
  }
}

export function sumOf({ objects, buffers }: HeapUsage): number {
  return objects + buffers;
}
