<?php
// For `php -S`: files as they are, everything else through WordPress, below the path that the site's
// URL has.
$folder = __DIR__;
$url    = trim( file_get_contents( "$folder/url" ) );
$base   = rtrim( (string) parse_url( $url, PHP_URL_PATH ), '/' );
$path   = rawurldecode( strtok( $_SERVER['REQUEST_URI'], '?' ) );

// What the PHP server guesses of "/wp-json/wp/v2" would lead WordPress astray.
unset( $_SERVER['PATH_INFO'], $_SERVER['ORIG_PATH_INFO'] );

if ( $base !== '' && $path !== $base && ! str_starts_with( $path, "$base/" ) ) {
	http_response_code( 404 );
	header( 'Content-Type: text/html; charset=utf-8' );
	echo "<!DOCTYPE html>\n<title>Another site</title>\n<p>Nothing of WordPress is here.\n";
	return true;
}

$types = array(
	'css'  => 'text/css',
	'js'   => 'text/javascript',
	'jpg'  => 'image/jpeg',
	'png'  => 'image/png',
	'gif'  => 'image/gif',
	'webp' => 'image/webp',
	'pdf'  => 'application/pdf',
	'txt'  => 'text/plain',
);
$root  = realpath( "$folder/wordpress" );
$file  = realpath( $root . substr( $path, strlen( $base ) ) );
$end   = strtolower( pathinfo( (string) $file, PATHINFO_EXTENSION ) );
if ( $file !== false && is_file( $file ) && str_starts_with( $file, "$root/" ) && isset( $types[ $end ] ) ) {
	header( 'Content-Type: ' . $types[ $end ] );
	header( 'Content-Length: ' . filesize( $file ) );
	header( 'Last-Modified: ' . gmdate( 'D, d M Y H:i:s', filemtime( $file ) ) . ' GMT' );
	readfile( $file );
	return true;
}

$script = '/index.php';
if ( $file !== false && $end === 'php' && str_starts_with( $file, "$root/" ) ) {
	$script = substr( $file, strlen( $root ) );
}
$_SERVER['SCRIPT_NAME']     = $base . $script;
$_SERVER['PHP_SELF']        = $base . $script;
$_SERVER['SCRIPT_FILENAME'] = $root . $script;
chdir( $root );
require $root . $script;
return true;
