/**
 * Words whose forms do not follow from their endings, a group on each line. A compound takes its last word's forms:
 * bostad, bostäder. School grammar; each group is searched as one word.
 */
const groups = `
stad städer staden stan städerna
hand händer handen händerna
tand tänder tanden tänderna
strand stränder stranden stränderna
land länder landet länderna
rand ränder randen ränderna
brand bränder branden bränderna
and änder anden änderna
natt nätter natten nätterna
bok böcker boken böckerna
rot rötter roten rötterna
fot fötter foten fötterna
bot böter boten böterna
son söner sonen sönerna
man män mannen männen mans mäns mannens männens
gås gäss gåsen gässen
mus möss musen mössen
lus löss lusen lössen
broder bror bröder brodern bröderna
fader far fäder fadern fäderna
moder mor mödrar modern mödrarna
dotter döttrar dottern döttrarna
bonde bönder bonden bönderna
öga ögon ögat ögonen
öra öron örat öronen
huvud huvuden huvudet huvudena
ledamot ledamöter ledamoten ledamöterna
stång stänger stången stängerna
tång tänger tången tängerna
stadium stadier stadiet stadierna
bli blir blev bliver blivit bliven blivna blivande
ge ger gav gett givit given givet givna ges gavs giva giver gives
få får fick fått fås
gå går gick gått gången gånget gångna gås
stå står stod stått stående stås
se ser såg sett sedd sedda ses sågs
dö dör dog dött
le ler log lett
be ber bad bett bedd bedda bads
dra drar drog dragit dragen draget dragna dras drogs draga
ta tar tog tagit tagen taget tagna tas togs taga tager tages tagits
slå slår slog slagit slagen slaget slagna slås slogs
säga säger säja sa sade sagt sagd sagda sägs sades
lägga lägger la lade lagt lagd lagda läggs lades
ha har hade haft havande
göra gör gjorde gjort gjord gjorda görs gjordes
veta vet visste vetat
vilja vill ville velat
kunna kan kunde kunnat
böra bör borde
måsta måste
vara är var varit
ligga ligger låg legat
sitta sitter satt suttit suttande
sätta sätter satte satt satta sätts sattes
äta äter åt ätit äten ätet ätna äts åts
låta låter lät låtit läts låten
gråta gråter grät gråtit
falla faller föll fallit fallen fallet fallna
hålla håller höll hållit hållen hållet hållna hålls hölls
komma kommer kom kommit kommen kommet komna
sova sover sov sovit
bära bär bar burit buren buret burna bärs bars
skära skär skar skurit skuren skuret skurna skärs skars
stjäla stjäl stal stulit stulen stulet stulna
svälja sväljer svalde svalt svald svalda
välja väljer valde valt vald valda väljs valdes
vänja vänjer vande vant vand vanda
dölja döljer dolde dolt dold dolda döljs doldes
följa följer följde följt följd följda följs följdes
skilja skiljer skilde skilt skild skilda skiljs skildes
sälja säljer sålde sålt såld sålda säljs såldes
smörja smörjer smorde smort smord smorda
spörja spörjer sporde sport
städja städjer stadde stadd
stödja stöder stödjer stödde stött stödd stödda
glädja gläder glädjer gladde glatt
tälja täljer
tämja tämjer tämjde
bringa bringar bringade bragte bragt bragd
hjälpa hjälper hjälpte hjälpt hjälps
bjuda bjuder bjöd bjudit bjuden bjudet bjudna bjuds bjöds
ljuda ljuder ljöd ljudit
sluta sluter slöt slutit sluten slutet slutna
skjuta skjuter sköt skjutit skjuten skjutet skjutna skjuts sköts
njuta njuter njöt njutit
flyta flyter flöt flutit
bryta bryter bröt brutit bruten brutet brutna bryts bröts
knyta knyter knöt knutit knuten knutet knutna
skryta skryter skröt skrutit
snyta snyter snöt snutit snuten
frysa fryser frös frusit frusen fruset frusna
krypa kryper kröp krupit krupen
flyga flyger flög flugit flugen
smyga smyger smög smugit
ljuga ljuger ljög ljugit
suga suger sög sugit sugen
sjunga sjunger sjöng sjungit sjungen
sjunka sjunker sjönk sjunkit sjunken sjunket sjunkna
dyka dyker dök dykt
strypa stryper ströp strypt
stryka stryker strök strukit struken struket strukna stryks ströks
bita biter bet bitit biten bitet bitna
rida rider red ridit riden
glida glider gled glidit
lida lider led lidit liden
strida strider stred stridit
vrida vrider vred vridit vriden
skrida skrider skred skridit skriden
skriva skriver skrev skrivit skriven skrivet skrivna skrivs skrevs
driva driver drev drivit driven drivet drivna drivs drevs
riva river rev rivit riven rivet rivna
kliva kliver klev klivit
gripa griper grep gripit gripen gripet gripna grips greps
knipa kniper knep knipit
pipa piper pep pipit
stiga stiger steg stigit stigen
tiga tiger teg tigit
svika sviker svek svikit sviken
vika viker vek vikit viken
skina skiner sken skinit
slita sliter slet slitit sliten slitet slitna
smita smiter smet smitit
skita skiter sket skitit
sprida sprider spred spridit spridd spridda
finna finner fann funnit funnen funnet funna finns fanns
vinna vinner vann vunnit vunnen vunnet vunna vinns vanns
brinna brinner brann brunnit brunnen
hinna hinner hann hunnit hunnen
rinna rinner rann runnit runnen
spinna spinner spann spunnit spunnen
försvinna försvinner försvann försvunnit försvunnen försvunnet försvunna
binda binder band bundit bunden bundet bundna binds bands
springa springer sprang sprungit sprungen
tvinga tvingar tvang tvungit tvungen tvunget tvungna
slippa slipper slapp sluppit sluppen
sticka sticker stack stuckit stucken stucket stuckna
dricka dricker drack druckit drucken druckna
spricka spricker sprack spruckit sprucken
rycka rycker ryckte ryckt
brista brister brast brustit brusten
hugga hugger högg huggit huggen hugget huggna
växa växer växte vuxit växt vuxen vuxet vuxna
nysa nyser nös nyst
ryta ryter röt rutit
svära svär svor svurit svuren
fara far for farit faren
gala gal gol galit
begrava begraver begravde begravt begravd
leva lever levde levt levat
tycka tycker tyckte tyckt
känna känner kände känt känd kända känns kändes
kräva kräver krävde krävt krävd krävda krävs krävdes
bygga bygger byggde byggt byggd byggda byggs byggdes
stor stort stora större störst störste största
ung ungt unga yngre yngst yngsta
lång långt långa längre längst längsta
låg lågt låga lägre lägst lägsta
hög högt höga högre högst högsta
tung tungt tunga tyngre tyngst tyngsta
grov grovt grova grövre grövst grövsta
få färre
liten litet lilla lille små mindre minst minste minsta
god gott goda bra bättre bäst bästa
gammal gammalt gamla äldre äldst äldsta
dålig dåligt dåliga sämre sämst sämsta
ond ont onda värre värst värsta
mången många mer mera fler flera flest flesta
bokstav bokstäver bokstaven bokstäverna
idé idéer idén idéerna
nära närmare närmast närmaste
annan annat andra andre
fordran fordringar fordringarna
heta heter hette hetat
inre innersta
yttre yttersta
övre översta
nedre nedersta
främre främsta
ko kor kon korna
sko skor skon skorna
gå gående
`

/** A form → the forms of its groups. */
const byForm = new Map<string, readonly string[]>()
/** The forms that a compound may end with: short ones only as they stand in a dictionary (avgå, delta, inse). */
const lastParts = new Set<string>()
const shortestLastPart = 3
const shortestBefore = 2
for (const line of groups.trim().split('\n')) {
  const forms = line.split(' ')
  for (const [at, form] of forms.entries()) {
    byForm.set(form, [...(byForm.get(form) ?? []), ...forms])
    if (at === 0 || form.length >= shortestLastPart) lastParts.add(form)
  }
}
const longestForm = Math.max(...[...byForm.keys()].map((form) => form.length))

/** The forms of a word that is one of these, or a compound that ends with one; none of any other. */
export function irregularForms(word: string): string[] {
  const found: string[] = [...(byForm.get(word) ?? [])]
  for (let at = Math.max(shortestBefore, word.length - longestForm); at < word.length; at += 1) {
    const last = word.slice(at)
    if (!lastParts.has(last)) continue
    for (const form of byForm.get(last) ?? []) found.push(word.slice(0, at) + form)
  }
  return found
}
