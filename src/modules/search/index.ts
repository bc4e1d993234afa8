export { isCompound, isSwedish, wordsBeginning } from './forms.ts'
export { countCap, parseQuery, placesOf } from './rules.ts'
export { search } from './service.ts'
export type { SearchFilter, SearchQuery } from './types.ts'
