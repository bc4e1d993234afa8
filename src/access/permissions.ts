import { type Role, roles } from './roles.ts'

const everyone: readonly Role[] = roles
const communications: readonly Role[] = ['communicator', 'headOfCommunications']
const editors: readonly Role[] = ['editor', ...communications]
const records: readonly Role[] = ['registrar', 'archivist', 'dataProtectionOfficer', 'lawyer', 'auditor']

/**
 * The one table of who may do what: permission → the roles that hold it. What is not here is denied.
 * A role held in a department reaches that department's accounts only (scope.ts); an account's owner and
 * deputy count as editors of that account.
 */
export const permissions = {
  'overview.read': everyone,
  'tasks.read': [...editors, 'manager', 'lawyer', 'registrar', 'auditor'],
  'tasks.work': editors,
  'items.read': [...editors, 'manager', ...records],
  'measures.take': editors,
  'measures.remove': editors,
  'measures.liftAbuse': communications,
  'supervision.confirm': editors,
  'supervision.explain': [...editors, 'manager'],
  'supervision.read': [...editors, 'manager', 'auditor', 'lawyer'],
  'policeReports.write': [...communications, 'lawyer'],
  'staffSafety.open': ['manager'],
  'dialogue.reply': editors,
  'dialogue.keepReplies': communications,
  'dialogue.invite': communications,
  'publishing.read': [...editors, 'manager', 'auditor'],
  'publishing.write': editors,
  'news.administer': communications,
  'licences.read': [...editors, 'manager', 'dataProtectionOfficer', 'lawyer', 'auditor'],
  'dataProtection.read': [...editors, 'manager', 'auditor', 'dataProtectionOfficer'],
  'dataProtection.answer': ['dataProtectionOfficer'],
  'search.use': [...editors, 'manager', ...records],
  'diary.read': [...editors, 'manager', ...records],
  'diary.propose': [...editors, 'manager', 'registrar', 'lawyer'],
  'diary.register': ['registrar'],
  'archive.prove': [...communications, 'manager', ...records],
  'accounts.read': everyone,
  'accounts.register': communications,
  'accounts.connect': [...communications, 'operator'],
  'staffing.read': [...editors, 'manager', 'operator', 'auditor'],
  'staffing.absent': everyone,
  'staffing.manage': [...communications, 'manager', 'operator'],
  'vault.read': [...editors, 'manager', 'auditor'],
  'vault.fill': communications,
  'vault.ask': [...editors, 'manager'],
  'vault.approve': [...communications, 'manager'],
  'vault.crisis': ['headOfCommunications'],
  'guideline.attest': editors,
  'guideline.administer': communications,
  'accounts.close': [...communications, 'manager'],
  'applications.read': everyone,
  'applications.write': [...editors, 'manager'],
  'applications.mandate': ['manager'],
  'applications.comment': communications,
  'applications.decide': ['manager', 'registrar', 'headOfCommunications'],
  'insights.read': everyone,
  'collection.run': [...editors, 'operator'],
  'collection.recordByHand': editors,
  'collection.explainGap': [...editors, 'manager'],
  'policy.read': everyone,
  'policy.change': ['headOfCommunications'],
  'staff.read': [...communications, 'manager', 'operator'],
  'staff.change': ['headOfCommunications', 'operator'],
  'identity.administer': ['operator'],
  'rights.read': [...editors, 'manager', 'operator', 'auditor', 'dataProtectionOfficer', 'lawyer'],
  'learning.read': [...communications, 'manager', 'auditor', 'dataProtectionOfficer', 'lawyer'],
  'learning.decide': ['headOfCommunications'],
  'platforms.decide': ['headOfCommunications', 'operator'],
  'publicPages.change': communications,
  'pictures.administer': communications,
  'log.administer': ['operator'],
  'audit.read': ['auditor', 'dataProtectionOfficer', 'headOfCommunications'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions
