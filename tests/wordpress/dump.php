<?php
// dump.php [TYPE...]: what the database says of every public post of these types ("post" unless given),
// a JSON object a line, by id, on stdout. Nothing of it passes through REST. Texts are without markup
// (script and style with what is in them), entities decoded once, white space as it is.
ini_set( 'display_errors', 'stderr' );
$_SERVER['HTTP_HOST']   = 'localhost';
$_SERVER['REQUEST_URI'] = '/';
require getcwd() . '/wordpress/wp-load.php';

/** The text of a piece of HTML, as a browser would show it. */
function text_of( $html ) {
	if ( trim( $html ) === '' ) {
		return '';
	}
	$dom = new DOMDocument();
	@$dom->loadHTML( '<?xml encoding="utf-8"?><body>' . $html . '</body>', LIBXML_NOERROR | LIBXML_NONET );
	foreach ( array( 'script', 'style' ) as $name ) {
		foreach ( iterator_to_array( $dom->getElementsByTagName( $name ) ) as $element ) {
			$element->remove();
		}
	}
	foreach ( iterator_to_array( $dom->getElementsByTagName( 'br' ) ) as $element ) {
		$element->replaceWith( ' ' );
	}
	return $dom->textContent;
}

function decoded( $text ) {
	return html_entity_decode( $text, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
}

/** GMT of a column pair as WordPress understands it: the local one where the other is missing. */
function instant( $gmt, $local ) {
	return str_replace( ' ', 'T', str_starts_with( $gmt, '0000' ) ? get_gmt_from_date( $local ) : $gmt ) . 'Z';
}

function terms_of( $post, $taxonomy ) {
	global $wpdb;
	$rows = $wpdb->get_results(
		$wpdb->prepare(
			"SELECT t.name, t.slug, p.slug AS parent FROM wp_term_relationships r
			JOIN wp_term_taxonomy x ON x.term_taxonomy_id = r.term_taxonomy_id AND x.taxonomy = %s
			JOIN wp_terms t ON t.term_id = x.term_id LEFT JOIN wp_terms p ON p.term_id = x.parent
			WHERE r.object_id = %d ORDER BY t.slug",
			$taxonomy,
			$post->ID
		)
	);
	return array_map(
		fn( $row ) => array( 'name' => decoded( $row->name ), 'slug' => urldecode( $row->slug ), 'parent' => urldecode( (string) $row->parent ) ),
		$rows
	);
}

/** The featured picture, where visitors may see it: not one that belongs to a post they may not. */
function picture_of( $post ) {
	global $wpdb;
	$id   = (int) get_post_meta( $post->ID, '_thumbnail_id', true );
	$file = $id ? $wpdb->get_row( $wpdb->prepare( "SELECT * FROM wp_posts WHERE ID = %d AND post_type = 'attachment'", $id ) ) : null;
	if ( ! $file ) {
		return null;
	}
	$parent = $file->post_parent ? $wpdb->get_var( "SELECT post_status FROM wp_posts WHERE ID = {$file->post_parent}" ) : 'publish';
	$meta   = wp_get_attachment_metadata( $id );
	return array(
		'seen'   => $parent === 'publish',
		'type'   => $file->post_mime_type,
		'url'    => wp_upload_dir()['baseurl'] . '/' . get_post_meta( $id, '_wp_attached_file', true ),
		'alt'    => (string) get_post_meta( $id, '_wp_attachment_image_alt', true ),
		'width'  => $meta['width'] ?? 0,
		'height' => $meta['height'] ?? 0,
	);
}

$types  = array_slice( $argv, 1 ) ?: array( 'post' );
$sticky = get_option( 'sticky_posts' );
$list   = implode( ',', array_fill( 0, count( $types ), '%s' ) );
$ids    = $wpdb->get_col( $wpdb->prepare( "SELECT ID FROM wp_posts WHERE post_status = 'publish' AND post_type IN ($list) ORDER BY ID", $types ) );
foreach ( $ids as $id ) {
	$post = get_post( $id );
	setup_postdata( $GLOBALS['post'] = $post );
	$name = $wpdb->get_var( $wpdb->prepare( 'SELECT display_name FROM wp_users WHERE ID = %d', $post->post_author ) );
	$hide = $post->post_password !== '';
	echo wp_json_encode(
		array(
			'id'         => (int) $post->ID,
			'key'        => get_post_meta( $id, 'digest_key', true ),
			'type'       => $post->post_type,
			'status'     => $post->post_status,
			'protected'  => $hide,
			'sticky'     => in_array( (int) $id, $sticky, true ),
			'slug'       => urldecode( $post->post_name ),
			'link'       => get_permalink( $post ),
			'title'      => text_of( apply_filters( 'the_title', $post->post_title, $post->ID ) ),
			'published'  => instant( $post->post_date_gmt, $post->post_date ),
			'modified'   => instant( $post->post_modified_gmt, $post->post_modified ),
			'author'     => $name === null ? '' : decoded( $name ),
			'categories' => terms_of( $post, 'category' ),
			'tags'       => terms_of( $post, 'post_tag' ),
			'image'      => picture_of( $post ),
			'content'    => $hide ? '' : apply_filters( 'the_content', $post->post_content ),
			'text'       => $hide ? '' : text_of( apply_filters( 'the_content', $post->post_content ) ),
		),
		JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES
	), "\n";
}
