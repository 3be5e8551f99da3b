/** So many nodes of an instance type. */
export interface NodeCount {
  readonly instanceType: string;
  readonly count: number;
}
