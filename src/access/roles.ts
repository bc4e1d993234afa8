/**
 * Roles that a member of staff holds, in one department or in the whole municipality.
 * Owner and deputy (kontoansvarig, ersättare) are relations to an account, not roles.
 */
export const roles = [
  'editor',
  'communicator',
  'headOfCommunications',
  'manager',
  'registrar',
  'archivist',
  'dataProtectionOfficer',
  'lawyer',
  'auditor',
  'operator',
] as const

export type Role = (typeof roles)[number]

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)
