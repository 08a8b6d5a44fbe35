<?php
// install.php: makes the database a WordPress's, by its own installer.
define( 'WP_INSTALLING', true );
mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
$db = new mysqli( 'localhost', 'root', '', '', 0, trim( file_get_contents( 'socket' ) ) );
$db->query( 'CREATE DATABASE wordpress CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci' );
$db->close();

// Its letter to the new owner.
function wp_new_blog_notification() {}

require getcwd() . '/wordpress/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
$made = wp_install( 'News & Views of "Zoë"', 'admin', 'admin@example.invalid', true, '', 'the account password' );
if ( is_wp_error( $made ) ) {
	fwrite( STDERR, $made->get_error_message() . "\n" );
	exit( 1 );
}
update_option( 'blogdescription', 'Tests &amp; trials' );
update_option( 'timezone_string', 'Europe/Berlin' );
update_option( 'gmt_offset', '' );
update_option( 'permalink_structure', '/%year%/%monthnum%/%day%/%postname%/' );
update_option( 'default_pingback_flag', 0 );
update_option( 'default_ping_status', 'closed' );
foreach ( get_posts( array( 'post_type' => array( 'post', 'page' ), 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) {
	wp_delete_post( $post->ID, true );
}
flush_rewrite_rules();
