/** The icons of the mock-ups: name → markup inside a 24 × 24 view, stroked with the text colour. */
export const icons = {
  bang: '<path d="M12 5v9M12 18.5v.2"/>',
  book: '<path d="M5 4.5h12.5A1.5 1.5 0 0 1 19 6v14H6.5A1.5 1.5 0 0 1 5 18.5z"/><path d="M5 17.5h14M9 8.5h6"/>',
  camera:
    '<rect x="3.5" y="6.5" width="17" height="13" rx="2"/><circle cx="12" cy="13" r="3.5"/><path d="M8.5 6.5 10 4h4l1.5 2.5"/>',
  chart: '<path d="M4 4v16h16"/><path d="M8 16v-4M12 16V8M16 16v-6"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  dash: '<circle cx="12" cy="12" r="8.5"/><path d="M8.5 12h7"/>',
  dots: '<circle cx="5.5" cy="12" r=".8"/><circle cx="12" cy="12" r=".8"/><circle cx="18.5" cy="12" r=".8"/>',
  down: '<path d="m5.5 9 6.5 6.5L18.5 9"/>',
  down2: '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 19.5h15"/>',
  edit: '<path d="M4.5 19.5 5.5 15 16 4.5 19.5 8 9 18.5z"/><path d="m14 6.5 3.5 3.5"/>',
  ext: '<path d="M13.5 4.5h6v6M19 5l-8 8M10 5.5H6A1.5 1.5 0 0 0 4.5 7v11A1.5 1.5 0 0 0 6 19.5h11a1.5 1.5 0 0 0 1.5-1.5v-4"/>',
  eye: '<path d="M2.7 12C4.3 8.4 7.5 5.4 12 5.4s7.7 3 9.3 6.6c-1.6 3.6-4.8 6.6-9.3 6.6S4.3 15.6 2.7 12z"/><circle cx="12" cy="12" r="2.7"/>',
  filter: '<path d="M4 6h16M7 12h10M10.5 18h3"/>',
  flag: '<path d="M5.5 21V4.5M5.5 5h12l-2.5 4 2.5 4h-12"/>',
  gap: '<path d="M3.5 12H8M16 12h4.5"/><path d="M11 8.5v7M13 8.5v7" stroke-dasharray="1.5 2.5"/>',
  gear: '<path d="M4 7h9m5 0h2M4 17h2m5 0h9"/><circle cx="15.5" cy="7" r="2.25"/><circle cx="8.5" cy="17" r="2.25"/>',
  globe:
    '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.5 2.5 3.7 5.3 3.7 8.5s-1.2 6-3.7 8.5c-2.5-2.5-3.7-5.3-3.7-8.5S9.5 6 12 3.5z"/>',
  half: '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>',
  hand: '<path d="M7 12V6.5a1.5 1.5 0 0 1 3 0V11M10 10.5V5a1.5 1.5 0 0 1 3 0v5.5M13 10.5V6a1.5 1.5 0 0 1 3 0v5M16 11V8.5a1.5 1.5 0 0 1 3 0V14c0 4-2.5 6.5-6.5 6.5-3 0-4.5-1.3-6-4L4.5 13c-.8-1.5 1-2.7 2.2-1.4L8 13"/>',
  handover:
    '<path d="M13 4H6a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 6 20h7"/><path d="M10 12h10m-3.5-3.5L20 12l-3.5 3.5"/>',
  help: '<circle cx="12" cy="12" r="8.5"/><path d="M9.7 9.7a2.4 2.4 0 1 1 3.3 2.2c-.7.3-1 .8-1 1.6M12 16.3v.1"/>',
  hide: '<path d="M4 4l16 16"/><path d="M9.5 5.7A9.5 9.5 0 0 1 12 5.4c4.5 0 7.7 3 9.3 6.6a13 13 0 0 1-2.6 3.7M6.3 7.7A13 13 0 0 0 2.7 12c1.6 3.6 4.8 6.6 9.3 6.6 1.6 0 3-.4 4.2-1"/><path d="M10 10.2a2.7 2.7 0 0 0 3.8 3.8"/>',
  image:
    '<rect x="3.5" y="5" width="17" height="14" rx="2"/><circle cx="9" cy="10" r="1.6"/><path d="m4 17 4.5-4 3 2.5 4-4 5 5"/>',
  info: '<circle cx="12" cy="12" r="8.5"/><path d="M12 11.5V16M12 8v.1"/>',
  key: '<circle cx="8" cy="14.5" r="4"/><path d="m11 11.5 8-8M16 6.5l2.5 2.5M14 8.5l1.5 1.5"/>',
  left: '<path d="M14.5 5.5 8 12l6.5 6.5"/>',
  link: '<path d="M10 14a4 4 0 0 0 5.7.2l3-3a4 4 0 0 0-5.7-5.7l-1 1"/><path d="M14 10a4 4 0 0 0-5.7-.2l-3 3a4 4 0 0 0 5.7 5.7l1-1"/>',
  lock: '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2"/>',
  mail: '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7.5 8 6 8-6"/>',
  menu: '<path d="M4 7h16M4 12h16M4 17h16"/>',
  minus: '<path d="M6 12h12"/>',
  moon: '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
  okc: '<circle cx="12" cy="12" r="8.5"/><path d="m8 12.3 2.8 2.8L16 9.5"/>',
  plug: '<path d="M9 3.5V8M15 3.5V8M6.5 8h11v3a5.5 5.5 0 0 1-11 0zM12 16.5v4"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  police:
    '<path d="m12 3.5 2 2.6 3.3-.3.3 3.3 2.6 2-1.8 2.8 1 3.1-3.2 1-1 3.1-3.2-1-3.2 1-1-3.1-3.2-1 1-3.1L2.8 11l2.6-2 .3-3.3 3.3.3z" transform="translate(.7 .3)"/><path d="M12 9.5v4.5M9.8 11.8h4.4"/>',
  print:
    '<path d="M7 8V4h10v4M7 17H4.5V9.5A1.5 1.5 0 0 1 6 8h12a1.5 1.5 0 0 1 1.5 1.5V17H17"/><path d="M7 14h10v6H7z"/>',
  queue:
    '<path d="M4 13h4l1.5 3h5L16 13h4"/><path d="M6 5h12l2.5 8v5a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18v-5z"/>',
  radar: '<circle cx="12" cy="12" r="8.5"/><path d="M12 12 18 6"/><circle cx="12" cy="12" r="3"/>',
  records: '<path d="M4 7.5 12 4l8 3.5L12 11z"/><path d="m4 12 8 3.5 8-3.5M4 16.5 12 20l8-3.5"/>',
  refer: '<path d="M14.5 6 20 11.5 14.5 17"/><path d="M20 11.5h-9.5C6.5 11.5 4 13.5 4 18"/>',
  register: '<rect x="4" y="4" width="16" height="16" rx="2"/><path d="M4 9.5h16M9 9.5V20"/>',
  reply: '<path d="M9.5 6 4 11.5 9.5 17"/><path d="M4 11.5h9.5c4 0 6.5 2 6.5 6.5"/>',
  report: '<path d="M6 3.5h8.5L19 8v12.5H6z"/><path d="M14 3.5V8.5h5M9.5 13h6M9.5 16.5h6"/>',
  right: '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
  scale:
    '<path d="M12 4v16M7 20h10M5 7.5h14M5 7.5 2.5 13.5a2.8 2.8 0 0 0 5 0zM19 7.5l-2.5 6a2.8 2.8 0 0 0 5 0z"/>',
  seal: '<path d="M12 3.5 19 6v5.5c0 4.3-2.8 7.3-7 9-4.2-1.7-7-4.7-7-9V6z"/><path d="m8.8 11.8 2.3 2.3 4.2-4.4"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
  send: '<path d="M20 4 3.5 10.5l6.5 3 3 6.5z"/><path d="m10 13.5 4-4"/>',
  shred:
    '<path d="M5 11V5.5A1.5 1.5 0 0 1 6.5 4h8L19 8.5V11"/><path d="M3.5 11.5h17M6 15v4M10 15v5M14 15v3.5M18 15v5"/>',
  stop: '<path d="M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3z"/><path d="M12 8v5M12 16v.1"/>',
  talk: '<path d="M4 5.5h16v10.5H10.5L6 19.5V16H4z"/><path d="M8 9.5h8M8 12.5h5"/>',
  trash:
    '<path d="M4.5 7h15M9 7V4.5h6V7M6.5 7l.8 12a1.5 1.5 0 0 0 1.5 1.4h6.4a1.5 1.5 0 0 0 1.5-1.4l.8-12M10 11v5.5M14 11v5.5"/>',
  updown: '<path d="m8 9.5 4-4 4 4M8 14.5l4 4 4-4"/>',
  user: '<circle cx="12" cy="8" r="3.75"/><path d="M4.5 20c.8-3.8 3.7-5.5 7.5-5.5s6.7 1.7 7.5 5.5"/>',
  users:
    '<circle cx="9" cy="8.5" r="3.25"/><path d="M3 19c.6-3.3 2.9-4.8 6-4.8s5.4 1.5 6 4.8M15.5 5.5a3.25 3.25 0 0 1 0 6M17.5 14.7c2 .6 3.2 2 3.5 4.3"/>',
  warn: '<path d="M12 4 21 19.5H3z"/><path d="M12 10v4.5M12 17v.1"/>',
  words: '<path d="M4 6h16M4 11h9M4 16h6"/><circle cx="16.5" cy="15.5" r="3.5"/><path d="m19 18 2 2"/>',
} as const

export type IconName = keyof typeof icons
