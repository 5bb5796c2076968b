// What the lists of the page are about, and what all of its script needs. All text
// goes in as text, never as markup.
const byId = id => document.getElementById(id);
const words = JSON.parse(byId('words').textContent);
const lang = document.documentElement.lang;
const number = new Intl.NumberFormat(lang);
const say = (key, ...args) => words[key].replace(/%s/g, () => args.shift());
const fold = s => s.normalize('NFKC').toLowerCase();

// make returns an element with properties, attributes (in attr) and children.
function make(tag, { attr = {}, ...props } = {}, ...children) {
  const e = Object.assign(document.createElement(tag), props);
  for (const name in attr) e.setAttribute(name, attr[name]);
  e.append(...children);
  return e;
}

// unpack reads a script element: JSON, gzip, base64.
async function unpack(id) {
  const e = byId(id);
  if (!e) return null;
  const text = atob(JSON.parse(e.textContent));
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(plain).text());
}

// A Table is the data of a list: columns of numbers, and what they stand for.
class Table {
  constructor(data) {
    this.data = data;
    this.rows = data.rows;
    this.ranks = {};
  }
  term(name, i) {
    const t = this.data[name + 's'][this.data[name][i]];
    return Array.isArray(t) ? t[1] : t;
  }
  place(i) {
    const member = this.term('member', i);
    return this.folder(i) + this.data.name[i] + (member ? ' › ' + member : '');
  }
  folder(i) {
    return this.term('share', i).replace(/\/$/, '') + '/' + this.term('dir', i);
  }
  text(column, i) {
    switch (column.is) {
      case 'number': return this.data[column.id][i] < 0 ? '-' : number.format(this.data[column.id][i]);
      case 'place': return this.place(i);
      case 'kind': return this.term('kind', i) + (this.data.masked[i] ? ' (' + words.masked + ')' : '');
    }
    return this.term(column.id, i);
  }
  // rank returns numbers that order rows as a column does.
  rank(column) {
    if (column.is === 'number') return this.data[column.id];
    if (this.ranks[column.id]) return this.ranks[column.id];
    const ranks = new Int32Array(this.rows);
    if (column.is === 'place') {
      const all = Array.from({ length: this.rows }, (_, i) => this.place(i));
      const order = Uint32Array.from(all.keys()).sort((a, b) => all[a] < all[b] ? -1 : all[a] > all[b] ? 1 : a - b);
      order.forEach((row, n) => { ranks[row] = n; });
    } else {
      const terms = this.data[column.id + 's'].map(t => Array.isArray(t) ? t : [t, t]);
      const graded = column.grades ? t => column.grades.indexOf(t[0]) : () => 0;
      const compare = new Intl.Collator(lang, { numeric: true }).compare;
      const order = [...terms.keys()].sort((a, b) => graded(terms[a]) - graded(terms[b]) || compare(terms[a][1], terms[b][1]));
      const place = new Int32Array(terms.length);
      order.forEach((term, n) => { place[term] = n; });
      this.data[column.id].forEach((term, row) => { ranks[row] = place[term]; });
    }
    return this.ranks[column.id] = ranks;
  }
  // search tells whether a row holds all words. What it looks through is made once.
  search(terms) {
    if (!this.haystack && this.data.columns) { // of a probe: all that its columns say
      this.haystack = Array.from({ length: this.rows }, (_, i) => fold(this.data.columns.map(c => this.text(c, i)).join('\n')));
    }
    if (!this.haystack) {
      const known = {};
      const folded = (name, i) => {
        const all = known[name] || (known[name] = this.data[name + 's'].map(t => fold(Array.isArray(t) ? t[1] : t)));
        return all[this.data[name][i]];
      };
      const names = ['kind', 'client', 'owner', 'reason', 'detail', 'zone'].filter(name => this.data[name]);
      this.haystack = Array.from({ length: this.rows }, (_, i) =>
        folded('share', i).replace(/\/$/, '') + '/' + folded('dir', i) + fold(this.data.name[i]) + '\n' + folded('member', i) + '\n' + names.map(n => folded(n, i)).join('\n'));
    }
    return i => terms.every(t => this.haystack[i].includes(t));
  }
}
