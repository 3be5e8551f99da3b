/** The end of a person's word about a move: written (`done`), there before (`nothing`), or refused; and that in a sentence. */
export interface Said {
  readonly do: 'done' | 'nothing' | 'refuse';
  readonly why: string;
}
