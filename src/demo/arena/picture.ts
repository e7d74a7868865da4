/** Draws the arena on a canvas. Its ground is a night in every theme, as that of the stream is. */
import { MARKS, SHAPE_COLOR } from "./marks.ts";
import { HEIGHT, RADIUS, WIDTH, type Place } from "./world.ts";

export interface Figure {
  readonly name: string;
  readonly place: Place;
  /** its number among the {@link MARKS} */
  readonly mark: number;
  readonly isOwn: boolean;
}

const GROUND = "#141a33";
const STAR = "#ffd479";
const TEXT = "#f4f1ff";
const TURN = 2 * Math.PI;
const POINTS = 5;
/** Of a shape, to fill most of a lantern. */
const SHAPE_SHARE = 1 / 13;
/** A lantern is drawn at least so large, in CSS pixels, however small the arena is. */
const MIN_RADIUS_PX = 10;
/** In an arena that narrow the names of more players would cover each other: the list has their marks. */
const NARROW_PX = 500;
const MAX_NARROW_NAMES = 8;
const SHAPES = MARKS.map(({ path }) => new Path2D(path));

export class Picture {
  private readonly context: CanvasRenderingContext2D;

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("a canvas has a context");
    this.context = context;
  }

  /** `isCalm`: without what shines, for those who want less motion. */
  draw(figures: readonly Figure[], star: Place | undefined, isCalm: boolean): void {
    const { context } = this;
    this.fit();
    context.fillStyle = GROUND;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    this.drawGrid();
    if (star !== undefined) this.drawStar(star, isCalm);
    for (const figure of figures) this.drawFigure(figure, isCalm);
    const isCrowded = this.canvas.clientWidth < NARROW_PX && figures.length > MAX_NARROW_NAMES;
    for (const figure of figures) if (!isCrowded || figure.isOwn) this.drawName(figure);
  }

  /** As many pixels as the screen has for it. */
  private fit(): void {
    const { canvas, context } = this;
    const width = Math.round(canvas.clientWidth * devicePixelRatio);
    const height = Math.round(canvas.clientHeight * devicePixelRatio);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(width / WIDTH, 0, 0, height / HEIGHT, 0, 0);
  }

  /** In units of the arena. */
  private get radius(): number {
    return Math.max(RADIUS, (MIN_RADIUS_PX * WIDTH) / Math.max(1, this.canvas.clientWidth));
  }

  private drawGrid(): void {
    const { context } = this;
    context.strokeStyle = "#ffffff12";
    context.lineWidth = 2;
    context.beginPath();
    for (let x = 100; x < WIDTH; x += 100) context.rect(x, 0, 0, HEIGHT);
    for (let y = 100; y < HEIGHT; y += 100) context.rect(0, y, WIDTH, 0);
    context.stroke();
  }

  private drawStar({ x, y }: Place, isCalm: boolean): void {
    const { context } = this;
    context.fillStyle = STAR;
    context.shadowColor = STAR;
    context.shadowBlur = isCalm ? 0 : 24;
    context.beginPath();
    for (let corner = 0; corner < 2 * POINTS; corner++) {
      const angle = (corner / (2 * POINTS)) * TURN - TURN / 4;
      const radius = this.radius * (corner % 2 === 0 ? 1 : 0.45);
      context.lineTo(x + Math.cos(angle) * radius, y + Math.sin(angle) * radius);
    }
    context.fill();
    context.shadowBlur = 0;
  }

  private drawFigure({ mark, place: { x, y }, isOwn }: Figure, isCalm: boolean): void {
    const { context } = this;
    const color = MARKS[mark]?.color ?? TEXT;
    context.fillStyle = color;
    context.shadowColor = color;
    context.shadowBlur = isCalm ? 0 : 18;
    context.beginPath();
    context.arc(x, y, this.radius, 0, TURN);
    context.fill();
    context.shadowBlur = 0;
    if (isOwn) {
      context.strokeStyle = TEXT;
      context.lineWidth = 4;
      context.stroke();
    }
    this.drawShape(mark, { x, y });
  }

  private drawShape(mark: number, { x, y }: Place): void {
    const { context } = this;
    const shape = SHAPES[mark];
    if (shape === undefined) return;
    context.save();
    context.translate(x, y);
    context.scale(this.radius * SHAPE_SHARE, this.radius * SHAPE_SHARE);
    context.fillStyle = SHAPE_COLOR;
    context.fill(shape, "evenodd");
    context.restore();
  }

  /** As large as text on the page, however small the arena is. */
  private drawName({ name, place: { x, y } }: Figure): void {
    const { context, canvas } = this;
    const size = Math.max(15, (13 * WIDTH) / Math.max(1, canvas.clientWidth));
    context.font = `600 ${size}px ${getComputedStyle(canvas).fontFamily}`;
    context.textAlign = "center";
    const { radius } = this;
    const isLow = y > HEIGHT - radius - 2 * size;
    const baseline = isLow ? y - radius - size / 2 : y + radius + size;
    const half = context.measureText(name).width / 2;
    const center = Math.min(WIDTH - half - 6, Math.max(half + 6, x));
    context.strokeStyle = GROUND;
    context.lineWidth = size / 4;
    context.strokeText(name, center, baseline);
    context.fillStyle = TEXT;
    context.fillText(name, center, baseline);
  }
}
