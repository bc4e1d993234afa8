/** Texts of the sort that a municipality and its inhabitants write; nothing in them is unsuitable, and no number is anybody's. */
export const everyday = `
Kommunstyrelsens sammanträde den 14 mars 2026 kl. 13.00–16.45, Stadshuset, sal 3
Dnr KS 2026/0123-4.1, § 45, sidan 12 (48)
Nämnden beslutar att bevilja 1 250 000 kronor för åren 2026–2028
Org.nr 212000-1462, momsreg.nr SE212000146201
Organisationsnummer 802001-5672, föreningen har 123 medlemmar
Faktura 20260314-1234, OCR 1234567890123452, förfaller 2026-04-30
OCR-nummer: 8507 0998 0412 3, ange detta vid betalning
Ärendenummer 2026-03-14-0012, handläggare: Enheten för bygglov
Fastigheten Kungsbacka 4:123, area 1 234 kvm
Budget 2026: 85 070 998 kr, prognos 84 123 456 kr
Detaljplan DP 1980-12, antagen 1980-12-24, laga kraft 1981-01-15
Versionsnummer 12.04.1985, ISO 9001:2015, SS-EN 1090-2
Öppettider: mån–tor 08.00–16.30, fre 08.00–15.00, lunchstängt 12–13
Biblioteket har öppet 10-18 vardagar och 11-15 helger
Priser: vuxen 95 kr, barn 45 kr, 10-kort 850 kr
Bussarna går 07.10, 07.25, 07.40, 07.55 och sedan var 10:e minut
Det var 850 709 besökare förra året
Koordinater 57.70887, 11.97456
Telefontid vardagar 9–11, se kontaktsidan
Lagen (1991:900) om val av sätt och förordningen 2018:218
SFS 2017:725, prop. 2016/17:171, bet. 2016/17:KU30
ISBN 978-91-7000-150-5, ISSN 1101-1165
Artikelnummer 7350053850019, EAN 7310865004703
Resultatet blev 3-2 (1-0, 1-1, 1-1) inför 4 321 åskådare
Vi flyttar från Storgatan till nya lokaler, adress kommer
Kör försiktigt, 30 km/h gäller från klockan 7 till 17
Detaljhandeln ökade 3,4 procent, handel över nätet 12,8
Snöröjningen är försenad på grund av mycket snö i natt
Nu startar vi insamlingen av matavfall i hela kommunen
Förskolan Skogsgläntan söker barnskötare och pedagoger
Kulturskolan visar Pippi Långstrump i Folkets hus
Fritidsgården ordnar pingis, biljard och korvgrillning
Anmälan till simskolan öppnar den 1 februari klockan 10
Vi beklagar att hissen i Stadshuset är ur funktion
Vattnet är avstängt på Ängsvägen mellan 9 och 14
Elförsörjningen har återställts efter nattens oväder
Det brinner i en lada utanför tätorten, håll er undan
Kommunfullmäktige röstade 31 mot 28 för förslaget
Skolskjutsen ställs in på måndag, kontakta skolan
Motionen om fler cykelbanor avslogs efter votering
Tack för er synpunkt, vi har skickat den vidare
Klotter och skadegörelse anmäls till polisen
Hundar ska hållas kopplade i parken hela året
Gravt handikappade har rätt till färdtjänst
Sexårsverksamheten och sexton nya platser i förskolan
Analysen visar att kanalen behöver muddras i höst
Negativa räntor och integration på arbetsmarknaden
Kockarna i skolköket lagar mat till femhundra elever
Horndal, Hörby, Höör, Knivsta, Kukkola och Fittja
Fittja centrum får ny belysning, Fittjaborna är nöjda
Skithusberget och Rumpebo är gamla ortnamn i socknen
Fanan hissas på nationaldagen, fanbärare är scouterna
Häxorna kommer på skärtorsdagen, påskkärringar får godis
Rövarkulan, rövarna i Kamomilla stad och rövarspråket
Slutligen tackar ordföranden för visat intresse
Den döda vinkeln vid korsningen är farlig för cyklister
Dödsboet ska anmäla till skattemyndigheten inom tre månader
Skjutbanan, skottfältet och jaktprovet är avlysta
Slå på vattnet långsamt och låt det rinna
Bomben från andra världskriget oskadliggjordes i morse
Vi ska hänga upp julbelysningen i veckan
Det var en mördande konkurrens om platserna
Ogräset ska bekämpas, mördarsniglar plockas för hand
Sprängning sker vardagar 7–18, varning med ljudsignal
Barnen fick klappa getter, grisar, hästar och åsnor
Bajamajor finns vid scenen, hundbajspåsar vid grinden
Kissa på sig är vanligt hos små barn, säger sköterskan
Analfabetism, analog teknik och kanalisering
Assistenten hjälper till med assistansersättning
Massan och passagen, klassen och kassan, dressin och mässing
Cocktail, cockpit och Scunthorpe, Essex, Sussex och Middlesex
Dickens, Moby Dick och Dick Harrison i bokcirkeln
Penistone i England är vår vänort
Kuvertet låg under kudden, kukeliku sa tuppen
Hon prutade på stolen och fick den för femtio kronor
Runkelrosor och rödbetor odlas på kolonilotten
Transportstyrelsen, translokation och transparens
Homogent betonggolv, homonym och homeopati
Mongoliet, Nigeria, Niger och Montenegro
Helvetesgapet och Djävulsklippan är utflyktsmål
Jag är så less på alla gropar i vägen
Det här är helt oacceptabelt, jag vill ha ett svar i dag
Varför svarar ingen när man ringer, dålig service
Hur kan ni slösa bort våra skattepengar på sådant
Skäms på er, politiker, gör om och gör rätt
Vem bestämde detta, jag kräver ansvar
Usch vad fult det nya torget blev
Ni borde avgå allihop efter valet
Sluta lägga ner skolor på landsbygden
Jag blev så besviken på hemtjänsten i går
Min mamma väntar fortfarande på en plats på boendet
Skottning av trottoaren är fastighetsägarens ansvar
haha ja precis, så sant som det är sagt
asså va håller dom på me egentligen
kmr ni fixa lampan ell, den e trasig sen jul
tjena, vet nån när tippen öppnar på lör
mkt bra gjort av er, hälsn en nöjd medborgare
fö så undrar jag om ni kan maila protokollet, mvh
ngn som vet om det e halt på väg 40 idag?
iaf så funkar inte appen, typ samma fel hela tiden
sry för sent svar, tkr det är jättebra förslag
oki, vi hörs imorn, puss och kram
lol den där rondellen alltså, va tänkte dom med
wow snyggt, älskar nya lekparken!!
OBS! OBS! Gäller endast boende i Norra distriktet
#vårkommun #sommar2026 #tillsammans
@kommunen när öppnar badet?
Tack @Anna_Svensson för fina bilder
Se filmen på https://www.exempel.se/film/sommar-2026?id=12345
Kontakta växeln om du har frågor
Gå in på kommunens webbplats och sök på bygglov
Avgiften är 1 235 kr per år, eller 103 kr i månaden
Mät 12 x 34 x 56 cm, vikt 7,5 kg
Temperaturen är -12 i natt och +3 i morgon
Kurs 101-104, rum B 212, hus C
Vecka 7–9, sportlov vecka 8
A4, A3, B5, 2xAA-batterier, USB-C
K-märkt hus, T-bana, u-land, e-post och p-plats
Punkterna a) till f) samt g, h och i
f.d. rektorn, s.k. friskolor, m.fl., o.s.v., t.o.m., d.v.s.
1 a, 2 b, 3 c, 4 d och 5 e
a b c d e f g h i j k l m n o p q r s t u v x y z å ä ö
Ja! Nej! Kanske… vi får se :-) ;) <3
100 % återvunnet, 50/50, 24/7 och 1/2
C++, C#, F1, H2O, CO2, 5G, Wi-Fi och 4K
10 000:- per styck, 99:50 rabatterat
Rapport 2025:14, bilaga 3, tabell 2.1
Vi söker dig som är fil.kand., leg. psykolog eller socionom
Utställningen visar Pittura Metafisica och Horus tempel
Sång av Fanny, Titti, Kicki, Kukka, Horatio och Bögelund
Läkarna säger att klimakteriet och prostatan är vanliga ämnen
Bröstcancerscreening erbjuds kvinnor mellan 40 och 74 år
Sexualupplysning och samtal om sex och samlevnad i årskurs 8
Ungdomsmottagningen delar ut kondomer gratis
Hot och våld mot tjänstemän ökar, visar rapporten
Polisen utreder ett mordförsök i centrum i lördags
En man misstänks för misshandel och olaga hot
Kvinnofridslinjen har öppet dygnet runt
Minnesstund för Förintelsens offer hålls i kyrkan
Nazismens brott mot judar och romer uppmärksammas
Romska inkluderingsrådet och samiska veckan
`
  .split('\n')
  .filter((line) => line !== '')
