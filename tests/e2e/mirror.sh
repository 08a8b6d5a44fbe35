# images: mirror: pictures are fetched once, offered in several widths, followed by the links around
# them, replaced by their description when they are gone, and kept when their server is.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"
. "$here/serve"
serve files

# A drawing of 1200 × 600 pixels, its left half red, with a text that nobody is to see.
node -e '
const {deflateSync, crc32} = require("node:zlib");
const crc = crc32 ?? (bytes => {
    let c = -1;
    for (const b of bytes) { c ^= b; for (let k = 0; k < 8; k++) c = c & 1 ? c >>> 1 ^ 0xEDB88320 : c >>> 1; }
    return ~c >>> 0;
});
const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]), out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length); body.copy(out, 4); out.writeUInt32BE(crc(body), body.length + 4);
    return out;
};
const head = Buffer.alloc(13);
head.writeUInt32BE(1200); head.writeUInt32BE(600, 4); head[8] = 8; head[9] = 2;
const row = Buffer.alloc(1 + 1200 * 3, 250);
row[0] = 0;
for (let x = 0; x < 600; x++) row[2 + x * 3] = row[3 + x * 3] = 0;
process.stdout.write(Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head),
    chunk("tEXt", Buffer.from("Comment\0at 48.85 2.35")),
    chunk("IDAT", deflateSync(Buffer.concat(Array(600).fill(row)))), chunk("IEND", Buffer.alloc(0))]));
' >files/dam.png
cp files/dam.png files/dam-300x150.png
printf 'GIF89a\001\000\001\000\200\000\000\377\000\000\000\000\377,\000\000\000\000\001\000\001\000\000\002\002D\001\000;' >files/dot.gif
cut=$(($(wc -c <files/dam.png) - 20))
head -c $cut files/dam.png >files/half.png

item() {
    printf '<item><title>%s</title><link>%s/%s/</link>' "$2" "$origin" "$1"
    printf '<guid isPermaLink="false">%s</guid><pubDate>Thu, 0%s Jan 2026 08:00:00 GMT</pubDate>' "$1" "$1"
    printf '%s<content:encoded><![CDATA[%s]]></content:encoded></item>\n' "$3" "$4"
}
{
    printf '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    printf ' xmlns:media="http://search.yahoo.com/mrss/"><channel><title>P</title>'
    printf '<link>%s/</link><description>x</description>\n' "$origin"
    item 1 'With a dam' "<media:content url=\"$origin/dam.png\" medium=\"image\"/>" \
        "<p>The dam stands.</p><figure><a href=\"$origin/dam.png\"><img src=\"$origin/dam-300x150.png?w=300&amp;h=150\" alt=\"A dam\"></a></figure>"
    item 2 'With a loss' "<media:content url=\"$origin/lost-lead.png\" medium=\"image\"/>" \
        "<p>Gone: <img src=\"$origin/lost.png\" alt=\"The old bridge\"> <img src=\"$origin/half.png\" alt=\"\"></p>"
    item 3 'With a dot' '' "<p><img src=\"$origin/dot.gif\" alt=\"A dot\"></p>"
    printf '</channel></rss>\n'
} >files/feed.xml

mkdir site
cat >site/digest.yaml <<END
site: {title: Mirror, url: https://mirror.example/}
sources:
  - {name: P, feed: $origin/feed.xml, images: mirror}
END
run 0 "$digest" fetch site
says err 'images: 3 copied, 3 gone, 0 left for the next run'
says err 'lost.png: the image cannot be copied: the server answers with status 404'
says err 'half.png: the image cannot be copied: the PNG image is broken'
says requests.log 'GET /dam-300x150.png?w=300&h=150'

# page TITLE: the page of an article.
page() {
    grep -rlF "<h1>$1</h1>" site/public --include=index.html
}
: >requests.log
run 0 "$digest" build --offline site
[ ! -s requests.log ] || fail 'an offline build asked the server'
says err '3 images were found gone before'
dam=$(page 'With a dam')
lacks "$dam" "<img src=\"http"
lacks "$dam" "href=\"$origin/dam.png\""
says "$dam" ' 480w, '
says "$dam" 'alt="A dam"'
says "$dam" 'content="https://mirror.example/media/mirror/'
grep -q '<a href="[./]*/media/mirror/../[0-9a-f]*\.png"[^>]*><img src="[./]*/media/mirror/' "$dam" ||
    fail 'the link around the picture does not follow'
loss=$(page 'With a loss')
says "$loss" "<span class=\"gone\">The old bridge <a href=\"$origin/lost.png\""
lacks "$loss" 'lost-lead'
says "$(page 'With a dot')" 'width="1" height="1"'
says site/public/feed.xml 'https://mirror.example/media/mirror/'
says site/public/feed.xml "$origin/lost.png"

# Every copy that a page names is there, is named once by its content, and tells nothing.
grep -rhoE 'media/mirror/../[0-9a-f]{32}\.[a-z]+' site/public --include='*.html' | sort -u >named
(cd site/public && find media -type f | sort) >copied
same named copied
[ "$(wc -l <named)" -eq 4 ] || fail "$(wc -l <named) files instead of 4"
! grep -rq '48\.85 2\.35' site/public/media || fail 'a picture tells its place'

# Once is enough; when the server has lost everything, the site keeps what it has.
cp -r site/public first
rm files/*.png files/*.gif
: >requests.log
run 0 "$digest" build site
! grep -q 'png\|gif' requests.log || fail 'an image was asked for again'
same first site/public

# What vanished from the disk is asked for again, and is gone then: the page goes on without it.
rm -r site/.digest/media
run 0 "$digest" build site
says err 'images: 0 copied, 3 gone'
lacks "$(page 'With a dam')" 'media/mirror'
[ ! -e site/public/media ] || fail 'copies that no page shows are still there'

# An image that comes back is shown again when its time has come; another policy shows the originals.
printf 'GIF89a\001\000\001\000\200\000\000\377\000\000\000\000\377,\000\000\000\000\001\000\001\000\000\002\002D\001\000;' >files/dot.gif
run 0 "$digest" build site --now "$(date -u -d '+2 days' +%Y-%m-%dT%H:%M:%SZ)"
says err 'images: 1 copied, '
says "$(page 'With a dot')" 'media/mirror/'
sed -i 's/images: mirror/images: link/' site/digest.yaml
run 0 "$digest" build --offline site
says "$(page 'With a dot')" "<img src=\"$origin/dot.gif\""
lacks "$(page 'With a loss')" 'class="gone"'

# A feed without an entry yet is nothing to fetch images for, and no failure.
mkdir empty
printf '<rss version="2.0"><channel><title>E</title></channel></rss>' >files/empty.xml
cat >empty/digest.yaml <<END
site: {title: E, url: "https://example.org/"}
sources:
  - {name: E, feed: $origin/empty.xml, images: mirror}
END
run 0 "$digest" fetch empty
lacks err 'error:'
