/** Which rooms have sockets, for the server to close them when it stops: as many names as there are sockets at most. */
export class OpenSockets {
  private readonly counts = new Map<string, number>();

  get rooms(): readonly string[] {
    return [...this.counts.keys()];
  }

  opened(room: string): void {
    this.counts.set(room, (this.counts.get(room) ?? 0) + 1);
  }

  closed(room: string): void {
    const left = (this.counts.get(room) ?? 0) - 1;
    if (left > 0) this.counts.set(room, left);
    else this.counts.delete(room);
  }
}
