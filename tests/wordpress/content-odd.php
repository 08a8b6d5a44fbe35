<?php
// What real sites hold somewhere and imports, editors and plugins leave behind: each thing once.

// -- Who writes ------------------------------------------------------------------------------

$zoe   = author( 'zoe', 'Zoë O\'Brien & Söhne', array( 'description' => '<b>Bold</b> & "quoted"' ) );
$jo    = author( 'jo', 'Jo "Scoop" Nuñez' );
$arab  = author( 'salam', 'محمد علي' );
$cjk   = author( 'yamada', '山田 太郎' );
$gone  = author( 'gone', 'Somebody Who Left' );
$admin = 1;
wp_update_user( array( 'ID' => 1, 'display_name' => 'The editors', 'user_nicename' => 'editors' ) );

// -- Terms -----------------------------------------------------------------------------------

$news    = term( 'News', 'category' );
$world   = term( 'World', 'category', 'world', $news );
$europe  = term( 'Europe & Asia', 'category', 'europe-asia', $world );
$balkan  = term( 'Balkans', 'category', 'balkans', $europe );
$local_n = term( 'Local', 'category', 'local', $news );
$sport   = term( 'Sport "live" <now>', 'category', 'sport' );
$local_s = term( 'Local', 'category', 'local-sport', $sport );
$kyoto   = term( '京都', 'category' );
$rare    = term( 'R&amp;D', 'category', 'r-d' );
term( 'Nothing in it', 'category', 'nothing-in-it' );

$tags = array();
foreach ( array( 'C', 'C++', 'C#', 'Café', 'AT&T', "O'Reilly", 'naïve', '日本', 'عاجل', '🎉 party', 'x < y', '100%', 'UPPER lower' ) as $i => $name ) {
	$tags[] = term( $name, 'post_tag', array( 'c', 'c-plus-plus', 'c-sharp' )[ $i ] ?? '' );
}
term( 'Only on drafts', 'post_tag', 'only-on-drafts' );

// -- Pictures --------------------------------------------------------------------------------

$wide   = picture( 'wide', 1600, 900, 'jpg', 'A "wide" view, 3 < 4 & so on' );
$large  = picture( 'large', 2800, 1600, 'jpg', 'Scaled down by WordPress' );
$small  = picture( 'small', 320, 240, 'png', 'Small' );
$dot    = picture( 'dot', 1, 1, 'gif' );
$noalt  = picture( 'no-alt', 800, 600, 'jpg' );
$odd    = picture( 'Ümläut & space (1)', 640, 480, 'jpg', 'שלום' );
$lost   = picture( 'lost', 640, 480, 'jpg', 'Its file is lost' );
$pdf    = attach( 'report.pdf', "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" );
foreach ( wp_get_attachment_metadata( $lost )['sizes'] as $size ) {
	unlink( dirname( get_attached_file( $lost ) ) . "/{$size['file']}" );
}
unlink( get_attached_file( $lost ) );
$url = fn( $id ) => wp_get_attachment_url( $id );

// -- Titles ----------------------------------------------------------------------------------

$titles = array(
	'entities'    => 'Fish &amp; Chips & “quotes” don\'t &#8217;stop&#8217; &lt;b&gt;',
	'twice'       => 'Twice: &amp;lt;b&amp;gt; &amp;amp;',
	'emoji'       => 'Rocket 🚀 family 👨‍👩‍👧‍👦 flag 🇺🇳 keycap 1️⃣',
	'arabic'      => 'عاجل: أخبار اليوم (2026)',
	'hebrew'      => 'חדשות היום — "ציטוט"',
	'cjk'         => '日本語の見出し：テスト',
	'thai'        => 'ข่าววันนี้',
	'markup'      => 'An <em>emphatic</em> <b>bold</b> title<br>in two lines',
	'scripted'    => 'Before <script>alert(1)</script> after',
	'less'        => '3 < 4 and 5 > 2',
	'empty-title' => '',
	'digits'      => '2024',
	'unbroken'    => str_repeat( 'Donaudampfschiff', 25 ),
	'long-title'  => trim( str_repeat( 'a very long title goes on and ', 14 ) ),
	'percent'     => '100% of %d [brackets] {{braces}} \\backslash\\ $dollar `tick`',
	'blanks'      => "No\u{a0}break,  two  blanks, zero\u{200b}width, soft\u{ad}hyphen, bom\u{feff}",
	'combining'   => "Cafe\u{301} and \u{1D504}\u{1D52B} and \u{2028}line",
	'year'        => 'The year \'24: "it\'s 5\' 10""',
);
foreach ( $titles as $key => $title ) {
	add( "title-$key", array( 'post_title' => $title, 'post_category' => array( $news ) ) );
}
foreach ( array( 1, 2, 3 ) as $i ) {
	add( "same-title-$i", array( 'post_title' => 'The same title', 'post_author' => $zoe ) );
}
add( 'slug-given', array( 'post_name' => 'a-slug-of-its-own' ) );
add( 'slug-long', array( 'post_title' => str_repeat( 'очень длинный заголовок ', 12 ) ) );
add( 'slug-emoji', array( 'post_title' => '🎉🎉', 'post_name' => '🎉-party' ) );
force( add( 'slug-digits', array( 'post_title' => 'Its slug is a number' ) ), array( 'post_name' => '2025' ) );

// -- Bodies ----------------------------------------------------------------------------------

$gallery = "<!-- wp:gallery {\"linkTo\":\"none\"} -->\n<figure class=\"wp-block-gallery has-nested-images columns-default is-cropped\">";
foreach ( array( $wide, $small, $noalt ) as $id ) {
	$gallery .= "<!-- wp:image {\"id\":$id,\"sizeSlug\":\"large\",\"linkDestination\":\"none\"} -->\n" .
		"<figure class=\"wp-block-image size-large\"><img src=\"{$url($id)}\" alt=\"\" class=\"wp-image-$id\"/><figcaption>Shown &amp; told</figcaption></figure>\n<!-- /wp:image -->";
}
$gallery .= "</figure>\n<!-- /wp:gallery -->";
$deep     = str_repeat( '<div><blockquote>', 60 ) . 'Deep down.' . str_repeat( '</blockquote></div>', 60 );
$bodies   = array(
	'empty'       => '',
	'blank'       => " \n\n ",
	'image-only'  => "<img src=\"{$url($wide)}\" alt=\"Only this\">",
	'blocks'      => "<!-- wp:heading -->\n<h2>Second</h2>\n<!-- /wp:heading -->\n<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>One<!-- wp:list {\"ordered\":true} -->\n<ol><!-- wp:list-item -->\n<li>inner</li>\n<!-- /wp:list-item --></ol>\n<!-- /wp:list --></li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->\n<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>Said.</p><cite>Her</cite></blockquote>\n<!-- /wp:quote -->\n<!-- wp:code -->\n<pre class=\"wp-block-code\"><code>if (a &lt; b &amp;&amp; c) { [x] }</code></pre>\n<!-- /wp:code -->\n<!-- wp:separator -->\n<hr class=\"wp-block-separator\"/>\n<!-- /wp:separator -->\n<!-- wp:columns -->\n<div class=\"wp-block-columns\"><!-- wp:column -->\n<div class=\"wp-block-column\"><!-- wp:paragraph -->\n<p>Left</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:column --><!-- wp:column -->\n<div class=\"wp-block-column\"><!-- wp:paragraph -->\n<p>Right</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:column --></div>\n<!-- /wp:columns -->\n<!-- wp:buttons -->\n<div class=\"wp-block-buttons\"><!-- wp:button -->\n<div class=\"wp-block-button\"><a class=\"wp-block-button__link\" href=\"/about/\">Press</a></div>\n<!-- /wp:button --></div>\n<!-- /wp:buttons -->",
	'gallery'     => $gallery,
	'shortcodes'  => "[gallery ids=\"$wide,$small\"]\n\n[caption id=\"attachment_$small\" align=\"alignleft\" width=\"300\"]<img src=\"{$url($small)}\" width=\"300\" height=\"225\" alt=\"\"> A <em>caption</em>[/caption]\n\n[vc_row][vc_column]Inside a builder[/vc_column][/vc_row] [sic] and [1] stay.\n\n<pre>[vc_row]</pre>",
	'table'       => "<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><thead><tr><th>Country</th><th>Count</th></tr></thead><tbody><tr><td rowspan=\"2\">A &amp; B</td><td>1</td></tr><tr><td>2</td></tr></tbody></table><figcaption>Counts</figcaption></figure>\n<!-- /wp:table -->",
	'embeds'      => "Before.\n\nhttps://videos.example/watch?v=abc&t=3\n\n[embed]https://posts.example/1[/embed]\n\n<!-- wp:embed {\"url\":\"https://videos.example/v/2\",\"type\":\"video\",\"providerNameSlug\":\"videos\"} -->\n<figure class=\"wp-block-embed is-type-video\"><div class=\"wp-block-embed__wrapper\">\nhttps://videos.example/v/2\n</div></figure>\n<!-- /wp:embed -->\n<iframe src=\"https://videos.example/embed/3\" width=\"560\" height=\"315\"></iframe>",
	'hostile'     => "<p onclick=\"alert(1)\" style=\"position:fixed\">Text <a href=\"javascript:alert(2)\">link</a> <img src=x onerror=alert(3)> end.</p><script>alert(4)</script><style>body{display:none}</style><iframe srcdoc=\"<script>alert(5)</script>\"></iframe><svg><a xlink:href=\"javascript:alert(6)\"><text>svg</text></a></svg>",
	'crossed'     => '<p>Open <b>bold <i>both</b> italic</i> <div>in a paragraph<p>twice<ul><li>one<li>two</table></p>',
	'lazy'        => "<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==\" data-src=\"{$url($wide)}\" class=\"lazyload\" alt=\"Lazy\"><noscript><img src=\"{$url($wide)}\" alt=\"Lazy\"></noscript>",
	'relative'    => '<a href="/about/">root</a> <a href="//cdn.example/x">protocol</a> <a href="sub/page">relative</a> <a href="#part">part</a> <img src="/wp-content/uploads/2025/03/small.png" alt="">',
	'controls'    => "Bell\u{7} vertical\u{b} delete\u{7f} line\u{2028}separator \u{feff}bom zero\u{200b}width \u{202e}override\u{202c}.",
	'more'        => "Before the fold.\n\n<!--more Go on-->\n\nAfter the fold.",
	'pages'       => "First page.\n\n<!--nextpage-->\n\nSecond page.\n\n<!--nextpage-->\n\nThird page.",
	'classic'     => "First paragraph\nwith a break.\n\nSecond -- with dashes... and \"quotes\" & 'single'.\n\n<pre>  code < here\n\n\n  and & there</pre>",
	'deep'        => $deep,
	'huge'        => str_repeat( '<p>' . str_repeat( 'A long paragraph of many words. ', 30 ) . "</p>\n", 350 ),
	'mixed'       => 'English, עברית באמצע, 中文 and العربية, all in one line.',
	'footnotes'   => '<p>Claim<sup><a href="#fn1" id="r1">1</a></sup></p><ol><li id="fn1">Proof <a href="#r1">↩</a></li></ol>',
	'media'       => "[video src=\"{$url($pdf)}.mp4\"]\n\n[audio src=\"{$url($pdf)}.mp3\"]\n\n<video controls src=\"/wp-content/uploads/film.mp4\"></video>",
	'pixels'      => "<p>Text.</p><img src=\"{$url($dot)}\" width=\"1\" height=\"1\" alt=\"\"><p>The post <a href=\"https://site.invalid/x\">X</a> appeared first on <a href=\"https://site.invalid/\">Y</a>.</p>",
	'nul-escapes' => 'A literal \\u0000 and \\ud800 and "\\"" and </script> in the text.',
);
foreach ( $bodies as $key => $body ) {
	add( "body-$key", array( 'post_title' => "Body: $key", 'post_content' => $body, 'post_author' => $jo, 'post_category' => array( $world ) ) );
}
// These print the address of the request, or the day: nothing that could be compared.
foreach ( array( 'loginout', 'latest-posts', 'calendar', 'search' ) as $block ) {
	add( "volatile-$block", array( 'post_content' => "<!-- wp:$block /-->\n<p>With a block that changes by itself.</p>" ) );
}

// -- Excerpts --------------------------------------------------------------------------------

add( 'excerpt', array( 'post_excerpt' => 'By hand, with <em>markup</em> & an entity &mdash; done.' ) );
add( 'excerpt-more', array( 'post_content' => str_repeat( 'Many words make a generated excerpt end in an ellipsis. ', 30 ) ) );

// -- Dates -----------------------------------------------------------------------------------

for ( $i = 1; $i <= 15; $i++ ) {
	add( "equal-date-$i", array( 'post_title' => "Imported at once, $i", 'post_date' => '2023-05-05 12:00:00', 'post_author' => $cjk ) );
}
add( 'year-1965', array( 'post_date' => '1965-07-14 08:00:00' ) );
add( 'year-1902', array( 'post_date' => '1902-01-02 03:04:05' ) );
add( 'summer-1', array( 'post_date' => '2024-10-27 02:30:00', 'post_date_gmt' => '2024-10-27 00:30:00' ) );
add( 'summer-2', array( 'post_date' => '2024-10-27 02:30:00', 'post_date_gmt' => '2024-10-27 01:30:00' ) );
add( 'leap', array( 'post_date' => '2024-02-29 23:59:59' ) );
force( add( 'year-2044' ), array( 'post_date' => '2044-03-01 10:00:00', 'post_date_gmt' => '2044-03-01 09:00:00' ) );
force( add( 'no-gmt' ), array( 'post_date_gmt' => '0000-00-00 00:00:00', 'post_modified_gmt' => '0000-00-00 00:00:00' ) );
force( add( 'modified-earlier' ), array( 'post_modified' => '2001-01-01 00:00:00', 'post_modified_gmt' => '2000-12-31 23:00:00' ) );

// -- Who and where ---------------------------------------------------------------------------

foreach ( array( 'zoe' => $zoe, 'jo' => $jo, 'arab' => $arab, 'cjk' => $cjk, 'deleted' => $gone ) as $key => $id ) {
	add( "author-$key", array( 'post_author' => $id, 'post_category' => array( $rare ) ) );
}
force( add( 'author-none' ), array( 'post_author' => 0 ) );
add( 'tree', array( 'post_category' => array( $balkan ), 'tags_input' => $tags ) );
add( 'tree-top', array( 'post_category' => array( $news, $sport ) ) );
add( 'tree-europe', array( 'post_category' => array( $europe ) ) );
add( 'same-names', array( 'post_category' => array( $local_n, $local_s, $kyoto ) ) );
wp_delete_object_term_relationships( add( 'no-category' ), 'category' );
$many = array();
for ( $i = 1; $i <= 60; $i++ ) {
	$many[] = term( "Many $i", 'post_tag', "many-$i" );
}
// More than a page of each, which is what REST embeds of them: ten.
add( 'sixty-tags', array( 'tags_input' => $many ) );
$shelves = array();
for ( $i = 1; $i <= 14; $i++ ) {
	$shelves[] = term( "Shelf $i", 'category', "shelf-$i" );
}
add( 'many-categories', array( 'post_category' => $shelves ) );

// -- Featured --------------------------------------------------------------------------------

$featured = array( 'wide' => $wide, 'large' => $large, 'small' => $small, 'dot' => $dot, 'no-alt' => $noalt, 'odd-name' => $odd, 'lost' => $lost, 'pdf' => $pdf );
foreach ( $featured as $key => $id ) {
	set_post_thumbnail( add( "featured-$key", array( 'post_author' => $zoe, 'post_category' => array( $sport ) ) ), $id );
}
update_post_meta( add( 'featured-dangling' ), '_thumbnail_id', 999999 );
$draft = add( 'draft-with-picture', array( 'post_status' => 'draft' ) );
update_post_meta( add( 'featured-of-draft' ), '_thumbnail_id', picture( 'of-draft', 500, 400, 'jpg', 'Belongs to a draft', $draft ) );

// -- States ----------------------------------------------------------------------------------

$stuck = array( add( 'sticky-1' ), add( 'sticky-2', array( 'post_date' => '2020-02-02 02:02:02' ) ) );
update_option( 'sticky_posts', $stuck );
add( 'protected', array( 'post_password' => 'sesame', 'post_content' => 'Only who knows the word reads SECRETTEXT.' ) );
add( 'private', array( 'post_status' => 'private', 'post_title' => 'SECRETTITLE private', 'post_content' => 'SECRETTEXT', 'tags_input' => array( 'only-on-drafts' ) ) );
add( 'draft', array( 'post_status' => 'draft', 'post_title' => 'SECRETTITLE draft', 'post_content' => 'SECRETTEXT', 'tags_input' => array( 'only-on-drafts' ) ) );
add( 'pending', array( 'post_status' => 'pending', 'post_title' => 'SECRETTITLE pending', 'post_content' => 'SECRETTEXT' ) );
add( 'scheduled', array( 'post_status' => 'future', 'post_title' => 'SECRETTITLE scheduled', 'post_content' => 'SECRETTEXT', 'post_date' => gmdate( 'Y-m-d H:i:s', time() + 30 * 86400 ) ) );
wp_trash_post( add( 'trashed', array( 'post_title' => 'SECRETTITLE trashed', 'post_content' => 'SECRETTEXT' ) ) );
add( 'page', array( 'post_type' => 'page', 'post_title' => 'SECRETTITLE, a page', 'post_content' => 'SECRETTEXT' ) );

// -- Other types -----------------------------------------------------------------------------

for ( $i = 1; $i <= 5; $i++ ) {
	add( "dossier-$i", array( 'post_type' => 'dossier', 'post_title' => "Dossier $i", 'post_category' => array( $world ) ) );
}
add( 'leaflet', array( 'post_type' => 'leaflet' ) );

// -- Around posts ----------------------------------------------------------------------------

$talked = add( 'talked-about', array( 'comment_status' => 'open' ) );
for ( $i = 1; $i <= 12; $i++ ) {
	wp_insert_comment( array( 'comment_post_ID' => $talked, 'comment_author' => "Reader $i", 'comment_content' => "Opinion $i", 'comment_approved' => 1, 'comment_date' => '2025-01-01 00:00:00' ) );
}
set_post_format( add( 'format' ), 'aside' );

// Those that changes are made to, newest of all ordinary ones.
foreach ( array( 'edit', 'delete', 'trash', 'draft', 'private', 'rename', 'retag', 'restick', 'protect', 'redate', 'still-1', 'still-2', 'still-3' ) as $i => $key ) {
	add( "to-$key", array( 'post_date' => sprintf( '2026-06-%02d 09:00:00', $i + 1 ), 'post_author' => $jo, 'post_category' => array( $local_n ) ) );
}

// The account goes, what it wrote stays.
$wpdb->delete( $wpdb->users, array( 'ID' => $gone ) );
$wpdb->delete( $wpdb->usermeta, array( 'user_id' => $gone ) );
