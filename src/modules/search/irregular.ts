import { dictionary } from './dictionary.ts'

/**
 * Forms that the dictionary does not tie to their word, after it on its line (school grammar). Left out is what is more
 * often another word: bad of be, band of binda, växt of växa. Marked * is what the word finds but what does not find it:
 * whoever looks for lever may mean the liver.
 */
const groups = `
stad städer stan städerna
natt nätter nätterna
bok böcker böckerna
bot böter böterna
son söner sönerna
man män mäns männen männens
gås gäss gässen
mus möss mössen
lus löss lössen
broder bror bröder bröderna
fader far* fäder fäderna
moder mor mödrar mödrarna
dotter döttrar döttrarna
bonde bönder bönderna
öga ögon ögonen
öra öron öronen
huvud huvudena
ledamot ledamöter ledamöterna
stång stänger* stängerna
tång tänger tängerna
bokstav bokstäver bokstäverna
fordran fordringar fordringarna
ko kor korna
bli blir blev blivit bliven blivna
ge givit givits givet given givna ges giver
se såg* sågs* ses
le log
dra drog drogs dragit dragen draget dragna
ta tog togs tar tas taget tagen tagna tagit tagits
slå slagna
säga säger säja sa sade sagt sagts sagd sagda sägs sades
lägga lägger la lade lagt lagd lagda läggs lades
ha har hade haft havande
göra gör gjorde gjort gjorts gjord gjorda görs gjordes
veta vet vetat
kunna kan kunde kunnat
böra bör borde
ligga ligger legat
sitta sitter satt suttit
sätta sätter satte satt satts satta sätts sattes
äta äter åt ätit ätits äten ätet ätna äts åts
hålla hållen hållet hållna
komma kommen kommet komna
bära bär* burit buren buret burna bärs
skära skär skar skurit skuren skuret skurna skärs skars
stjäla stal stulit stulen stulet stulna
svälja sväljer svalde svalt svald svalda
välja väljer valde valt vald valda väljs valdes
vänja vänjer vande
dölja döljer dolde dolt dold dolda döljs doldes
skilja skilde skilt skild skilda skildes
sälja säljer sålde sålt såld sålda säljs såldes
smörja smörjer smorde smort smord smorda
stödja stöder* stödjer stödde stödd stödda
glädja gläder glädjer gladde
bringa bragte bragt bragd
bjuda bjuden bjudet bjudna
sluta sluten slutet* slutna
skjuta skjuten skjutet skjutna
bryta bruten brutet brutna
knyta knuten knutet knutna
frysa frös frusit frusen fruset frusna
flyga flyger flög flugit flugen
smyga smyger smög smugit
ljuga ljuger ljög ljugit
suga suger sög sugit
sjunga sjunger sjöng sjungit sjungen
sjunka sjunker sjönk sjunkit sjunken sjunket sjunkna
dyka dyker dök dykt
strypa stryper ströp strypt
stryka stryker strök strukit struken struket strukna stryks ströks
bita biten bitna
rida riden
vrida vriden
skriva skrev skriven skrivet skrivna
driva driver drev* drivit driven drivet drivna
riva riven rivet rivna
gripa gripen gripet gripna
knipa kniper knep* knipit
pipa piper pep pipit
stiga stiger steg* stigit stigen
tiga tiger* tigit
svika sviker svek svikit sviken
vika viker vikit viken*
slita sliten slitet slitna
smita smiter smitit
sprida spridd spridda
finna finner fann funnit funnen funnet funna
finnas finns fanns funnits
vinna vinner vann vunnit vunnen vunnet vunna vinns
brinna brinner brann brunnit brunnen*
hinna hinner hann hunnit hunnen
rinna rinner rann runnit runnen
spinna spinner spunnit spunnen
försvinna försvinner försvann försvunnit försvunnen försvunnet försvunna
binda binder bundit bunden bundet bundna binds
springa springer sprang sprungit sprungen
tvinga tvang tvungit tvungen tvunget tvungna
slippa slipper sluppit sluppen
sticka sticker stack* stuckit stucken stucket stuckna
dricka dricker drack druckit drucken druckna
spricka spricker sprack spruckit sprucken
brista brister* brast brustit brusten
hugga hugger högg huggit huggen hugget huggna
växa växer växte vuxit
svära svär svor svurit svuren
fara far* for farit faren
gala gol
leva lever* levde levt levat
stor större störst störste största
ung yngre yngst yngsta
lång längre längst längsta
låg lägre lägst lägsta
hög högt höga högre högst högsta
tung tyngre tyngst tyngsta
grov grövre grövst grövsta
liten litet lilla lille små mindre minst minste minsta
god gott goda bättre bäst bästa
bra bättre bäst bästa
gammal gamla äldre äldst äldsta
dålig sämre sämst sämsta
ond värre värst värsta
många fler flera flest flesta
nära närmare närmast närmaste
annan annat andra andre
bo bor bodde bott
få får* fick fått
läsa läst
leda lett
lyda löd
lära lärde lärt lärd
fin fint fina
viss visst
sam samt
examen examina
vänster vänstra
karl karln
fiske fisket fiskets
`

type Group = { readonly lemma: string; readonly others: readonly string[] }

const byForm = new Map<string, Group[]>()
for (const line of groups.trim().split('\n')) {
  const [lemma = '', ...marked] = line.split(' ')
  const others = marked.map((form) => form.replace('*', ''))
  for (const form of [lemma, ...marked]) {
    if (!form.endsWith('*')) byForm.set(form, [...(byForm.get(form) ?? []), { lemma, others }])
  }
}
const longestForm = Math.max(...[...byForm.keys()].map((form) => form.length))
const [shortestBefore, shortestLast] = [2, 3]

/** The forms of a word that is one of these, or a compound that ends with one (handbok, deltog); none of any other. */
export function irregularForms(word: string): string[] {
  const whole = byForm.get(word) ?? []
  // Who writes a word as it stands in a dictionary means that word: bra, and not the better of good.
  const named = whole.filter(({ lemma }) => lemma === word)
  if (whole.length > 0) return (named.length > 0 ? named : whole).flatMap(formsOfGroup)
  for (let at = Math.max(shortestBefore, word.length - longestForm); at < word.length; at += 1) {
    const [before, last] = [word.slice(0, at), word.slice(at)]
    const found = (byForm.get(last) ?? []).filter((group) => endsWith(before, last, group))
    if (found.length > 0) return found.flatMap(formsOfGroup).map((form) => before + form)
  }
  return []
}

/** Two letters end many words: they count where the dictionary knows the form beside (antog, so anta is of ta). */
const endsWith = (before: string, last: string, group: Group): boolean =>
  last.length >= shortestLast || dictionary().has(before + (group.others[0] ?? ''))

const formsOfGroup = ({ lemma, others }: Group): string[] => [
  lemma,
  ...others,
  ...(dictionary().has(lemma) ? dictionary().formsOf(lemma) : []),
]
