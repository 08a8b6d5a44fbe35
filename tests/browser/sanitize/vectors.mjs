// Makes bodies that try to get past the sanitizer, or to make a browser build another tree from its
// output than it was written from. The same seed gives the same vectors.

const blocks = ['p', 'div', 'section', 'article', 'blockquote', 'ul', 'ol', 'li', 'dl', 'dt', 'dd',
  'h1', 'h2', 'h3', 'h4', 'h6', 'pre', 'figure', 'figcaption', 'details', 'summary', 'address',
  'center', 'main', 'nav', 'aside', 'header', 'footer', 'hr', 'form', 'fieldset', 'legend', 'dir',
  'menu', 'listing', 'hgroup', 'dialog', 'search'];
const inlines = ['a', 'b', 'i', 'em', 'strong', 'u', 's', 'strike', 'tt', 'big', 'small', 'font',
  'nobr', 'code', 'span', 'sub', 'sup', 'q', 'cite', 'abbr', 'time', 'mark', 'ins', 'del', 'kbd',
  'samp', 'var', 'bdo', 'bdi', 'ruby', 'rt', 'rp', 'rb', 'rtc', 'dfn', 'label', 'button', 'data',
  'acronym', 'output', 'br', 'wbr', 'img', 'image'];
const tables = ['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'];
const strange = ['script', 'style', 'template', 'svg', 'math', 'foreignObject', 'desc', 'title',
  'mi', 'mtext', 'mglyph', 'malignmark', 'annotation-xml', 'noscript', 'iframe', 'object', 'embed',
  'applet', 'select', 'option', 'optgroup', 'textarea', 'input', 'keygen', 'xmp', 'plaintext',
  'noembed', 'noframes', 'frameset', 'frame', 'marquee', 'base', 'link', 'meta', 'html', 'head',
  'body', 'audio', 'video', 'source', 'track', 'picture', 'canvas', 'map', 'area', 'isindex',
  'param', 'slot', 'portal', 'x-custom', 'animate', 'set', 'use', 'path', 'basefont', 'datalist'];
const texts = ['x', ' ', 'word word', '\n', '&amp;', '&lt;b&gt;', '&lt;', '<', '>', '"', '\'', '&',
  '&nbsp;', '\u00a0', 'é', '日本', '&#0;', '&#13;', '&#x80;', '\u0000', '\r\n', '\f', '&notit;',
  '&copy2026', '<3', 'a < b', '</', '<!', '<?', '<!-->', '<!--->', '<!-- x -->', '<!--x--!>', '-->',
  ']]>', '<![CDATA[', '<!DOCTYPE html>', '<?php x ?>', '[vc_row a="b"]', '[/vc_row]', '[1]',
  '[caption id="x"]', 'https://example.com/x', '\u202e', '\ufeff', '\ufffe', '\ue000', 'e\u0301',
  'Source: ', '</script>', '</style>', '</title>', '</textarea>', '</p>', '</br>', '<br/>',
  '\u{1f600}', '  two  spaces  ', '\t', 'javascript:alert(1)'];
const code = 'window.hit=1';
const schemes = ['javascript:', 'JaVaScRiPt:', 'java\tscript:', 'java\nscript:', ' javascript:',
  '\u0001javascript:', 'javascript&colon;', 'javascript&#58;', 'javascript&#x3a;', 'javascript&#58',
  '&#106;avascript:', '&#x6A&#x61&#x76&#x61script:', 'j&Tab;avascript:', 'java&NewLine;script:',
  'vbscript:', 'data:text/html,', 'data:text/html;base64,', 'data:image/svg+xml,', 'blob:', 'file:',
  'filesystem:', 'view-source:', 'feed:javascript:', 'about:blank#', 'http://example.com/', '//h/',
  '\\\\h\\', '/\\h/', 'https:h', 'jar:', 'mhtml:', 'livescript:', 'mocha:', 'mailto:', 'tel:',
  'https://user:pass@h/', 'http://h:99999/', 'http://[::1]/', 'http://a b/', 'http://%6a/', '#',
  '\u00a0javascript:', '\ufeffjavascript:', '\u3000javascript:', 'javascript\u0000:'];
const attributes = ['href', 'src', 'srcset', 'action', 'formaction', 'data', 'poster', 'background',
  'xlink:href', 'style', 'onerror', 'onload', 'onclick', 'onmouseover', 'onfocus', 'ontoggle',
  'onpointerrawupdate', 'onanimationstart', 'srcdoc', 'id', 'name', 'class', 'title', 'alt',
  'cite', 'longdesc', 'usemap', 'ping', 'target', 'rel', 'width', 'height', 'lang', 'dir', 'is',
  'slot', 'start', 'value', 'type', 'colspan', 'rowspan', 'headers', 'scope', 'datetime', 'open',
  'autofocus', 'contenteditable', 'tabindex', 'accesskey', 'http-equiv', 'content', 'xmlns',
  'data-src', 'data-srcset', 'sizes', 'loading', 'hidden', 'dynsrc', 'lowsrc', 'attributeName',
  'values', 'to', 'from', 'begin', 'encoding', 'definitionurl', 'shadowrootmode', 'popover'];
const values = ['x', '1', '0', '-1', '3', '1000', '99999', '', 'a b', 'rtl', 'fr', 'xx-YY', '#x',
  '#c-x', 'x y', 'a.png', 'a.png 1x, b.png 2x', 'a.png 300w, b.png 600w', '100vw', 'text/html',
  'expression(alert(1))', 'url(javascript:alert(1))', 'refresh', '0;url=javascript:alert(1)',
  '2024-02-30', '2024-05-06', 'col', '"><img src=x onerror=' + code + '>', '`', '\'', '<', '>',
  '&quot;', '--><script>' + code + '</script>', 'I', 'é', code, 'application/xhtml+xml'];

// What is known to have fooled others, mostly by changing meaning when it is parsed again.
const known = [
  '<svg><style><img src=x onerror=window.hit=1></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.hit=1&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=window.hit=1>',
  '<svg></p><style><a id="</style><img src=1 onerror=window.hit=1>">',
  '<noscript><p title="</noscript><img src=x onerror=window.hit=1>">',
  '<title><p title="</title><img src=x onerror=window.hit=1>">',
  '<textarea><p title="</textarea><img src=x onerror=window.hit=1>">',
  '<xmp><p title="</xmp><img src=x onerror=window.hit=1>">',
  '<iframe><p title="</iframe><img src=x onerror=window.hit=1>">',
  '<noembed><p title="</noembed><img src=x onerror=window.hit=1>">',
  '<noframes><p title="</noframes><img src=x onerror=window.hit=1>">',
  '<select><template shadowrootmode=open><img src onerror=window.hit=1></template></select>',
  '<div><template shadowrootmode=open><script>window.hit=1</script></template></div>',
  '<svg><desc><noscript></noscript></desc><s title="<noscript></s><img src=x onerror=window.hit=1>',
  '<math><annotation-xml encoding="text/html"><style><img src=x onerror=window.hit=1></style>',
  '<svg><foreignObject><math><mi><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=window.hit=1 src=1>">',
  '<table><td><svg><desc><td></desc></svg><style><title></style><img src onerror=window.hit=1></title>',
  '<p><svg><p title="<style><!--</style></p><img src=x onerror=window.hit=1>-->">',
  '<a><table><a href=x>y</a><tr><td><a href=z>', '<b><table><tr><td></b>x', '<li><a><table><li>',
  '<table>'.repeat(150) + 'x', '<div>'.repeat(600) + 'x', '<b>'.repeat(600) + 'x',
  '<b><i><u><s><em>'.repeat(40) + '<p>x', '<font><p>'.repeat(300) + 'x', '<a href=//h><p>'.repeat(50),
  '<b><b><b><b><p>x</b>y</b>z</b>', '<nobr><p><nobr>x', '<button><p><button>x', '<h1><h2>x</h1>y',
  '<ruby>a<rt>b<rt>c<ruby>d<rt>e</ruby>f', '<ruby><rp>(</rp>x', '<dl><p><dd><dl><dt></dl>x<dd>y',
  '<details><p>x<summary>y</summary><summary>z', '<figure><figcaption>a</figcaption>b<figcaption>c',
  '<pre>\n\nx\n</pre>', '<pre><p>a</p><div>b</div></pre>', '<p><pre>x</p>y', '<listing>\n\nx',
  '<table><caption><table><caption>x', '<table>x<tr>y<td>z</td>w', '<table><tr><td rowspan=9>a',
  '<table><tr><td colspan=1000 rowspan=65534>a<td>b<tr><td>c', '<table><form><tr><td><input>x',
  '<table><select><tr><td>x', '<ul><p><li>x</ul>y', '<ol><ul><ol>x', '<li>x<li>y', '<dd>x<dt>y',
  '<select><option>a<p>b</select>c', '<object><p>x</object>y', '<applet><b></applet>x',
  '<marquee><b></marquee>x', '<body onload=window.hit=1>x', '<html onclick=1><frameset><frame src=javascript:1>',
  '<p id=x><a href=#x>x</a><a href=#y>y</a><a name=y></a><a id=x>', '<img src=x onerror=window.hit=1//',
  '<img src="x" alt="`onerror=window.hit=1">', '<a href="jav&#x0A;ascript:window.hit=1">x</a>',
  '<a href="&#14;javascript:window.hit=1">x</a>', '<base href=//evil/><a href=x>y</a>',
  '<meta http-equiv=refresh content="0;url=javascript:1">', '<link rel=stylesheet href=data:,*%7bx:y%7d>',
  '<img srcset=",javascript:1 1x,,x.png 2x,">', '<video poster=javascript:1><source onerror=window.hit=1 src>',
  '<math href=javascript:1>x</math>', '<svg><a><animate attributeName=href values=javascript:1 /><text>x',
  '<isindex action=javascript:1 type=image>', '<embed src=javascript:1>', '<object data=javascript:1>',
  '<!--[if gte IE 4]><script>window.hit=1</script><![endif]-->', '<comment><img src="</comment><img onerror=window.hit=1">',
  '<plaintext><img src=x onerror=window.hit=1>', '<script>x</script', '<style>x', '<!-- x', '<p title="x',
];

export function generator(seed) {
  let state = seed >>> 0;
  const random = n => { // xorshift
    state ^= state << 13; state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5; state >>>= 0;
    return state % n;
  };
  const pick = list => list[random(list.length)];
  const element = () => pick([blocks, blocks, inlines, inlines, tables, tables, strange][random(7)]);
  const attribute = () => {
    const name = pick(attributes);
    const value = random(3) ? pick(values) : pick(schemes) + code;
    const form = random(5);
    if (form === 0) return `${name}=${value.replace(/[\s>"']/g, '')}`;
    if (form === 1) return `${name}='${value.replace(/'/g, '&#39;')}'`;
    if (form === 2 && !random(6)) return `${name}="${value}`;
    if (form === 3 && !random(6)) return name;
    return `${name}="${value.replace(/"/g, '&quot;')}"`;
  };
  const tag = () => {
    const name = element();
    if (random(3) === 0) return `</${name}>`;
    let s = `<${random(12) ? name : name.toUpperCase()}`;
    for (let i = random(4); i > 0; i--) s += (random(15) ? ' ' : '/') + attribute();
    return s + (random(15) ? '>' : '/>');
  };
  const soup = length => {
    let s = '';
    for (let i = 0; i < length; i++) s += random(5) < 3 ? tag() : pick(texts);
    return s;
  };
  const cross = () => { // element, attribute, scheme, encoding
    const name = element(), value = pick(schemes) + code;
    return `<${name} ${pick(attributes)}="${value.replace(/"/g, '&quot;')}">${pick(texts)}</${name}>`;
  };
  const mutated = () => {
    let s = pick(known);
    for (let i = random(4); i >= 0; i--) {
      const at = random(s.length + 1);
      const kind = random(4);
      if (kind === 0) s = s.slice(0, at) + tag() + s.slice(at);
      else if (kind === 1) s = s.slice(0, at) + s.slice(at + 1 + random(5));
      else if (kind === 2) s = s.slice(0, at) + pick(texts) + s.slice(at);
      else s = soup(2) + s;
    }
    return s;
  };
  return { random, soup, cross, mutated };
}

export function vectors(seed, count) {
  const g = generator(seed);
  const list = [...known];
  while (list.length < count) {
    const kind = g.random(4);
    list.push(kind === 0 ? g.cross() : kind === 1 ? g.mutated() : g.soup(2 + g.random(kind === 2 ? 6 : 30)));
  }
  return list.slice(0, count);
}

// Harmless elements in any order, closed or not: of their text nothing may get lost.
export function harmless(seed, count) {
  const g = generator(seed);
  const elements = [...blocks, ...inlines, ...tables].filter(e => !/^(img|image|rb|rtc|dialog|option|col)$/.test(e));
  const words = ['alpha', 'beta', '&amp;', '&lt;', 'é', '日本', '&copy;', 'x&notit;y', '[1]', '1<2'];
  const pick = list => list[g.random(list.length)];
  return Array.from({ length: count }, () => {
    let s = 'start ';
    for (let i = 3 + g.random(40); i > 0; i--) {
      const kind = g.random(5);
      if (kind < 2) s += `<${pick(elements)}${g.random(6) ? '' : ' id=x href=/y class=z lang=fr'}>`;
      else if (kind < 3) s += `</${pick(elements)}>`;
      else s += pick(words) + ' ';
    }
    return s;
  });
}

// Bodies without harm in them: all their text and structure must come through.
export const benign = [
  '<h2>Title</h2><p>Text <a href="https://example.com/a?b=1&amp;c=2">link</a>, <em>em</em>, <strong>strong</strong>.</p>',
  '<ul><li>a</li><li>b<ol start="3" reversed type="a"><li value="7">c</li></ol></li></ul>',
  '<table><caption>Cap</caption><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><th scope="row">r</th><td>1</td></tr></tbody><tfoot><tr><td colspan="2">f</td></tr></tfoot></table>',
  '<figure><img src="https://example.com/a.jpg" alt="A" width="640" height="480"><figcaption>Caption <a href="https://example.com/">x</a></figcaption></figure>',
  '<figure class="wp-block-gallery"><figure><img src="https://example.com/1.jpg" alt="1"></figure><figure><img src="https://example.com/2.jpg" alt="2"><figcaption>two</figcaption></figure><figcaption>all</figcaption></figure>',
  '<pre><code class="language-c">int main(void)\n{\n    return 1 &lt; 2;\n}</code></pre>',
  '<blockquote cite="https://example.com/q"><p>Quote</p><p><cite>Someone</cite></p></blockquote>',
  '<dl><dt>a</dt><dd>b</dd><dt>c</dt><dt>d</dt><dd>e</dd><dd>f</dd></dl>',
  '<p>H<sub>2</sub>O x<sup>2</sup> <abbr title="Hyper">HT</abbr> <time datetime="2024-05-06">May</time> <mark>m</mark> <ins>i</ins> <del>d</del> <small>s</small></p>',
  '<details open><summary>More</summary><p>Text</p></details>',
  '<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby> <bdi>x</bdi> <bdo dir="rtl">y</bdo> <q>z</q></p>',
  '<p><kbd>Ctrl</kbd> <samp>out</samp> <var>v</var> <code>c</code> <i>i</i> <b>b</b> <u>u</u> <s>s</s> <dfn>d</dfn> <span lang="fr">été</span></p>',
  '<p>Note<sup><a href="#fn1" id="ref1">1</a></sup></p><ol><li id="fn1">Footnote <a href="#ref1">back</a></li></ol>',
  '<p dir="rtl" lang="ar">مرحبا</p><p lang="de-AT">Grüß Gott</p>',
  '<p>a<br>b</p><hr><p>c &amp; d &lt; e &quot;f&quot; &copy; &euro; &hellip; &nbsp;x</p>',
];
