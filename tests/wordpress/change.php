<?php
// change.php ACTION ARGUMENT...: changes the WordPress in the folder DIGEST_SITE (else the present one)
// as its editors would. Posts are named by their "digest_key". Several changes are separated by "--".
//
//   add KEY [DATE [STATUS]]     a new post; DATE is the site's, as "2012-03-04 05:06:07", or "now"
//   edit KEY COLUMN VALUE       wp_update_post
//   delete KEY   trash KEY      for good; into the bin
//   status KEY STATUS           publish, draft, private, pending
//   tag KEY NAME                adds a tag
//   sticky KEY                  puts it in front
//   term TAXONOMY SLUG COLUMN VALUE      a term's name or slug
//   author LOGIN NAME           another display name
//   schedule KEY SECONDS        a new post that gets public so many seconds from now
//   due KEY                     the time of a scheduled post has come: it is as if it had been waited for
//   cron                        publishes what is due; the rest would look for updates on the network
//   option NAME VALUE
//   password LOGIN              prints a new application password
//   id KEY   link KEY           prints it
$folder = getenv( 'DIGEST_SITE' ) ?: getcwd();
require "$folder/wordpress/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user( 1 );
kses_remove_filters();
remove_action( 'publish_post', '_publish_post_hook', 5 );

function named( $key ) {
	$ids = get_posts(
		array(
			'post_type'   => array( 'post', 'page', 'dossier' ),
			'post_status' => array( 'publish', 'draft', 'private', 'pending', 'future', 'trash' ),
			'meta_key'    => 'digest_key',
			'meta_value'  => $key,
			'fields'      => 'ids',
		)
	);
	if ( ! $ids ) {
		fwrite( STDERR, "change.php: there is no post $key\n" );
		exit( 1 );
	}
	return $ids[0];
}

function add( $key, $date, $status ) {
	$post = array(
		'post_title'   => "Added: $key",
		'post_content' => "<!-- wp:paragraph -->\n<p>The body of $key.</p>\n<!-- /wp:paragraph -->",
		'post_status'  => $status,
		'post_author'  => 1,
		'meta_input'   => array( 'digest_key' => $key ),
	);
	$id = wp_insert_post( $date === 'now' ? $post : $post + array( 'post_date' => $date ), true );
	if ( ! is_wp_error( $id ) ) {
		// As if it had begun as a draft in the editor.
		$GLOBALS['wpdb']->update( 'wp_posts', array( 'guid' => home_url( "/?p=$id" ) ), array( 'ID' => $id ) );
	}
	return $id;
}

/** True when it went well. */
function change( $action, $a = '', $b = '', $c = '', $d = '' ) {
	switch ( $action ) {
		case 'add':
			return add( $a, $b ?: 'now', $c ?: 'publish' );
		case 'schedule':
			return add( $a, wp_date( 'Y-m-d H:i:s', time() + (int) $b ), 'future' );
		case 'due':
			$now  = time() - 1;
			$post = named( $a );
			$GLOBALS['wpdb']->update( 'wp_posts', array( 'post_date' => wp_date( 'Y-m-d H:i:s', $now ), 'post_date_gmt' => gmdate( 'Y-m-d H:i:s', $now ), 'post_modified' => wp_date( 'Y-m-d H:i:s', $now - 3600 ), 'post_modified_gmt' => gmdate( 'Y-m-d H:i:s', $now - 3600 ) ), array( 'ID' => $post ) );
			clean_post_cache( $post );
			wp_clear_scheduled_hook( 'publish_future_post', array( $post ) );
			wp_schedule_single_event( $now, 'publish_future_post', array( $post ) );
			return true;
		case 'edit':
			return wp_update_post( wp_slash( array( 'ID' => named( $a ), $b => $c ) ), true );
		case 'status':
			return wp_update_post( array( 'ID' => named( $a ), 'post_status' => $b ), true );
		case 'delete':
			return wp_delete_post( named( $a ), true );
		case 'trash':
			return wp_trash_post( named( $a ) );
		case 'tag':
			wp_set_post_tags( named( $a ), array( $b ), true );
			return wp_update_post( array( 'ID' => named( $a ) ), true );
		case 'sticky':
			stick_post( named( $a ) );
			return true;
		case 'term':
			$term = get_term_by( 'slug', $b, $a );
			return $term ? wp_update_term( $term->term_id, $a, array( $c => $d ) ) : false;
		case 'author':
			return wp_update_user( array( 'ID' => get_user_by( 'login', $a )->ID, 'display_name' => $b ) );
		case 'cron':
			foreach ( wp_get_ready_cron_jobs() as $time => $hooks ) {
				foreach ( $hooks['publish_future_post'] ?? array() as $event ) {
					wp_unschedule_event( $time, 'publish_future_post', $event['args'] );
					do_action_ref_array( 'publish_future_post', $event['args'] );
				}
			}
			return true;
		case 'option':
			$done = update_option( $a, $b ) || get_option( $a ) === $b;
			$GLOBALS['wp_rewrite']->init();
			flush_rewrite_rules();
			return $done;
		case 'password':
			echo WP_Application_Passwords::chunk_password( WP_Application_Passwords::create_new_application_password( get_user_by( 'login', $a )->ID, array( 'name' => 'digest' ) )[0] ), "\n";
			return true;
		case 'id':
			echo named( $a ), "\n";
			return true;
		case 'link':
			echo get_permalink( named( $a ) ), "\n";
			return true;
	}
	return new WP_Error( 'usage', 'there is no such action' );
}

$words = array_slice( $argv, 1 );
while ( $words ) {
	$end  = array_search( '--', $words, true );
	$one  = $end === false ? $words : array_slice( $words, 0, $end );
	$done = change( ...$one );
	if ( ! $done || is_wp_error( $done ) ) {
		fwrite( STDERR, 'change.php: ' . implode( ' ', $one ) . ': ' . ( $done ? $done->get_error_message() : 'failed' ) . "\n" );
		exit( 1 );
	}
	$words = $end === false ? array() : array_slice( $words, $end + 1 );
}
