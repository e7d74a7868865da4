/** Where the player wants to go: by the arrow keys or WASD, or towards the finger or pointer that is held down. */
import { HEIGHT, STILL, towards, WIDTH, type Direction, type Place } from "./world.ts";

/** By the key's place on the board, whatever the layout. */
const KEYS: Readonly<Record<string, Direction>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  KeyW: { x: 0, y: -1 },
  KeyS: { x: 0, y: 1 },
  KeyA: { x: -1, y: 0 },
  KeyD: { x: 1, y: 0 },
};

export class Controls {
  private readonly held = new Set<string>();
  private target: Place | undefined;

  constructor(arena: HTMLElement) {
    arena.addEventListener("keydown", (event) => {
      if (!(event.code in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.held.add(event.code);
    });
    arena.addEventListener("keyup", ({ code }) => this.held.delete(code));
    arena.addEventListener("blur", () => this.held.clear());
    arena.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      arena.setPointerCapture(event.pointerId);
      this.target = placeIn(arena, event);
    });
    arena.addEventListener("pointermove", (event) => {
      if (this.target !== undefined) this.target = placeIn(arena, event);
    });
    for (const end of ["pointerup", "pointercancel"])
      arena.addEventListener(end, () => (this.target = undefined));
  }

  /** From there, now. */
  direction(from: Place): Direction {
    if (this.target !== undefined) return towards(from, this.target);
    const sum = [...this.held].reduce<Place>((total, code) => {
      const { x, y } = KEYS[code] ?? STILL;
      return { x: total.x + x, y: total.y + y };
    }, STILL);
    const length = Math.hypot(sum.x, sum.y);
    return length === 0 ? STILL : { x: sum.x / length, y: sum.y / length };
  }
}

function placeIn(arena: HTMLElement, { clientX, clientY }: PointerEvent): Place {
  const { left, top, width, height } = arena.getBoundingClientRect();
  return { x: ((clientX - left) / width) * WIDTH, y: ((clientY - top) / height) * HEIGHT };
}
