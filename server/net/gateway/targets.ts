// The operator's list of TCP servers that sessions may be carried to. A browser chooses by name; nothing that
// it sends ever becomes an address.

/** Where a target is dialled. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Targets by name. */
export type Targets = ReadonlyMap<string, Target>;
