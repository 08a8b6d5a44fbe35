<?php
// content.php [bulk]: fills the WordPress of the present folder through its own functions. Without an
// argument what is odd, each thing once: about 150 posts. With "bulk" what makes it large: 260 more,
// and terms for them. The same each time but for ids of what depends on the present: scheduled posts.
//
// A post that a test speaks of has a name, kept in its meta field "digest_key".
ini_set( 'memory_limit', '512M' );
require getcwd() . '/wordpress/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
mt_srand( 20260507 );
wp_set_current_user( 1 );
kses_remove_filters();
wp_defer_term_counting( true );
wp_defer_comment_counting( true );
remove_action( 'publish_post', '_publish_post_hook', 5 );
remove_all_actions( 'transition_post_status' );
add_action( 'transition_post_status', '_update_term_count_on_transition_post_status', 10, 3 );
add_action( 'transition_post_status', '_transition_post_status', 5, 3 );
$wpdb->query( 'SET autocommit = 0' );

/** Ends with a message unless it is a number. */
function must( $result, $what ) {
	if ( is_wp_error( $result ) || ! $result ) {
		fwrite( STDERR, "content.php: $what: " . ( is_wp_error( $result ) ? $result->get_error_message() : 'failed' ) . "\n" );
		exit( 1 );
	}
	return $result;
}

/** A post named $key; dates are the site's (Europe/Berlin). Returns its id. */
function add( $key, $args = array() ) {
	static $count = 0;
	$date = date( 'Y-m-d H:i:s', 1640995200 + ++$count * 86400 + 3600 * 7 );
	$args = $args + array(
		'post_title'   => "A plain title, $key",
		'post_content' => "<!-- wp:paragraph -->\n<p>The body of $key.</p>\n<!-- /wp:paragraph -->",
		'post_status'  => 'publish',
		'post_author'  => 1,
		'post_date'    => $date,
	);
	$args['meta_input'] = ( $args['meta_input'] ?? array() ) + array( 'digest_key' => $key );
	$post               = must( wp_insert_post( wp_slash( $args ), true ), $key );
	// What begins as a draft in the editor has its number for a guid, what is imported its address.
	if ( ! str_starts_with( $key, 'equal-date' ) ) {
		force( $post, array( 'guid' => home_url( "/?p=$post" ) ) );
	}
	return $post;
}

/** What WordPress's functions do not let through, as imports and lost records leave it. */
function force( $post, $columns ) {
	global $wpdb;
	$wpdb->update( $wpdb->posts, $columns, array( 'ID' => $post ) );
	clean_post_cache( $post );
}

function author( $login, $name, $more = array() ) {
	return must(
		wp_insert_user(
			wp_slash(
				$more + array(
					'user_login'   => $login,
					'user_pass'    => 'not secret',
					'user_email'   => "$login@example.invalid",
					'display_name' => $name,
					'role'         => 'author',
				)
			)
		),
		$login
	);
}

function term( $name, $taxonomy, $slug = '', $parent = 0 ) {
	$args = array( 'parent' => $parent ) + ( $slug ? array( 'slug' => $slug ) : array() );
	return must( wp_insert_term( wp_slash( $name ), $taxonomy, $args ), $name )['term_id'];
}

/** A picture made here, in the library. $kind is a file ending. Returns its id. */
function picture( $name, $width, $height, $kind, $alt = '', $parent = 0 ) {
	$image = imagecreatetruecolor( $width, $height );
	for ( $i = 0; $i < 24; $i++ ) {
		$color = imagecolorallocate( $image, mt_rand( 0, 255 ), mt_rand( 0, 255 ), mt_rand( 0, 255 ) );
		imagefilledrectangle( $image, (int) ( $width * $i / 24 ), (int) ( $height * ( $i % 6 ) / 9 ), $width, $height, $color );
	}
	ob_start();
	$kind === 'jpg' ? imagejpeg( $image, null, 70 ) : ( $kind === 'png' ? imagepng( $image ) : imagegif( $image ) );
	return attach( "$name.$kind", ob_get_clean(), $alt, $parent );
}

function attach( $name, $bytes, $alt = '', $parent = 0 ) {
	$made = wp_upload_bits( $name, null, $bytes, '2025/03' );
	if ( $made['error'] ) {
		must( new WP_Error( 'upload', $made['error'] ), $name );
	}
	$id = wp_insert_attachment(
		array(
			'post_title'     => "File $name",
			'post_excerpt'   => "A caption of <em>$name</em> &amp; more",
			'post_mime_type' => wp_check_filetype( $name )['type'],
			'post_status'    => 'inherit',
			'post_date'      => '2025-03-02 10:00:00',
		),
		$made['file'],
		$parent
	);
	must( $id, $name );
	wp_update_attachment_metadata( $id, wp_generate_attachment_metadata( $id, $made['file'] ) );
	if ( $alt !== '' ) {
		update_post_meta( $id, '_wp_attachment_image_alt', wp_slash( $alt ) );
	}
	return $id;
}

require __DIR__ . '/content-' . ( ( $argv[1] ?? '' ) === 'bulk' ? 'bulk' : 'odd' ) . '.php';

wp_defer_term_counting( false );
wp_defer_comment_counting( false );
$wpdb->query( 'COMMIT' );
