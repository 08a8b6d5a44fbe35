<?php
// The bulk: 260 ordinary posts of four years by several authors, in a tree of categories, with 140 tags.
$words = explode(
	' ',
	'council budget river harbour energy school museum engine village market season election budget research patient satellite ' .
	'forest tariff railway coach orchestra vaccine reactor bridge language archive novel glacier tenant union harvest pilot'
);
$word  = fn() => $words[ mt_rand( 0, count( $words ) - 1 ) ];
$line  = function ( $n ) use ( $word ) {
	return ucfirst( implode( ' ', array_map( fn() => $word(), range( 1, $n ) ) ) );
};

$tags = array();
for ( $i = 1; $i <= 140; $i++ ) {
	$tags[] = term( ucfirst( $word() ) . " no. $i", 'post_tag', sprintf( 'bulk-%03d', $i ) );
}
$categories = get_terms( array( 'taxonomy' => 'category', 'hide_empty' => false, 'fields' => 'ids', 'orderby' => 'id' ) );
$authors    = get_users( array( 'fields' => 'ID', 'orderby' => 'ID' ) );
$pictures   = get_posts( array( 'post_type' => 'attachment', 'numberposts' => -1, 'fields' => 'ids', 'post_mime_type' => 'image', 'orderby' => 'ID', 'order' => 'ASC' ) );

$pick = fn( $list, $n ) => array_map( fn() => (int) $list[ mt_rand( 0, count( $list ) - 1 ) ], array_fill( 0, $n, 0 ) );
for ( $i = 1; $i <= 260; $i++ ) {
	$paragraphs = '';
	for ( $j = mt_rand( 2, 7 ); $j > 0; $j-- ) {
		$paragraphs .= "<!-- wp:paragraph -->\n<p>" . $line( mt_rand( 12, 60 ) ) . ".</p>\n<!-- /wp:paragraph -->\n\n";
	}
	$post = add(
		"bulk-$i",
		array(
			'post_title'    => $line( mt_rand( 3, 9 ) ) . ", part $i",
			'post_content'  => "$paragraphs<!-- wp:paragraph -->\n<p>The body of bulk-$i.</p>\n<!-- /wp:paragraph -->",
			'post_author'   => (int) $authors[ mt_rand( 0, count( $authors ) - 1 ) ],
			'post_date'     => date( 'Y-m-d H:i:s', 1654041600 + $i * 439200 + mt_rand( 0, 80000 ) ),
			'post_category' => array_unique( $pick( $categories, mt_rand( 1, 3 ) ) ),
			'tags_input'    => array_unique( $pick( $tags, mt_rand( 0, 6 ) ) ),
		)
	);
	if ( $i % 3 === 0 ) {
		set_post_thumbnail( $post, $pick( $pictures, 1 )[0] );
	}
}
