import type { KeptGroup, KeptUser } from '../store/scim.ts'

/** Answers as RFC 7643 and 7644 have them. */

const schema = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  provider: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
} as const

const meta = (
  resourceType: 'User' | 'Group',
  at: { createdAt: Date; changedAt: Date },
  location: string,
) => ({
  resourceType,
  created: at.createdAt.toISOString(),
  lastModified: at.changedAt.toISOString(),
  location,
})

export const userResource = (user: KeptUser, base: string) => ({
  schemas: [schema.user],
  id: user.staffId,
  ...(user.externalId && { externalId: user.externalId }),
  userName: user.userName,
  displayName: user.name,
  name: { formatted: user.name },
  emails: [{ value: user.email, type: 'work', primary: true }],
  active: user.active,
  groups: user.groups.map(({ id, name }) => ({ value: id, display: name, $ref: `${base}/Groups/${id}` })),
  meta: meta('User', user, `${base}/Users/${user.staffId}`),
})

/** @param bare without members: a large group is often asked for only to see that it is there. */
export const groupResource = (group: KeptGroup, base: string, bare: boolean) => ({
  schemas: [schema.group],
  id: group.groupId,
  ...(group.externalId && { externalId: group.externalId }),
  displayName: group.displayName,
  ...(!bare && { members: group.members.map((id) => ({ value: id, $ref: `${base}/Users/${id}` })) }),
  meta: meta('Group', group, `${base}/Groups/${group.groupId}`),
})

export const listResponse = (total: number, skipped: number, resources: readonly object[]) => ({
  schemas: [schema.list],
  totalResults: total,
  startIndex: skipped + 1,
  itemsPerPage: resources.length,
  Resources: resources,
})

const not = { supported: false } as const

export const serviceProvider = {
  schemas: [schema.provider],
  patch: { supported: true },
  bulk: { ...not, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: not,
  sort: not,
  etag: not,
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer',
      description: 'The municipality’s key, made by uppsikt identity scim',
    },
  ],
} as const

const resourceType = (name: 'User' | 'Group', base: string) => ({
  schemas: [schema.resourceType],
  id: name,
  name,
  endpoint: `/${name}s`,
  schema: name === 'User' ? schema.user : schema.group,
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
})

export const resourceTypes = (base: string) =>
  listResponse(2, 0, [resourceType('User', base), resourceType('Group', base)])
