/** temporary */
export interface Statement<Row extends object = object> {
  readonly name: string
  readonly text: string
  readonly many?: ManyForm
  readonly row?: Row
}
export interface ManyForm {
  readonly name: string
  readonly text: string
  readonly types: readonly string[]
  readonly rowKey?: number
}
export type Run = <Row extends object>(
  statement: Statement<Row>,
  values: readonly unknown[],
) => Promise<Row[]>
export type WritesOf = (owner: string) => Run
