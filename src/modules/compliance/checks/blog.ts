import { type Check, type Facts, type Judgement, met, notDemanded, notMet, unknown } from './check.ts'
import { contactIn, judgeFound } from './reading.ts'

const notABlog = 'Kontot är ingen blogg.'

/** What is asked of blogs alone. */
const ofBlog =
  (judge: (facts: Facts) => Judgement) =>
  (facts: Facts): Judgement =>
    facts.account.blog ? judge(facts) : notDemanded(notABlog)

/** 'Här skriver bibliotekarierna om …', 'Bloggen drivs av …'. */
const writers =
  /\b(?:skriver|skrivs av|skribent\w*|bloggar|bloggare\w*|redaktör\w*|redaktion\w*|författar\w*|drivs av|(?:vi|jag) som)\b[^.\n]{0,80}/iu
const comments = /\bkommentar\w*\b[^.\n]{0,100}/iu

/** What a blog tells its readers, and whom it is for (R18). */
export const blogChecks: readonly Check[] = [
  {
    id: 'audienceStated',
    demand: 'R18',
    title: 'Det är sagt om bloggen är för alla eller bara för medarbetare',
    mender: 'communications',
    todo: 'Välj på kontots sida vilka det är till för.',
    judge: ofBlog(({ account }) => {
      if (account.audience === null) return notMet('Ingen har sagt vilka bloggen är till för.')
      return met(account.audience === 'public' ? 'Bloggen är för alla.' : 'Bloggen är intern.')
    }),
  },
  {
    id: 'blogWriters',
    demand: 'R18',
    title: 'Bloggen säger vem som skriver, och varför',
    mender: 'owner',
    todo: 'Skriv på bloggens sida Om vem som skriver, och varför.',
    attestedBy: 'editor',
    judge: ofBlog((facts) =>
      judgeFound(
        facts,
        ({ description }) => writers.exec(description)?.[0],
        'Sidan Om säger inte vem som skriver.',
      ),
    ),
  },
  {
    id: 'blogContact',
    demand: 'R18',
    title: 'Bloggen visar hur man når dem som skriver',
    mender: 'owner',
    todo: 'Skriv en e-postadress eller ett telefonnummer på bloggens sida Om.',
    attestedBy: 'editor',
    judge: ofBlog((facts) =>
      facts.account.audience === 'internal'
        ? notDemanded('En intern blogg behöver inga kontaktuppgifter.')
        : judgeFound(facts, contactIn, 'Sidan Om har varken e-postadress eller telefonnummer.'),
    ),
  },
  {
    id: 'blogComments',
    demand: 'R18',
    title: 'Bloggen säger hur kommentarer följs upp',
    mender: 'owner',
    todo: 'Skriv på bloggens sida Om vem som läser kommentarerna, hur ofta, och när den som skriver får svar.',
    attestedBy: 'editor',
    judge: ofBlog((facts) =>
      judgeFound(
        facts,
        ({ description }) => comments.exec(description)?.[0],
        'Sidan Om säger inget om kommentarer.',
      ),
    ),
  },
  {
    id: 'ownBlogTool',
    demand: 'R18',
    title: 'Den interna bloggen finns i kommunens eget bloggverktyg',
    mender: 'owner',
    todo: 'Flytta bloggen till kommunens eget verktyg.',
    attestedBy: 'communications',
    months: () => 12,
    judge: ofBlog(({ account, policy }) => {
      if (!policy.platforms.ownBlogToolFirst) return notDemanded()
      if (account.audience !== 'internal')
        return notDemanded('Bara en intern blogg måste finnas i det egna verktyget.')
      return unknown('Om verktyget är kommunens eget kan bara en människa säga.')
    }),
  },
]
