/** Names of the internet, as name servers answer for them. */
export interface NamesPort {
  /** The addresses that a name leads to by now, sorted; none where no name server knows it, or none answers. */
  addresses(name: string): Promise<readonly string[]>;
}
