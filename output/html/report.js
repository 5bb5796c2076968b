// Makes the lists of the page searchable. Without it the page shows and prints the
// worst rows as plain tables.

// pieces are what opened rows show, unpacked when they are asked for.
const pieces = new Map();
const pieceRows = 1000;
async function detail(table, i) {
  const n = Math.floor(i / pieceRows);
  if (!pieces.has(n)) pieces.set(n, unpack('piece-' + n));
  const { f: facts, s: samples } = (await pieces.get(n))[i % pieceRows];
  const list = make('dl', {});
  const add = (word, ...value) => list.append(make('dt', {}, word), make('dd', {}, ...value));
  add(words.where, make('bdi', { className: 'path' }, table.place(i)));
  add(words.zone, table.term('zone', i));
  add(words.client, table.term('client', i));
  add(words.counts, say('numbers', number.format(table.data.count[i]), number.format(table.data.records[i]), number.format(table.data.people[i])));
  for (const [word, value] of facts || []) add(word, make('bdi', {}, value));
  const box = make('div', {}, list);
  if (samples && samples.length) {
    box.append(make('table', {}, make('caption', {}, words.samples),
      make('thead', {}, make('tr', {}, ...[words.at, words.excerpt, words.confidence, words.evidence].map(w => make('th', { attr: { scope: 'col' } }, w)))),
      make('tbody', {}, ...samples.map(s => make('tr', {}, ...s.map(cell => make('td', {}, make('bdi', {}, cell))))))));
  }
  return box;
}

const specs = {
  findings: {
    title: words.findings, help: words.help, detail,
    filters: ['verdict', 'zone', 'kind', 'client', 'confidence', 'state'],
    columns: [
      { id: 'verdict', title: words.verdict, grades: ['violation', 'overdue', 'allowed'] }, { id: 'zone', title: words.zone },
      { id: 'kind', is: 'kind', title: words.kind }, { id: 'place', is: 'place', title: words.where }, { id: 'client', title: words.client },
      { id: 'people', is: 'number', title: words.people }, { id: 'records', is: 'number', title: words.records }, { id: 'age', is: 'number', title: words.age },
      { id: 'confidence', title: words.confidence, grades: ['high', 'medium', 'low'] }, { id: 'state', title: words.state },
    ],
  },
  unexamined: {
    title: words.unexamined, help: words['help-plain'],
    filters: ['reason', 'zone'],
    columns: [
      { id: 'place', is: 'place', title: words.where }, { id: 'zone', title: words.zone }, { id: 'reason', title: words.reason },
      { id: 'detail', title: words.detail }, { id: 'todo', title: words.todo },
    ],
  },
};

// The lists of a probe tell their own columns; an opened row shows all of them.
const filters = { opens: ['verdict', 'from', 'to', 'service', 'port'], targets: ['from', 'to'] };
async function probed(id) {
  const data = await unpack(id + '-data');
  const table = new Table(data);
  return new List(id, table, {
    title: data.title, help: words['help-probe'], search: words['search-probe'], filters: filters[id].filter(name => data[name + 's']),
    columns: data.columns.filter(c => c.shown).map(c => c.id === 'verdict' ? { ...c, grades: ['violation', 'allowed'] } : c),
    detail: async (_, i) => make('div', {}, make('dl', {}, ...data.columns.filter(c => table.text(c, i)).flatMap(c => [make('dt', {}, c.title), make('dd', {}, make('bdi', {}, table.text(c, i)))]))),
  });
}

async function start() {
  const lists = {};
  for (const id in specs) {
    if (!byId(id + '-list')) continue;
    lists[id] = new List(id, new Table(await unpack(id + '-data')), specs[id]);
  }
  for (const id in filters) {
    if (byId(id + '-list')) lists[id] = await probed(id);
  }
  // Links of the map, the matrix and folders show what they are about.
  document.addEventListener('click', e => {
    const link = e.target.closest('a.pick');
    if (!link || !lists.findings) return;
    const list = lists.findings, { zone, kind, share, dir } = link.dataset;
    for (const [name, id] of [['zone', zone], ['kind', kind], ['verdict', ''], ['client', ''], ['confidence', ''], ['state', '']]) {
      const n = list.table.data[name + 's'].findIndex(t => id && t[0] === id);
      if (list.selects[name]) list.selects[name].value = n < 0 ? '' : n;
    }
    list.query.value = '';
    list.folder = share ? { share, dir } : null;
    list.filter();
  });
  document.documentElement.dataset.ready = Math.round(performance.now());
}
start().catch(() => {}); // an old browser: the tables that are there stay
