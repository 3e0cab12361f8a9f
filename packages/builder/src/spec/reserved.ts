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
