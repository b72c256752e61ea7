/** Weights of the first seventeen digits (GB 11643-1999, ISO 7064 MOD 11-2). */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECK_DIGITS = '10X98765432'

/**
 * True where a text holds a resident identity-card number: eighteen digits (the last may be X) whose
 * check digit is right, whatever stands around them, blanks within included.
 */
export function holdsIdentityNumber(text: string): boolean {
  const folded = text.normalize('NFKC').toUpperCase().replace(/[\s-]+/g, '')
  return [...folded.matchAll(/(?<![0-9A-Z])\d{17}[\dX](?![0-9A-Z])/g)].some(([number]) => isIdentityNumber(number))
}

function isIdentityNumber(number: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return CHECK_DIGITS[sum % 11] === number[17]
}

/** True for a heading that announces numbers of identity cards or passports. */
export function asksForIdentity(heading: string): boolean {
  return /身份证|证件号|证件编号|护照|公民身份|idcard|identitycard|passport|nationalid/.test(heading.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ''))
}
