const words = (text: string) => new Set(text.split(/\s+/).filter(Boolean))

/** Words that no constant of a module can be called. PostgreSQL's words are no hindrance, since every name is quoted. */
export const TYPESCRIPT = words(`
  arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield`)

/** What every object has already. */
export const OBJECT = words(`
  constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf`)

/** Keys that tRPC keeps for itself in a router, and what its clients call on one. */
export const ROUTER = words('apply call then pathFilter pathKey queryFilter queryKey')

/** Models that Prisma has no room for: its types of columns, and what its client exports. */
export const PRISMA = words('BigInt Boolean Bytes DateTime Decimal Float Int Json Prisma PrismaClient String')

/** What every write takes beside the fields. */
export const CONDITION = 'ifVersion'

/** Columns that every table of PostgreSQL has. */
export const COLUMNS = words('cmax cmin ctid tableoid xmax xmin')

/** What the kit keeps in every row. */
export const KIT_FIELDS = words('createdAt id updatedAt userId version')

/** Parameters that a list has already. */
export const LIST_PARAMETERS = words('cursor limit offset q sort')

const ROUTER_FILE =
  'access cacheOf cached once output read readOf rest restOf unvalidatedOutput write writeOf z'

/** What the files that declare or import the schema of a resource call something else: `schema.ts`, `router.ts`, `resources.ts`. */
export const BESIDE_SCHEMA = words(`${ROUTER_FILE}
  anyOf cursorInput cursorPageOf date dateIn decimal exportedRows fields inputsOf instant instantIn integer jsonOf lookupId
  notBoth offsetInput offsetPageOf owned pageInput pageOf parent shared sortOf text timestamp wholeOf`)

/** The same for its calls: `table.ts`, `router.ts`. */
export const BESIDE_CALLS = words(`${ROUTER_FILE}
  callsOf createCursorList createList createOffsetList createResource createStore createWholeList defineTable filtersOf
  listCallOf tables`)
