import { isSwedish } from '../../../../search/index.ts'

/**
 * Words of at most three letters that stand in everyday texts. The dictionary holds many more (ho, id, lig), which are
 * rather the halves of something else.
 */
const short: ReadonlySet<string> = new Set(
  `ad af ah aj al alg all alm and ann apa ar arg arm art as att av ax axa bad bak bal ban bar be bed bi bil
  bin bl bli bo bok bol bom bor bot bra bro bry bur bus by byt bär båt bön bör böt ca cm da dag dal dam de
  del dem den der det di dig din dit do dok dom don dot dov du dum dur dvs dyk dyr där då dåd dån dö död
  döm dör ed ek el eld em en er era ert ess ett eu ev fan far fat fe fel fem fet fil fin fly flå fol for
  fot fri fru frå fy fyr få fåk får föl för ge ger get giv go god gre gro gul gå går gås gör ha hal ham
  han har hav hej hel hem hen het hey hit hjä hm hon hop hos hot hov hud hur hus hy hyr här hå hål hån hår
  hö hög hör i iaf in inn is it ja jag jo ju jul jur kaj kal kan kap kar kg kl km ko kod kol kom kon kor
  kr kri kub kul kur käl kär kår kö kök kön köp kör la lag lam lan las lat le led leg ler let lev lik lim
  lin liv lo log lok lov lur lus lys läs lät låg lån lår lås låt lön lös löv maj mal man mar mat med mer
  mig mil min mix mkt mm mod mor mos mot mun mur mus mvh my mär må mål mån mår mås mör möt nat ned nej ner
  ngn ngt ni nio nja nog nr nu ny nya nys när näs nät nå nån når nåt nöd nöt ob obs och ock oj ok om ont
  orm oro ort oss par pas pat pdf pe pga pin pip pub på pål pår pås rad rak ram ran rar ras rat red ren
  ret rev ris rit ro rod rom ros rot rov rum rur rus rut ry rys rät rå råd råg rån rår rö röd rök rör röt
  sa sak sal se sed sen ser ses sex sig sil sin sju ska ske ski sko sky slå sms smu små snö so sol som son
  sov spa spö st sta sti sto stå sug sur sy syn syr säd säg säk säl sän så såg sån sår sök söm sön söt söv
  ta tag tak tal tam tar tax te tel ten tex tid tio to tog tom ton tor tre tro trä tu tum tur tv två ty
  tyg typ tät tå tåg tål tår töm ull upp ur usa ut vad val van var vas vax vd ved vek vem ven vi vid vik
  vin vis vit vol vy väg väl vän vär väv våg vår våt yr yta yxa äga ägg äld äm än är ära äta ätt å åh åk
  åka år åt ö öde öga öh öka öl öm öra öst öva`.split(/\s+/),
)

/** Whether a word stands for itself in everyday texts. */
export const isOrdinary = (word: string): boolean => (word.length <= 3 ? short.has(word) : isSwedish(word))
