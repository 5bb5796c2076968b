// A List shows a table: filters above, and of the rows those that are in view.
class List {
  constructor(id, table, spec) {
    this.id = id;
    this.table = table;
    this.spec = spec;
    this.order = Uint32Array.from({ length: table.rows }, (_, i) => i);
    this.shown = new Map(); // elements by position
    this.at = 0; // the position that has the focus when the list has
    this.opened = -1; // the row that is open
    this.extra = 0; // how high what it shows is
    this.sorted = null;
    this.folder = null;
    this.build();
    this.filter();
  }

  build() {
    const { columns, filters } = this.spec;
    this.query = make('input', { type: 'search', placeholder: this.spec.search || words.search, attr: { 'aria-label': this.spec.search || words.search, spellcheck: 'false' } });
    this.query.addEventListener('input', () => { clearTimeout(this.wait); this.wait = setTimeout(() => this.filter(), 150); });
    this.selects = {};
    const bar = make('div', { className: 'filters', attr: { role: 'search', 'aria-label': this.spec.title } });
    for (const name of filters) {
      const terms = this.table.data[name + 's'].map((t, i) => [i, t[1]]);
      if (name === 'state' && terms.length < 2) continue;
      const select = make('select', { id: this.id + '-' + name }, make('option', { value: '' }, words.all));
      for (const [i, label] of terms.sort((a, b) => a[1] < b[1] ? -1 : 1)) select.append(make('option', { value: i }, label));
      select.addEventListener('change', () => this.filter());
      this.selects[name] = select;
      bar.append(make('label', {}, make('span', {}, columns.find(c => c.id === name).title), select));
    }
    this.chip = make('button', { type: 'button', className: 'chip', hidden: true });
    this.chip.addEventListener('click', () => { this.folder = null; this.filter(); this.query.focus(); });
    this.reset = make('button', { type: 'button', className: 'reset' }, words.reset);
    this.reset.addEventListener('click', () => this.clear());
    bar.append(make('label', { className: 'query' }, make('span', {}, words.query), this.query));
    this.status = make('p', { className: 'status', attr: { role: 'status' } });

    this.heads = columns.map(c => {
      const button = make('button', { type: 'button' }, c.title);
      button.addEventListener('click', () => this.sortBy(c));
      return make('div', { className: 'c-' + c.id, attr: { role: 'columnheader', 'aria-sort': 'none' } }, button);
    });
    this.head = make('div', { className: 'row head', attr: { role: 'row', 'aria-rowindex': 1 } }, ...this.heads);
    this.body = make('div', { className: 'body', attr: { role: 'rowgroup' } });
    this.view = make('div', { className: 'view', attr: { role: 'grid', 'aria-label': this.spec.title, 'aria-colcount': columns.length, 'aria-readonly': 'true' } },
      make('div', { className: 'heads', attr: { role: 'rowgroup' } }, this.head), this.body);
    this.view.addEventListener('scroll', () => this.draw(), { passive: true });
    this.body.addEventListener('keydown', e => this.key(e));
    this.body.addEventListener('click', e => {
      const row = e.target.closest('.row.item');
      if (row && !getSelection().toString()) { this.at = +row.dataset.at; this.toggle(); }
    });
    addEventListener('resize', () => this.draw());
    const root = byId(this.id + '-list');
    root.classList.add('list-' + this.id);
    root.append(bar, make('div', { className: 'found' }, this.status, this.reset, this.chip), this.view, make('p', { className: 'note' }, this.spec.help));
    root.hidden = false;
    byId(this.id + '-static').classList.add('replaced');
  }

  clear() {
    for (const name in this.selects) this.selects[name].value = '';
    this.query.value = '';
    this.folder = null;
    this.filter();
  }

  // filter finds the rows that are asked for, in the order that is.
  filter() {
    const { data, rows } = this.table;
    const wanted = [];
    for (const name in this.selects) {
      if (this.selects[name].value !== '') wanted.push([data[name], +this.selects[name].value]);
    }
    const terms = fold(this.query.value).split(/\s+/).filter(t => t);
    const found = terms.length ? this.table.search(terms) : () => true;
    const within = this.folder && this.within(this.folder);
    const order = new Uint32Array(rows);
    let n = 0;
    for (let i = 0; i < rows; i++) {
      if (wanted.every(([column, value]) => column[i] === value) && (!within || within(i)) && found(i)) order[n++] = i;
    }
    this.order = order.subarray(0, n);
    this.sort();
    this.chip.hidden = !this.folder;
    if (this.folder) this.chip.textContent = say('folder', this.folder.share + (this.folder.dir ? '/' + this.folder.dir : '')) + ' ✕';
    this.status.textContent = say('count', number.format(n), number.format(rows));
    this.view.setAttribute('aria-rowcount', n + 1);
    this.restart();
  }

  // within tells whether a row is in a folder, or below it.
  within({ share, dir }) {
    const { data } = this.table;
    const inside = data.dirs.map(d => d.startsWith(dir));
    return i => data.shares[data.share[i]] === share && inside[data.dir[i]];
  }

  sort() {
    if (!this.sorted) return;
    const ranks = this.table.rank(this.sorted.column), sign = this.sorted.down ? -1 : 1;
    this.order.sort((a, b) => sign * (ranks[a] - ranks[b]) || a - b);
  }

  // sortBy sorts by a column, then the other way round, then as at first.
  sortBy(column) {
    const first = column.is === 'number';
    if (!this.sorted || this.sorted.column !== column) this.sorted = { column, down: first };
    else if (this.sorted.down === first) this.sorted.down = !first;
    else this.sorted = null;
    this.spec.columns.forEach((c, i) => {
      const on = this.sorted && this.sorted.column === c;
      this.heads[i].setAttribute('aria-sort', !on ? 'none' : this.sorted.down ? 'descending' : 'ascending');
    });
    this.filter();
  }

  restart() {
    this.close();
    this.at = 0;
    this.view.scrollTop = 0;
    this.redraw();
  }

  redraw() {
    for (const e of this.shown.values()) e.remove();
    this.shown.clear();
    this.draw();
  }

  height() { return parseFloat(getComputedStyle(this.view).getPropertyValue('--row')) || 32; }
  top(at) { return at * this.height() + (this.opened >= 0 && at > this.opened ? this.extra : 0); }

  // draw puts the rows in view into the page, and takes out those that are not.
  draw() {
    const high = this.height();
    if (high !== this.high) { // another layout: the screen was turned
      this.high = high;
      this.close();
      for (const e of this.shown.values()) e.remove();
      this.shown.clear();
    }
    const from = this.view.scrollTop, room = this.view.clientHeight || 600;
    const shift = this.opened >= 0 && from > this.top(this.opened) ? this.extra : 0;
    const first = Math.max(0, Math.floor((from - shift) / high) - 8);
    const last = Math.min(this.order.length, first + Math.ceil(room / high) + 16);
    this.body.style.height = this.top(this.order.length) + 'px';
    for (const [at, e] of this.shown) {
      if ((at < first || at >= last) && at !== this.at && at !== this.opened) { e.remove(); this.shown.delete(at); }
    }
    for (let at = first; at < last; at++) this.put(at);
    if (this.at < this.order.length) this.put(this.at);
    for (const [at, e] of this.shown) {
      e.style.transform = 'translateY(' + this.top(at) + 'px)';
      e.tabIndex = at === this.at ? 0 : -1;
    }
    if (this.panel) this.panel.style.transform = 'translateY(' + (this.top(this.opened) + high) + 'px)';
  }

  put(at) {
    if (this.shown.has(at)) return;
    const i = this.order[at];
    const row = make('div', { className: 'row item' + (at % 2 ? ' odd' : ''), tabIndex: -1, attr: { role: 'row', 'aria-rowindex': at + 2 } });
    if (this.spec.detail) row.setAttribute('aria-expanded', at === this.opened);
    row.dataset.at = at;
    for (const c of this.spec.columns) {
      const text = this.table.text(c, i);
      const cell = make('div', { className: 'c-' + c.id, title: text, attr: { role: 'gridcell' } });
      if (c.id === 'verdict') {
        const id = this.table.data.verdicts[this.table.data.verdict[i]][0];
        const known = ['allowed', 'overdue'].includes(id) ? id : 'violation';
        cell.append(make('span', { className: 'badge ' + known }, { violation: '✕ ', overdue: '▲ ', allowed: '○ ' }[known] + text));
      } else if (c.is === 'place') {
        cell.append(make('bdi', {}, text));
      } else {
        cell.textContent = text;
      }
      row.append(cell);
    }
    this.shown.set(at, row);
    this.body.append(row);
  }

  key(e) {
    const row = e.target.closest('.row.item');
    if (!row) return;
    const page = Math.max(1, Math.floor(this.view.clientHeight / this.height()) - 2);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[e.key];
    if (step !== undefined) this.go(this.at + step);
    else if (e.key === 'Enter' || e.key === ' ') this.toggle();
    else if (e.key === 'Escape') { this.close(); this.draw(); }
    else return;
    e.preventDefault();
  }

  go(at) {
    this.at = Math.min(this.order.length - 1, Math.max(0, at));
    const top = this.top(this.at), head = this.head.offsetHeight, high = this.height();
    if (top < this.view.scrollTop) this.view.scrollTop = top;
    else if (top + high + head > this.view.scrollTop + this.view.clientHeight) this.view.scrollTop = top + high + head - this.view.clientHeight;
    this.draw();
    this.shown.get(this.at).focus({ preventScroll: true });
  }

  close() {
    if (this.panel) this.panel.remove();
    const row = this.shown.get(this.opened);
    if (row) row.setAttribute('aria-expanded', false);
    this.panel = null;
    this.opened = -1;
    this.extra = 0;
  }

  // toggle opens the row of the focus, or closes it.
  async toggle() {
    const at = this.at, same = this.opened === at;
    this.close();
    this.draw();
    if (same || !this.spec.detail) return;
    const i = this.order[at], content = await this.spec.detail(this.table, i);
    if (this.at !== at || this.order[at] !== i || this.opened >= 0) return;
    this.opened = at;
    this.panel = make('div', { className: 'detail', attr: { role: 'row' } }, make('div', { attr: { role: 'gridcell', 'aria-colspan': this.spec.columns.length } }, content));
    this.body.append(this.panel);
    this.extra = this.panel.offsetHeight;
    const row = this.shown.get(at);
    row.setAttribute('aria-expanded', true);
    this.draw();
    row.focus({ preventScroll: true });
  }
}
