/** One SASL exchange. It knows bytes, not XML; every step throws a StreamProblem when the server is not to be believed. */
export interface Exchange {
  readonly mechanism: string;
  /** The initial response. */
  first(): Uint8Array;
  answer(challenge: Uint8Array): Promise<Uint8Array>;
  /**
   * The server says that it succeeded; `data` came with that. Throws `server-not-proven` where the mechanism proves the server and it has not been
   * proven by now, by this data or by a last challenge.
   */
  finish(data: Uint8Array | undefined): void;
}
