/** README.txt of a bundle, for somebody who has never heard of us. Swedish first, then English. */
export const readmeText = ({ origin, key }: { readonly origin: string; readonly key: string }): string =>
  `BEVISPAKET

Det här paketet innehåller handlingar från en kommuns sociala medier, så som de
togs emot i kommunens arkiv, och det som behövs för att kontrollera dem.

Så kontrollerar du
1. Packa upp paketet.
2. Installera Node.js 18 eller nyare (https://nodejs.org) om det saknas.
3. Öppna en kommandotolk i mappen och skriv:  node verify.mjs
   Ingenting hämtas från nätet och ingenting skickas.
4. Jämför kommunens nyckel med den som kommunen själv lämnar ut på annan väg:
   ${key}
   Du kan också låta programmet jämföra:  node verify.mjs --key "<nyckeln>"

Litar du inte på verify.mjs i paketet kan du använda ett annat program: formatet
är beskrivet, och kontrollen kräver bara SHA-256 och Ed25519.

Det som visas
- bundle.json: handlingarnas uppgifter, loggens sigill och bevisen.
- files/<plats i loggen>/<namn>: filer som hör till, till exempel det orörda
  svaret från plattformen (raw), bilder och filmer.
- Uppgifter och filer som inte lämnas ut står med namn under "withheld". De är
  skyddade var för sig: det går inte att gissa sig till dem ur paketet.

Det som kontrollen visar: att det som lämnas ut är det som arkiverades, att det
står på sin plats i kommunens logg (${origin}), och att loggen är
signerad med kommunens nyckel.
Det som den inte visar: att plattformen talade sanning, eller att ingenting
försvann innan det hämtades. Tidsstämplar läses, men utfärdarens signatur
kontrolleras inte av verify.mjs.


EVIDENCE BUNDLE

This bundle holds records from a Swedish municipality's social media, as its
archive received them, and what is needed to check them.

How to check
1. Unpack the bundle.
2. Install Node.js 18 or newer (https://nodejs.org) if you do not have it.
3. Open a terminal in the folder and run:  node verify.mjs
   Nothing is fetched from the network and nothing is sent.
4. Compare the municipality's key with the one that the municipality itself
   hands out by another way:
   ${key}
   The program can compare for you:  node verify.mjs --key "<the key>"

If you do not trust the verify.mjs in the bundle, use another program: the
format is documented, and checking takes nothing but SHA-256 and Ed25519.

What is shown
- bundle.json: the fields of the records, the seal of the log, and the proofs.
- files/<place in the log>/<name>: files that belong to the records, such as
  the untouched answer of the platform (raw), pictures and films.
- Fields and files that are held back are named under "withheld". Each is
  protected by itself: it cannot be guessed from the bundle.

What the check shows: that what is handed out is what was archived, that it
stands at its place in the municipality's log (${origin}), and that
the log is signed with the municipality's key.
What it does not show: that the platform told the truth, or that nothing was
lost before it was collected. Time stamps are read, but the signature of the
authority behind them is not checked by verify.mjs.
`
