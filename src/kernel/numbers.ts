const digits = new Intl.NumberFormat('sv-SE')

/** 1190 → '1 190' (with a no-break space), 0.5 → '0,5'. */
export const numberText = (value: number): string => digits.format(value)

/** countText(1, 'ärende', 'ärenden') → '1 ärende'. A count is always of something. */
export const countText = (value: number, one: string, many: string): string =>
  `${numberText(value)} ${value === 1 ? one : many}`
