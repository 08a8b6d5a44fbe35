<?php
// The configuration of the WordPress that the tests serve. Everything that differs from one to the
// next is in the folder above: the file "url" (its address, which tests change), "socket" (the
// database's), and "switches/", a file in which turns something on (see mu-plugins/switches.php).
$folder = dirname( __DIR__ );
define( 'DIGEST_FOLDER', $folder );
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . trim( file_get_contents( "$folder/socket" ) ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
$table_prefix = 'wp_';

$url = trim( file_get_contents( "$folder/url" ) );
define( 'WP_HOME', $url );
define( 'WP_SITEURL', $url );

foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', 'not secret' );
	define( $name . '_SALT', 'not secret' );
}

// Application passwords over plain http.
define( 'WP_ENVIRONMENT_TYPE', 'local' );
// Nothing leaves this machine, nothing happens by itself.
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISABLE_WP_CRON', true );
define( 'FS_METHOD', 'direct' );
define( 'WP_POST_REVISIONS', false );
define( 'WP_DEFAULT_THEME', 'bare' );

// A site whose owner forgot that warnings are shown.
define( 'WP_DEBUG', file_exists( "$folder/switches/warning" ) );
define( 'WP_DEBUG_DISPLAY', true );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
