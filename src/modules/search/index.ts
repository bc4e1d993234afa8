export { countCap, placesOf } from './rules.ts'
export { search } from './service.ts'
export type { SearchFilter, SearchQuery } from './types.ts'
